"""Which settings a project is read with, and what is said of those that are missing or install nothing."""

import json

import pytest

from coupling_lsp.cli.project_loading import NO_APPS

MANAGE = "import os\nimport sys\n\n{}\n"
SETDEFAULT = 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", {})'
BRANCHES = """\
if "test" in sys.argv:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
else:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")\
"""
SETTINGS = {
    "config/settings.py": None,
    "config/settings/__init__.py": "",
    "config/settings/base.py": 'INSTALLED_APPS = ["crm"]\n',
    "config/settings/dev.py": 'INSTALLED_APPS = ["orders", "billing"]\nAUTH_USER_MODEL = "crm.Customer"\n',
    "config/settings/test.py": 'INSTALLED_APPS = ["crm", "billing"]\nAUTH_USER_MODEL = "billing.Invoice"\n',
    "crm/orders.py": "",
}


@pytest.fixture
def apps(write, run):
    """Writes the project with another `manage.py`, and gives the labels of its apps in order."""

    def apps(manage: str, changes: dict[str, str | None] = SETTINGS) -> list[str]:
        write(None, {**changes, "manage.py": MANAGE.format(manage)})
        result = run("edges", "--format", "json")
        assert (result.code, result.err) == (0, "")
        return [it["label"] for it in json.loads(result.out)["apps"]]

    return apps


DEV, TEST, BASE = ["orders", "billing"], ["crm", "billing"], ["crm"]


@pytest.mark.parametrize(
    ("value", "labels"),
    [
        ('config("SETTINGS", "config.settings.base")', BASE),
        ('config("SETTINGS", default="config.settings.base")', BASE),
        ('os.getenv("SETTINGS", "config.settings.base")', BASE),
        ('os.environ.get("SETTINGS") or "config.settings.base"', BASE),
        ('env.str("SETTINGS", default="config.settings.base")', BASE),
        ('"config.settings.test" if "test" in sys.argv else "config.settings.dev"', ["orders", "billing", "crm"]),
        ('"config.settings.nowhere"', BASE),
        ('f"config.settings.{name}"', BASE),
        ("config", BASE),
    ],
)
def test_the_module_that_manage_names(apps, value, labels):
    assert sorted(apps(SETDEFAULT.format(value))) == sorted(labels)


@pytest.mark.parametrize(
    "manage",
    [
        BRANCHES,
        'name = "config.settings.dev"\nif "test" in sys.argv:\n    name = "config.settings.test"\n'
        + SETDEFAULT.format("name"),
        BRANCHES.replace("os.environ.setdefault(", "os.environ[").replace('", "', '"] = "').replace(")", ""),
    ],
)
def test_both_branches_count_those_for_tests_last(apps, manage):
    assert apps(manage) == ["orders", "billing", "crm"]


def test_of_several_modules_the_first_decides_on_single_values(write, run):
    field = "    payer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)\n"
    model = f"from django.conf import settings\nfrom django.db import models\n\n\nclass Order(models.Model):\n{field}"
    write(None, {**SETTINGS, "manage.py": MANAGE.format(BRANCHES), "orders/models.py": model})
    document = json.loads(run("edges", "--kind", "schema", "--format", "json").out)
    assert [it["target"]["symbol"] for it in document["edges"]] == ["Customer"]


@pytest.mark.parametrize(
    "manage",
    [
        f"# {SETDEFAULT.format(repr('config.settings.dev'))}",
        'print("DJANGO_SETTINGS_MODULE", "config.settings.dev")[0:',
        'raise ImproperlyConfigured("set DJANGO_SETTINGS_MODULE to config.settings.dev")',
    ],
)
def test_what_only_speaks_of_the_variable_names_none(apps, manage):
    assert apps(manage) in (BASE, DEV)


NOTHING = {"config/settings.py": "INSTALLED_APPS = []\n", "config/local.py": 'INSTALLED_APPS = ["orders"]\n'}
ON_DISK = {"billing/apps.py": 'from django.apps import AppConfig\n\n\nclass A(AppConfig):\n    name = "billing"\n'}


