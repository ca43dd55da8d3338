"""Values, lists and rules as YAML that people can go on writing."""

import json
import re
from collections.abc import Iterable, Sequence

from coupling_lsp.model.rules import Rule
from coupling_lsp.reports.init.rule_groups import RuleGroup, group_rule

_MAX_LINE_CHARS = 116
"""Longest list on one line; longer ones have a line for each item."""

_PLAIN = re.compile(r"[^\W\d].*", re.S)
_BREAKING = re.compile(r":(?=\s|$)|(?<=\s)#")
_WORD = re.compile(r"[A-Za-z_](?:[\w.-]*\w)?")
_OTHER_TYPES = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029]")


def scalar(text: str) -> str:
    """Return a plain value, quoted only where YAML would read something else."""
    is_safe = _PLAIN.fullmatch(text) and not _BREAKING.search(text) and not _UNPRINTABLE.search(text)
    if is_safe and text == text.strip() and text.lower() not in _OTHER_TYPES:
        return text
    return _quoted(text)


def inline_list(values: Iterable[str]) -> str:
    """Return a list on one line."""
    return f"[{', '.join(scalar_word(it) for it in values)}]"


def scalar_word(text: str) -> str:
    """Return a single word, quoted where YAML would read a number, a truth or null."""
    is_bare = _WORD.fullmatch(text) is not None and text.lower() not in _OTHER_TYPES
    return text if is_bare else _quoted(text)


def comment(text: str) -> str:
    """Return a comment on one line."""
    return f"# {_UNPRINTABLE.sub('?', ' '.join(text.split()))}"


def rule_lines(group: RuleGroup, name: str) -> list[str]:
    """Return the lines of a rule, without the dash and the indentation of the list."""
    rule = group_rule(group, name)
    lines = [f"id: {scalar_word(name)}"]
    lines += _end_lines("from", [selector.written for selector in rule.sources])
    lines += _end_lines("to", [selector.written for selector in rule.targets])
    lines += [f"via: {inline_list(rule.via)}", f"intent: {rule.intent}", f"why: {scalar(rule.why)}"]
    return [*lines, *_fix_lines(rule)]


def list_item(lines: Sequence[str], indent: str) -> str:
    """Return the lines of an entry as an item of a list."""
    return "".join(f"{indent}{'  ' if number else '- '}{line}\n" for number, line in enumerate(lines))


def _fix_lines(rule: Rule) -> list[str]:
    return ["fix:", f"  advice: {scalar(rule.fix.advice)}"] if rule.fix.advice else []


def _end_lines(name: str, selectors: Sequence[str]) -> list[str]:
    if len(selectors) == 1 and scalar_word(selectors[0]) == selectors[0]:
        return [f"{name}: {selectors[0]}"]
    line = f"{name}: {inline_list(selectors)}"
    return [line] if len(line) < _MAX_LINE_CHARS else [f"{name}:", *(f"  - {scalar_word(it)}" for it in selectors)]


def _quoted(text: str) -> str:
    return _UNPRINTABLE.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _escaped(match: re.Match[str]) -> str:
    number = ord(match[0])
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
