"""A change of a rule on offer."""

from collections.abc import Callable
from typing import NamedTuple

from coupling_lsp.fixes.rules_file.flow_edits import Edits
from coupling_lsp.model.rules import Rule


class RuleAction(NamedTuple):
    """A change of a rule: ways to write it, the best first, and what it makes of the rule."""

    id: str
    title: str
    ways: tuple[Edits, ...]
    change: Callable[[Rule], Rule]
