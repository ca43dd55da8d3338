"""Rules follow files that get other paths: the project as it is then, read from nothing, has the verdicts it had."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from coupling_lsp.features.diagnostics import diagnostics
from coupling_lsp.fixes.renaming.follow import Following, follow
from coupling_lsp.fixes.renaming.paths import PathChange
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Decision
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text

MODELS = "from django.db import models\n\n\n"
FILES = {
    "settings.py": 'INSTALLED_APPS = ["<billing>", "<shop.orders>", "<stock>"]\n',
    "billing/__init__.py": "",
    "billing/models.py": f"{MODELS}class Invoice(models.Model):\n    pass\n\n\nclass Note(models.Model):\n    pass\n",
    "billing/services.py": "from <billing.models> import Invoice\n\n\ndef find(n):\n    Invoice.objects.get(n=n)\n",
    "billing/parts/__init__.py": "",
    "billing/parts/tax.py": "from <shop.orders.models> import Order\n\n\ndef rate():\n    Order.objects.first()\n",
    "shop/__init__.py": "",
    "shop/orders/__init__.py": "",
    "shop/orders/models.py": (
        f"{MODELS}class Order(models.Model):\n"
        '    invoice = models.ForeignKey("@billing.models@.Invoice", on_delete=models.CASCADE)\n'
    ),
    "shop/orders/views.py": (
        "from <billing.models> import Invoice, Note\nfrom <billing.services> import find\n\n\n"
        "def show():\n    return Invoice.objects.filter(n=1).first(), find(2), Note.objects.count()\n"
    ),
    "shop/orders/tasks/daily.py": "from <stock.models> import Item\n\n\ndef run():\n    Item.objects.create()\n",
    "stock/__init__.py": "",
    "stock/apps.py": (
        "from django.apps import AppConfig\n\n\nclass StockConfig(AppConfig):\n"
        '    name = "<stock>"\n    label = "warehouse"\n'
    ),
    "stock/models.py": (
        f"{MODELS}class Item(models.Model):\n"
        '    note = models.ForeignKey("@billing.models@.Note", on_delete=models.CASCADE)\n'
    ),
    "stock/api.py": "from <billing.parts.tax> import rate\nfrom <shop.orders.views> import show\n",
}
"""A project whose texts name modules as `<billing.models>` and the label of a module's app as `@billing.models@`."""

PACKAGES = {"billing": "billing", "orders": "shop.orders", "warehouse": "stock"}

SOURCES = (
    *("orders", "orders.views", "orders.Order.invoice", "orders.Order", "orders.models", "orders.tasks", "*"),
    *("orders.tasks.daily", "orders.tasks.*", "orders.tasks.daily.run", "orders.show", "warehouse", "warehouse.api"),
    *("warehouse.Item.note", "billing.parts", "billing.parts.tax", "billing.parts.tax.rate", "billing.*"),
)
TARGETS = (
    *("billing", "billing.Invoice", "billing.models", "billing.models.Invoice", "billing.services", "billing.Note"),
    *("billing.services.find", "billing.parts.tax", "billing.parts", "warehouse.Item", "warehouse.models", "orders"),
    *("orders.Order", "orders.models.Order", "orders.views.show", "*", "billing.In*", "billing.models.*"),
)
IN_PLACE = (
    *(("billing", "ledger"), ("billing", "shop/billing"), ("shop/orders", "orders"), ("shop/orders", "shop/sales")),
    *(
        ("stock", "depot"),
        ("shop", "store"),
        ("billing/parts", "billing/bits"),
        ("shop/orders/tasks", "shop/orders/on"),
    ),
    *(("billing/models.py", "billing/rows.py"), ("billing/services.py", "billing/api.py"), ("settings.py", "base.py")),
    *(("billing/parts/tax.py", "billing/vat.py"), ("shop/orders/views.py", "shop/orders/pages.py")),
    *(("shop/orders/models.py", "shop/orders/tasks/rows.py"), ("shop/orders/tasks/daily.py", "shop/orders/daily.py")),
    *(("stock/api.py", "stock/no/where.py"), ("stock/models.py", "stock/rows.py")),
)
ELSEWHERE = (
    *(("billing/models.py", "stock/invoices.py"), ("billing/services.py", "shop/orders/find.py")),
    *(("shop/orders/views.py", "stock/views.py"), ("billing/parts", "stock/parts"), ("stock/api.py", "apart.py")),
    ("shop/orders/tasks/daily.py", "billing/daily.py"),
)
"""Changes of paths by which something leaves its app."""


