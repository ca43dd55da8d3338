"""What a rules file says, apart from where it says it: so two texts can be compared by their meaning."""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import cast

from coupling_lsp.model.rules import IgnoredEdge, Rule, RuleSet, Selector
from coupling_lsp.rules.loading import loader
from coupling_lsp.text import WHOLE_FIRST_LINE, Span, Text

Change = Callable[[RuleSet], RuleSet]
"""What an edit is to make of the rules; places do not count."""

_MAX_CACHED = 16
"""Texts whose meaning is kept: one file, and the results of the edits that are offered at one place."""


@lru_cache(_MAX_CACHED)
def meaning(text: Text, path: str) -> RuleSet:
    """Return what the text of a rules file is loaded to, every place set to the first line.

    Names that are mentioned are left out: they follow from the contracts and sections.
    """
    return cast(RuleSet, _without_places(loader.load(text, path)._replace(mentions=())))


def selector(written: str) -> Selector:
    """Return a selector as it is loaded, without its place."""
    app, _, rest = written.partition(".")
    return Selector(written, app, tuple(rest.split(".")) if rest else (), WHOLE_FIRST_LINE)


def rules_added(rules: Iterable[Rule]) -> Change:
    """Return the change that more rules make, at the end."""
    bare_rules = cast(tuple[Rule, ...], _without_places(tuple(rules)))
    return lambda ruleset: ruleset._replace(rules=(*ruleset.rules, *bare_rules))


def rule_changed(number: int, change: Callable[[Rule], Rule]) -> Change:
    """Return the change of one rule, by its number in the file."""

    def changed_rules(ruleset: RuleSet) -> RuleSet:
        rules = list(ruleset.rules)
        rules[number] = change(rules[number])
        return ruleset._replace(rules=tuple(rules))

    return changed_rules


def date_moved(number: int, day: str) -> Change:
    """Return the change of the date of a rule, by its number in the file."""
    return rule_changed(number, lambda rule: rule._replace(review_by=day))


def rules_removed(numbers: Collection[int]) -> Change:
    """Return the change that taking out rules makes, by their numbers in the file."""
    return lambda ruleset: ruleset._replace(
        rules=tuple(it for number, it in enumerate(ruleset.rules) if number not in numbers)
    )


def edge_excepted(numbers: Collection[int], exception: IgnoredEdge) -> Change:
    """Return the change that one more entry in the `ignore` of contracts makes, by their numbers in the file."""

    def changed_contracts(ruleset: RuleSet) -> RuleSet:
        contracts = (
            it._replace(ignore=(*it.ignore, exception)) if number in numbers else it
            for number, it in enumerate(ruleset.contracts)
        )
        return ruleset._replace(contracts=tuple(contracts))

    return changed_contracts


def _without_places(value: object) -> object:
    if isinstance(value, Span):
        return WHOLE_FIRST_LINE
    if isinstance(value, tuple):
        parts = [_without_places(it) for it in value]
        make = getattr(type(value), "_make", tuple)
        return make(parts)
    return value
