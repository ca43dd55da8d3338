"""The rules in the section `edges` of a rules file."""

import datetime

from coupling_lsp.model.edge_kinds import KINDS, Kind
from coupling_lsp.model.rules import BLANK, INTENTS, Fix, Remedy, Replacement, Rule, Selector
from coupling_lsp.rules.loading.keys import key_names
from coupling_lsp.rules.loading.selectors import read_selector
from coupling_lsp.rules.suggestions import alternatives, iso_date, similar_word
from coupling_lsp.rules.yaml.nodes import Mapping, Node, Scalar
from coupling_lsp.rules.yaml.reader import NodeReader, first_key, has_keys

_WIDENING_FAULTS = ("Unknown kind", "`intent` cannot be", "A rule needs `intent`")
"""How messages begin of faults without which a rule would say more than was meant."""


def read_rules(reader: NodeReader, node: Node | None, open_nodes: list[Node]) -> tuple[Rule, ...]:
    """Return the rules. Of a file that breaks off, an entry of `open_nodes` counts only when what it needs is there."""
    rules: list[Rule] = []
    ids: set[str] = set()
    for item in reader.items(node, "`edges`"):
        if any(item is it for it in open_nodes) and not has_keys(item, "id", "from", "to", "intent", "why"):
            continue
        entry = reader.mapping(item, "an edge rule", key_names("edges"))
        if entry is None:
            continue
        n_problems = len(reader.problems)
        rule = _rule(reader, entry)
        if any(problem.message.startswith(_WIDENING_FAULTS) for problem in reader.problems[n_problems:]):
            continue
        if rule.id and rule.id in ids:
            remedy = Remedy("replace", _free_id(rule.id, ids))
            message = f"Another rule is called `{rule.id}`; give each its own id"
            reader.report(message, entry.get("id") or entry, remedy)
        ids.add(rule.id)
        if rule.sources and rule.targets:
            rules.append(rule)
    return tuple(rules)


def _free_id(rule_id: str, ids: set[str]) -> str:
    """Return an id that is not taken: `name-2` for `name`, or with the next number."""
    return next(it for number in range(2, len(ids) + 3) if (it := f"{rule_id}-{number}") not in ids)


def _rule(reader: NodeReader, entry: Mapping) -> Rule:
    id_node = entry.get("id")
    rule_id = reader.required(entry, "id", "A rule")
    sources = _selectors(reader, entry, "from")
    targets = _selectors(reader, entry, "to")
    intent = reader.choice(entry.get("intent"), "`intent`", INTENTS, "intentional")
    if entry.get("intent") is None:
        reader.report(f"A rule needs `intent`: {alternatives(INTENTS)}", first_key(entry))
    reason = reader.required(entry, "why", "A rule", BLANK)
    review = entry.get("review-by")
    return Rule(
        rule_id,
        sources,
        targets,
        _kinds(reader, entry.get("via")),
        intent,
        reason,
        _fix(reader, entry.get("fix")),
        reader.text(entry.get("owner"), "`owner`"),
        _date(reader, review),
        id_node.span if id_node is not None else first_key(entry).span,
        review.span if review is not None else first_key(entry).span,
        (entry.get("why") or first_key(entry)).span,
    )


def _selectors(reader: NodeReader, entry: Mapping, key: str) -> tuple[Selector, ...]:
    node = entry.get(key)
    if node is None:
        reader.report(f"A rule needs `{key}`: an app, or a module or symbol inside one", first_key(entry))
        return ()
    scalars = reader.texts(node, f"`{key}`")
    selectors = [selector for scalar in scalars if (selector := read_selector(reader, scalar)) is not None]
    if not reader.texts(node, f"`{key}`"):
        reader.report(f"`{key}` is empty: name an app, or a module or symbol inside one", entry.key(key) or node)
    return tuple(selectors)


def _kinds(reader: NodeReader, node: Node | None) -> tuple[Kind, ...]:
    kinds: list[Kind] = []
    for scalar in reader.texts(node, "`via`"):
        kind = next((kind for kind in KINDS if kind == scalar.value), None)
        if kind is None:
            message = f"Unknown kind `{scalar.value}`; use {alternatives(KINDS)}"
            reader.report_with_suggestion(message, scalar, similar_word(scalar.value, KINDS, 0.5))
        else:
            kinds.append(kind)
    return tuple(kinds)


def _fix(reader: NodeReader, node: Node | None) -> Fix:
    if isinstance(node, Scalar):
        return Fix(reader.text(node, "`fix`"))
    fix = reader.mapping(node, "`fix`", key_names("edges", "fix"))
    if fix is None:
        return Fix()
    replacements = [_replacement(reader, fix)]
    for item in reader.items(fix.get("calls"), "`calls`"):
        if (pair := reader.mapping(item, "an item of `calls`", key_names("edges", "fix", "calls"))) is not None:
            replacements.append(_replacement(reader, pair, is_needed=True))
    return Fix(reader.text(fix.get("advice"), "`advice`"), tuple(it for it in replacements if it is not None))


def _replacement(reader: NodeReader, pair: Mapping, *, is_needed: bool = False) -> Replacement | None:
    query_node, call_node = pair.get("replace"), pair.get("with")
    pattern, call = reader.text(query_node, "`replace`"), reader.text(call_node, "`with`")
    if query_node is not None and call_node is not None and pattern and call:
        return Replacement(pattern, call, query_node.span, call_node.span)
    if pattern or call or is_needed:
        message = "`replace` and `with` belong together: the code to find, and the call to put there"
        reader.report(message, first_key(pair))
    return None


def _date(reader: NodeReader, node: Node | None) -> str:
    text = reader.text(node, "`review-by`")
    if node is None or not text:
        return ""
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        reader.report_with_suggestion("`review-by` must be a date like 2027-03-31", node, iso_date(text))
        return ""