class World(NamedTuple):
    """The names of a project after some changes of paths, worked out by the letter."""

    paths: Mapping[str, str]
    labels: Mapping[str, str]

    def module(self, name: str) -> str:
        for path, new_path in self.paths.items():
            if module_of(path) == name:
                return module_of(new_path)
        children = [module_of(it) for it in self.paths if module_of(it).startswith(f"{name}.")]
        return self.module(children[0]).removesuffix(children[0][len(name) :]) if children else name

    def label(self, label: str, module: str) -> str:
        """The label at an end of an edge: that of the longest package around its module now."""
        packages = {self.module(package): self.labels[it] for it, package in PACKAGES.items()}
        found = [it for it in packages if f"{self.module(module)}.".startswith(f"{it}.")]
        return packages[max(found, key=len)] if found else ""


def module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def world(changes: tuple[PathChange, ...]) -> World:
    paths = {}
    for path in FILES:
        around = [it for it in changes if path == it.old or path.startswith(f"{it.old}/")]
        (change,) = around or [PathChange("", "")]
        paths[path] = change.new + path[len(change.old) :]
    bare = World(paths, {})
    labels = {it: it if it == "warehouse" else bare.module(package).split(".")[-1] for it, package in PACKAGES.items()}
    return World(paths, labels)


def texts(names: World, rules: str) -> dict[str, str]:
    """The project with the names of a world, everything but the rules put right."""
    written = {"rules.yaml": rules}
    for path, text in FILES.items():
        with_modules = re.sub(r"<([\w.]+)>", lambda it: names.module(it[1]), text)
        written[names.paths[path]] = re.sub(r"@([\w.]+)@", lambda it: names.label("billing", it[1]), with_modules)
    return written


@st.composite
def rules_files(draw: DrawFn) -> str:
    rules = []
    for number in range(draw(st.integers(1, 6))):
        ends = [draw(st.lists(st.sampled_from(it), min_size=1, max_size=2, unique=True)) for it in (SOURCES, TARGETS)]
        source, target = (it[0] if len(it) == 1 and draw(st.booleans()) else it for it in ends)
        rule: dict[str, object] = {"id": f"rule-{number}", "from": source, "to": target}
        if draw(st.booleans()):
            rule["via"] = draw(st.lists(st.sampled_from(["import", "schema", "orm-read"]), min_size=1, unique=True))
        rule |= {"intent": draw(st.sampled_from(["intentional", "tech-debt", "forbidden"])), "why": "Agreed."}
        if all(it.startswith("billing") for it in ends[1]) and draw(st.booleans()):
            callee = draw(st.sampled_from(["billing.services.find", "warehouse.api.show", "shop.orders.views.show"]))
            rule["fix"] = {"advice": "Ask.", "replace": "Invoice.objects.get(n=$N)", "with": f"{callee}($N)"}
        rules.append(rule)
    ignored = [f"{draw(st.sampled_from(SOURCES))} -> {draw(st.sampled_from(TARGETS))}"]
    contracts = [
        {"id": "apart", "type": "independence", "apps": ["orders", "billing"], "ignore": ignored, "why": "So."},
        {"id": "down", "type": "layers", "layers": [["warehouse", "orders"], "billing"], "why": "So."},
    ]
    sections: dict[str, object] = {
        "project": {
            "settings": ["settings"],
            "shared": [],
            "exclude": draw(st.sampled_from([["none"], ["billing/parts/old/**"], ["shop/orders/tasks/old.py"]])),
        },
        "apps": {"billing": {"services": ["billing.services"]}, "orders": {"services": ["orders.views"]}},
        "contracts": contracts,
        "edges": rules,
    }
    if draw(st.booleans()):
        return json.dumps({"version": 1, **sections}, indent=draw(st.sampled_from([None, 2])))
    lines = block(sections, "", draw(st.sampled_from(["", "'", '"'])))
    return "\n".join(("# A remark", "version: 1", *lines, ""))


