"""The contracts in the section `contracts` of a rules file."""

from coupling_lsp.model.rules import CONTRACT_TYPES, Contract, IgnoredEdge, Mention
from coupling_lsp.rules.loading.keys import REQUIRED_BY_TYPE, key_names
from coupling_lsp.rules.loading.selectors import read_selector
from coupling_lsp.rules.suggestions import alternatives
from coupling_lsp.rules.yaml.nodes import Mapping, Node
from coupling_lsp.rules.yaml.reader import NodeReader, first_key, has_keys


def read_contracts(
    reader: NodeReader, node: Node | None, open_nodes: list[Node]
) -> tuple[tuple[Contract, ...], list[Mention]]:
    """Return the contracts, and the labels of apps they name, with their places.

    Of a file that breaks off, an entry of `open_nodes` counts only when its id and type are there.
    """
    contracts: list[Contract] = []
    mentions: list[Mention] = []
    for item in reader.items(node, "`contracts`"):
        if any(item is it for it in open_nodes) and not has_keys(item, "id", "type"):
            continue
        entry = reader.mapping(item, "a contract", key_names("contracts"))
        if entry is not None:
            contract, labels = _contract(reader, entry)
            contracts.append(contract)
            mentions += labels
    return tuple(contracts), mentions


def _contract(reader: NodeReader, entry: Mapping) -> tuple[Contract, list[Mention]]:
    labels = {key: reader.texts(entry.get(key), f"`{key}`") for key in ("apps", "from", "to")}
    layers = [reader.texts(layer, "a layer") for layer in reader.items(entry.get("layers"), "`layers`")]
    mentions = [(scalar.value, scalar.span) for scalars in (*labels.values(), *layers) for scalar in scalars]
    id_node = entry.get("id")
    if entry.get("type") is None:
        reader.report(f"A contract needs `type`: {alternatives(CONTRACT_TYPES)}", id_node or first_key(entry))
    contract_type = reader.choice(entry.get("type"), "`type`", CONTRACT_TYPES, "independence")
    is_known_type = contract_type == getattr(entry.get("type"), "value", None)
    for key in REQUIRED_BY_TYPE[contract_type] if is_known_type else ():
        if entry.get(key) is None:
            reader.report(f"A contract of type `{contract_type}` needs `{key}`", id_node or first_key(entry))
    contract = Contract(
        reader.required(entry, "id", "A contract"),
        contract_type,
        tuple(scalar.value for scalar in labels["apps"]),
        tuple(tuple(scalar.value for scalar in layer) for layer in layers),
        tuple(scalar.value for scalar in labels["from"]),
        tuple(scalar.value for scalar in labels["to"]),
        reader.text(entry.get("why"), "`why`"),
        id_node.span if id_node is not None else entry.span,
        _ignored_edges(reader, entry.get("ignore")),
        (entry.get("why") or first_key(entry)).span,
    )
    ends = [(selector, edge.span) for edge in contract.ignore for selector in (edge.source, edge.target)]
    mentions += [(selector.app, span) for selector, span in ends if "*" not in selector.app]
    return contract, mentions


def _ignored_edges(reader: NodeReader, node: Node | None) -> tuple[IgnoredEdge, ...]:
    edges: list[IgnoredEdge] = []
    for scalar in reader.texts(node, "`ignore`"):
        ends = [part.strip() for part in scalar.value.split("->")]
        if len(ends) != 2:
            reader.report("Write an edge to ignore as `from -> to`, with a selector at each end", scalar)
            continue
        source, target = (read_selector(reader, scalar, end) for end in ends)
        if source is not None and target is not None:
            edges.append(IgnoredEdge(source, target, scalar.span))
    return tuple(edges)
