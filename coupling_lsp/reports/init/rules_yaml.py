"""Plain values, lists and rules as YAML that people go on writing."""

import json
import re
from collections.abc import Iterable, Sequence

from coupling_lsp.model.rules import Rule
from coupling_lsp.reports.init.rule_groups import Group, rule

_WIDEST = 116
_PLAIN = re.compile(r"[^\W\d].*", re.S)
_BREAKING = re.compile(r":(?=\s|$)|(?<=\s)#")
_WORD = re.compile(r"[A-Za-z_](?:[\w.-]*\w)?")
_OTHER_TYPES = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029]")


def scalar(text: str) -> str:
    """A plain value, quoted only where YAML would read something else."""
    is_safe = _PLAIN.fullmatch(text) and not _BREAKING.search(text) and not _UNPRINTABLE.search(text)
    if is_safe and text == text.strip() and text.lower() not in _OTHER_TYPES:
        return text
    return _quoted(text)


def words(values: Iterable[str]) -> str:
    """A list on one line."""
    return f"[{', '.join(key(it) for it in values)}]"


def key(text: str) -> str:
    """A single word: a key, or a value that must not be read as a number or a truth."""
    is_bare = _WORD.fullmatch(text) is not None and text.lower() not in _OTHER_TYPES
    return text if is_bare else _quoted(text)


def comment(text: str) -> str:
    """A line of comment."""
    return f"# {_UNPRINTABLE.sub('?', ' '.join(text.split()))}"


def entry(group: Group, name: str) -> list[str]:
    """The lines of a rule, without the dash and the indentation of the list."""
    it = rule(group, name)
    lines = [f"id: {key(name)}"]
    lines += _ends("from", [selector.written for selector in it.sources])
    lines += _ends("to", [selector.written for selector in it.targets])
    lines += [f"via: {words(it.via)}", f"intent: {it.intent}", f"why: {scalar(it.why)}"]
    return [*lines, *_fix(it)]


def listed(lines: Sequence[str], indent: str) -> str:
    """The lines of an entry as an item of a list."""
    return "".join(f"{indent}{'  ' if number else '- '}{line}\n" for number, line in enumerate(lines))


def _fix(it: Rule) -> list[str]:
    return ["fix:", f"  advice: {scalar(it.fix.advice)}"] if it.fix.advice else []


def _ends(name: str, written: Sequence[str]) -> list[str]:
    if len(written) == 1 and key(written[0]) == written[0]:
        return [f"{name}: {written[0]}"]
    line = f"{name}: {words(written)}"
    return [line] if len(line) < _WIDEST else [f"{name}:", *(f"  - {key(it)}" for it in written)]


def _quoted(text: str) -> str:
    return _UNPRINTABLE.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _escaped(match: re.Match[str]) -> str:
    number = ord(match[0])
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
