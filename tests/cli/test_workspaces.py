"""Which folder is which app in repositories of several packages and projects, wherever in them a command starts."""

import json
import os
import shutil
import subprocess

import pytest

MANAGE = 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "{}")\n'
ACCOUNT = "from django.db import models\n\n\nclass Account(models.Model):\n    pass\n"
ORDER = (
    "from django.db import models\n\n\nclass Order(models.Model):\n"
    '    account = models.ForeignKey("{}.Account", on_delete=models.CASCADE)\n'
)


def shop(app: str, root: str = "shop") -> dict[str, str]:
    """A project whose orders have a foreign key to an account of another app."""
    return {
        f"{root}/manage.py": MANAGE.format("settings"),
        f"{root}/settings.py": f'INSTALLED_APPS = ["orders", "{app}"]\n',
        f"{root}/orders/__init__.py": "",
        f"{root}/orders/models.py": ORDER.format(app.rpartition(".")[2]),
    }


@pytest.fixture
def repository(tmp_path):
    """Writes files into a folder that looks like the root of a repository."""

    def repository(files: dict[str, str], *, is_git: bool = True):
        folder = tmp_path / "repository"
        for path, text in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        if is_git:
            (folder / ".git").mkdir(exist_ok=True)
        return folder

    return repository


@pytest.fixture
def edges(run, monkeypatch):
    """The apps by package, the pairs of apps with an edge, and the places left open, read from a folder."""

    def edges(folder, *arguments: str):
        monkeypatch.chdir(folder)
        result = run("edges", *arguments, "--format", "json")
        assert (result.code, result.err) == (0, "")
        document = json.loads(result.out)
        packages = [it["package"] for it in document["apps"]]
        pairs = [(it["source"]["app"], it["target"]["app"]) for it in document["edges"]]
        return packages, pairs, [it["reason"] for it in document["unresolved"]]

    return edges


ONE_EDGE = ["orders", "accounts"], [("orders", "accounts")], []


@pytest.mark.parametrize(
    "home",
    [
        "libs",
        "libs/acme-accounts",
        "libs/acme-accounts/src",
        "packages/acme.accounts/src",
        "packages/2nd/lib",
        "packages/my accounts",
        "shop/vendor-1.0",
        "python/libs/a/b-c/src",
    ],
)
@pytest.mark.parametrize("init", [True, False])
def test_the_names_of_folders_above_a_package_do_not_matter(repository, edges, home, init):
    files = {**shop("accounts"), f"{home}/accounts/models.py": ACCOUNT}
    if init:
        files[f"{home}/accounts/__init__.py"] = ""
    assert edges(repository(files)) == ONE_EDGE


def test_a_workspace_has_as_many_source_roots_as_packages(repository, edges):
    names = [f"acme_{number}" for number in range(6)]
    files = {
        "site/manage.py": MANAGE.format("settings"),
        "site/settings.py": f"INSTALLED_APPS = {names!r}\n",
        **{f"packages/{name.replace('_', '-')}/src/{name}/__init__.py": "" for name in names},
        **{f"packages/{name.replace('_', '-')}/src/{name}/models.py": ACCOUNT for name in names},
        "packages/acme-0/src/acme_0/views.py": "from acme_5.models import Account\n",
    }
    assert edges(repository(files)) == (names, [("acme_0", "acme_5")], [])


def test_parts_of_a_namespace_lie_in_several_packages(repository, edges):
    files = {
        **shop("acme.accounts"),
        "libs/acme-accounts/src/acme/accounts/models.py": ACCOUNT,
        "libs/acme-billing/src/acme/billing/apps.py": "",
        "libs/acme-billing/src/acme/billing/views.py": "from acme.accounts.models import Account\n",
    }
    files["shop/settings.py"] = 'INSTALLED_APPS = ["orders", "acme.accounts", "acme.billing"]\n'
    packages, pairs, unresolved = edges(repository(files))
    assert packages == ["orders", "acme.accounts", "acme.billing"]
    assert sorted(pairs) == [("billing", "accounts"), ("orders", "accounts")]
    assert unresolved == []