def block(value: object, prefix: str, quote: str) -> list[str]:
    """The lines of a value in block style, with remarks behind words."""
    lines: list[str] = []
    for key, inner in value.items() if isinstance(value, dict) else ():
        if isinstance(inner, dict | list) and inner:
            lines += [f"{prefix}{key}:", *block(inner, f"{prefix}  ", quote)]
        else:
            lines.append(f"{prefix}{key}: {word(inner, quote)}")
    for inner in value if isinstance(value, list) else ():
        if isinstance(inner, dict | list):
            first, *others = block(inner, f"{prefix}  ", quote)
            lines += [f"{prefix}- {first.lstrip()}", *others]
        else:
            lines.append(f"{prefix}- {word(inner, quote)}  # why")
    return lines


def word(value: object, quote: str) -> str:
    if isinstance(value, list):
        return "[]"
    mark = quote or ("'" if re.search(r"[*>$]", str(value)) else "")
    return f"{mark}{value}{mark}"


@st.composite
def changes(draw: DrawFn, choices: tuple[tuple[str, str], ...]) -> tuple[PathChange, ...]:
    """One or two changes, none inside of the other."""
    first = PathChange(*draw(st.sampled_from(choices)))
    second = PathChange(*draw(st.sampled_from(IN_PLACE)))
    heads = [{it.split("/")[0] for it in change} for change in (first, second)]
    return (first,) if heads[0] & heads[1] or draw(st.booleans()) else (first, second)


def snapshot_of(names: World, rules: str) -> Snapshot:
    return Snapshot.of_texts(texts(names, rules), Layout())


def told(snapshot: Snapshot) -> tuple[set[str], list[str]]:
    """The ids of the rules that are stale, and all other faults of the file."""
    found = diagnostics(snapshot, "rules.yaml")
    stale = {it.rule.id for it in found if it.code == "stale-rule" and it.rule is not None}
    return stale, [it.message for it in found if it.code == "invalid-rules"]


def end(edge: Edge, decision: Decision) -> tuple[object, ...]:
    """What an edge is, and what is said of it."""
    rule = decision.rule.id if decision.rule is not None else ""
    ends = (edge.app, edge.module, edge.symbol, edge.to_app, edge.to_module, edge.to_symbol)
    return (edge.kind, edge.mechanism, *ends, decision.verdict, rule)


def mapped(snapshot: Snapshot, names: World) -> Counter[tuple[object, ...]]:
    """The edges of a project as they are with other names, with their verdicts."""
    counter: Counter[tuple[object, ...]] = Counter()
    for edge, decision in snapshot.edges():
        kind, mechanism, app, module, symbol, to_app, to_module, *rest = end(edge, decision)
        ends = [(names.label(str(app), str(module)), names.module(str(module)))]
        ends.append((names.label(str(to_app), str(to_module)), names.module(str(to_module))))
        if ends[0][0] and ends[1][0] and ends[0][0] != ends[1][0]:
            counter[kind, mechanism, *ends[0], symbol, *ends[1], *rest] += 1
    return counter


def followed(before: Snapshot, found: Following) -> str:
    text = before.texts["rules.yaml"]
    for file in found.files:
        assert file.path == "rules.yaml"
        assert all("\n" not in text.slice(it.span) + it.text for it in file.edits)
        text = text.apply(file.edits)
    return str(text)


