"""Rules as they are written into `rules.yaml`: in block style, in flow style, or as JSON."""

from collections.abc import Mapping

from coupling_lsp.model.rules import Rule
from coupling_lsp.rules.yaml.scalars import flow_scalar, inline_list, quoted, scalar, scalar_word

Value = str | tuple[str, ...] | Mapping[str, "Value"]
"""What stands behind a key: a word or a sentence, a list of words, or further keys."""

Item = str | Mapping[str, Value]
"""What stands in a list: a word, or keys."""

_MAX_LINE_CHARS = 116
"""Longest list on one line; a longer one has a line for each word."""


def rule_item(rule: Rule) -> Mapping[str, Value]:
    """Return a rule as keys, without those that say nothing."""
    item: dict[str, Value] = {"id": rule.id}
    for key, selectors in (("from", rule.sources), ("to", rule.targets)):
        words = tuple(it.written for it in selectors)
        is_plain = len(words) == 1 and scalar_word(words[0]) == words[0]
        item[key] = words[0] if is_plain else words  # A lone "null" would be nothing, even in quotes.
    if rule.via:
        item["via"] = rule.via
    item |= {"intent": rule.intent, "why": rule.why}
    if rule.fix.advice:
        item["fix"] = {"advice": rule.fix.advice}
    return item


def block_item(item: Item, indent: str, dash: str = "- ") -> list[str]:
    """Return the lines of an item of a list in block style; `dash` is its dash with the blanks behind it."""
    lines = [scalar(item)] if isinstance(item, str) else block_lines(item)
    return [f"{indent}{' ' * len(dash) if number else dash}{line}" for number, line in enumerate(lines)]


def block_lines(keys: Mapping[str, Value]) -> list[str]:
    """Return the lines of keys in block style, each key in the first column."""
    lines: list[str] = []
    for key, value in keys.items():
        if isinstance(value, str):
            lines.append(f"{key}: {scalar(value)}")
        elif isinstance(value, Mapping):
            lines += [f"{key}:", *(f"  {line}" for line in block_lines(value))]
        else:
            lines += list_lines(key, value)
    return lines


def list_lines(key: str, words: tuple[str, ...]) -> list[str]:
    """Return a key with a list of words: on one line if that is not too long."""
    line = f"{key}: {inline_list(words)}"
    return [line] if len(line) < _MAX_LINE_CHARS else [f"{key}:", *(f"  - {scalar_word(it)}" for it in words)]


def flow(value: Value, *, is_json: bool) -> str:
    """Return a value in flow style, on one line."""
    write = quoted if is_json else flow_scalar
    if isinstance(value, str):
        return write(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(flow_pair(key, it, is_json=is_json) for key, it in value.items()) + "}"
    return f"[{', '.join(write(it) for it in value)}]"


def flow_pair(key: str, value: Value, *, is_json: bool) -> str:
    """Return a key with its value in flow style, on one line."""
    return f"{quoted(key) if is_json else key}: {flow(value, is_json=is_json)}"