def test_an_app_config_names_the_package_it_lies_in(repository, edges):
    config = "from django.apps import AppConfig\n\n\nclass AccountsConfig(AppConfig):\n    name = 'accounts'\n"
    files = {**shop("accounts"), "libs/a-b/accounts/models.py": ACCOUNT, "libs/a-b/accounts/apps.py": config}
    files["shop/settings.py"] = 'INSTALLED_APPS = ["orders", "accounts.apps.AccountsConfig"]\n'
    assert edges(repository(files)) == ONE_EDGE


def test_a_package_named_in_two_folders_is_told_and_read_from_the_one_that_rules_name(repository, edges):
    files = {**shop("accounts"), "libs/a/accounts/models.py": ACCOUNT, "libs/b-c/accounts/models.py": ACCOUNT}
    folder = repository(files)
    packages, pairs, (reason,) = edges(folder)
    assert (packages, pairs) == (["orders"], [])
    assert reason.startswith("`accounts` is left out: there is one in each of `libs/a` and `libs/b-c`")
    (folder / "rules.yaml").write_text("version: 1\nproject:\n  roots: [libs/b*]\n")
    assert edges(folder) == ONE_EDGE
    (folder / "rules.yaml").rename(folder / "shop/rules.yaml")
    assert edges(folder)[2] == [reason], "paths are seen from the folder of the file"


@pytest.mark.parametrize("copy", ["tests/accounts", "libs/acme-accounts/tests/accounts"])
def test_a_copy_in_tests_gives_way(repository, edges, copy):
    files = {**shop("accounts"), "libs/acme-accounts/accounts/models.py": ACCOUNT, f"{copy}/models.py": ACCOUNT}
    assert edges(repository(files)) == ONE_EDGE


@pytest.mark.parametrize(
    "copy", ["build/lib/accounts", "libs/accounts-1/build/lib.linux-x86_64/accounts", "env/lib/site-packages/accounts"]
)
def test_what_was_built_or_installed_is_no_source(repository, edges, copy):
    files = {**shop("accounts"), "libs/accounts-1/src/accounts/models.py": ACCOUNT, f"{copy}/models.py": ACCOUNT}
    assert edges(repository(files)) == ONE_EDGE


@pytest.mark.parametrize("mark", ["pyvenv.cfg", "conda-meta/history"])
def test_virtual_environments_hold_no_projects(repository, edges, mark):
    files = {**shop("accounts"), "libs/a/accounts/models.py": ACCOUNT, f"environment/{mark}": ""}
    files |= {f"environment/share/{path}": text for path, text in files.items() if path.startswith(("shop", "libs"))}
    assert edges(repository(files)) == ONE_EDGE


@pytest.mark.parametrize("start", ["", "shop", "shop/orders", "libs", "libs/acme-accounts", "docs"])
@pytest.mark.parametrize("path", [None, "."])
def test_every_folder_of_a_repository_shows_the_same_project(repository, edges, start, path):
    files = {**shop("accounts"), "libs/acme-accounts/accounts/models.py": ACCOUNT, "docs/conf.py": ""}
    assert edges(repository(files) / start, *([path] if path else [])) == ONE_EDGE


@pytest.mark.parametrize("start", ["", "libs"])
def test_a_path_stands_for_the_project_in_it(repository, edges, start):
    folder = repository({**shop("accounts"), "libs/accounts/models.py": ACCOUNT})
    assert edges(folder / start, str(folder / "shop")) == ONE_EDGE


def test_without_a_repository_the_folder_that_is_named_is_all_there_is(repository, edges):
    folder = repository({**shop("accounts"), "libs/accounts/models.py": ACCOUNT}, is_git=False)
    assert edges(folder) == ONE_EDGE
    assert edges(folder, "shop")[:2] == (["orders"], [])