@settings(max_examples=80)
@given(rules_files(), changes(IN_PLACE))
def test_names_inside_of_an_app_and_of_apps_follow(rules: str, moves: tuple[PathChange, ...]) -> None:
    same = world(())
    before = snapshot_of(same, rules)
    assert told(before)[1] == [], rules
    assert sum(mapped(before, same).values()) >= 13
    found = follow([before], moves, before.texts.get)
    after_names = world(moves)
    after = snapshot_of(after_names, followed(before, found))
    verdicts, verdicts_after = mapped(before, after_names), Counter(end(*it) for it in after.edges())
    if not found.remarks:
        assert verdicts_after == verdicts, followed(before, found)
        assert told(after) == told(before)
        pairs = {(after_names.labels[a], after_names.labels[b]) for a, b in before.broken}
        assert set(after.broken) == pairs
    else:
        assert "*" in rules, found.remarks
    again = follow([after], (), after.texts.get)
    assert again == Following((), ())


@settings(max_examples=60)
@given(rules_files(), changes(ELSEWHERE))
def test_what_goes_to_another_app_keeps_its_verdict_or_is_told(rules: str, moves: tuple[PathChange, ...]) -> None:
    before = snapshot_of(world(()), rules)
    found = follow([before], moves, before.texts.get)
    after_names = world(moves)
    after = snapshot_of(after_names, followed(before, found))
    verdicts, verdicts_after = mapped(before, after_names), Counter(end(*it) for it in after.edges())
    if verdicts - verdicts_after:
        assert found.remarks
    assert [it for it in told(after)[1] if "is no model of what `to` names" not in it] == [] or found.remarks


def test_a_file_that_leaves_every_app_is_left_to_people() -> None:
    rules = (
        "version: 1\nproject: {settings: settings}\nedges:\n- id: rate\n  from: warehouse.api\n"
        "  to: billing.parts.tax\n  intent: intentional\n  why: Agreed.\n"
    )
    before = snapshot_of(world(()), rules)
    found = follow([before], (PathChange("stock/api.py", "apart.py"),), before.texts.get)
    problem = "the rule `rate` names `warehouse.api`, which will belong to no app"
    assert found == Following((), (f"rules.yaml: {problem}. Remove or change the rule.",))


def test_a_model_that_names_its_app_stays_in_it() -> None:
    """A file goes to another app; of two models in it, one says whose it is."""
    models = f"{MODELS}class Free(models.Model):\n    pass\n\n\nclass Bound(models.Model):\n    class Meta:\n"
    project = {
        "settings.py": 'INSTALLED_APPS = ["billing", "orders", "stock"]\n',
        "billing/__init__.py": "",
        "billing/rows.py": f'{models}        app_label = "billing"\n',
        "stock/__init__.py": "",
        "orders/views.py": "from billing.rows import Bound, Free\n\nBound.objects.first()\nFree.objects.first()\n",
        "rules.yaml": (
            "version: 1\nedges:\n- id: bound\n  from: orders\n  to: billing.Bound\n  via: orm-read\n"
            "  intent: intentional\n  why: So.\n"
            "- id: free\n  from: orders\n  to: billing.Free\n  via: orm-read\n  intent: intentional\n  why: So.\n"
        ),
    }
    before = Snapshot.of_texts(project, Layout(settings=("settings",)))
    found = follow([before], (PathChange("billing/rows.py", "stock/rows.py"),), before.texts.get)
    rules = followed(before, found)
    assert rules == project["rules.yaml"].replace("billing.Free", "stock.Free")
    moved = {"stock/rows.py": project["billing/rows.py"], "rules.yaml": rules}
    moved["orders/views.py"] = project["orders/views.py"].replace("billing", "stock")
    after = Snapshot.of_texts(
        {path: text for path, text in {**project, **moved}.items() if path != "billing/rows.py"},
        Layout(settings=("settings",)),
    )
    assert told(after) == (set(), [])


