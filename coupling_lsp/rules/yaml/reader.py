"""Reads values of known types from nodes; gathers every fault with its place and a suggestion where there is one."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from coupling_lsp.model.rules import Problem, Remedy
from coupling_lsp.rules import suggestions
from coupling_lsp.rules.yaml.nodes import Mapping, Node, Scalar
from coupling_lsp.rules.yaml.nodes import Sequence as ListNode

_Word = TypeVar("_Word", bound=str)


class Reader:
    """Typed reading; whatever is wrong becomes a problem and a default."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def report(self, message: str, node: Node, remedy: Remedy | None = None) -> None:
        """Note a fault at a node, and what mends it."""
        self.problems.append(Problem(message, node.span, remedy))

    def doubt(self, message: str, node: Node, instead: str) -> None:
        """Note a fault at a node, and ask whether other text was meant there."""
        self.report(f"{message}{suggestions.question(instead)}", node, Remedy("replace", instead) if instead else None)

    def mapping(self, node: Node | None, what: str, known: Sequence[str]) -> Mapping | None:
        """A mapping with only known keys, each once."""
        if node is None or is_empty(node):
            return None
        if not isinstance(node, Mapping):
            self.report(f"{what} must be a mapping{f' of {listed(known)}' if known else ''}", node)
            return None
        seen: set[str] = set()
        for key, _ in node.items:
            if known and key.value not in known:
                close = suggestions.word(key.value, known)
                taken = not close or node.get(close) is not None
                remedy = Remedy("remove", key.value) if taken else Remedy("replace", close)
                self.report(f"Unknown key `{key.value}` in {what}{suggestions.question(close)}", key, remedy)
            elif key.value in seen:
                self.report(
                    f"`{key.value}` stands twice in {what}; the first one is used", key, Remedy("remove", key.value)
                )
            seen.add(key.value)
        return node

    def items(self, node: Node | None, what: str) -> list[Node]:
        """The items of a list."""
        if node is None or is_empty(node):
            return []
        if not isinstance(node, ListNode):
            self.report(f"{what} must be a list", node)
            return []
        return node.items

    def text(self, node: Node | None, what: str) -> str:
        """A plain value."""
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self.report(f"{what} must be plain text", node)
            return ""
        return " ".join(node.value.split())

    def texts(self, node: Node | None, what: str) -> tuple[Scalar, ...]:
        """One plain value or a list of them."""
        if node is None or is_empty(node):
            return ()
        if isinstance(node, Scalar):
            return (node,)
        found = []
        for item in node.items if isinstance(node, ListNode) else ():
            if isinstance(item, Scalar):
                found.append(item)
            else:
                self.report(f"{what} must hold plain values", item)
        if isinstance(node, Mapping):
            self.report(f"{what} must be a value or a list of values", node)
        return tuple(found)

    def word(self, node: Node | None, what: str, words: Sequence[_Word], default: _Word) -> _Word:
        """One of some fixed words."""
        if node is None:
            return default
        value = node.value if isinstance(node, Scalar) else None
        for word in words:
            if word == value:
                return word
        shown = f"`{value}`" if value is not None else "a nested value"
        self.doubt(f"{what} cannot be {shown}; use {listed(words)}", node, suggestions.word(value or "", words, 0.5))
        return default

    def required(self, mapping: Mapping, key: str, what: str, draft: str = "") -> str:
        """A plain value that must be there; `draft` is one to begin with."""
        node = mapping.get(key)
        value = self.text(node, f"`{key}`")
        if node is None:
            remedy = Remedy("add", f"{key}: {draft}") if draft else None
            self.report(f"{what} needs `{key}`", mapping.items[0][0] if mapping.items else mapping, remedy)
        elif isinstance(node, Scalar) and not value:
            self.report(f"`{key}` must not be empty", node)
        return value


def is_empty(node: Node) -> bool:
    """Whether a value was left out: `key:` with nothing behind it."""
    return isinstance(node, Scalar) and node.value in ("", "~", "null")


def listed(words: Iterable[str]) -> str:
    """Words as a sentence lists them."""
    quoted = [f"`{word}`" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def suggest(word: str, known: Iterable[str]) -> str:
    """A question about the known word that was probably meant, or nothing."""
    return suggestions.question(suggestions.word(word, known))


def first(mapping: Mapping) -> Node:
    """Where a fault of a whole mapping is shown: its first key."""
    return mapping.items[0][0] if mapping.items else mapping


def has(node: Node, *keys: str) -> bool:
    """Whether a node is a mapping with all of these keys."""
    return isinstance(node, Mapping) and all(node.get(key) is not None for key in keys)