@pytest.mark.parametrize("command", ["check", "edges"])
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (NOTHING, "`config.settings` installs no app of this project, so no app is known; name the settings"),
        (NOTHING, "`project: {settings: [config.local]}`"),
        ({**NOTHING, **ON_DISK}, "installs no app of this project, so apps found on disk count; name the settings"),
        ({**NOTHING, **ON_DISK, "config/local.py": None}, "in rules.yaml: `project: {apps: [billing]}`"),
        ({"config/settings.py": None, **ON_DISK}, "No settings module was found, so apps found on disk count"),
        ({"config/settings.py": "DEBUG = True\n", **ON_DISK}, "`config.settings` installs no app of this project"),
    ],
)
def test_settings_that_install_nothing_or_are_not_there(write, run, command, changes, words):
    write(None, changes)
    result = run(command)
    assert result.code == 0
    assert words in result.err


@pytest.mark.parametrize("settings", ["config.nowhere", "nope.settings"])
def test_settings_of_the_rules_that_are_not_there(write, run, settings):
    write(f"version: 1\nproject:\n  settings: [{settings}]\n", ON_DISK)
    assert f"There is no settings module `{settings}`, so apps found on disk count" in run("edges").err


def test_settings_on_the_command_line_that_are_not_there_end_it(write, run):
    write()
    result = run("check", "--settings", "nope.settings")
    assert (result.code, result.out) == (2, "")
    assert "There is no module `nope.settings`" in result.err


def test_a_folder_that_is_no_django_project_needs_no_settings(tmp_path, monkeypatch, run):
    (tmp_path / "tool.py").write_text("x = 1\n")
    monkeypatch.chdir(tmp_path)
    assert run("edges").err == f"coupling-lsp: {NO_APPS}\n"


LABELLED = 'from django.apps import AppConfig\n\n\nclass Config(AppConfig):\n    name = "{}"\n'
SHOP = {
    "config/settings.py": 'INSTALLED_APPS = ["orders", "shop.cart"]\n',
    "shop/__init__.py": "",
    "shop/cart/__init__.py": "",
    "shop/gift/__init__.py": "",
    "shop/gift/apps.py": LABELLED.format("shop.gift"),
    "shop/tests/__init__.py": "",
    "shop/tests/apps.py": LABELLED.format("shop.tests"),
    "shop/cart/views.py": "",
    "tools/deep/app/__init__.py": "",
    "tools/deep/app/apps.py": LABELLED.format("tools.deep.app"),
    "rent/__init__.py": "",
    "rent/models.py": "",
    "rent/migrations/__init__.py": "",
}
HEAD = "Not installed, though they look like apps"


def test_packages_that_look_like_apps_beside_installed_ones_are_listed_once(write, run):
    write(None, SHOP)
    assert run("check", "--stats").out.endswith(
        f"\n{HEAD}\n  rent\n  shop.gift\n  Name those that are apps in rules.yaml, under `project: apps:`\n"
    )
    assert HEAD not in run("check").out


@pytest.mark.parametrize(
    "changes",
    [
        {"rules.yaml": "version: 1\nproject:\n  apps: [rent, 'shop.*']\n"},
        {"config/settings.py": 'INSTALLED_APPS = ["orders", "shop.cart", "rent", "shop.gift.apps.Config"]\n'},
        {"config/settings.py": 'INSTALLED_APPS = ["orders", "shop.cart", *find_plugins()]\n'},
    ],
)
def test_packages_that_are_apps_already_are_not_listed(write, run, changes):
    write(None, {**SHOP, **changes})
    assert HEAD not in run("check", "--stats").out


def test_init_keeps_the_apps_that_rules_name(write, run):
    folder = write("version: 1\nproject:\n  apps: [rent]\n", SHOP)
    assert run("init", "--force").code == 0
    assert "  apps: [rent]\n" in (folder / "rules.yaml").read_text()
