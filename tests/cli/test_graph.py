"""`coupling-lsp graph`: the drawing, its cycles and what would cut them."""

import json
import re
from pathlib import Path

import pytest

from coupling_lsp.graphs.search import shortest_cycle

from .test_docs import ROOT, rerun

EXAMPLE = str(ROOT / "examples/boost_data_collector")
PAGE = ROOT / "docs/graph.md"

NODE = re.compile(r'  (?P<id>[A-Za-z][A-Za-z0-9_]*)\["(?P<label>[^"]*)"\]')
ARROW = re.compile(r'  (?P<source>\w+) (?P<line>-->|-\.->)\|"(?P<label>[^"|]*)"\| (?P<target>\w+)')

CIRCLE = {
    "billing/views.py": "from orders.models import Order\n",
    "crm/views.py": "from billing.models import Invoice\nfrom orders.models import Order\n",
    "orders/forms.py": "from crm.models import Customer\n",
}


def arrows(text):
    """The arrows of a flowchart: how they are drawn and labelled, by their ends."""
    found = [ARROW.fullmatch(line) for line in text.split("\n")]
    return {(it["source"], it["target"]): (it["line"], it["label"]) for it in found if it}


def read(run, *arguments):
    result = run("graph", *arguments)
    assert (result.code, result.err) == (0, "")
    return result.out


def test_every_line_of_the_flowchart_is_a_node_or_an_arrow_or_a_comment(run):
    text = read(run, EXAMPLE)
    head, *lines, end = text.split("\n")
    assert (head, end) == ("flowchart LR", "")
    assert all(NODE.fullmatch(line) or ARROW.fullmatch(line) or line.startswith("  %% ") for line in lines)
    nodes = {it["id"] for line in lines if (it := NODE.fullmatch(line))}
    assert nodes == {label for pair in arrows(text) for label in pair}


def test_the_example_has_the_arrows_of_the_document_it_is_made_after(run):
    found = arrows(read(run, EXAMPLE))
    assert len(found) == 19
    assert found["boost_library_tracker", "github_activity_tracker"] == ("-->", "MTI + import")
    assert found["boost_library_tracker", "cppa_user_tracker"] == ("-->", "ORM + import")
    assert found["clang_github_tracker", "github_activity_tracker"] == ("-->", "import")
    dashed = {pair for pair, (line, _) in found.items() if line == "-.->"}
    assert dashed == {
        ("boost_library_docs_tracker", "cppa_pinecone_sync"),
        ("cppa_slack_tracker", "cppa_pinecone_sync"),
        ("boost_collector_runner", "boost_library_tracker"),
    }
    assert {found[pair][1] for pair in dashed} == {"import (lazy)"}


def test_a_short_role_stands_below_the_name(run):
    text = read(run, EXAMPLE)
    assert '  cppa_user_tracker["cppa_user_tracker<br/>(Identity hub)"]\n' in text
    assert '  github_activity_tracker["github_activity_tracker"]\n' in text


def test_edges_of_tests_are_dashed_and_can_be_left_out(run, write):
    write()
    assert arrows(read(run))["orders", "crm"] == ("-.->", "import (tests)")
    assert ("orders", "crm") not in arrows(read(run, "--no-tests"))
    assert "  %% no edges: crm\n" in read(run, "--no-tests")


def test_an_arrow_is_solid_if_one_of_its_edges_is_always_active(run, write):
    write(changes={"crm/a.py": "def f():\n    from billing.models import Invoice\n"})
    assert arrows(read(run))["crm", "billing"] == ("-.->", "import (lazy)")
    write(changes={"crm/b.py": "from billing.models import Invoice\n"})
    assert arrows(read(run))["crm", "billing"] == ("-->", "import")


def test_imports_for_type_checkers_only_are_told_as_such(run, write):
    guarded = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from billing.models import Invoice\n"
    write(changes={"crm/a.py": guarded})
    assert arrows(read(run))["crm", "billing"] == ("-.->", "import (type-checking)")


def test_a_project_without_cycles_has_none(run, write):
    write()
    found = json.loads(read(run, "--format", "json"))
    assert (found["cycles"], found["cuts"]) == ([], [])
    assert "linkStyle" not in read(run)


def test_a_cycle_through_a_test_is_none(run, write):
    write(changes={"crm/views.py": "from orders.models import Order\n"})
    assert json.loads(read(run, "--format", "json"))["cycles"] == []


