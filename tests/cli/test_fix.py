"""`coupling-lsp fix`: the service calls rules name, put in for all findings at once."""

import json
import os
import stat
import subprocess

import pytest

from coupling_lsp.workspace import originals

from .project import FILES, RULES

FIXABLE = RULES.replace(
    "    fix: Ask billing.services for it.\n",
    "    fix:\n"
    "      advice: Ask billing.services for it.\n"
    "      replace: Invoice.objects.filter(number=$NUMBER).first()\n"
    "      with: billing.services.get_invoice($NUMBER)\n",
)
FIXED = {
    "orders/views.py": 'from billing.services import get_invoice\n\n\ndef show(number):\n\tß = "注文"; '
    "it = get_invoice(number)\n\treturn ß, it\n",
    "billing/services.py": '"""Services of billing."""\n\nfrom billing.models import Invoice\n\n\n'
    "def get_invoice(number: str) -> Invoice | None:\n"
    '    """Return the invoice with this number, or None."""\n'
    "    return Invoice.objects.filter(number=number).first()\n",
}
TWICE = (
    FILES["orders/views.py"]
    + "\n\ndef again(it):\n    return Invoice.objects.filter(number=it).first()\n"
    + "\n\ndef other(it):\n    return Invoice.objects.get(number=it)\n"
)


def test_a_patch_is_printed_and_nothing_written(write, run):
    folder = write(FIXABLE)
    result = run("fix")
    assert result.code == 0
    assert result.err == (
        "coupling-lsp: 3 files would change and 1 finding be gone; `--write` does it\n"
        "coupling-lsp: would go from the rules, as the debt is paid: `invoice-model`\n"
    )
    assert result.out.startswith("--- /dev/null\n+++ b/billing/services.py\n@@ -0,0 +1,8 @@\n+")
    assert "-from billing.models import Invoice\n+from billing.services import get_invoice\n" in result.out
    assert (folder / "orders/views.py").read_text() == FILES["orders/views.py"]
    assert not (folder / "billing/services.py").exists()


def test_the_patch_is_one_git_can_apply(write, run):
    folder = write(FIXABLE, {"orders/views.py": FILES["orders/views.py"].replace("\n", "\r\n").rstrip()})
    patch = run("fix", "--diff").out
    (folder / "fix.patch").write_bytes(patch.encode())
    subprocess.run(["git", "apply", "fix.patch"], cwd=folder, check=True)
    assert (folder / "orders/views.py").read_bytes() == FIXED["orders/views.py"].replace("\n", "\r\n").rstrip().encode()
    assert (folder / "billing/services.py").read_text() == FIXED["billing/services.py"]


def test_files_are_written(write, run):
    folder = write(FIXABLE)
    (folder / "orders/views.py").chmod(0o755)
    result = run("fix", "--write")
    assert (result.code, result.out) == (0, "")
    assert result.err == (
        "coupling-lsp: 1 finding fixed in 3 files\n"
        "coupling-lsp: went from the rules, as the debt is paid: `invoice-model`\n"
    )
    for path, text in FIXED.items():
        assert (folder / path).read_text() == text
    assert stat.S_IMODE((folder / "orders/views.py").stat().st_mode) == 0o755
    assert "forbidden" not in run("check").out
    assert run("fix", "--write").err.startswith("coupling-lsp: nothing to fix")


def test_line_ends_and_byte_order_mark_stay(write, run):
    raw = b"\xef\xbb\xbf" + FILES["orders/views.py"].replace("\n", "\r\n").encode()
    folder = write(FIXABLE, {"orders/views.py": raw})
    assert run("fix", "--write").code == 0
    expected = b"\xef\xbb\xbf" + FIXED["orders/views.py"].replace("\n", "\r\n").encode()
    assert (folder / "orders/views.py").read_bytes() == expected


def test_a_link_stays_a_link(write, run, tmp_path):
    folder = write(FIXABLE)
    (tmp_path / "elsewhere.py").write_text(FILES["orders/views.py"])
    (folder / "orders/views.py").unlink()
    (folder / "orders/views.py").symlink_to(tmp_path / "elsewhere.py")
    assert run("fix", "--write").code == 0
    assert (folder / "orders/views.py").is_symlink()
    assert (tmp_path / "elsewhere.py").read_text() == FIXED["orders/views.py"]


