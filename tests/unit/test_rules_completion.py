"""Completion in `rules.yaml`, on text as it is while somebody types it. The caret is `‸`."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from coupling_lsp.features.rules_file.completion import complete
from coupling_lsp.features.rules_file.items import Item
from coupling_lsp.rules.loading import loader
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text

MODEL = "from django.db import models\n\n\nclass {}(models.Model):\n    {}\n"
FILES = {
    "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")\n',
    "config/settings.py": 'INSTALLED_APPS = ["shop.orders", "billing", "stock", "core"]\n',
    "core/__init__.py": "",
    "billing/__init__.py": "",
    "billing/models.py": MODEL.format("Invoice", "number = models.TextField()") + MODEL.format("Receipt", "pass"),
    "billing/api.py": "from shop.orders.models import Order\n",
    "billing/services.py": "",
    "billing/tests/test_api.py": "x = 1\n",
    "billing/migrations/0001_initial.py": "x = 1\n",
    "stock/__init__.py": "",
    "shop/orders/__init__.py": "",
    "shop/orders/models.py": MODEL.format(
        "Order", 'invoice = models.ForeignKey("billing.Invoice", models.CASCADE)\n    number = models.TextField()'
    ),
    "shop/orders/jobs/daily.py": "from billing.models import Invoice\n\nInvoice.objects.create()\n",
    "shop/orders/views.py": "from billing.models import Invoice\n\n\ndef show():\n    return Invoice.objects.first()\n",
}
PROJECT = Snapshot.of_texts(FILES, Layout(settings=("config.settings",), today="2026-07-01"))


def offers(written: str, *, snippets: bool = False, ends: str = "\n") -> list[Item]:
    before, _, after = written.replace("\n", ends).partition("‸")
    text = Text.of(before + after)
    snapshot = PROJECT.with_rules(loader.load(text, "rules.yaml"))
    found = complete(snapshot, text, *text.place(len(before.encode())), snippets=snippets)
    assert len({it.label for it in found}) == len(found), "nothing is offered twice"
    return found


def texts(written: str) -> list[str]:
    return [it.text for it in offers(written)]


def after(written: str, label: str) -> str:
    """The text once an offer is taken."""
    before, _, rest = written.partition("‸")
    (chosen,) = [it for it in offers(written) if it.label == label]
    return str(Text.of(before + rest).apply([_edit(chosen)]))


def _edit(it: Item):
    from coupling_lsp.text import TextEdit

    return TextEdit(it.span, it.text)


RULE = "version: 1\nedges:\n  - id: pay\n"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("‸", ["version: ", "project:", "apps:", "policy:", "edges:", "contracts:"]),
        ("version: 1\n\nedg‸\n\napps:\n  core:\n", ["project:", "policy:", "edges:", "contracts:"]),
        ("version: ‸", ["1"]),
        ("version: 1\nproject:\n  shared: []\n  ‸", ["settings: ", "apps: ", "tests: ", "exclude: ", "loaders: "]),
        (
            "version: 1\nproject:\n  ‸\nedges:\n",
            ["settings: ", "apps: ", "shared: ", "tests: ", "exclude: ", "loaders: "],
        ),
        ("project: {shared: [], ‸", ["settings: ", "apps: ", "tests: ", "exclude: ", "loaders: "]),
        ("apps:\n  ‸", ["billing:", "core:", "orders:", "stock:"]),
        ("apps:\n  core:\n  ‸", ["billing:", "orders:", "stock:"]),
        ("apps:\n  core:\n    ro‸", ["role: ", "services: ", "owners: "]),
        (f"{RULE}    ‸", ["from: ", "to: ", "via: ", "intent: ", "why: ", "fix: ", "owner: ", "review-by: "]),
        (f"{RULE}    from: [a,\n    wh‸\n    to: b\n", ["via: ", "intent: ", "why: "]),
        (f"{RULE}    fix:\n      ‸", ["advice: ", "replace: ", "with: ", "calls:"]),
        (f"{RULE}    fix:\n      calls:\n        ‸", ["- replace: "]),
        (f"{RULE}    fix:\n      calls:\n        - ‸", ["replace: ", "with: "]),
        (f"{RULE}    fix:\n      calls:\n        - replace: x\n          ‸", ["with: "]),
        (f"{RULE}    fix: {{advice: Ask., ‸", ["replace: ", "with: ", "calls: "]),
        ("edges:\n- ‸", ["id: ", "from: ", "to: ", "via: ", "intent: ", "why: ", "fix: ", "owner: ", "review-by: "]),
        ("edges:\n- id: a\n  ‸", ["from: ", "to: "]),
        ("contracts:\n  - type: layers\n    ‸", ["id: ", "layers:", "why: "]),
        ("contracts:\n  - ‸: layers\n", ["id", "type", "apps", "layers", "from", "to", "ignore", "why"]),
    ],
)
def test_keys_that_a_mapping_lacks(written: str, expected: list[str]) -> None:
    assert texts(written)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (f"{RULE}    intent: ‸", ["intentional", "tech-debt", "forbidden"]),
        (f"{RULE}    intent: 'te‸", ["intentional", "tech-debt", "forbidden"]),
        (f"{RULE}    intent: t‸ech-debt  # because\n", ["intentional", "tech-debt", "forbidden"]),
        ("policy:\n  undeclared: ‸", ["error", "warning", "information", "hint", "off"]),
        ("policy: {undeclared: ‸}", ["error", "warning", "information", "hint", "off"]),
        ("contracts:\n  - id: a\n    type: ‸", ["independence", "layers", "forbidden", "acyclic"]),
        (f"{RULE}    review-by: ‸", ["2026-10-31", "2027-01-31", "2027-07-31"]),
        (f'{RULE}    owner: "@money"\n  - owner: ‸', ['"@money"']),
        ('apps:\n  core:\n    owners: ["@money", "@x"]\n  stock:\n    owners: ["‸', ["@money", "@x"]),
    ],
)
def test_words_that_a_key_may_have(written: str, expected: list[str]) -> None:
    assert texts(written) == expected


def test_kinds_that_lead_between_the_two_ends_come_first() -> None:
    assert texts(f"{RULE}    from: billing\n    to: orders\n    via: ‸")[0] == "import"
    assert texts(f"{RULE}    from: orders\n    to: billing\n    via: [import, ‸]")[:2] == ["schema", "orm-read"]


def test_apps_with_edges_to_the_other_end_come_first() -> None:
    assert texts(f"{RULE}    from: ‸\n    to: billing\n") == ["orders", "billing", "core", "stock", '"*"']
    assert texts(f"{RULE}    from: orders\n    to: ‸\n") == ["billing", "core", "orders", "stock", '"*"']
    assert texts(f"{RULE}    from: billing.api\n    to: o‸\n")[0] == "orders"
    assert [it.detail for it in offers(f"{RULE}    from: ‸\n")][:2] == ["app · 5 edges", "app · 1 edge"]


def test_inside_an_app_stand_its_modules_models_and_symbols() -> None:
    assert sorted(texts(f"{RULE}    from: orders.‸\n")) == [
        "orders.Order",
        "orders.Order.invoice",
        "orders.jobs",
        "orders.jobs.daily",
        "orders.models",
        "orders.show",
        "orders.views",
    ]
    assert sorted(texts(f"{RULE}    to: billing.‸\n")) == [
        "billing.Invoice",
        "billing.Receipt",
        "billing.api",
        "billing.models",
        "billing.services",
    ]
    assert texts(f"{RULE}    to: billing.Inv‸\n    from: orders\n")[:2] == ["billing.Invoice", "billing.models"]


def test_inside_a_module_stand_its_classes_and_inside_a_model_its_relations() -> None:
    assert texts(f"{RULE}    to: [orders, billing.models.‸") == ["billing.models.Invoice", "billing.models.Receipt"]
    assert texts(f"{RULE}    from: orders.jobs.‸") == ["orders.jobs.daily"]
    assert texts(f"{RULE}    from: orders.Order.‸") == ["orders.Order.invoice"]
    assert texts(f"{RULE}    from: orders.models.Order.‸") == ["orders.models.Order.invoice"]
    assert texts(f"{RULE}    to: orders.Order.‸") == [], "no edge leads to a field"


def test_packages_that_look_like_apps_are_offered_behind_a_pattern_for_them() -> None:
    config = 'from django.apps import AppConfig\n\n\nclass Config(AppConfig):\n    name = "{}"\n'
    files = {f"shop/{name}/apps.py": config.format(f"shop.{name}") for name in ("gift", "rent", "tests.data")}
    files |= {f"shop/{name}/__init__.py": "" for name in ("gift", "rent")}
    project = Snapshot.of_texts({**FILES, **files}, Layout(settings=("config.settings",)))
    for written, expected in (
        ("project:\n  apps: [‸", ["shop.*", "shop.gift", "shop.rent"]),
        ("project:\n  apps:\n    - shop.g‸\n", ["shop.*", "shop.gift", "shop.rent"]),
        ("project:\n  apps: ['shop.*', ‸", []),
        ("project:\n  apps: [shop.gift, ‸", ["shop.rent"]),
    ):
        before, _, after = written.partition("‸")
        text = Text.of(before + after)
        snapshot = project.with_rules(loader.load(text, "rules.yaml"))
        items = complete(snapshot, text, *text.place(len(before.encode())), snippets=False)
        assert [it.text for it in items] == expected, written


@pytest.mark.parametrize(
    "written",
    [
        f"{RULE}    from: warehouse.‸",
        f"{RULE}    from: orders.nothing.‸",
        f"{RULE}    why: ‸",
        f"{RULE}    why: An order ‸",
        f"{RULE}    why: >\n      An order ‸\n",
        f"{RULE}    id: ‸",
        f"{RULE}    # from: ‸",
        f"{RULE}    from: orders # ‸",
        "nothing:\n  ‸",
        "edges: ‸",
        "project: ‸",
        "project:\n  loaders: [‸",
        "- ‸",
        "version: 1\n---\n‸",
    ],
)
def test_nothing_is_offered_where_nothing_is_known(written: str) -> None:
    assert texts(written) == []


def test_services_are_modules_of_the_app_and_settings_install_apps() -> None:
    assert texts("apps:\n  billing:\n    services: ‸")[:2] == ["billing.models", "billing.services"]
    assert "billing.tests.test_api" not in texts("apps:\n  billing:\n    services: [‸")
    assert texts("apps:\n  orders:\n    services: [‸")[0].startswith("shop.orders.")
    assert texts("project:\n  settings:\n    - ‸") == ["config.settings"]


def test_source_roots_are_folders_around_packages_those_that_are_none_yet_first() -> None:
    files = {**FILES, "libs/acme-mail/src/acme_mail/__init__.py": "", "apps/cart/__init__.py": ""}
    rules = "version: 1\nproject:\n  roots: [‸]\n"
    for folder, expected in (("", ["libs/acme-mail/src", "shop", "apps"]), ("libs/", ["acme-mail/src"])):
        before, _, after = rules.partition("‸")
        text = Text.of(before + after)
        layout = Layout(roots=("", "apps"), settings=("config.settings",))
        snapshot = Snapshot.of_texts(files, layout).with_rules(loader.load(text, f"{folder}rules.yaml"))
        found = complete(snapshot, text, *text.place(len(before.encode())), snippets=False)
        assert [it.label for it in found] == expected


def test_apps_of_contracts_and_shared_ones() -> None:
    assert texts("project:\n  shared: [core, ‸]") == ["billing", "orders", "stock"]
    assert texts("contracts:\n  - type: layers\n    layers:\n      - [core, ‸]\n      - stock") == ["billing", "orders"]


@pytest.mark.parametrize(
    ("written", "label", "expected"),
    [
        (f"{RULE}    to: bil‸ling.Invoice # x\n", "stock", f"{RULE}    to: stock # x\n"),
        (f'{RULE}    to: ["bil‸"]\n', "billing", f'{RULE}    to: ["billing"]\n'),
        (f"{RULE}    to: ['‸']\n", "*", f"{RULE}    to: ['*']\n"),
        (f"{RULE}    to: ‸\n", "*", f'{RULE}    to: "*"\n'),
        (f'{RULE}    to: "bil‸\n    via: x\n', "billing", f'{RULE}    to: "billing\n    via: x\n'),
        (f"{RULE}    int‸: forbidden\n", "intent", f"{RULE}    intent: forbidden\n"),
        (
            f"{RULE}    é😋: [orders, 'ord‸ers', x]\n".replace("é😋", "from"),
            "billing",
            f"{RULE}    from: [orders, 'billing', x]\n",
        ),
    ],
)
def test_an_offer_takes_the_place_of_the_word(written: str, label: str, expected: str) -> None:
    assert after(written, label) == expected


def test_line_ends_do_not_matter() -> None:
    written = f"{RULE}    from: orders\n    to: [‸\n    via: import\n"
    assert [it.text for it in offers(written, ends="\r\n")] == texts(written)
    assert [it.span for it in offers(written, ends="\r\n")] == [it.span for it in offers(written)]


def prefixes(text: str) -> Iterator[str]:
    return (f"{text[:number]}‸" for number in range(len(text) + 1))


def test_a_rule_typed_letter_by_letter_is_helped_with_at_each_part() -> None:
    text = f"{RULE}    from: orders.views\n    to: [billing.Invoice]\n    intent: tech-debt\n"
    helped = {}
    for written in prefixes(text):
        line = written.rpartition("\n")[2].strip()
        helped[line] = texts(written)
    assert "orders" in helped["from: or‸"]
    assert "orders.views" in helped["from: orders.vi‸"]
    assert "billing" in helped["to: [‸"]
    assert "billing.Invoice" in helped["to: [billing.‸"]
    assert "tech-debt" in helped["intent: ‸"]
    assert "intent: " in helped["in‸"]


def test_a_new_rule_is_a_snippet_for_editors_that_take_them() -> None:
    for written in ("edges:\n  ‸", f"{RULE}    from: x\n\n  ‸", "edges:\n  - id: a\n  -‸\n"):
        found = [it for it in offers(written, snippets=True) if it.is_snippet]
        assert [it.label for it in found] == ["- a rule"]
        assert not any(it.is_snippet for it in offers(written))
    (rule,) = [it for it in offers("edges:\n  - ‸", snippets=True) if it.is_snippet]
    assert rule.label == "a rule"
    assert rule.text.startswith("id: ${1:name}\n  from: ")
    contracts = [it.label for it in offers("contracts:\n  - ‸", snippets=True) if it.is_snippet]
    assert contracts == [f"a contract: {kind}" for kind in ("independence", "layers", "forbidden", "acyclic")]


def test_every_key_has_its_meaning() -> None:
    assert all(it.doc for it in offers("‸") + offers(f"{RULE}    ‸") + offers(f"{RULE}    intent: ‸"))


def test_the_offers_of_the_page_are_those_of_its_project() -> None:
    page = (Path(__file__).parents[2] / "docs/rules.md").read_text(encoding="utf-8")
    files = dict(re.findall(r"^`([\w/]+\.py)`:\n\n```python\n(.*?)^```", page, re.M | re.S))
    project = {"settings.py": 'INSTALLED_APPS = ["orders", "billing"]\n', **files}
    snapshot = Snapshot.of_texts(project, Layout(settings=("settings",)))
    (shown,) = re.findall(r"```text\n(.*?)```", page, re.S)
    lines = [line[:30].rstrip() for line in shown.split("\n")]
    text = Text.of("edges:\n" + "\n".join(filter(None, lines)).replace("‸", "") + "\n")
    found = complete(snapshot, text, 3, len(text.line(3)) + 1, snippets=True)
    told = [re.split(r" {2,}", line[30:].strip()) for line in shown.split("\n") if line[30:].strip()]
    assert [[it.label, it.detail] for it in found] == told