def test_cycles_are_marked_and_the_cheapest_cut_is_told(run, write):
    write(changes=CIRCLE)
    text = read(run)
    found = list(arrows(text))
    assert "  class billing,crm,orders cycle\n" in text
    (numbers,) = re.findall(r"  linkStyle ([\d,]+) ", text)
    circled = {found[int(number)] for number in numbers.split(",")}
    assert (
        circled
        == {*found}
        == {("billing", "orders"), ("crm", "billing"), ("crm", "orders"), ("orders", "billing"), ("orders", "crm")}
    )
    assert "  %% cycle: billing, crm, orders\n" in text
    assert "  %% cut: billing -> orders (1 edge)\n" in text
    document = json.loads(read(run, "--format", "json"))
    assert document["cycles"] == [{"apps": ["billing", "crm", "orders"], "root": ""}]
    cuts = {(it["source"], it["target"]) for it in document["cuts"]}
    rest = {(it["source"], it["target"]): 1 for it in document["pairs"]}.keys() - cuts
    assert len(cuts) == 2
    assert shortest_cycle(rest) == ()
    assert all(it["exact"] for it in document["cuts"])


def test_dot_has_the_same_arrows(run, write):
    write(changes=CIRCLE)
    text = read(run, "--format", "dot")
    found = {tuple(it) for it in re.findall(r'^  "(\w+)" -> "(\w+)" \[label="[^"]*".*\];$', text, re.M)}
    assert found == set(arrows(read(run)))
    assert text.startswith("digraph coupling {\n")
    assert text.endswith("}\n")
    assert "  // cut: billing -> orders (1 edge)\n" in text


@pytest.mark.parametrize("label", ["end", "class", "Graph", "style", "délai", "注文", "x1"])
def test_any_label_is_a_valid_node(run, write, label):
    settings = f'INSTALLED_APPS = ["orders", "billing", "crm", "{label}"]\n'
    views = "from billing.models import Invoice\n"
    write(changes={"config/settings.py": settings, f"{label}/__init__.py": "", f"{label}/views.py": views})
    text = read(run)
    (node,) = [it for line in text.split("\n") if (it := NODE.fullmatch(line)) and it["label"] == label]
    assert node["id"].lower() not in ("end", "class", "graph", "style")
    assert (node["id"], "billing") in arrows(text)


def test_roles_are_escaped(run, write):
    rules = "version: 1\napps:\n  billing:\n    role: '<b>\"x\"</b> `#1`\\'\n"
    write(rules)
    assert '  billing["billing<br/>(#60;b#62;#34;x#34;#60;/b#62; #96;#35;1#96;#92;)"]\n' in read(run)
    assert r'  "billing" [label="billing\n(<b>\"x\"</b> `#1`\\)"];' in read(run, "--format", "dot")
    assert json.loads(read(run, "--format", "json"))["apps"][0]["role"] == '<b>"x"</b> `#1`\\'


def test_several_projects_are_drawn_side_by_side(run, write):
    folder = write()
    for path in [it for it in folder.rglob("*") if it.is_file()]:
        other = folder.parent / "both/two" / path.relative_to(folder)
        other.parent.mkdir(parents=True, exist_ok=True)
        other.write_bytes(path.read_bytes())
    folder.rename(folder.parent / "both/one")
    text = read(run, str(folder.parent / "both"))
    ids = re.findall(r'^    (\w+)\["', text, re.M)
    assert len(ids) == len(set(ids)) == 6
    assert text.count("  subgraph ") == text.count("\n  end\n") == 2
    roots = {it["root"] for it in json.loads(read(run, str(folder.parent / "both"), "--format", "json"))["pairs"]}
    assert roots == {"one", "two"}


@pytest.mark.parametrize("form", ["mermaid", "dot", "json"])
def test_the_same_code_gives_the_same_graph(run, form):
    assert read(run, EXAMPLE, "--format", form) == read(run, EXAMPLE, "--format", form, "--no-cache")


@pytest.mark.parametrize("form", ["mermaid", "dot", "json"])
def test_a_folder_without_apps_is_an_empty_graph(run, tmp_path, form):
    assert read(run, str(tmp_path), "--format", form)


@pytest.mark.parametrize("arguments", [("nowhere",), (EXAMPLE, "--format", "png"), (EXAMPLE, "--rules", "nowhere")])
def test_what_cannot_be_done_is_told(run, arguments):
    result = run("graph", *arguments)
    assert (result.code, result.out) == (2, "")
    assert "Traceback" not in result.err
    assert result.err


def test_the_examples_of_the_page_are_what_the_program_prints():
    page = Path(PAGE).read_text()
    assert rerun(page) == page
