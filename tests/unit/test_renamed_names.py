"""What the sections of a rules file become when files and folders get other paths."""

import pytest

from coupling_lsp.fixes.renaming.follow import follow
from coupling_lsp.fixes.renaming.names_after import NamesAfter
from coupling_lsp.fixes.renaming.paths import PathChange, path_after
from coupling_lsp.fixes.renaming.project_after import ProjectAfter
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot

FILES = {
    "web/settings.py": 'INSTALLED_APPS = ["shop.orders", "shop.plugins.pay", "billing"]\n',
    "web/shop/__init__.py": "",
    "web/shop/orders/__init__.py": "",
    "web/shop/orders/services.py": "",
    "web/shop/orders/old/views.py": "",
    "web/shop/plugins/__init__.py": "",
    "web/shop/plugins/pay/__init__.py": "",
    "web/shop/plugins/pay/checks/test_pay.py": "",
    "web/libs/core/src/billing/__init__.py": "",
    "web/libs/core/src/billing/services.py": "",
}
RULES = "version: 1\nproject:\n  settings: settings\n  roots: [libs/core/src]\n  apps: [shop.plugins.*]\n"


def names(*changes: tuple[str, str], rules: str = "web/rules.yaml") -> NamesAfter:
    layout = Layout("web", ("web",))
    snapshot = Snapshot.of_texts({**FILES, rules: RULES}, layout, rules)
    assert sorted(snapshot.apps) == ["billing", "orders", "pay"]
    return NamesAfter(ProjectAfter(snapshot, [PathChange(*it) for it in changes]))


@pytest.mark.parametrize(
    ("glob", "wanted"),
    [
        ("shop/orders/old/**", "store/orders/old/**"),
        ("./shop/orders/old/**", "./store/orders/old/**"),
        ("shop/orders/services.py", "store/orders/services.py"),
        ("shop/plugins/pay/checks/", "store/plugins/pay/checks/"),
        ("shop/**/test_*.py", "store/**/test_*.py"),
        ("shop", "store"),
        ("**/tests/**", "**/tests/**"),
        ("**/shop/orders/**", "**/shop/orders/**"),
        ("sho*/**", "sho*/**"),
        ("libs/**", "libs/**"),
        ("shopping/**", "shopping/**"),
        ("*/orders/**", "*/orders/**"),
    ],
)
def test_a_glob_follows_where_it_begins_with_the_path(glob: str, wanted: str) -> None:
    assert names(("web/shop", "web/store")).glob(glob) == wanted


@pytest.mark.parametrize(
    ("glob", "wanted"),
    [("libs/core/src", "libs/base/src"), ("libs/*/src", "libs/*/src"), ("libs/core/*", "libs/base/*")],
)
def test_a_source_root_follows(glob: str, wanted: str) -> None:
    assert names(("web/libs/core", "web/libs/base")).root(glob) == wanted


def test_modules_below_a_source_root_that_moves_keep_their_names() -> None:
    moved = names(("web/libs/core", "web/libs/base"))
    assert moved.service("billing.services") == "billing.services"
    assert moved.selector("billing.services") == "billing.services"


def test_a_folder_with_the_rules_in_it_moves_as_a_whole() -> None:
    moved = names(("web", "site"))
    assert moved.glob("shop/orders/old/**") == "shop/orders/old/**"
    assert moved.root("libs/core/src") == "libs/core/src"
    assert moved.setting("settings") == "settings"


def test_a_rules_file_above_the_folder_follows_it() -> None:
    layout = Layout("web", ("web",))
    snapshot = Snapshot.of_texts({**FILES, "rules.yaml": RULES.replace("libs/", "web/libs/")}, layout)
    moved = NamesAfter(ProjectAfter(snapshot, [PathChange("web", "site")]))
    assert moved.glob("web/shop/orders/old/**") == "site/shop/orders/old/**"
    assert moved.root("web/libs/core/src") == "site/libs/core/src"


def test_entries_of_apps_follow_where_they_name_the_same_packages() -> None:
    assert names(("web/shop", "web/store")).package("shop.plugins.*") == "store.plugins.*"
    assert names(("web/shop/plugins", "web/shop/extra")).package("shop.plugins.*") == "shop.extra.*"
    assert names(("web/shop/plugins/pay", "web/shop/plugins/bank")).package("shop.plugins.pay") == "shop.plugins.bank"
    assert names(("web/shop/plugins/pay", "web/shop/plugins/bank")).package("shop.plugins.*") == "shop.plugins.*"
    assert names(("web/shop/plugins/pay", "web/shop/pay")).package("shop.plugins.*") == "shop.plugins.*"
    assert names(("web/shop", "web/store")).package("*.plugins.pay") == "*.plugins.pay"


def test_services_follow_by_the_way_they_are_written() -> None:
    moved = names(("web/shop/orders", "web/shop/sales"))
    assert moved.service("shop.orders.services.find") == "shop.sales.services.find"
    assert moved.service("orders.services.find") == "sales.services.find"
    assert moved.service("shop.orders.later") == "shop.sales.later"
    assert moved.service("library.find") == "library.find"
    assert moved.label("orders") == "sales"
    assert moved.label("nobody") == "nobody"


def test_what_still_means_the_same_is_not_changed() -> None:
    moved = names(("web/shop/orders", "web/shop/inner/orders"))
    assert moved.service("orders.services.find") == "orders.services.find"
    assert moved.service("shop.orders.services.find") == "shop.inner.orders.services.find"
    assert moved.selector("orders.services") == "orders.services"


def test_settings_follow() -> None:
    assert names(("web/settings.py", "web/config/base.py")).setting("settings") == "config.base"
    assert names(("web/settings.py", "web/config/base.py")).setting("settings.prod") == "config.base.prod"
    assert names(("web/shop", "web/store")).setting("settings") == "settings"


def test_of_several_changes_the_innermost_counts() -> None:
    changes = [PathChange("a", "b"), PathChange("a/c", "d/c")]
    wanted = {"a/x.py": "b/x.py", "a/c/x.py": "d/c/x.py", "ab/x.py": "ab/x.py", "a": "b"}
    assert {it: path_after(it, changes) for it in wanted} == wanted


def test_while_files_are_still_read_nothing_follows() -> None:
    layout = Layout("web", ("web",), partial=True)
    snapshot = Snapshot.of_texts({**FILES, "web/rules.yaml": RULES}, layout, "web/rules.yaml")
    found = follow([snapshot], [PathChange("web/shop", "web/store")], snapshot.texts.get)
    assert found.files == ()
    assert found.remarks == ("The project is still being read, so its rules do not follow. Rename again later.",)
