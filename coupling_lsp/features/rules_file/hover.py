"""Hovers in `rules.yaml`: which sites a rule covers, what a selector names, what a key or a word means."""

from collections.abc import Iterable
from itertools import groupby

from coupling_lsp.features import words
from coupling_lsp.features.rules_file import named
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

_MOST_GROUPS = 12
_MOST_SITES = 3


def hover(snapshot: Snapshot, text: Text, line: int, column: int) -> Hover | None:
    """What to show at a line and column, from 1, of the rules file; `text` is its text."""
    for entry in walk(outline(text)):
        for word in (entry.key, entry.value):
            if isinstance(word, Word) and _shown(word).contains(line, column):
                told = _key(snapshot, entry) if word is entry.key else _value(snapshot, entry, word)
                return Hover(_shown(word), told) if told else None
    return None


def _shown(word: Word) -> Span:
    return word.span if not word.is_text else Span(*word.start, word.start[0], word.start[1] + 1)


def _key(snapshot: Snapshot, entry: Entry) -> str:
    if entry.key is None:
        return ""
    if entry.path in (("edges", "id"), ("contracts", "id")) and isinstance(entry.value, Word):
        return _value(snapshot, entry, entry.value)
    if entry.parent.path == ("apps",):
        return named.app(snapshot, entry.key.text)
    key = keys.key_at(*entry.path)
    return _doc(key) if key is not None else ""


def _doc(key: Key) -> str:
    lines = [f"**{key.name}**{' · needed' if key.needed else ''}", "", key.doc]
    if key.words and key.sort != "version":
        lines += ["", *(f"- `{word}`: {doc}" for word, doc in key.words)]
    if key.default:
        lines += ["", f"Default: {key.default}"]
    return "\n".join(lines)


def _value(snapshot: Snapshot, entry: Entry, word: Word) -> str:
    path = entry.path
    if path == ("edges", "id"):
        rule = next((it for it in snapshot.ruleset.rules if it.span == word.span), None)
        return _rule(snapshot, rule) if rule is not None else ""
    if path == ("contracts", "id"):
        contract = next((it for it in snapshot.ruleset.contracts if it.span == word.span), None)
        return _contract(snapshot, contract) if contract is not None else ""
    key = keys.key_at(*path)
    if key is None or entry.bare:
        return ""
    if key.names == "selector":
        return named.selector(snapshot, word.text, leads_here=path[-1] == "to")
    if key.names == "app":
        return named.app(snapshot, word.text)
    if key.names in ("service", "settings"):
        return named.module(snapshot, word.text)
    meaning = dict(key.words).get(word.text)
    return f"**{word.text}**\n\n{meaning}" if meaning else ""


def _rule(snapshot: Snapshot, rule: Rule) -> str:
    number = next((n for n, it in enumerate(snapshot.ruleset.rules) if it is rule), -1)
    covered = [edge for edge, decision in snapshot.edges() if decision.rule is rule]
    n_matched = sum(number in decision.matched for _, decision in snapshot.edges())
    lines = [f"**{rule.id}** · {rule.intent}  ", rule.why, ""]
    lines += _sites(snapshot, "covers", covered)
    if n_matched > len(covered):
        n_others = n_matched - len(covered)
        lines += ["", f"It matches {words.count(n_others, 'more site')} that other rules decide."]
    if snapshot.layout.partial:
        lines += ["", "Files are still being read; there may be more."]
    return "\n".join(lines)


def _contract(snapshot: Snapshot, contract: Contract) -> str:
    broken = {pair for pair, found in snapshot.broken.items() if any(it.contract is contract for it in found)}
    breaking = [
        it
        for it, _ in snapshot.edges()
        if not it.test and (it.app, it.to_app) in broken and not contracts.is_excepted(contract, it, snapshot.apps)
    ]
    lines = [f"**{contract.id}** · {contract.type}  ", contract.why, ""]
    return "\n".join([*lines, *(_sites(snapshot, "broken at", breaking) if breaking else ["kept by every edge"])])


def _sites(snapshot: Snapshot, verb: str, edges: Iterable[Edge]) -> list[str]:
    """How many edges, then by apps and kind with the first places of each."""
    ordered = sorted(edges, key=lambda it: (it.app, it.to_app, words.kind(it)))
    if not ordered:
        return [f"{verb} no site"]
    groups = [list(found) for _, found in groupby(ordered, lambda it: (it.app, it.to_app, words.kind(it)))]
    lines = [f"{verb} {words.count(len(ordered), 'site')}:"]
    for group in groups[:_MOST_GROUPS]:
        first = group[0]
        places = dict.fromkeys(f"`{it.path}:{snapshot.span(it.path, it.site).line}`" for it in group)
        shown = list(places)[:_MOST_SITES]
        shown += [f"{len(places) - len(shown)} more"] if len(places) > len(shown) else []
        lines.append(f"- {first.app} → {first.to_app} · {words.kind(first)} ({len(group)}): {', '.join(shown)}")
    left = len(groups) - _MOST_GROUPS
    return [*lines, *([f"- … and {left} more of other apps or kinds"] if left > 0 else [])]
