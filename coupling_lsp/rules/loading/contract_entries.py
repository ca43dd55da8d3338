"""The contracts of a rules file, as written."""

from coupling_lsp.model.rules import CONTRACT_TYPES, Contract, IgnoredEdge
from coupling_lsp.rules.loading import keys
from coupling_lsp.rules.loading.keys import NEEDED_BY_TYPE
from coupling_lsp.rules.loading.selectors import selector
from coupling_lsp.rules.yaml.nodes import Node
from coupling_lsp.rules.yaml.reader import Reader, first, has, listed
from coupling_lsp.text import Span

CONTRACT = keys.names("contracts")

Mentions = list[tuple[str, Span]]


def contracts(reader: Reader, node: Node | None, unfinished: list[Node]) -> tuple[tuple[Contract, ...], Mentions]:
    found: list[Contract] = []
    mentions: Mentions = []
    for item in reader.items(node, "`contracts`"):
        if any(item is it for it in unfinished) and not has(item, "id", "type"):
            continue
        entry = reader.mapping(item, "a contract", CONTRACT)
        if entry is None:
            continue
        labels = {key: reader.texts(entry.get(key), f"`{key}`") for key in ("apps", "from", "to")}
        layers = [reader.texts(it, "a layer") for it in reader.items(entry.get("layers"), "`layers`")]
        mentions += [(it.value, it.span) for named in (*labels.values(), *layers) for it in named]
        id_node = entry.get("id")
        if entry.get("type") is None:
            reader.report(f"A contract needs `type`: {listed(CONTRACT_TYPES)}", id_node or first(entry))
        kind = reader.word(entry.get("type"), "`type`", CONTRACT_TYPES, "independence")
        for key in NEEDED_BY_TYPE[kind] if kind == getattr(entry.get("type"), "value", None) else ():
            if entry.get(key) is None:
                reader.report(f"A contract of type `{kind}` needs `{key}`", id_node or first(entry))
        found.append(
            Contract(
                reader.required(entry, "id", "A contract"),
                kind,
                tuple(it.value for it in labels["apps"]),
                tuple(tuple(it.value for it in layer) for layer in layers),
                tuple(it.value for it in labels["from"]),
                tuple(it.value for it in labels["to"]),
                reader.text(entry.get("why"), "`why`"),
                id_node.span if id_node is not None else entry.span,
                _ignored(reader, entry.get("ignore")),
            )
        )
        mentions += [(end.app, it.span) for it in found[-1].ignore for end in it[:2] if "*" not in end.app]
    return tuple(found), mentions


def _ignored(reader: Reader, node: Node | None) -> tuple[IgnoredEdge, ...]:
    found: list[IgnoredEdge] = []
    for it in reader.texts(node, "`ignore`"):
        ends = [part.strip() for part in it.value.split("->")]
        if len(ends) != 2:
            reader.report("Write an edge to ignore as `from -> to`, with a selector at each end", it)
            continue
        source, target = selector(reader, it, ends[0]), selector(reader, it, ends[1])
        if source is not None and target is not None:
            found.append(IgnoredEdge(source, target, it.span))
    return tuple(found)
