"""From a rules file to a `RuleSet`. Every fault is told at its place, and the rest of the file still works."""

import datetime
import re

from coupling_lsp.model.config import DEFAULT_EXCLUDE, DEFAULT_TESTS, Config
from coupling_lsp.model.edge_kinds import KINDS, Kind
from coupling_lsp.model.rules import (
    BLANK,
    INTENTS,
    POLICY,
    SEVERITIES,
    AppNote,
    Fix,
    Remedy,
    Rule,
    RuleSet,
    Selector,
    Severity,
)
from coupling_lsp.rules import keys, meant
from coupling_lsp.rules.contract_schema import Mentions, contracts
from coupling_lsp.rules.nodes import Mapping, Node, Scalar, parse, scalars
from coupling_lsp.rules.reader import Reader, first, has, listed
from coupling_lsp.rules.selector_schema import selector
from coupling_lsp.text import Text

TOP = keys.names()
PROJECT = keys.names("project")
APP = keys.names("apps", "*")
RULE = keys.names("edges")
FIX = keys.names("edges", "fix")
CONTRACT = keys.names("contracts")

_SELECTOR = re.compile(r"[\w*]+(\.[\w*-]+)*")


Services = tuple[tuple[str, tuple[str, ...]], ...]
"""Names that stand outside of rules, with their places."""


def load(text: Text, path: str) -> RuleSet:
    """The rules of a file's text. Never raises; what is wrong stands in `problems`."""
    document = parse(text)
    reader = Reader()
    reader.problems.extend(document.problems)
    top = reader.mapping(document.root, "the rules file", TOP)
    if top is None:
        return RuleSet(path, problems=tuple(reader.problems), broken=document.broken)
    version = top.get("version")
    if version is None or (isinstance(version, Scalar) and version.value != "1"):
        remedy = Remedy("add", "version: 1") if version is None else None
        reader.report("`version: 1` is needed: it says how to read this file", version or first(top), remedy)
    notes, services, modules = _apps(reader, top.get("apps"))
    found, mentions = contracts(reader, top.get("contracts"), document.unfinished)
    mentions += [(it.value, it.span) for it in _scalars(top.get("project"), "shared")]
    kinds = _of_kinds(reader, top.get("policy"))
    return RuleSet(
        path,
        _config(reader, top.get("project"), services),
        notes,
        _policy(reader, top.get("policy")),
        _rules(reader, top.get("edges"), document.unfinished),
        found,
        tuple(reader.problems),
        document.broken,
        tuple(mentions),
        tuple(modules + [(it.value, it.span) for it in _scalars(top.get("project"), "settings")]),
        kinds,
    )


def _scalars(section: Node | None, key: str) -> list[Scalar]:
    node = section.get(key) if isinstance(section, Mapping) else None
    return [it for it in scalars(node) if it.value] if node is not None else []


