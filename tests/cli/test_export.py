"""`coupling-lsp export import-linter`: what it writes runs, holds today, and finds what `check` finds."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from coupling_lsp.rules.import_linter.config_file import read

ROOT = Path(__file__).parents[2]
EXAMPLE = "examples/boost_data_collector"

LINT = (str(Path(sys.executable).with_name("lint-imports")), "--no-cache")

MODEL = "from django.db import models\n\n\nclass {}(models.Model):\n    pass\n"

SHOP = {
    "manage.py": 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
    "shop/__init__.py": "",
    "shop/settings.py": (
        'INSTALLED_APPS = ["shop.orders", "shop.billing.apps.MoneyConfig", "shop.site", "shop.base", "crm"]\n'
    ),
    "shop/base/__init__.py": "",
    "shop/base/tools.py": "",
    "shop/billing/__init__.py": "",
    "shop/billing/apps.py": (
        'from django.apps import AppConfig\n\n\nclass MoneyConfig(AppConfig):\n    name = "shop.billing"\n'
        '    label = "money"\n'
    ),
    "shop/billing/models.py": "from shop.base import tools\n" + MODEL.format("Invoice"),
    "shop/orders/__init__.py": "",
    "shop/orders/models.py": MODEL.format("Order")
    + '    invoice = models.ForeignKey("money.Invoice", models.CASCADE)\n',
    "shop/orders/views.py": (
        "from ..billing.models import Invoice\n\n\ndef ask():\n    from crm import client\n\n"
        "    return client, Invoice\n"
    ),
    "shop/orders/tests/__init__.py": "",
    "shop/orders/tests/test_views.py": "from shop.site import pages\n",
    "shop/orders/migrations/__init__.py": "",
    "shop/orders/migrations/0001_initial.py": "import shop.site.pages\n",
    "shop/orders/scripts/load.py": "from shop.billing.models import Invoice\n",
    "shop/site/__init__.py": "",
    "shop/site/pages.py": "from shop.orders import views\nimport shop.registry\n",
    "shop/registry.py": "import crm.client\n",
    "crm/__init__.py": "",
    "crm/client.py": "",
}

SHOP_RULES = """\
version: 1
project:
  shared: [base]
edges:
  - id: order-invoice
    from: orders
    to: money.Invoice
    intent: intentional
    why: An order is paid by one invoice.
  - id: order-client
    from: orders.views
    to: crm
    intent: tech-debt
    why: The view asks the customers' list; 100% by hand.
  - id: site-orders
    from: site
    to: orders
    intent: intentional
    why: The site shows orders.
contracts:
  - id: layers
    type: layers
    layers: [site, orders, money]
    why: What earns money knows nothing of what shows it; 100 %.
  - id: "apart: always"
    type: independence
    apps: [site, crm]
  - id: money-alone
    type: forbidden
    from: [money]
    to: [orders, crm]
  - id: circles
    type: acyclic
