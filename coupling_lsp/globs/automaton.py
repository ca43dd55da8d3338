"""Matching of texts with many patterns at once, in time with the product of their lengths.

Patterns become one nondeterministic finite automaton; the sets of states it can be in are made when a text leads to
them and kept for the next text (a lazy DFA: https://swtch.com/~rsc/regexp/regexp1.html). A character costs one look-up
where its set is known, and at most a visit of each state where not.
"""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

_MAX_STATE_SETS = 10_000
"""Beyond this number of sets all are dropped, and made anew as they are needed."""


class Literal(NamedTuple):
    """Characters that stand for themselves."""

    text: str


class Wildcard(Enum):
    """What stands for other characters."""

    ANY_NAME = "*"
    """Any characters but slashes, or none."""

    ANY_CHARACTER = "?"
    """One character, no slash."""

    ANY_PATH = "**"
    """Any characters, or none."""

    ANY_FOLDERS = "**/"
    """Nothing, or any characters that end with a slash."""

    ANYTHING_BELOW = "/**"
    """Nothing, or a slash and any characters."""


Token = Literal | Wildcard


class _StateSet:
    """A set of states; `following` has the sets that characters lead to, as far as any text needed them."""

    __slots__ = ("following", "is_accepting", "states")

    def __init__(self, states: frozenset[int], is_accepting: bool) -> None:
        self.states = states
        self.is_accepting = is_accepting
        self.following: dict[str, _StateSet] = {}


class Automaton:
    """Tells whether texts match any of some patterns. It is safe to share between threads."""

    def __init__(self, patterns: Iterable[Sequence[Token]]) -> None:
        self._moves: list[list[tuple[str, int]]] = []
        self._free_moves: list[list[int]] = []
        self._accepting: set[int] = set()
        starts = [self._add_pattern(tokens) for tokens in patterns]
        self._sets: dict[frozenset[int], _StateSet] = {}
        self._start = self._state_set(starts)

    def matches(self, text: str) -> bool:
        """Whether a whole text matches one of the patterns."""
        state_set = self._start
        for character in text:
            next_set = state_set.following.get(character)
            state_set = self._follow(state_set, character) if next_set is None else next_set
        return state_set.is_accepting

    def _add_pattern(self, tokens: Sequence[Token]) -> int:
        """Return the first state of a pattern, after adding states for all of it."""
        start = state = self._add_state()
        for token in tokens:
            state = self._add_token(state, token)
        self._accepting.add(state)
        return start

    def _add_token(self, state: int, token: Token) -> int:
        """Return the state behind a token that begins in a state."""
        if isinstance(token, Literal):
            for character in token.text:
                state = self._add_move(state, character)
        elif token is Wildcard.ANY_CHARACTER:
            state = self._add_move(state, _NO_SLASH)
        elif token in (Wildcard.ANY_NAME, Wildcard.ANY_PATH):
            self._moves[state].append((_NO_SLASH if token is Wildcard.ANY_NAME else _ANY, state))
        else:
            loop, end = self._add_state(), self._add_state()
            self._free_moves[state].append(end)
            self._moves[loop].append((_ANY, loop))
            if token is Wildcard.ANY_FOLDERS:
                self._free_moves[state].append(loop)
                self._moves[loop].append(("/", end))
            else:
                self._moves[state].append(("/", loop))
                self._free_moves[loop].append(end)
            state = end
        return state

    def _add_state(self) -> int:
        self._moves.append([])
        self._free_moves.append([])
        return len(self._moves) - 1

    def _add_move(self, state: int, label: str) -> int:
        target = self._add_state()
        self._moves[state].append((label, target))
        return target

    def _follow(self, state_set: _StateSet, character: str) -> _StateSet:
        """Return the set that a character leads to, and keep it."""
        labels = (character, _ANY) if character == "/" else (character, _ANY, _NO_SLASH)
        targets = [target for state in state_set.states for label, target in self._moves[state] if label in labels]
        if len(self._sets) > _MAX_STATE_SETS:
            self._sets = {self._start.states: self._start}
            self._start.following.clear()
        next_set = self._state_set(targets)
        state_set.following[character] = next_set
        return next_set

    def _state_set(self, states: Iterable[int]) -> _StateSet:
        """Return the set of some states and of those they lead to without a character."""
        pending = list(states)
        reached_states = set(pending)
        while pending:
            further_states = [state for state in self._free_moves[pending.pop()] if state not in reached_states]
            reached_states.update(further_states)
            pending += further_states
        key = frozenset(reached_states)
        state_set = self._sets.get(key)
        if state_set is None:  # Another thread may make the same set meanwhile, or drop all: neither does harm.
            state_set = self._sets[key] = _StateSet(key, not self._accepting.isdisjoint(key))
        return state_set


_ANY = "any character"
_NO_SLASH = "any character but a slash"
"""Labels of moves; others are single characters."""