def _config(reader: Reader, node: Node | None, services: Services) -> Config:
    project = reader.mapping(node, "`project`", PROJECT)
    if project is None:
        return Config(services=services)

    def values(key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        given = project.get(key)
        return default if given is None else tuple(it.value for it in reader.texts(given, f"`{key}`"))

    return Config(
        values("settings"),
        values("shared"),
        values("tests", DEFAULT_TESTS),
        values("exclude", DEFAULT_EXCLUDE),
        values("loaders"),
        services,
    )


def _apps(reader: Reader, node: Node | None) -> tuple[tuple[AppNote, ...], Services, Mentions]:
    notes: list[AppNote] = []
    services: list[tuple[str, tuple[str, ...]]] = []
    modules: Mentions = []
    apps = reader.mapping(node, "`apps`", ())
    for key, value in apps.items if apps is not None else ():
        app = reader.mapping(value, f"the app `{key.value}`", APP)
        role = reader.text(app.get("role"), "`role`") if app is not None else ""
        owners = reader.texts(app.get("owners"), "`owners`") if app is not None else ()
        notes.append(AppNote(key.value, role, tuple(it.value for it in owners), key.span))
        if app is not None and (given := app.get("services")) is not None:
            named = reader.texts(given, "`services`")
            services.append((key.value, tuple(it.value for it in named)))
            modules += [(it.value, it.span) for it in named]
    return tuple(notes), tuple(services), modules


def _policy(reader: Reader, node: Node | None) -> tuple[tuple[str, Severity], ...]:
    policy = dict(POLICY)
    given = reader.mapping(node, "`policy`", (*POLICY, "kinds"))
    for key, value in given.items if given is not None else ():
        if key.value in policy:
            policy[key.value] = reader.word(value, f"`{key.value}`", SEVERITIES, policy[key.value])
    return tuple(policy.items())


def _of_kinds(reader: Reader, policy: Node | None) -> tuple[tuple[Kind, Severity], ...]:
    """What `policy.kinds` says of single kinds; a fault of `policy` itself is told by `_policy`."""
    given = reader.mapping(policy.get("kinds"), "`kinds`", KINDS) if isinstance(policy, Mapping) else None
    found: dict[Kind, Severity] = {}
    for key, value in given.items if given is not None else ():
        kind = next((it for it in KINDS if it == key.value), None)
        if kind is not None and kind not in found:
            found[kind] = reader.word(value, f"`{kind}`", SEVERITIES, "off")
    return tuple(found.items())


def _rules(reader: Reader, node: Node | None, unfinished: list[Node]) -> tuple[Rule, ...]:
    rules: list[Rule] = []
    ids: set[str] = set()
    for item in reader.items(node, "`edges`"):
        if any(item is it for it in unfinished) and not has(item, "id", "from", "to", "intent", "why"):
            continue
        entry = reader.mapping(item, "an edge rule", RULE)
        if entry is None:
            continue
        n_faults = len(reader.problems)
        rule = _rule(reader, entry)
        if any(it.message.startswith(_WIDENING) for it in reader.problems[n_faults:]):
            continue  # Read without what is wrong in it, the rule would say more than was meant.
        if rule.id and rule.id in ids:
            remedy = Remedy("replace", _free(rule.id, ids))
            reader.report(f"Another rule is called `{rule.id}`; give each its own id", entry.get("id") or entry, remedy)
        ids.add(rule.id)
        if rule.sources and rule.targets:
            rules.append(rule)
    return tuple(rules)


def _free(name: str, taken: set[str]) -> str:
    return next(it for number in range(2, len(taken) + 3) if (it := f"{name}-{number}") not in taken)


_WIDENING = ("Unknown kind", "`intent` cannot be", "A rule needs `intent`")


def _rule(reader: Reader, entry: Mapping) -> Rule:
    id_node = entry.get("id")
    name = reader.required(entry, "id", "A rule")
    sources = _selectors(reader, entry, "from")
    targets = _selectors(reader, entry, "to")
    intent = reader.word(entry.get("intent"), "`intent`", INTENTS, "intentional")
    if entry.get("intent") is None:
        reader.report(f"A rule needs `intent`: {listed(INTENTS)}", first(entry))
    why = reader.required(entry, "why", "A rule", BLANK)
    review = entry.get("review-by")
    return Rule(
        name,
        sources,
        targets,
        _kinds(reader, entry.get("via")),
        intent,
        why,
        _fix(reader, entry.get("fix")),
        reader.text(entry.get("owner"), "`owner`"),
        _date(reader, review),
        id_node.span if id_node is not None else first(entry).span,
        review.span if review is not None else first(entry).span,
    )


def _selectors(reader: Reader, entry: Mapping, key: str) -> tuple[Selector, ...]:
    node = entry.get(key)
    if node is None:
        reader.report(f"A rule needs `{key}`: an app, or a module or symbol inside one", first(entry))
        return ()
    found = [found for it in reader.texts(node, f"`{key}`") if (found := selector(reader, it)) is not None]
    if not reader.texts(node, f"`{key}`"):
        reader.report(f"`{key}` is empty: name an app, or a module or symbol inside one", entry.key(key) or node)
    return tuple(found)


def _kinds(reader: Reader, node: Node | None) -> tuple[Kind, ...]:
    found: list[Kind] = []
    for it in reader.texts(node, "`via`"):
        kind = next((kind for kind in KINDS if kind == it.value), None)
        if kind is None:
            reader.doubt(f"Unknown kind `{it.value}`; use {listed(KINDS)}", it, meant.word(it.value, KINDS, 0.5))
        else:
            found.append(kind)
    return tuple(found)


def _fix(reader: Reader, node: Node | None) -> Fix:
    if isinstance(node, Scalar):
        return Fix(reader.text(node, "`fix`"))
    fix = reader.mapping(node, "`fix`", FIX)
    if fix is None:
        return Fix()
    advice, replace, replacement = (reader.text(fix.get(key), f"`{key}`") for key in FIX)
    if bool(replace) != bool(replacement):
        reader.report("`replace` and `with` belong together: the code to find, and the call to put there", first(fix))
    return Fix(advice, replace, replacement)


def _date(reader: Reader, node: Node | None) -> str:
    value = reader.text(node, "`review-by`")
    if node is None or not value:
        return ""
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        reader.doubt("`review-by` must be a date like 2027-03-31", node, meant.date(value))
        return ""
