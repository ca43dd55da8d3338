"""A channel is two files and a row: one is added to a copy of the package, and every command knows its kind."""

import json

import pytest
from cli.project import FILES

from recipes.package_copy import PackageCopy, Recipe, follow, paths_named

DETECTOR = '''
"""Feature flags by name: `Flag("receipts")` gives a name, `flag_is_active("receipts")` looks one up."""

from coupling_lsp.detect.channels.argument_patterns import ANYTHING, STRING
from coupling_lsp.detect.channels.channel_call import ChannelCall, string_value
from coupling_lsp.model.facts import Registration

CALLS = {"Flag": STRING, "flag_is_active": ANYTHING}


def read(call: ChannelCall) -> None:
    """Gather the name one call gives or looks up."""
    node = call.argument(0, "name")
    if call.name == "Flag":
        call.facts.registrations.append(Registration("flag", string_value(node)))
    elif node is not None:
        call.add_each("flag", node, callee=call.callee)
'''
RESOLVER = '''
"""`flag_is_active("receipts")` leads to the app that has the flag."""

from collections.abc import Iterator

from coupling_lsp.index.resolvers.channels.common import constant, edges, registered_places
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Channel


def resolve(context: Context, fact: Channel, site: int) -> Iterator[Edge]:
    """Yield the edge of one name."""
    for module, symbol in sorted(registered_places(context, "flag", constant(context, fact, site))):
        yield from edges(context, fact, "flag", site, context.apps.owner(module), module, symbol)
'''
ROW = """\
    EdgeKind(
        name="flag",
        noun="feature flag",
        plural="feature flags",
        term="flag looked up",
        verb="asks for a flag of",
        id_verb="asks",
        section="channels",
        heading="Feature flags of another app",
        description="Feature flags that are looked up.",
        icon="milestone",
    ),
"""
RECIPE = Recipe(
    {"detect/channels/flags.py": DETECTOR, "index/resolvers/channels/flags.py": RESOLVER},
    {
        "model/edge_kinds.py": [
            ('"migration",\n]', '"migration",\n    "flag",\n]'),
            (")\nEDGE_KINDS:", f"{ROW})\nEDGE_KINDS:"),
        ],
        "detect/channels/__init__.py": [
            ("import commands, ", "import commands, flags, "),
            (", migrations)", ", migrations, flags)"),
        ],
        "index/resolvers/channels/__init__.py": [
            ("import commands, ", "import commands, flags, "),
            (
                '    "migration": migrations.resolve,\n',
                '    "migration": migrations.resolve,\n    "flag": flags.resolve,\n',
            ),
        ],
        "detect/__init__.py": [("\nVERSION = ", "\nVERSION = 1")],
    },
)

PROJECT = {
    **FILES,
    "billing/flags.py": 'from waffle import Flag\n\nRECEIPTS = Flag("receipts")\n',
    "orders/jobs.py": 'from waffle import flag_is_active\n\nis_on = flag_is_active("receipts")\n',
    "rules.yaml": "version: 1\npolicy:\n  kinds: {flag: warning}\nedges: []\n",
}
PLACE = "orders/jobs.py:3"

HOVER_AND_EDIT = """
from pathlib import Path
from coupling_lsp.features.hover import hover
from coupling_lsp.text import Text
from coupling_lsp.workspace.reading.load import Options, load

snapshot = load(Path(), Options())[0].snapshot
print(hover(snapshot, "orders/jobs.py", 3, 25).markdown)
renamed = Text.of('from waffle import Flag\\n\\nRECEIPTS = Flag("letters")\\n')
edited = snapshot.with_texts({"billing/flags.py": renamed})
print("after the edit:", [edge.kind for edge, _ in edited.edges_of("orders/jobs.py")])
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> PackageCopy:
    return follow(RECIPE, tmp_path_factory.mktemp("channel"), PROJECT)


def test_the_recipe_names_every_file_that_is_touched(copy: PackageCopy) -> None:
    assert paths_named("a channel", "a kind of edge") == {path.replace("flags", "<name>") for path in RECIPE.paths}
    assert copy.tidiness() == ""


def test_edges_list_it(copy: PackageCopy) -> None:
    edges = json.loads(copy.output("edges", "--kind", "flag", "--format", "json"))["edges"]
    assert [(it["kind"], it["mechanism"], it["target"]["module"], it["verdict"]) for it in edges] == [
        ("flag", "flag_is_active", "billing.flags", "undeclared")
    ]
    table = copy.output("edges")
    assert "3:24  flag looked up" in table
    assert "1 feature flag" in table


def test_check_judges_it_by_policy(copy: PackageCopy) -> None:
    findings = json.loads(copy.output("check", "--format", "json", code=1))["findings"]
    assert [(it["severity"], it["code"]) for it in findings if it["path"] == "orders/jobs.py"] == [
        ("warning", "undeclared-edge")
    ]
    assert "orders asks for a flag of billing.flags" in copy.output("check", code=1)


def test_a_hover_tells_it_and_an_edit_of_the_other_file_ends_it(copy: PackageCopy) -> None:
    process = copy.python("-c", HOVER_AND_EDIT)
    assert process.stdout.startswith("**orders → billing** · flag looked up"), process.stderr
    assert "after the edit: []" in process.stdout


def test_explain_tells_it_of_a_place_and_a_pair(copy: PackageCopy) -> None:
    assert "orders → billing · flag looked up" in copy.output("explain", PLACE)
    assert "1 feature flag\n" in copy.output("explain", "orders", "billing")


def test_the_graph_and_the_report_tell_it(copy: PackageCopy) -> None:
    assert "+ feature flag" in copy.output("graph")
    report = copy.output("report")
    assert "| `orders/jobs.py` | `billing` | flag looked up | `billing.flags` | 1 |" in report


def test_init_drafts_a_rule_for_it(copy: PackageCopy) -> None:
    copy.output("init", "--force", "--into", "draft.yaml")
    text = copy.python("-c", "print(open('draft.yaml').read())").stdout
    assert "# ---- Feature flags of another app ----" in text
    assert "id: orders-jobs-asks-billing" in text
    assert "via: [flag]" in text


def test_generated_files_are_out_of_date_until_it_is_in_them(copy: PackageCopy) -> None:
    assert copy.stale_files() == [
        "rules.schema.json",
        "editors/vscode/src/view/edgeKinds.ts",
        "editors/neovim/lua/coupling/kinds.lua",
    ]
