"""A quick fix: a comment that asks the owner of an app whether an edge may be."""

from pathlib import Path

from cli.project import FILES

from recipes.package_copy import Recipe, follow, paths_named

FIX = '''
"""Ask the owner of an app, in a comment above the line, whether an edge may be."""

from collections.abc import Iterator

from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.findings import Diagnostic, FileEdit, QuickFix
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, TextEdit

ID = "ask-owner"


def fixes(_snapshot: Snapshot, path: str, diagnostic: Diagnostic, _read: ReadText) -> Iterator[QuickFix]:
    """Yield the comment."""
    if diagnostic.code != "undeclared-edge" or diagnostic.edge is None:
        return
    line = diagnostic.span.line
    comment = f"# Ask the owner of {diagnostic.edge.to_app}.\\n"
    edit = FileEdit(path, (TextEdit(Span(line, 1, line, 1), comment),))
    yield QuickFix(ID, f"Ask the owner of `{diagnostic.edge.to_app}`", (edit,), diagnostic)
'''
RECIPE = Recipe(
    {"fixes/ask_owner.py": FIX},
    {
        "fixes/__init__.py": [
            ("    approve_widely,\n    did_you_mean,\n", "    approve_widely,\n    ask_owner,\n    did_you_mean,\n"),
            ("    remove_rule,\n)\n", "    remove_rule,\n    ask_owner,\n)\n"),
        ],
    },
)
OFFERED = """
from pathlib import Path
from coupling_lsp.features import diagnostics
from coupling_lsp.fixes import fixes_for
from coupling_lsp.text import Text
from coupling_lsp.workspace.reading.load import Options, load

def read(path):
    return Text(Path(path).read_bytes())

snapshot = load(Path(), Options())[0].snapshot
for diagnostic in diagnostics.diagnostics(snapshot, "orders/views.py"):
    for fix in fixes_for(snapshot, "orders/views.py", diagnostic, read):
        if fix.id == "ask-owner":
            print(fix.title, repr(read("orders/views.py").apply(fix.files[0].edits).data.decode()[:50]))
"""


def test_a_quick_fix_is_one_file_and_one_line(tmp_path: Path) -> None:
    copy = follow(RECIPE, tmp_path, {**FILES, "rules.yaml": "version: 1\nedges: []\n"})
    assert paths_named("a quick fix") == {path.replace("ask_owner", "<name>") for path in RECIPE.paths}
    process = copy.python("-c", OFFERED)
    assert process.stderr == ""
    assert process.stdout.splitlines()[0] == (
        r"Ask the owner of `billing` '# Ask the owner of billing.\nfrom billing.models im'"
    )
    assert copy.tidiness() == ""
