"""`coupling-lsp report`: the document on the edges of a project, printed or kept in a file."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from coupling_lsp.reports.document.document_file import BEGIN, END

from .project import ALLOWED, FILES
from .test_docs import ROOT, rerun

HOME = "examples/boost_data_collector/"
EXAMPLE = str(ROOT / HOME)
PAGE = ROOT / "docs/report.md"

VOID = ("meta", "input", "wbr", "link", "br", "hr", "img")


def read(run, *arguments):
    result = run("report", *arguments)
    assert (result.code, result.err) == (0, "")
    return result.out


def sections(text):
    """The text below each heading, by the heading."""
    parts = re.split(r"(?m)^##+ (.*)\n", text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def table(text):
    """The rows of the first table as cells, the head and its rule left out."""
    lines = [line for line in text.split("\n") if line.startswith("| ")]
    return [re.split(r" (?<!\\)\| ", line[2:-2]) for line in lines[2:]]


def edges(run):
    result = run("edges", EXAMPLE, "--format", "json", "--no-tests")
    return json.loads(result.out)["edges"]


@pytest.fixture
def example(run):
    return sections(read(run, EXAMPLE))


def test_the_inventory_has_every_app_but_shared_ones(example):
    rows = {cells[0]: cells for cells in table(example["Apps"])}
    assert len(rows) == 15
    assert "`core`" not in rows
    assert "`core` is shared infrastructure" in example["Apps"]
    assert rows["`slack_event_handler`"][2] == "No"
    assert rows["`cppa_user_tracker`"][1:] == [
        "Identity hub; knows every person once per platform, whoever collects what they do",
        "Yes",
        "@identity",
    ]
    assert rows["`boost_library_usage_dashboard`"][2] == "Shim only — re-exports from `boost_usage_tracker`"


def test_every_schema_edge_of_the_example_is_in_a_row(run, example):
    rows = table(example["Schema coupling"])
    assert len(rows) == 19
    for edge in [it for it in edges(run) if it["kind"] == "schema"]:
        source, target = edge["source"], edge["target"]
        ends = [f"`{source['app']}`", f"`{target['app']}`"]
        names = f"`{source['symbol']}`", f"`{target['symbol']}`"
        (row,) = [it for it in rows if it[:2] == ends and all(name in it[3] for name in names)]
        assert row[4] == f"Intentional — {edge['why']}"


def test_every_query_of_the_example_is_in_a_row(run, example):
    rows = table(example["ORM access"])
    assert len(rows) == 12
    for edge in [it for it in edges(run) if it["kind"].startswith("orm")]:
        found = [
            it
            for it in rows
            if it[0] == f"`{HOME}{edge['source']['path']}`" and it[1].startswith(f"`{edge['target']['app']}.")
        ]
        (row,) = [it for it in found if f"{edge['target']['symbol']}`" in it[1]]
        assert edge["mechanism"] in row[2]
        assert row[3] == "read"
        assert row[5].endswith(edge["why"])
    assert sum(int(row[4]) for row in rows) == 18


def test_every_import_of_the_example_is_in_a_row(run, example):
    rows = table(example["Imports"])
    assert len(rows) == 51
    for edge in [it for it in edges(run) if it["kind"] == "import"]:
        source, target = edge["source"], edge["target"]
        ends = [
            f"`{source['app']}`",
            f"`…/{source['path'].partition('/')[2]}`",
            f"`{target['app']}`",
        ]
        (row,) = [it for it in rows if it[:3] == ends]
        assert f"`{target['symbol'] or target['module']}`" in row[3]
        assert edge["symbol_kind"] in row[4]
        assert row[4].endswith(" / lazy") == (edge["timing"] == "lazy")
        assert row[5].split(" — ")[0] == {"tech-debt": "Tech debt"}.get(edge["verdict"], "Intentional")


def test_the_kinds_of_symbols_are_joined(example):
    rows = {
        (cells[1], cells[2]): cells[4] for cells in table(example["Imports"]) if cells[0] == "`boost_usage_tracker`"
    }
    assert rows["`…/post_process.py`", "`github_activity_tracker`"] == "model + service"


def test_the_debt_of_the_example_is_told_with_what_to_do(run, example):
    rows = {cells[0]: cells for cells in table(example["Tech debt"])}
    assert set(rows) == {f"`{it['rule']}`" for it in edges(run) if it["verdict"] == "tech-debt"}
    assert rows["`csv-owner-lookup`"][1:] == [
        f"`{HOME}boost_usage_tracker/update_repository_from_csv.py` → `cppa_user_tracker`",
        "The importer looks an account up in the hub's table instead of asking its service layer.",
        "Ask the hub for the account by user name. "
        "Use `cppa_user_tracker.services.get_github_account_by_username($NAME)`",
        "@identity",
        "2027-03-31",
    ]


def test_a_project_that_is_settled_has_no_sections_on_other_edges(example):
    assert list(example) == ["Apps", "Schema coupling", "ORM access", "Imports", "Tech debt", "Graph", "Enforcement"]


def test_the_graph_is_a_block_that_renderers_draw(example):
    assert "```mermaid\nflowchart LR\n" in example["Graph"]
    assert '  github_activity_tracker -->|"ORM + import"| cppa_user_tracker\n' in example["Graph"]


def test_the_commands_of_the_document_run_at_the_root(run, example, monkeypatch):
    monkeypatch.chdir(ROOT)
    (listing,) = re.findall(r"```bash\n(.*?)```", example["Enforcement"], re.S)
    check, report = [line.split() for line in listing.strip().split("\n")]
    assert check[0] == report[0] == "coupling-lsp"
    assert run(*check[1:]).code == 0
    assert report[-2:] == ["docs/cross-app-dependencies.md", "--check"]
    assert f'entry: "{" ".join(check)}"' in example["Enforcement"]
    assert "| `leaves-are-independent` | independence |" in example["Enforcement"]


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_same_code_gives_the_same_document(run, form, monkeypatch, tmp_path):
    first = read(run, EXAMPLE, "--format", form)
    monkeypatch.chdir(tmp_path)
    assert read(run, EXAMPLE, "--format", form, "--no-cache") == first


def test_tests_are_left_out(run, write):
    write()
    assert "Customer" not in read(run)


def test_forbidden_and_undeclared_edges_have_sections(run, write):
    write(changes={"crm/views.py": "from billing.models import Invoice\n\nInvoice.objects.create()\n"})
    found = sections(read(run))
    assert table(found["Undeclared edges"]) == [
        ["`crm/views.py`", "3", "`billing`", "ORM write", "`Invoice`"],
        ["`crm/views.py`", "1", "`billing`", "import", "`Invoice`"],
    ]
    (row,) = table(found["Forbidden edges"])
    assert row[0] == "`orders/views.py`"
    assert row[-2:] == ["`no-invoice-reads`", "Billing alone knows how an invoice is stored."]
    written = [cells for cells in table(found["ORM access"]) if cells[3] == "write"]
    assert written == [["`crm/views.py`", "`billing.Invoice`", "`.objects.create()`", "write", "1", "Undeclared"]]


def test_without_rules_nothing_is_judged(run, write):
    write(rules=None)
    found = sections(read(run))
    assert "Undeclared edges" not in found
    assert {cells[-1] for cells in table(found["Imports"])} == {"—"}
    assert "coupling-lsp check" not in found["Enforcement"]


def test_a_name_taken_through_a_shim_tells_it(run, write):
    write(
        changes={
            "crm/old.py": "from billing.models import Invoice\n",
            "orders/forms.py": "from crm.old import Invoice\n",
        }
    )
    assert "| `…/forms.py` | `billing` | `Invoice` through `crm.old` | model |" in read(run)


def test_words_of_rules_do_not_become_markup(run, write):
    write(ALLOWED.replace("An order is paid by one invoice.", "'<b>a|b</b> *c* _d_ `e|f` &lt; g_h ` <!-- x'"))
    assert r"Intentional — \<b>a\|b\</b> \*c\* \_d\_ `e\|f` \&lt; g_h \` \<!-- x |" in read(run)


# --into


def test_a_file_that_is_missing_is_made_with_a_title(run, write):
    folder = write(ALLOWED)
    assert run("report", "--into", "deps.md", "--check").code == 1
    assert not (folder / "deps.md").exists()
    result = run("report", "--into", "deps.md")
    assert (result.code, result.out, result.err) == (0, "deps.md is written\n", "")
    text = (folder / "deps.md").read_text()
    assert text.startswith(f"# Cross-app dependencies\n\n{BEGIN}\n\n## Apps\n")
    assert text.endswith(f"```\n\n{END}\n")
    assert run("report", "--into", "deps.md", "--check").out == "deps.md is up to date\n"


def test_only_what_stands_between_the_markers_is_replaced(run, write):
    folder = write(ALLOWED)
    around = "# Ours\r\n\r\n{}\r\n  after, no line end"
    (folder / "deps.md").write_bytes(around.format(f"{BEGIN}\r\nOUTDATED\r\n{END}").encode())
    assert run("report", "--into", "deps.md").code == 0
    data = (folder / "deps.md").read_bytes()
    assert data.startswith(f"# Ours\r\n\r\n{BEGIN}\r\n\r\n## Apps\r\n".encode())
    assert data.endswith(f"{END}\r\n  after, no line end".encode())
    assert data.count(b"\n") == data.count(b"\r\n")
    assert b"OUTDATED" not in data
    assert run("report", "--into", "deps.md", "--check").code == 0


@pytest.mark.parametrize("before", ["# Ours\n", "# Ours", "\ufeff# Ours\r\n", "a\fb\u2028c\n", "```\nnever closed\n"])
def test_a_file_without_markers_gets_them_at_its_end_once(run, write, before):
    folder = write(ALLOWED)
    (folder / "deps.md").write_bytes(before.encode())
    assert run("report", "--into", "deps.md").code == 0
    data = (folder / "deps.md").read_bytes()
    assert data.startswith(before.encode())
    assert run("report", "--into", "deps.md").code == 0
    assert (folder / "deps.md").read_bytes() == data


def test_markers_in_an_example_are_left_alone(run, write):
    folder = write(ALLOWED)
    before = f"```\n{BEGIN}\nexample\n{END}\n```\n\n{BEGIN}\n{END}\n"
    (folder / "deps.md").write_text(before)
    assert run("report", "--into", "deps.md").code == 0
    assert (folder / "deps.md").read_text().startswith(f"```\n{BEGIN}\nexample\n{END}\n```\n\n{BEGIN}\n\n## Apps")


def test_check_writes_nothing_and_tells_what_changed(run, write):
    folder = write(ALLOWED)
    run("report", "--into", "deps.md")
    write(ALLOWED, {"crm/views.py": "from billing.models import Invoice\n"})
    before = (folder / "deps.md").read_bytes()
    result = run("report", "--into", "deps.md", "--check")
    assert (result.code, result.err) == (1, "")
    head, *diff = result.out.split("\n")
    assert head == "deps.md is out of date: Apps, Imports, Undeclared edges, Graph"
    assert "+| `crm` | `…/views.py` | `billing` | `Invoice` | model | Undeclared |" in diff
    assert (folder / "deps.md").read_bytes() == before


def test_a_long_difference_is_cut_short(run, write):
    folder = write(ALLOWED)
    (folder / "deps.md").write_text(f"{BEGIN}\n" + "old\n" * 300 + f"{END}\n")
    lines = run("report", "--into", "deps.md", "--check").out.split("\n")
    assert len(lines) < 70
    assert re.fullmatch(r"\.\.\. \d+ more lines", lines[-2])


def test_lines_that_move_only_are_no_change(run, write):
    write(ALLOWED)
    run("report", "--into", "deps.md")
    write(ALLOWED, {"orders/models.py": "# A comment.\n\n" + FILES["orders/models.py"]})
    assert run("report", "--into", "deps.md", "--check").code == 0


@pytest.mark.parametrize("text", [f"{BEGIN}\n", f"{END}\n{BEGIN}\n", f"{BEGIN}\n{END}\n{BEGIN}\n{END}\n"])
def test_markers_that_do_not_fit_are_told(run, write, text):
    folder = write(ALLOWED)
    (folder / "deps.md").write_text(text)
    result = run("report", "--into", "deps.md")
    assert (result.code, result.out) == (2, "")
    assert "deps.md: line 1: there must be one" in result.err
    assert (folder / "deps.md").read_text() == text


@pytest.mark.parametrize(
    "arguments",
    [
        ("nowhere",),
        ("--check",),
        ("--format", "pdf"),
        ("--format", "html", "--into", "deps.html"),
        ("--into", "nowhere/deps.md"),
        ("--into", "latin.md"),
        ("--into", "."),
    ],
)
def test_what_cannot_be_done_is_told(run, write, arguments):
    write(ALLOWED, {"latin.md": "é".encode("latin-1")})
    result = run("report", *arguments)
    assert (result.code, result.out) == (2, "")
    assert "Traceback" not in result.err
    assert result.err


# --format html


class Page(HTMLParser):
    """The elements that are open, the words of cells and scripts, and everything that would be loaded."""

    def __init__(self, text):
        super().__init__()
        self.open, self.rows, self.scripts, self.loaded, self.ids = [], [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        self.loaded += [names[key] for key in ("src", "href", "data", "action") if key in names]
        self.ids += [names["id"]] if "id" in names else []
        assert not any(key.startswith("on") for key in names)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag == "script":
            self.scripts.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """An element of SVG without content."""

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "td" in self.open or "th" in self.open:
            self.rows[-1][-1] += data
        if self.open and self.open[-1] == "script":
            self.scripts[-1] += data


def plain(cell):
    return re.sub(r"\\([|*_<`&])", r"\1", cell.replace("`", ""))


def test_the_page_is_well_formed_and_loads_nothing(run):
    page = Page(read(run, EXAMPLE, "--format", "html"))
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert all(it.startswith("#") for it in page.loaded)
    assert len(page.scripts) == 1


def test_the_page_has_the_rows_of_the_markdown(run, example):
    text = read(run, EXAMPLE, "--format", "html")
    found = [row for row in Page(text).rows if row]
    expected = [[plain(cell) for cell in cells] for body in example.values() for cells in table(body)]
    assert len(expected) > 100
    assert [row for row in expected if row not in found] == []
    assert "https://" not in text.replace("http-equiv", "")


def test_the_page_can_be_filtered_by_what_there_is(run):
    text = read(run, EXAMPLE, "--format", "html")
    options = re.findall(r'<option value="([^"]+)">', text)
    assert len([it for it in options if it in text]) == len(options)
    assert {"cppa_user_tracker", "schema", "orm-read", "import", "intentional", "tech debt"} <= set(options)
    assert "orm-write" not in options
    row = 'data-apps="boost_usage_tracker cppa_user_tracker" data-kinds="orm-read" data-intent="tech debt"'
    assert row in text


def test_the_page_draws_every_arrow_of_the_graph(run):
    text = read(run, EXAMPLE, "--format", "html")
    pairs = json.loads(run("graph", EXAMPLE, "--no-tests", "--format", "json").out)["pairs"]
    for it in pairs:
        line = "dashed" if it["lazy"] else "solid"
        assert f'<g class="arrow {line}" data-apps="{it["source"]} {it["target"]}">' in text
    assert text.count('class="arrow ') == len(pairs)
    assert "nan" not in re.findall(r"<svg.*</svg>", text, re.S)[0].lower()


def test_what_comes_from_the_project_is_escaped(run, write):
    evil = '</script><script>alert(1)</script><img src=x onerror="alert(2)">'
    rules = ALLOWED.replace("An order is paid by one invoice.", f"'{evil}'")
    write(rules + f"apps:\n  billing:\n    role: '{evil}'\n    owners: ['{evil}']\n")
    text = read(run, "--format", "html")
    page = Page(text)
    assert len(page.scripts) == 1
    assert "<img" not in text
    assert [row for row in page.rows if f"Intentional — {evil}" in row]
    assert [row for row in page.rows if row and row[0] == "billing" and row[1] == evil]


def test_the_page_follows_the_readers_theme(run, write):
    write()
    assert "@media (prefers-color-scheme: dark)" in read(run, "--format", "html")


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_folder_without_apps_has_a_document(run, tmp_path, form):
    assert "No app depends on another." in read(run, str(tmp_path), "--format", form)


def test_the_examples_of_the_page_are_what_the_program_prints():
    page = Path(PAGE).read_text()
    assert rerun(page) == page