def test_all_queries_are_fixed_and_what_does_not_fit_is_left_and_told_where_it_is(write, run):
    folder = write(FIXABLE, {"orders/views.py": TWICE})
    result = run("fix", "--write")
    assert result.code == 1
    assert result.err == (
        "coupling-lsp: left orders/views.py:14:12, rule no-invoice-reads: the query does not fit "
        "`Invoice.objects.filter(number=$NUMBER).first()`\n"
        "coupling-lsp: 2 findings fixed in 2 files\n"
    )
    views = (folder / "orders/views.py").read_text()
    assert views.startswith("from billing.models import Invoice\nfrom billing.services import get_invoice\n")
    assert (views.count("get_invoice("), views.count("Invoice.objects")) == (2, 1)
    assert (folder / "billing/services.py").read_text() == FIXED["billing/services.py"]


def test_a_rule_may_name_several_calls_and_what_fits_none_is_told(write, run):
    pairs = (
        "      calls:\n"
        "        - replace: Invoice.objects.get(number=$N)\n"
        "          with: billing.services.need_invoice($N)\n"
    )
    rules = FIXABLE.replace("get_invoice($NUMBER)\n", f"get_invoice($NUMBER)\n{pairs}").replace(
        "forbidden", "tech-debt"
    )
    folder = write(rules, {"orders/views.py": f"{TWICE}\n\ndef rest():\n    return Invoice.objects.all()\n"})
    result = run("fix", "--write")
    assert result.err == (
        "coupling-lsp: left orders/views.py:18:12, rule no-invoice-reads: the query does not fit "
        "`Invoice.objects.filter(number=$NUMBER).first()` or `Invoice.objects.get(number=$N)`\n"
        "coupling-lsp: 3 findings fixed in 2 files\n"
    )
    views = (folder / "orders/views.py").read_text()
    assert (views.count("get_invoice("), views.count("need_invoice(it)"), views.count("Invoice.objects")) == (2, 1, 1)
    services = (folder / "billing/services.py").read_text()
    assert (services.count("def get_invoice(number: str)"), services.count("def need_invoice(number: str)")) == (1, 1)
    document = json.loads(run("explain", "orders", "billing", "--format", "json").out)
    fix = next(it["fix"] for it in document["edges"] if it["edge"]["rule"] == "no-invoice-reads")
    assert fix["calls"] == [{"replace": "Invoice.objects.get(number=$N)", "with": "billing.services.need_invoice($N)"}]
    document = run("report", "--format", "md").out
    assert "Use `billing.services.get_invoice($NUMBER)` or `billing.services.need_invoice($N)`" in document


def test_files_of_one_app_share_the_function_that_is_written(write, run):
    rules = FIXABLE.replace("from: orders.views", "from: orders")
    folder = write(rules, {"orders/api.py": FILES["orders/views.py"]})
    assert run("fix", "--write").err == (
        "coupling-lsp: 2 findings fixed in 4 files\n"
        "coupling-lsp: went from the rules, as the debt is paid: `invoice-model`\n"
    )
    assert (folder / "billing/services.py").read_text() == FIXED["billing/services.py"]
    assert (folder / "orders/api.py").read_text() == FIXED["orders/views.py"]


def test_a_project_below_the_current_folder_is_named_from_there(write, run, monkeypatch, tmp_path):
    write(FIXABLE)
    monkeypatch.chdir(tmp_path)
    assert "--- a/project/orders/views.py\n+++ b/project/orders/views.py\n" in run("fix", "project").out


def test_one_rule_alone(write, run):
    write(FIXABLE)
    assert run("fix", "--rule", "no-invoice-reads").out != ""
    result = run("fix", "--rule", "invoice-model")
    assert (result.code, result.out) == (2, "")
    assert "has no `fix` with `replace` and `with`" in result.err
    result = run("fix", "--rule", "no-invoice-read")
    assert result.code == 2
    assert "there is no rule `no-invoice-read`" in result.err
    assert "no-invoice-reads" in result.err