@pytest.mark.parametrize(
    "text", ["import django\n", "", "from django.core.management import execute_from_command_line\n"]
)
def test_a_manage_file_without_settings_is_no_project(repository, edges, text):
    files = {**shop("accounts"), "libs/accounts/models.py": ACCOUNT, "docs/demo/manage.py": text}
    assert edges(repository(files)) == ONE_EDGE


def test_files_outside_of_every_project_belong_to_each_that_installs_them(repository, edges):
    files = {
        **shop("accounts"),
        **shop("accounts", "desk"),
        "libs/accounts/models.py": ACCOUNT,
        "libs/accounts/views.py": "from orders.models import Order\n",
    }
    folder = repository(files)
    both = [("accounts", "orders"), ("orders", "accounts")]
    for project in ("shop", "desk"):
        packages, pairs, unresolved = edges(folder, project)
        assert (packages, sorted(pairs), unresolved) == (["orders", "accounts"], both, [])
    assert sorted(edges(folder)[1]) == sorted(both * 2)


def test_an_app_of_another_project_is_told(repository, edges):
    files = {
        **shop("accounts"),
        **shop("mails", "desk"),
        "desk/accounts/models.py": ACCOUNT,
        "desk/mails/models.py": "",
    }
    packages, pairs, unresolved = edges(repository(files), "shop")
    assert (packages, pairs) == (["orders"], [])
    assert unresolved == ["`accounts` is left out: `desk/accounts` belongs to another project"]


def test_an_example_below_a_project_installs_what_it_shows(repository, edges):
    files = {
        "manage.py": MANAGE.format("tests.settings"),
        "tests/settings.py": 'INSTALLED_APPS = ["accounts"]\n',
        "accounts/models.py": ACCOUNT,
        **shop("accounts", "example"),
    }
    folder = repository(files)
    assert edges(folder, "example") == ONE_EDGE
    assert edges(folder)[2] == []


def test_a_settings_module_above_the_folder_of_manage_gives_a_source_root(repository, edges):
    files = {f"backend/{path.removeprefix('shop/')}": text for path, text in shop("accounts").items()}
    files["backend/bin/manage.py"] = files.pop("backend/manage.py")
    files["backend/accounts/models.py"] = ACCOUNT
    assert edges(repository(files)) == ONE_EDGE


def test_a_link_to_an_app_is_followed(repository, edges):
    folder = repository({**shop("accounts"), "shared_accounts/models.py": ACCOUNT})
    (folder / "shop/accounts").symlink_to("../shared_accounts")
    for start in ("", "shop", "shared_accounts"):
        assert edges(folder / start) == ONE_EDGE


def test_an_app_behind_a_linked_folder_is_followed(repository, edges):
    folder = repository({**shop("plugins.accounts"), "all-plugins/accounts/models.py": ACCOUNT})
    (folder / "shop/plugins").symlink_to(folder / "all-plugins")
    assert edges(folder) == (["orders", "plugins.accounts"], [("orders", "accounts")], [])


def test_a_link_is_known_by_each_of_its_names(repository, edges):
    files = {**shop("accounts"), "shared/models.py": ACCOUNT, "shared/views.py": "from .models import Account\n"}
    files["shop/orders/views.py"] = "from accounts.models import Account\nfrom accounts import views\n"
    folder = repository(files)
    (folder / "shop/accounts").symlink_to("../shared")
    (folder / "desk").symlink_to("shop")
    (folder / "shop/again").symlink_to(".")
    (folder / "shared/inner").symlink_to("..")
    packages, pairs, unresolved = edges(folder)
    assert (packages, set(pairs), len(pairs), unresolved) == (["orders", "accounts"], {("orders", "accounts")}, 3, [])


@pytest.mark.parametrize("is_git", [True, False])
def test_a_link_out_of_the_repository_is_told(repository, edges, tmp_path, is_git):
    folder = repository(shop("accounts"), is_git=is_git)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/models.py").write_text(ACCOUNT)
    (folder / "shop/accounts").symlink_to(tmp_path / "elsewhere")
    packages, pairs, unresolved = edges(folder)
    assert (packages, pairs) == (["orders"], [])
    assert unresolved == ["`accounts` is left out: `shop/accounts` links to a folder that is not read"]


