"""A key of `rules.yaml`: the ticket of a rule."""

from pathlib import Path

from cli.project import FILES, RULES

from recipes.package_copy import Recipe, follow, paths_named

KEY = """\
    Key("ticket", "Where the rule is talked about."),
)
_CONTRACT = (
"""
RECIPE = Recipe(
    {},
    {
        "rules/loading/keys.py": [(")\n_CONTRACT = (\n", KEY)],
        "rules/loading/rule_entries.py": [
            (
                "        review.span if review is not None else first_key(entry).span,\n",
                "        review.span if review is not None else first_key(entry).span,\n"
                '        reader.text(entry.get("ticket"), "`ticket`"),\n',
            )
        ],
        "model/rules.py": [
            (
                "    review_span: Span = WHOLE_FIRST_LINE\n",
                '    review_span: Span = WHOLE_FIRST_LINE\n    ticket: str = ""\n',
            )
        ],
    },
)
SHOW = """
from pathlib import Path
from coupling_lsp.features.rules_file import completion, hover
from coupling_lsp.text import Text
from coupling_lsp.workspace.reading.load import Options, load

snapshot = load(Path(), Options())[0].snapshot
print([rule.ticket for rule in snapshot.ruleset.rules], snapshot.ruleset.problems)
text = Text(Path("rules.yaml").read_bytes())
print(hover.hover(snapshot, text, 3, 6).markdown)
half_typed = Text.of("version: 1\\nedges:\\n  - id: one\\n    ti\\n")
print([item.label for item in completion.complete(snapshot, half_typed, 4, 7, snippets=False)])
"""


def test_a_key_is_read_explained_and_completed(tmp_path: Path) -> None:
    rules = RULES.replace("  - id: order-invoice", "  - ticket: SHOP-1\n    id: order-invoice")
    copy = follow(RECIPE, tmp_path, {**FILES, "rules.yaml": rules})
    assert paths_named("a key of `rules.yaml`") == RECIPE.paths
    process = copy.python("-c", SHOW)
    assert process.stderr == ""
    first_line, *other_lines = process.stdout.splitlines()
    assert first_line == "['SHOP-1', '', ''] ()"
    assert "Where the rule is talked about." in "".join(other_lines[:-1])
    assert "'ticket'" in other_lines[-1]
    assert copy.stale_files() == ["rules.schema.json"]
    assert copy.tidiness() == ""