@pytest.mark.parametrize("rules", [RULES, None, "version: 1\n"])
def test_nothing_to_fix(write, run, rules):
    write(rules)
    result = run("fix", "--write")
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith("coupling-lsp: nothing to fix")


def test_a_silenced_line_is_not_fixed(write, run):
    views = FILES["orders/views.py"].replace(".first()", ".first()  # coupling: ignore[forbidden-edge] for now")
    write(FIXABLE, {"orders/views.py": views})
    assert run("fix").out == ""


def test_a_file_that_changes_meanwhile_stops_all(write, run, monkeypatch):
    folder = write(FIXABLE)
    read = originals.Originals.read

    def change_behind(self, path):
        text = read(self, path)
        if path == "orders/views.py":
            (folder / path).write_text("changed = True\n")
        return text

    monkeypatch.setattr(originals.Originals, "read", change_behind)
    result = run("fix", "--write")
    assert (result.code, result.out) == (2, "")
    assert "views.py has changed meanwhile, so no file was written. Run the command again." in result.err
    assert (folder / "orders/views.py").read_text() == "changed = True\n"
    assert not (folder / "billing/services.py").exists()


def test_a_file_in_another_encoding_is_left(write, run):
    views = '# coding: latin-1\nß = "ß"\n' + FILES["orders/views.py"].replace("注文", "ö")
    folder = write(FIXABLE, {"orders/views.py": views.encode("latin-1")})
    result = run("fix", "--write")
    assert result.code == 1
    assert "the file cannot be read as UTF-8" in result.err
    assert (folder / "orders/views.py").read_bytes() == views.encode("latin-1")


def test_a_service_module_in_another_encoding_is_not_overwritten(write, run):
    services = '# coding: latin-1\nß = "ß"\n'.encode("latin-1")
    folder = write(FIXABLE, {"billing/services.py": services})
    assert run("fix", "--write").code == 1
    assert (folder / "billing/services.py").read_bytes() == services


def test_nothing_stays_behind_when_writing_fails(write, run, monkeypatch):
    folder = write(FIXABLE)
    before = sorted(folder.rglob("*"))

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", fail)
    result = run("fix", "--write", "--no-cache")
    assert result.code == 2
    assert "No space left on device" in result.err
    assert sorted(folder.rglob("*")) == before


def test_queries_that_no_rule_approves_move_where_that_is_asked_for(write, run):
    views = "from billing.models import Invoice\n\n\ndef show():\n    return Invoice.objects.count()\n"
    folder = write("version: 1\n", {"orders/views.py": views, "billing/services.py": ""})
    assert run("fix", "--write").err.startswith("coupling-lsp: nothing to fix")
    assert run("fix", "--move").err == "coupling-lsp: 2 files would change and 1 query move; `--write` does it\n"
    assert run("fix", "--move", "--write").err == "coupling-lsp: 1 query moved in 2 files\n"
    assert run("fix", "--move").err == "coupling-lsp: nothing to fix: no query is left that no rule approves\n"
    assert "return count_invoices()" in (folder / "orders/views.py").read_text()
    assert "def count_invoices() -> int:" in (folder / "billing/services.py").read_text()


def test_one_rule_and_all_queries_are_not_asked_for_together(write, run):
    write(FIXABLE)
    result = run("fix", "--move", "--rule", "no-invoice-reads")
    assert result.code == 2
    assert "not allowed with" in result.err


def test_a_rule_goes_with_its_last_debt_and_another_stays(write, run):
    rules = FIXABLE.replace("forbidden", "tech-debt")
    folder = write(rules)
    result = run("fix", "--write")
    assert "went from the rules, as the debt is paid: `invoice-model`, `no-invoice-reads`\n" in result.err
    assert "no-invoice-reads" not in (folder / "rules.yaml").read_text()
    assert "stale-rule" not in run("check", "--format", "concise").out


def test_a_rule_with_debt_left_stays(write, run):
    folder = write(FIXABLE.replace("forbidden", "tech-debt"), {"orders/views.py": TWICE})
    assert "went from the rules" not in run("fix", "--write").err
    assert "no-invoice-reads" in (folder / "rules.yaml").read_text()
