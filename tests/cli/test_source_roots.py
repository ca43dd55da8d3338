"""From which folder on modules are named, where `manage.py` lies inside a package."""

import json

import pytest

MANAGE = 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "{}")\n'
MODEL = "from django.db import models\n\n\nclass Invoice(models.Model):\n    pass\n"
ORDER = (
    "from django.db import models\nfrom {billing}.models import Invoice\n\n\n"
    "class Order(models.Model):\n    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE)\n"
)


def project(home: str, apps: str, manage: str) -> dict[str, str]:
    """Two apps in a folder that is a package, beside `manage.py`; `apps` begins the names they are installed by."""
    return {
        f"{home}/__init__.py": "",
        f"{home}/manage.py": manage,
        f"{home}/settings.py": f'INSTALLED_APPS = ["{apps}orders", "{apps}billing"]\n',
        f"{home}/billing/__init__.py": "",
        f"{home}/billing/models.py": MODEL,
        f"{home}/orders/__init__.py": "",
        f"{home}/orders/models.py": ORDER.format(billing=f"{apps}billing"),
    }


@pytest.fixture
def found(tmp_path, monkeypatch, run):
    """Writes files, and gives the packages of the apps, the kinds of the edges, and what was said on stderr."""

    def found(files: dict[str, str], folder: str = ""):
        for path, text in files.items():
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        monkeypatch.chdir(tmp_path / folder)
        result = run("edges", "--format", "json")
        assert (result.code, result.err) == (0, "")
        document = json.loads(result.out)
        packages = {it["label"]: it["package"] for it in document["apps"]}
        return packages, sorted((it["kind"], it["target"]["module"]) for it in document["edges"])

    return found


@pytest.mark.parametrize("manage", [MANAGE.format("shop.test.settings"), "import django\n"])
def test_apps_installed_by_their_full_name_keep_it(found, manage):
    files = {"shop/__init__.py": "", **project("shop/test", "shop.test.", manage)}
    module = "shop.test.billing.models"
    assert found(files) == (
        {"orders": "shop.test.orders", "billing": "shop.test.billing"},
        [("import", module), ("schema", module)],
    )


@pytest.mark.parametrize("manage", [MANAGE.format("settings"), MANAGE.format("site.settings"), "import django\n"])
@pytest.mark.parametrize("folder", ["", "site"])
def test_apps_installed_from_the_folder_of_manage_on_are_named_from_there(found, folder, manage):
    module = "billing.models"
    assert found(project("site", "", manage), folder) == (
        {"orders": "orders", "billing": "billing"},
        [("import", module), ("schema", module)],
    )


def test_of_several_projects_each_has_the_names_it_installs_by(found):
    other = {
        path.replace("orders", "parcels").replace("billing", "cash"): text.replace("orders", "parcels").replace(
            "billing", "cash"
        )
        for path, text in project("site", "", MANAGE.format("settings")).items()
    }
    packages, edges = found({**project("backend/shop", "shop.", MANAGE.format("shop.settings")), **other})
    assert packages == {"orders": "shop.orders", "billing": "shop.billing", "parcels": "parcels", "cash": "cash"}
    assert [module for _, module in edges] == ["cash.models", "shop.billing.models"] * 2


def test_a_module_of_that_folder_named_like_a_library_does_not_stand_in_its_way(found):
    files = {"shop/__init__.py": "", **project("shop/test", "shop.test.", MANAGE.format("shop.test.settings"))}
    files["shop/test/celery.py"] = "app = None\n"
    files["shop/test/settings.py"] = files["shop/test/settings.py"].replace("[", '["celery", ')
    packages, edges = found(files)
    assert packages == {"orders": "shop.test.orders", "billing": "shop.test.billing"}
    assert len(edges) == 2
