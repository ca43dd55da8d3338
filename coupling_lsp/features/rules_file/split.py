"""Put names in the place of a selector that names many things: those it covers today."""

from collections.abc import Callable, Iterator

from coupling_lsp.features.rules_file.rule_action import RuleAction
from coupling_lsp.fixes.coverage import Coverage, coverage
from coupling_lsp.fixes.new_rules import source_selector, target_selector
from coupling_lsp.fixes.rules_file import meaning
from coupling_lsp.fixes.rules_file.word_edits import replacements
from coupling_lsp.globs.dialects import label_matches
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Rule, Selector
from coupling_lsp.rules.matching.specificity import rank_of, source_of, target_of
from coupling_lsp.rules.yaml.outline_tree import Block
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text

_SYMBOL_RANK = 3
"""The rank of a selector that names a symbol."""


def splits(snapshot: Snapshot, text: Text, block: Block, number: int, keys: set[str]) -> Iterator[RuleAction]:
    """Yield a split of each wildcard and each whole app behind some keys of a rule, by its number in the file.

    One is offered only if the rule keeps every edge it has, and gets no other.
    """
    rule = snapshot.ruleset.rules[number]
    decided_edges = [edge for edge, decision in snapshot.edges() if decision.rule is rule]
    for key, selectors in (("from", rule.sources), ("to", rule.targets)):
        entry = block.entry(key)
        for selector in selectors if key in keys and entry is not None else ():
            names = _names(snapshot, decided_edges, key, selector, selectors) if _is_wide(selector) else ()
            change = _split(key, selector, names)
            if not names or entry is None or not _keeps_edges(snapshot, number, change(rule)):
                continue
            count = f"{len(names)} {'name' if len(names) == 1 else 'names'}"
            title = f"Replace `{selector.written}` in `{key}` by what it covers today ({count})"
            ways = tuple(replacements(text, entry, selector.span, names))
            yield RuleAction("split-selector", title, ways, change)


def _is_wide(selector: Selector) -> bool:
    return "*" in selector.written or not selector.parts


def _names(
    snapshot: Snapshot, edges: list[Edge], key: str, selector: Selector, selectors: tuple[Selector, ...]
) -> tuple[str, ...]:
    """Return the names of what a selector covers and no other one beside it names, none where that is all of an app."""
    names: set[str] = set()
    end_of, narrow_selector = (source_of, source_selector) if key == "from" else (target_of, target_selector)
    for edge in edges:
        end = end_of(edge, snapshot.apps)
        rank = rank_of(selector, end)
        is_named = any(it is not selector and rank_of(it, end) is not None for it in selectors)
        if rank is not None and not is_named:
            is_symbol = rank[0] == _SYMBOL_RANK
            names.add(".".join((end.app, *end.symbol)) if is_symbol else narrow_selector(snapshot, edge))
    return tuple(sorted(names)) if all("." in it for it in names) else ()


def _split(key: str, selector: Selector, names: tuple[str, ...]) -> Callable[[Rule], Rule]:
    def split_rule(rule: Rule) -> Rule:
        if key == "from":
            return rule._replace(sources=_with_names(rule.sources, selector, names))
        return rule._replace(targets=_with_names(rule.targets, selector, names))

    return split_rule


def _with_names(selectors: tuple[Selector, ...], selector: Selector, names: tuple[str, ...]) -> tuple[Selector, ...]:
    position = next(number for number, it in enumerate(selectors) if it.written == selector.written)
    return (*selectors[:position], *(meaning.selector(it) for it in names), *selectors[position + 1 :])


def _keeps_edges(snapshot: Snapshot, number: int, rule: Rule) -> bool:
    rules = list(snapshot.ruleset.rules)
    present_rule, rules[number] = rules[number], rule
    edges = (
        (edge, decision)
        for edge, decision in snapshot.edges()
        if decision.rule is present_rule
        or (
            any(label_matches(it.app, edge.app) for it in rule.sources)
            and any(label_matches(it.app, edge.to_app) for it in rule.targets)
        )
    )
    return coverage(snapshot, edges, rules, number) == Coverage(())
