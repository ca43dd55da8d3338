"""Hovers in `rules.yaml`: which sites a rule covers, what a selector names, what a key or a word means."""

from collections.abc import Iterable
from itertools import groupby

from coupling_lsp.features import wording
from coupling_lsp.features.rules_file import descriptions
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import Hover
from coupling_lsp.model.rules import Contract, Rule
from coupling_lsp.rules import contracts
from coupling_lsp.rules.loading import keys
from coupling_lsp.rules.loading.key import Key
from coupling_lsp.rules.yaml.outline import outline
from coupling_lsp.rules.yaml.outline_tree import Entry, Word, walk
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text

_MAX_GROUPS = 12
"""How many pairs of apps and kinds a hover lists; of more it tells the number."""

_MAX_SITES = 3
"""How many places of each are listed; of more it tells the number."""


def hover(snapshot: Snapshot, text: Text, line: int, column: int) -> Hover | None:
    """Return what to show at a line and column, from 1, of the rules file, whose text is `text`."""
    for entry in walk(outline(text)):
        for word in (entry.key, entry.value):
            if isinstance(word, Word) and _span(word).contains(line, column):
                description = (
                    _hover_of_key(snapshot, entry) if word is entry.key else _hover_of_value(snapshot, entry, word)
                )
                return Hover(_span(word), description) if description else None
    return None


def _span(word: Word) -> Span:
    return word.span if not word.is_text else Span(*word.start, word.start[0], word.start[1] + 1)


def _hover_of_key(snapshot: Snapshot, entry: Entry) -> str:
    if entry.key is None:
        return ""
    if entry.path in (("edges", "id"), ("contracts", "id")) and isinstance(entry.value, Word):
        return _hover_of_value(snapshot, entry, entry.value)
    if entry.parent.path == ("apps",):
        return descriptions.app(snapshot, entry.key.text)
    key = keys.key_at(*entry.path)
    return _key_description(key) if key is not None else ""


def _key_description(key: Key) -> str:
    lines = [f"**{key.name}**{' · needed' if key.needed else ''}", "", key.doc]
    if key.words and key.sort != "version":
        lines += ["", *(f"- `{word}`: {doc}" for word, doc in key.words)]
    if key.default:
        lines += ["", f"Default: {key.default}"]
    return "\n".join(lines)


def _hover_of_value(snapshot: Snapshot, entry: Entry, word: Word) -> str:
    path = entry.path
    if path == ("edges", "id"):
        rule = next((it for it in snapshot.ruleset.rules if it.span == word.span), None)
        return _rule_description(snapshot, rule) if rule is not None else ""
    if path == ("contracts", "id"):
        contract = next((it for it in snapshot.ruleset.contracts if it.span == word.span), None)
        return _contract_description(snapshot, contract) if contract is not None else ""
    key = keys.key_at(*path)
    if key is None or entry.bare:
        return ""
    if key.names == "selector":
        return descriptions.selector(snapshot, word.text, leads_here=path[-1] == "to")
    if key.names == "app":
        return descriptions.app(snapshot, word.text)
    if key.names == "root":
        return descriptions.source_roots(snapshot, word.text)
    if key.names in ("service", "settings"):
        return descriptions.module(snapshot, word.text)
    if key.names == "package":
        return descriptions.packages(snapshot, word.text)
    meaning = dict(key.words).get(word.text)
    return f"**{word.text}**\n\n{meaning}" if meaning else ""


def _rule_description(snapshot: Snapshot, rule: Rule) -> str:
    number = next((n for n, it in enumerate(snapshot.ruleset.rules) if it is rule), -1)
    covered_edges = [edge for edge, decision in snapshot.edges() if decision.rule is rule]
    n_matched = sum(number in decision.matched for _, decision in snapshot.edges())
    lines = [f"**{rule.id}** · {rule.intent}  ", rule.why, ""]
    lines += _site_lines(snapshot, "covers", covered_edges)
    if n_matched > len(covered_edges):
        n_others = n_matched - len(covered_edges)
        lines += ["", f"It matches {wording.count(n_others, 'more site')} that other rules decide."]
    if snapshot.layout.partial:
        lines += ["", "Files are still being read; there may be more."]
    return "\n".join(lines)


def _contract_description(snapshot: Snapshot, contract: Contract) -> str:
    broken_pairs = {
        pair for pair, breaches in snapshot.broken.items() if any(it.contract is contract for it in breaches)
    }
    breaking_edges = [
        edge
        for edge, _ in snapshot.edges()
        if not edge.test
        and (edge.app, edge.to_app) in broken_pairs
        and not contracts.is_excepted(contract, edge, snapshot.apps)
    ]
    lines = [f"**{contract.id}** · {contract.type}  ", contract.why, ""]
    return "\n".join(
        [*lines, *(_site_lines(snapshot, "broken at", breaking_edges) if breaking_edges else ["kept by every edge"])]
    )


def _site_lines(snapshot: Snapshot, verb: str, edges: Iterable[Edge]) -> list[str]:
    """Return the lines of a list: the number of edges, then their first places by apps and kind."""
    sorted_edges = sorted(edges, key=lambda it: (it.app, it.to_app, wording.kind(it)))
    if not sorted_edges:
        return [f"{verb} no site"]
    groups = [list(members) for _, members in groupby(sorted_edges, lambda it: (it.app, it.to_app, wording.kind(it)))]
    lines = [f"{verb} {wording.count(len(sorted_edges), 'site')}:"]
    for group in groups[:_MAX_GROUPS]:
        first = group[0]
        places = dict.fromkeys(f"`{it.path}:{snapshot.span(it.path, it.site).line}`" for it in group)
        shown_places = list(places)[:_MAX_SITES]
        shown_places += [f"{len(places) - len(shown_places)} more"] if len(places) > len(shown_places) else []
        lines.append(
            f"- {first.app} → {first.to_app} · {wording.kind(first)} ({len(group)}): {', '.join(shown_places)}"
        )
    n_more_groups = len(groups) - _MAX_GROUPS
    return [*lines, *([f"- … and {n_more_groups} more of other apps or kinds"] if n_more_groups > 0 else [])]
