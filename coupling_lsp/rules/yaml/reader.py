"""Values of known types from the nodes of a YAML text. Every fault becomes a problem with its place."""

from collections.abc import Sequence
from typing import TypeVar

from coupling_lsp.model.rules import Problem, Remedy
from coupling_lsp.rules.suggestions import alternatives, did_you_mean, similar_word
from coupling_lsp.rules.yaml.nodes import Mapping, Node, Scalar
from coupling_lsp.rules.yaml.nodes import Sequence as ListNode

ChoiceT = TypeVar("ChoiceT", bound=str)


class NodeReader:
    """Reads values of known types; whatever is wrong becomes a problem and a default.

    A `subject` is what messages call a value: "`via`", or "an edge rule". A node is None where a key is missing.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def report(self, message: str, node: Node, remedy: Remedy | None = None) -> None:
        """Note a fault at a node, and what mends it."""
        self.problems.append(Problem(message, node.span, remedy))

    def report_with_suggestion(self, message: str, node: Node, suggestion: str) -> None:
        """Note a fault at a node, and ask whether the suggestion was meant, unless that is empty."""
        remedy = Remedy("replace", suggestion) if suggestion else None
        self.report(f"{message}{did_you_mean(suggestion)}", node, remedy)

    def mapping(self, node: Node | None, subject: str, keys: Sequence[str]) -> Mapping | None:
        """Return a mapping, after noting keys that stand twice or are none of `keys`; without `keys`, any may stand."""
        if node is None or is_empty(node):
            return None
        if not isinstance(node, Mapping):
            self.report(f"{subject} must be a mapping{f' of {alternatives(keys)}' if keys else ''}", node)
            return None
        previous_keys: set[str] = set()
        for key, _ in node.items:
            if keys and key.value not in keys:
                self._report_unknown_key(key, node, subject, keys)
            elif key.value in previous_keys:
                message = f"`{key.value}` stands twice in {subject}; the first one is used"
                self.report(message, key, Remedy("remove", key.value))
            previous_keys.add(key.value)
        return node

    def _report_unknown_key(self, key: Scalar, mapping: Mapping, subject: str, keys: Sequence[str]) -> None:
        suggestion = similar_word(key.value, keys)
        is_usable = suggestion and mapping.get(suggestion) is None
        remedy = Remedy("replace", suggestion) if is_usable else Remedy("remove", key.value)
        self.report(f"Unknown key `{key.value}` in {subject}{did_you_mean(suggestion)}", key, remedy)

    def items(self, node: Node | None, subject: str) -> list[Node]:
        """Return the items of a list."""
        if node is None or is_empty(node):
            return []
        if not isinstance(node, ListNode):
            self.report(f"{subject} must be a list", node)
            return []
        return node.items

    def text(self, node: Node | None, subject: str) -> str:
        """Return a plain value, its lines joined by blanks."""
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self.report(f"{subject} must be plain text", node)
            return ""
        return " ".join(node.value.split())

    def texts(self, node: Node | None, subject: str) -> tuple[Scalar, ...]:
        """Return the plain values where there may be one or a list of them."""
        if node is None or is_empty(node):
            return ()
        if isinstance(node, Scalar):
            return (node,)
        scalars = []
        for item in node.items if isinstance(node, ListNode) else ():
            if isinstance(item, Scalar):
                scalars.append(item)
            else:
                self.report(f"{subject} must hold plain values", item)
        if isinstance(node, Mapping):
            self.report(f"{subject} must be a value or a list of values", node)
        return tuple(scalars)

    def choice(self, node: Node | None, subject: str, choices: Sequence[ChoiceT], default: ChoiceT) -> ChoiceT:
        """Return the one of some words that a plain value is."""
        if node is None:
            return default
        value = node.value if isinstance(node, Scalar) else None
        for word in choices:
            if word == value:
                return word
        quoted_value = f"`{value}`" if value is not None else "a nested value"
        message = f"{subject} cannot be {quoted_value}; use {alternatives(choices)}"
        self.report_with_suggestion(message, node, similar_word(value or "", choices, 0.5))
        return default

    def required(self, mapping: Mapping, key: str, subject: str, draft: str = "") -> str:
        """Return a plain value that must be there; `subject` needs it, and `draft` is a value to begin with."""
        node = mapping.get(key)
        value = self.text(node, f"`{key}`")
        if node is None:
            remedy = Remedy("add", f"{key}: {draft}") if draft else None
            self.report(f"{subject} needs `{key}`", first_key(mapping), remedy)
        elif isinstance(node, Scalar) and not value:
            self.report(f"`{key}` must not be empty", node)
        return value


def is_empty(node: Node) -> bool:
    """Whether a value was left out: `key:` with nothing behind it."""
    return isinstance(node, Scalar) and node.value in ("", "~", "null")


def first_key(mapping: Mapping) -> Node:
    """Return where a fault of a whole mapping is shown: its first key, or itself when it has none."""
    return mapping.items[0][0] if mapping.items else mapping


def has_keys(node: Node, *keys: str) -> bool:
    """Whether a node is a mapping with all of these keys."""
    return isinstance(node, Mapping) and all(node.get(key) is not None for key in keys)