def test_links_that_install_nothing_are_not_followed(repository, edges, tmp_path):
    folder = repository({**shop("accounts"), "libs/accounts/models.py": ACCOUNT})
    (folder / "shop/static").symlink_to(tmp_path)
    (folder / "shop/copy").symlink_to("../libs")
    assert edges(folder) == ONE_EDGE


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is missing")


def git(folder, *arguments: str) -> None:
    """Run git as somebody, on a repository of its own."""
    identity = {f"GIT_{role}_{part}": "a@b.example" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    environment = {**os.environ, **identity, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, env=environment)


@needs_git
def test_a_work_tree_in_the_repository_is_no_second_project(repository, edges):
    folder = repository({**shop("accounts"), "libs/accounts/models.py": ACCOUNT}, is_git=False)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "all")
    git(folder, "worktree", "add", "-q", "wt1", "-b", "other")
    assert edges(folder) == ONE_EDGE
    assert edges(folder / "wt1") == ONE_EDGE


@needs_git
def test_projects_that_git_ignores_are_none(repository, edges):
    files = {**shop("accounts"), "libs/accounts/models.py": ACCOUNT, ".gitignore": "old/\n"}
    files |= {f"old/{path}": text for path, text in shop("accounts").items()}
    folder = repository({**files, "old/shop/accounts/models.py": ACCOUNT}, is_git=False)
    git(folder, "init", "-q")
    assert edges(folder) == ONE_EDGE
    git(folder, "add", "-f", ".")
    assert len(edges(folder)[1]) == 2, "what git has is no longer ignored"


@needs_git
def test_a_folder_that_the_repository_around_ignores_is_read_by_itself(repository, edges):
    files = {f"work/{path}": text for path, text in {**shop("accounts"), "libs/accounts/models.py": ACCOUNT}.items()}
    folder = repository({**files, **shop("accounts"), ".gitignore": "*\n"}, is_git=False)
    git(folder, "init", "-q")
    assert edges(folder / "work") == ONE_EDGE


EXAMPLE = {
    "manage.py": MANAGE.format("settings"),
    "settings.py": 'INSTALLED_APPS = ["orders", "accounts"]\n',
    "orders/models.py": ORDER.format("accounts"),
    "accounts/models.py": ACCOUNT,
    **shop("accounts", "docs/example"),
}


@pytest.mark.parametrize("arguments", [(), (".",), ("--baseline",)])
def test_the_folder_of_one_project_means_that_project(repository, run, monkeypatch, arguments):
    folder = repository(EXAMPLE)
    monkeypatch.chdir(folder)
    assert run("init", *arguments).code == 0
    assert "from: orders" in (folder / "rules.yaml").read_text()
    assert run("export", "import-linter", ".").code == 0
    monkeypatch.chdir(folder / "docs")
    assert run("init", "example").code == 0
    assert (folder / "docs/example/rules.yaml").exists()


def test_a_folder_around_several_projects_means_none_of_them(repository, run, monkeypatch):
    monkeypatch.chdir(repository({**shop("accounts"), **shop("accounts", "desk"), "libs/accounts/models.py": ACCOUNT}))
    result = run("init")
    assert (result.code, result.out) == (2, "")
    assert "holds 2 Django projects, in desk, shop; name the folder of one" in result.err


def test_globs_of_rules_are_seen_from_their_folder(repository, edges):
    files = {**shop("accounts"), "libs/accounts/models.py": ACCOUNT}
    files["shop/rules.yaml"] = "version: 1\nproject:\n  exclude: [orders/*]\n"
    folder = repository(files)
    for start in ("", "shop", "libs"):
        assert edges(folder / start)[:2] == (["orders", "accounts"], [])