def test_a_rule_whose_edges_come_into_one_app_is_told() -> None:
    rules = (
        "version: 1\nproject: {settings: settings}\nedges:\n- id: rate\n  from: warehouse.api\n"
        "  to: billing.parts.tax\n  intent: intentional\n  why: Agreed.\n"
    )
    before = snapshot_of(world(()), rules)
    found = follow([before], (PathChange("stock/api.py", "billing/api.py"),), before.texts.get)
    assert "from: billing.api" in followed(before, found)
    problem = "the rule `rate` will have no edge, as none of its own leads to another app then"
    assert found.remarks == (f"rules.yaml: {problem}. Remove it.",)


def test_a_rule_that_would_cover_something_else_stays_as_it_is() -> None:
    """A selector names a module, and a function of the same name as well: no new name has both."""
    project = {
        "settings.py": 'INSTALLED_APPS = ["billing", "orders"]\n',
        "billing/models.py": FILES["billing/models.py"],
        "orders/pay.py": "from billing.models import Note\n",
        "orders/api.py": "from billing.models import Note\n\n\ndef pay():\n    Note.objects.first()\n",
        "rules.yaml": (
            "version: 1\nedges:\n- {id: both, from: orders.pay, to: billing.Note, intent: intentional, why: So.}\n"
            "- {id: mine, from: orders.pay, to: billing.models, intent: intentional, why: So.}\n"
        ),
    }
    before = Snapshot.of_texts(project, Layout(settings=("settings",)))
    found = follow([before], (PathChange("orders/pay.py", "orders/paid.py"),), before.texts.get)
    assert found.files == ()
    place = "1 edge (orders.api -> billing.Note)"
    problem = f"the rule `both` stays as it is, as with new names it would not cover the same: {place}"
    assert f"rules.yaml: {problem}. Change the rule by hand, or approve these edges anew." in found.remarks


def test_a_label_that_is_taken_is_left_to_people() -> None:
    before = snapshot_of(world(()), "version: 1\nproject: {settings: settings}\n")
    found = follow([before], (PathChange("billing", "warehouse"),), before.texts.get)
    problem = "both warehouse and stock would be the app `warehouse`"
    assert found == Following((), (f"rules.yaml stays as it is: {problem}. Change its names by hand.",))


def test_a_file_that_another_project_needs_as_it_is_stays() -> None:
    """Two projects share their rules; an app is renamed in one of them, the other has one of that label, too."""
    rules = (
        "version: 1\nproject: {settings: settings}\nedges:\n"
        "- {id: a, from: orders, to: billing.models, intent: intentional, why: So.}\n"
    )
    mine, other = snapshot_of(world(()), rules), snapshot_of(world(()), rules)
    change = PathChange("billing/models.py", "billing/rows.py")
    assert followed(mine, follow([mine, other], (change,), mine.texts.get)) == rules.replace("models", "rows")
    small = {
        "settings.py": 'INSTALLED_APPS = ["billing", "orders"]\n',
        "billing/__init__.py": "",
        "billing/models/__init__.py": FILES["billing/models.py"],
        "orders/views.py": "from billing.models import Note\n",
        "rules.yaml": rules,
    }
    apart = Snapshot.of_texts(small, Layout())
    found = follow([mine, apart], (change,), mine.texts.get)
    problem = "another project that it judges needs the names as they are"
    assert found == Following((), (f"rules.yaml stays as it is: {problem}.",))


def test_what_is_written_where_no_edit_can_tell_is_left_to_people() -> None:
    """An alias stands for its anchor; the rule that has the anchor changes both, so neither is edited by itself."""
    rules = (
        "version: 1\nproject: {settings: settings}\nedges:\n"
        "- {id: a, from: orders.views, to: &note billing.models.Note, intent: intentional, why: Agreed.}\n"
        "- {id: b, from: orders, to: *note, intent: intentional, why: Agreed.}\n"
        "- {id: c, from: orders, to: billing.models.Invoice, intent: intentional, why: Agreed.}\n"
    )
    before = snapshot_of(world(()), rules)
    found = follow([before], (PathChange("billing/models.py", "billing/rows.py"),), before.texts.get)
    assert followed(before, found) == rules.replace("models", "rows")
    assert found.remarks == ()
    assert Text.of(rules) == before.texts["rules.yaml"]
