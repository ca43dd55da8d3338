"""Ids of new rules: the app, the module if the rule names one, a verb, and what is used."""

import re
from collections.abc import Iterable, Iterator

from coupling_lsp.model.edge_kinds import EDGE_KINDS
from coupling_lsp.reports.init.rule_groups import RuleGroup


def groups_with_ids(groups: Iterable[RuleGroup], other_ids: Iterable[str] = ()) -> Iterator[tuple[RuleGroup, str]]:
    """Yield the groups, each with an id that no other rule has."""
    used_ids = set(other_ids)
    for group in groups:
        plain = _group_id(group)
        name, number = plain, 2
        while name in used_ids:
            name, number = f"{plain}-{number}", number + 1
        used_ids.add(name)
        yield group, name


def _group_id(group: RuleGroup) -> str:
    edge = group.edges[0]
    module = ""
    if edge.kind != "schema" and len(group.sources) == 1 and group.sources[0].parts:
        module = edge.module.rpartition(".")[2]
    symbols = {it.to_symbol for it in group.edges}
    target_name = edge.to_symbol if len(symbols) == 1 and edge.to_symbol else edge.to_app
    words = "-".join(filter(None, (edge.app, module, EDGE_KINDS[edge.kind].id_verb, target_name)))
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[\W_]+", "-", words).strip("-").lower() or "rule"
