"""A detector of a new sort of fact, and its resolver to an edge: a decorator that names the model a class serves."""

import json

import pytest
from cli.project import FILES

from recipes.package_copy import PackageCopy, Recipe, follow, paths_named

FACT = '''
class ServedModel(Struct, frozen=True, array_like=True, gc=False):
    """A model that a decorator names: `@serves("billing.Invoice")`. An empty target comes with the `reason`."""

    target: str
    symbol: str
    timing: Timing
    reason: str


class Facts('''
DETECTOR = '''
"""Models that a decorator names: `@serves("billing.Invoice")`."""

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.model.facts import ServedModel
from coupling_lsp.source.scope import resolve_expression
from coupling_lsp.source.tree import Tree, arguments, enclosing_symbol

PATTERNS = (b"@serves(",)


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the model named by the decorator whose opening bracket ends the bytes."""
    name = tree.at(start + 1, end - 1)
    call = name.parent if name is not None else None
    if call is None or call.type != "call":
        return
    for node in arguments(call)[0][:1]:
        target, reason = resolve_expression(tree, node)
        served_model = ServedModel(target, enclosing_symbol(call), tree.timing(call), reason)
        facts.served_models.append((served_model, tree.span(node)))
'''
RESOLVER = '''
"""Models that a decorator names, to reads: `@serves("billing.Invoice")`."""

from collections.abc import Iterator

from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Access, Sites


def resolve(context: Context) -> Iterator[Edge]:
    """Yield the edge of each model of another app."""
    for site, served in enumerate(context.facts.served_models, Sites.of(context.facts).served_models):
        if served.reason:
            context.note(site, served.reason)
            continue
        scope = context.module, context.app, context.registry, context.dependencies
        target = context.models.references.target(served.target, *scope)
        if target.in_project and context.models.model_kind(target, context.dependencies):
            access = Access(served.target, "", (), served.symbol, served.timing, "")
            yield from context.orm_edge(access, site, target, "serves", "orm-read")
'''
RECIPE = Recipe(
    {"detect/detectors/served_models.py": DETECTOR, "index/resolvers/served_models.py": RESOLVER},
    {
        "model/facts.py": [
            ("\nclass Facts(", FACT),
            ("\n\n\nNO_FACTS =", "\n    served_models: tuple[ServedModel, ...] = ()\n\n\nNO_FACTS ="),
            ("    declarations: int\n", "    declarations: int\n    served_models: int\n"),
        ],
        "detect/facts_builder.py": [
            ("    Registration,\n", "    Registration,\n    ServedModel,\n"),
            (
                "    declarations: list[tuple[Declaration, Span]] = []\n",
                "    declarations: list[tuple[Declaration, Span]] = []\n"
                "    served_models: list[tuple[ServedModel, Span]] = []\n",
            ),
        ],
        "detect/detectors/__init__.py": [
            ("    results,\n    settings,\n", "    results,\n    served_models,\n    settings,\n"),
            (
                "    replacements,\n    url_names,\n)\n\nPIECE",
                "    replacements,\n    url_names,\n    served_models,\n)\n\nPIECE",
            ),
        ],
        "detect/__init__.py": [("\nVERSION = ", "\nVERSION = 1")],
        "index/project.py": [
            ("    schema,\n)\nfrom", "    schema,\n    served_models,\n)\nfrom"),
            ("    inferred_uses,\n)\n", "    inferred_uses,\n    served_models,\n)\n"),
        ],
        "reports/contents/unresolved_places.py": [('"declaration",\n', '"declaration",\n    "orm",\n')],
    },
)
SERIALIZERS = """\
from tools import LARGE, serves


@serves("billing.Invoice")
class InvoiceSerializer:
    total = 1


@serves("billing.Invoice" if LARGE else "crm.Customer")
class ChosenSerializer:
    pass


def load(order):
    return order.invoice.number


@serves("crm.Customer")
class CustomerSerializer:
    pass
"""
PROJECT = {**FILES, "orders/serializers.py": SERIALIZERS}
EDIT = """
from pathlib import Path
from coupling_lsp.text import Text
from coupling_lsp.workspace.reading.load import Options, load

def show(snapshot):
    served = [edge for edge, _ in snapshot.edges_of("orders/serializers.py") if edge.mechanism == "serves"]
    print([(edge.to_symbol, tuple(snapshot.span("orders/serializers.py", edge.site))) for edge in served])

snapshot = load(Path(), Options())[0].snapshot
show(snapshot)
text = Text(Path("orders/serializers.py").read_bytes())
moved = snapshot.with_texts({"orders/serializers.py": text.splice(0, 0, b"# moved\\n")})
show(moved)
print(moved.index is snapshot.index)
renamed = Text.of(Path("billing/models.py").read_text().replace("Invoice", "Bill"))
show(moved.with_texts({"billing/models.py": renamed}))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> PackageCopy:
    return follow(RECIPE, tmp_path_factory.mktemp("detector"), PROJECT)


def test_the_recipe_names_every_file_that_is_touched(copy: PackageCopy) -> None:
    assert paths_named("a detector", "a resolver") == {path.replace("served_models", "<name>") for path in RECIPE.paths}
    assert copy.tidiness() == ""


def test_its_edges_are_listed_where_they_are_written(copy: PackageCopy) -> None:
    edges = json.loads(copy.output("edges", "--format", "json"))["edges"]
    served_edges = [it for it in edges if it["mechanism"] == "serves"]
    assert [(it["kind"], it["source"]["line"], it["target"]["symbol"]) for it in served_edges] == [
        ("orm-read", 4, "Invoice"),
        ("orm-read", 18, "Customer"),
    ]


def test_what_cannot_be_resolved_counts_as_a_query(copy: PackageCopy) -> None:
    unresolved = json.loads(copy.output("edges", "--kind", "orm-read", "--format", "json"))["unresolved"]
    assert [(it["path"], it["line"]) for it in unresolved] == [("orders/serializers.py", 9)]
    assert "orders/serializers.py:9:" in copy.output("check", "--stats")


def test_an_edit_moves_its_places_and_no_fact_and_one_of_the_model_ends_it(copy: PackageCopy) -> None:
    process = copy.python("-c", EDIT)
    assert process.stderr == ""
    assert process.stdout.splitlines() == [
        "[('Invoice', (4, 9, 4, 26)), ('Customer', (18, 9, 18, 23))]",
        "[('Invoice', (5, 9, 5, 26)), ('Customer', (19, 9, 19, 23))]",
        "True",
        "[('Customer', (19, 9, 19, 23))]",
    ]


def test_the_report_tells_it(copy: PackageCopy) -> None:
    assert "| `orders/serializers.py` | `billing.Invoice` |" in copy.output("report")