"""

CIRCLE = "  - id: nested\n    type: acyclic\n    apps: [orders, money, site]\n"


def lint(folder, config, code=0, path="."):
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [*LINT, "--config", str(config)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def shop(write, run):
    """Writes the shop, exports its rules, and says whether `check` is clean."""

    def shop(rules=SHOP_RULES, changes=None, stage="1"):
        # The small project of the other tests must not lie beside it.
        from .project import FILES

        folder = write(rules, {**dict.fromkeys(FILES), **SHOP, **(changes or {})})
        result = run("export", "import-linter", "--stage", stage)
        assert (result.code, result.err) == (0, "")
        (folder / "config").write_text(result.out)
        return folder

    return shop


@pytest.fixture
def example(tmp_path, monkeypatch):
    """A copy of the bundled example, with its rules."""
    folder = tmp_path / "copy" / EXAMPLE
    shutil.copytree(ROOT / EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "rules.yaml", tmp_path / "copy")
    (tmp_path / "copy/.git").mkdir()
    monkeypatch.chdir(folder)
    return folder


def contract(text, name):
    """The part of a configuration in INI form that states one contract."""
    return text.partition(f"[importlinter:contract:{name}]\n")[2].partition("\n[")[0]


@pytest.mark.parametrize("name", ["linter.ini", "linter.toml"])
def test_the_example_holds_and_a_new_import_is_found_by_both(example, run, name):
    assert run("export", "import-linter", "--into", name) == (0, "", "")
    assert run("check").code == 0
    assert "2 kept, 0 broken" in lint(example, name)
    module = example / "wg21_paper_tracker/services.py"
    module.write_text(module.read_text() + "\nfrom slack_event_handler import apps as _apps\n")
    checked = run("check")
    assert checked.code == 1
    assert "wg21_paper_tracker imports slack_event_handler" in checked.out
    assert "wg21_paper_tracker.services -> slack_event_handler.apps" in lint(example, name, code=1)


def test_the_goal_of_the_example_is_broken_by_its_tech_debt_only(example, run):
    run("export", "import-linter", "--stage", "2", "--into", "goal.toml")
    told = lint(example, "goal.toml", code=1)
    assert "1 kept, 1 broken" in told
    assert "boost_usage_tracker.update_repository_from_csv -> cppa_user_tracker.models" in told
    assert "boost_usage_tracker.update_git_account" not in told


def test_an_exception_that_is_gone_is_told(example, run):
    run("export", "import-linter", "--into", "linter.ini")
    (example / "boost_collector_runner/management/commands/run_scheduled_collectors.py").write_text("")
    assert "No matches for ignored import boost_collector_runner" in lint(example, "linter.ini", code=1)


@pytest.mark.parametrize("form", ["ini", "toml"])
def test_nested_packages_and_labels_of_their_own(shop, run, form):
    folder = shop()
    assert run("check").code == 0
    run("export", "import-linter", "--into", f"linter.{form}")
    assert "4 kept, 0 broken" in lint(folder, f"linter.{form}")


def test_today_keeps_tech_debt_and_the_goal_does_not(shop):
    folder = shop(stage="all")
    told = lint(folder, "config", code=1)
    assert "Apps import only what the rules agreed to KEPT" in told
    assert "Apps import only what is no tech debt BROKEN" in told
    assert "shop.orders.views -> crm.client (l.5)" in told
    assert "#   orders -> crm: order-client\n" in (folder / "config").read_text()


def test_the_goal_has_layers(shop):
    text = (shop(stage="2") / "config").read_text()
    layers = "layers =\n    shop.site\n    shop.orders\n    shop.billing\n    crm : shop.base\n"
    assert layers in contract(text, "goal-layers")
    assert "contract:layers" not in text


def test_a_way_around_makes_a_contract_of_direct_imports(shop):
    """`site` reaches `crm` by a module of no app; ours speaks of edges, so the export must not forbid more."""
    stated = contract((shop() / "config").read_text(), "apart-always")
    assert "type = forbidden\n" in stated
    assert "allow_indirect_imports = True\n" in stated


def test_contracts_keep_their_type_and_reason(shop):
    text = (shop() / "config").read_text()
    layers = "type = layers\nlayers =\n    shop.site\n    shop.orders\n    shop.billing\n"
    assert layers in contract(text, "layers")
    assert "broken_contract_guidance = What earns money knows nothing of what shows it; 100 %%.\n" in text
    assert "source_modules =\n    shop.billing\nforbidden_modules =\n    crm\n    shop.orders\n" in contract(
        text, "money-alone"
    )


def test_imports_of_tests_and_migrations_are_exceptions(shop):
    stated = contract((shop() / "config").read_text(), "no-new-dependencies")
    assert "    shop.orders.tests.test_views -> shop.site.pages\n" in stated
    assert "    shop.orders.migrations.0001_initial -> shop.site.pages\n" in stated


def test_a_rule_of_whole_apps_excepts_whole_apps(shop, run):
    folder = shop()
    assert "    shop.site.** -> shop.orders.**\n" in (folder / "config").read_text()
    (folder / "shop/site/more.py").write_text("from shop.orders.models import Order\n")
    assert run("check").code == 0
    lint(folder, "config")


def test_a_rule_of_whole_apps_with_a_limit_excepts_what_there_is(shop):
    limit = "  - {id: no-forms, from: site, to: orders.forms, intent: forbidden, why: Forms are private.}\ncontracts:"
    text = (shop(SHOP_RULES.replace("contracts:", limit)) / "config").read_text()
    assert "    shop.site.pages -> shop.orders.views\n" in text


def test_a_contract_broken_today_is_told(shop):
    folder = shop(SHOP_RULES.replace("[site, orders, money]", "[money, orders, site]"))
    assert (
        "# Broken today, which lint-imports tells where an import breaks it: layers\n"
        in (folder / "config").read_text()
    )
    assert "layers BROKEN" in lint(folder, "config", code=1)


def test_a_name_passed_on_breaks_no_contract_with_the_app_it_was_taken_from(shop, run):
    """`check` holds the edge to be one to `crm`, import-linter the import to be one of `site`."""
    shim = {"shop/site/names.py": "from crm.client import Client\n", "crm/client.py": "class Client:\n    pass\n"}
    shim["shop/billing/taxes.py"] = "from shop.site.names import Client\n"
    rule = "  - {id: all, from: [site, money], to: crm.Client, intent: intentional, why: It is small.}\ncontracts:"
    rules = (
        SHOP_RULES.replace("contracts:", rule).replace("to: [orders, crm]", "to: [orders]").replace("site, crm", "site")
    )
    folder = shop(rules, shim)
    assert run("check").code == 0
    assert (
        "# - names taken through another app: 1, held to that app here (1 rule: all)" in (folder / "config").read_text()
    )
    lint(folder, "config")


def test_a_new_import_breaks_the_contract_it_is_against(shop, run):
    folder = shop()
    (folder / "shop/billing/models.py").write_text("from shop.orders import views\n" + MODEL.format("Invoice"))
    checked = run("check")
    assert checked.code == 1
    assert "`layers`" in checked.out
    told = lint(folder, "config", code=1)
    assert "layers BROKEN" in told
    assert "money-alone BROKEN" in told
    assert "Apps import only what the rules agreed to BROKEN" in told


def test_an_import_not_agreed_to_is_no_exception(shop, run):
    folder = shop(changes={"crm/client.py": "from shop.orders import views\n"})
    assert run("check").code == 1
    assert "# 1 import not agreed to" in (folder / "config").read_text()
    assert "crm.client -> shop.orders.views" in lint(folder, "config", code=1)


def test_a_silenced_import_is_an_exception(shop, run):
    silenced = "from shop.orders import views  # coupling: ignore[undeclared-edge] until the next release\n"
    folder = shop(changes={"crm/client.py": silenced}, rules=SHOP_RULES.partition("contracts:")[0])
    assert run("check").code == 0
    assert "silenced by a comment" in (folder / "config").read_text()
    lint(folder, "config")


def test_apps_of_one_parent_can_be_acyclic(shop):
    folder = shop(SHOP_RULES + CIRCLE)
    text = (folder / "config").read_text()
    assert "ancestors =\n    shop\ndepth = 0\n" in contract(text, "nested")
    assert "# - contracts: circles (acyclic)\n" in text
    lint(folder, "config")


def test_what_cannot_be_said_is_told_at_the_top(shop):
    head = (shop() / "config").read_text().partition("\n\n")[0].split("\n")
    assert head[0] == "# import-linter configuration, written by `coupling-lsp export import-linter`"
    assert "# - schema edges: 1" in head
    assert "# - symbols: 1 rule of imports, each held to the whole module: order-invoice" in head
    assert "# - lazy imports: 1, told apart from others by nothing here (1 rule: order-client)" in head
    assert "# - tests: imports in them count as any others, today's 1 import excepted (policy here: off)" in head


def test_the_same_project_gives_the_same_text(shop, run):
    assert (shop() / "config").read_text() == run("export", "import-linter", "--no-cache").out


def test_a_package_without_init_at_the_top(shop):
    folder = shop(changes={"shop/__init__.py": None})
    lint(folder, "config")


@pytest.mark.parametrize("root", ["src", "backend"])
def test_a_project_below_the_folder_named(write, run, root):
    from .project import FILES

    moved = {f"{root}/{path}": text for path, text in SHOP.items() if path != "manage.py"}
    moved["manage.py" if root == "src" else "backend/manage.py"] = SHOP["manage.py"]
    folder = write(SHOP_RULES.replace("always", "grün"), {**dict.fromkeys(FILES), **moved})
    assert run("export", "import-linter", "--into", "linter.ini").code == 0
    text = (folder / "linter.ini").read_text()
    path = re.search("# Run: PYTHONPATH=(.*) lint-imports", text)[1]
    assert root in path.split(":")
    assert "4 kept, 0 broken" in lint(folder, "linter.ini", path=path)


def test_what_is_written_can_be_read_back(shop):
    """The reader of such configurations gives the contracts the rules state, where import-linter has their type."""
    folder = shop()
    read_back = read((folder / "config").read_text(), "config.ini")
    assert read_back.faults == ()
    found = {it.name: it for it in read_back.contracts}
    layers = [[module.text for module in it.modules] for it in found["layers"].layers]
    assert layers == [["shop.site"], ["shop.orders"], ["shop.billing"]]
    assert found["layers"].why == "What earns money knows nothing of what shows it; 100 %."
    ends = [sorted(it.text for it in named) for named in (found["money-alone"].sources, found["money-alone"].targets)]
    assert ends == [["shop.billing"], ["crm", "shop.orders"]]


def test_edges_that_a_contract_ignores_are_exceptions(shop, run):
    """The contract is kept here, so it has to be kept there."""
    stated = "  - {id: back, type: forbidden, from: site, to: orders, ignore: [site.pages -> orders.views]}\n"
    folder = shop(SHOP_RULES + stated)
    assert run("check").code == 0
    assert "    shop.site.pages -> shop.orders.views\n" in contract((folder / "config").read_text(), "back")
    lint(folder, "config")


def test_an_app_inside_an_app(shop, run):
    inner = {
        "shop/settings.py": SHOP["shop/settings.py"].replace('"crm"', '"crm", "crm.mail"'),
        "crm/mail/__init__.py": "",
        "crm/mail/send.py": "",
        "crm/client.py": "from crm.mail import send\n",
    }
    rule = "  - {id: inner, from: crm, to: mail, intent: intentional, why: One sends the other.}\ncontracts:"
    folder = shop(SHOP_RULES.replace("contracts:", rule), inner, stage="all")
    assert run("check").code == 0
    lint(folder, "config", code=1)
    folder = shop(SHOP_RULES.replace("contracts:", rule), inner)
    lint(folder, "config")


def test_into_writes_over_its_own_file_only(shop, run):
    folder = shop()
    (folder / "setup.cfg").write_text("[metadata]\n")
    result = run("export", "import-linter", "--into", "setup.cfg")
    assert (result.code, (folder / "setup.cfg").read_text()) == (2, "[metadata]\n")
    assert "setup.cfg holds something else already" in result.err
    for stage in ("1", "2"):
        assert run("export", "import-linter", "--stage", stage, "--into", "linter.toml").code == 0
        assert f"# Stage {stage}" in (folder / "linter.toml").read_text()


@pytest.mark.parametrize(("form", "name"), [("toml", ".importlinter"), ("ini", "pyproject.toml")])
def test_a_form_import_linter_would_not_read_there_is_refused(shop, run, form, name):
    folder = shop()
    result = run("export", "import-linter", "--format", form, "--into", name)
    assert (result.code, (folder / name).exists()) == (2, False)
    assert f"import-linter does not read {form} from {name}" in result.err


def test_without_rules_there_is_nothing_to_export(write, run):
    write(None)
    result = run("export", "import-linter")
    assert (result.code, result.out) == (2, "")
    assert "there is no rules.yaml" in result.err


def test_several_projects_are_a_question(write, run):
    folder = write(changes={"other/manage.py": "", "other/settings.py": 'INSTALLED_APPS = ["site"]\n'})
    result = run("export", "import-linter", str(folder.parent))
    assert (result.code, result.out) == (2, "")
    assert "name the folder of one" in result.err


PAGE = ROOT / "docs/import-linter.md"

_FILE = re.compile(r"`(?P<name>[\w./]+)`:\n\n```\w+\n(?P<text>.*?)```\n", re.S)
_CONSOLE = re.compile(r"```console\n\$ (?P<command>[^\n]*)\n.*?```\n", re.S)


def rerun(page, folder):
    """The page with what its commands print now."""
    for match in _FILE.finditer(page):
        (folder / match["name"]).parent.mkdir(parents=True, exist_ok=True)
        (folder / match["name"]).write_text(match["text"])
    return _CONSOLE.sub(lambda match: _block(match["command"], folder), page)


def _block(command, folder):
    program, *arguments = shlex.split(command)
    start = {"coupling-lsp": (sys.executable, "-P", "-m", "coupling_lsp"), "lint-imports": LINT[:1]}[program]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{folder}", "COUPLING_LSP_CACHE": str(folder / ".cache")}
    done = subprocess.run(
        [*start, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    # A version of import-linter that deprecates an option says so on stderr; its report is on stdout.
    printed = done.stdout if program == "lint-imports" else done.stdout + done.stderr
    lines = printed.strip().split("\n")
    told = "".join(f"{line.rstrip()}\n" for line in lines) if lines != [""] else ""
    return f"```console\n$ {command}\n{told}```\n"


def test_the_examples_of_the_page_are_what_the_programs_print(tmp_path):
    assert rerun(PAGE.read_text(), tmp_path) == PAGE.read_text()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        PAGE.write_text(rerun(PAGE.read_text(), Path(name)))
