"""`coupling-lsp check`: exit codes, and the report for people."""

import json

import pytest

from coupling_lsp.cli.project_loading import NO_APPS

from .project import ALLOWED, FILES, RULES


def test_findings_give_exit_code_1(write, run):
    write()
    assert run("check").code == 1


def test_nothing_at_error_or_warning_level_gives_exit_code_0(write, run):
    write(ALLOWED)
    result = run("check")
    assert result.code == 0
    assert "0 errors, 0 warnings, 1 tech debt in 1 file (11 files, 3 apps, " in result.out


def test_a_folder_that_is_not_there_gives_exit_code_2(run):
    result = run("check", "/no/such/folder")
    assert (result.code, result.out) == (2, "")
    assert result.err == "coupling-lsp: /no/such/folder does not exist. Name the folder of a Django project.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["manage.py"], "manage.py is not a folder"),
        (["--rules", "nope.yaml"], "nope.yaml is not a file"),
        (["--settings", "config.nope"], "There is no module `config.nope`"),
    ],
)
def test_what_cannot_be_read_is_told(write, run, arguments, told):
    write()
    result = run("check", *arguments)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    "changes",
    [
        {"orders/views.py": b"\xff\xfe\x00class (("},
        {"orders/views.py": b""},
        {"rules.yaml": "{{{: - ["},
        {"rules.yaml": ""},
        {"rules.yaml": b"\x00\xff"},
        {"rules.yaml": "version: 1\nedges: 3\ncontracts: x\npolicy: []\n"},
        {"config/settings.py": "INSTALLED_APPS = ["},
        {"manage.py": None, "config/settings.py": None},
    ],
)
@pytest.mark.parametrize("command", ["check", "edges"])
def test_nonsense_in_files_is_never_a_traceback(write, run, changes, command):
    write(RULES, changes)
    result = run(command)
    assert result.code in (0, 1)
    messages = [it.removeprefix("coupling-lsp: ") for it in result.err.splitlines()]
    assert all(it == NO_APPS or "`project: {" in it for it in messages)


def test_a_finding_is_shown_with_place_source_carets_words_and_rule(write, run):
    write()
    assert run("check").out.startswith(
        "orders/views.py  1 error\n"
        "\n"
        "  orders/views.py:5:17  error forbidden-edge\n"
        '    5 │     ß = "注文"; it = Invoice.objects.filter(number=number).first()\n'
        "      │                      ^^^^^^^\n"
        "    orders reads billing.Invoice, which is forbidden\n"
        "    Billing alone knows how an invoice is stored.\n"
        "    Ask billing.services for it.\n"
        "    rule no-invoice-reads · rules.yaml:14:9\n"
        "\n"
        "tech debt · invoice-model  orders → billing\n"
        "  orders/views.py:1:28  import Invoice\n"
        "\n"
        "                  errors  warnings  tech debt\n"
        "orders → billing       1         ·          1\n"
        "\n"
        "4 edges (1 schema, 1 ORM read, 2 imports); every place resolved\n"
        "1 error, 0 warnings, 1 tech debt in 1 file (11 files, 3 apps, "
    )


def test_findings_at_one_place_share_its_source_line(write, run):
    cycle = "contracts:\n  - {id: alone, type: forbidden, from: [orders], to: [billing], why: Orders stand alone.}\n"
    write(RULES + cycle)
    told = run("check").out
    assert told.count("  orders/views.py:5:17  error ") == 2
    assert told.count("it = Invoice.objects") == 1


def test_all_projects_of_a_folder_are_checked(write, run, monkeypatch, tmp_path):
    write(None, {f"../second/{path}": text for path, text in FILES.items()})
    monkeypatch.chdir(tmp_path)
    result = run("check")
    assert result.out.endswith(" ms)\n") or result.out.endswith(" s)\n")
    assert "(22 files, 6 apps, " in result.out


def test_paths_lead_from_the_current_folder(write, run, monkeypatch):
    folder = write()
    monkeypatch.chdir(folder / "orders")
    assert "  views.py:5:17  error forbidden-edge\n" in run("check", "..").out


def test_a_project_without_rules_is_told_so_and_passes(write, run):
    write(None)
    result = run("check")
    assert result.code == 0
    assert "There is no rules.yaml, so no edge is judged" in result.out


def test_no_colour_goes_into_a_pipe(write, run):
    write()
    assert "\x1b" not in run("check").out


def test_colour_can_be_forced_and_refused(write, run, monkeypatch):
    write()
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;31merror\x1b[0m" in run("check").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("check").out


def test_control_characters_of_a_file_do_not_reach_the_terminal(write, run):
    write(RULES.replace("Billing alone", '"\\e]0;x\\a Billing alone').replace("is stored.", 'is stored."'))
    result = run("check")
    assert "Billing alone" in result.out
    assert not set(result.out) & {"\x1b", "\x07"}


def test_stats_give_a_rate_for_each_kind_and_list_what_is_not_resolved(write, run):
    write(changes={"orders/load.py": "from importlib import import_module\n\n\ndef load(it):\n    import_module(it)\n"})
    lines = run("check", "--stats").out.split("\n")
    assert "imports by string         1     0.0 %" in lines
    assert "relations of models       1   100.0 %" in lines
    assert "  orders/load.py:5:19  the path given is known only when the program runs" in lines


def test_json_lists_every_finding(write, run):
    write()
    result = run("check", "--format", "json")
    document = json.loads(result.out)
    assert result.code == 1
    assert document["version"] == 1
    assert [it["code"] for it in document["findings"]] == ["tech-debt", "forbidden-edge"]
    assert document["findings"][1] == {
        "path": "orders/views.py",
        "line": 5,
        "column": 17,
        "end_line": 5,
        "end_column": 24,
        "severity": "error",
        "code": "forbidden-edge",
        "message": "orders reads billing.Invoice, which is forbidden\n"
        "Billing alone knows how an invoice is stored.\nAsk billing.services for it.",
        "rule": "no-invoice-reads",
        "source_app": "orders",
        "target_app": "billing",
        "owners": [],
        "kind": "orm-read",
        "target": "billing.Invoice",
    }


def test_github_gets_one_annotation_a_line(write, run):
    write()
    lines = run("check", "--format", "github").out.split("\n")
    assert lines[1] == (
        "::error file=orders/views.py,line=5,col=17,endColumn=23,title=forbidden-edge::"
        "orders reads billing.Invoice, which is forbidden%0A"
        "Billing alone knows how an invoice is stored.%0AAsk billing.services for it."
    )
    assert lines[0].startswith("::notice file=orders/views.py,line=1,")
    assert lines[2:] == [""]


def test_a_format_that_is_not_there_is_a_usage_error(run):
    result = run("check", "--format", "nope")
    assert result.code == 2
    assert "invalid choice" in result.err


def test_pairs_with_notes_alone_are_no_row_of_the_sums(write, run):
    write("version: 1\npolicy: {undeclared: information}\n")
    told = run("check").out
    assert "note · undeclared-edge" in told
    assert "errors  warnings" not in told
    assert "·         ·" not in told
