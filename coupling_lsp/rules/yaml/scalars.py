"""Values as YAML that people can go on writing: plain where that is the same, else in double quotes, as in JSON."""

import json
import re
from collections.abc import Iterable

_PLAIN = re.compile(r"[^\W\d].*", re.S)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_BREAKING = re.compile(r":(?=\s|$)|(?<=\s)#")
_BREAKING_IN_FLOW = re.compile(r"[,\[\]{}]")
_WORD = re.compile(r"[A-Za-z_](?:[\w.-]*\w)?")
_OTHER_TYPES = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029]")


def scalar(text: str) -> str:
    """Return a value of block style, quoted only where YAML would read something else."""
    is_safe = _PLAIN.fullmatch(text) and not _BREAKING.search(text) and not _UNPRINTABLE.search(text)
    is_plain = is_safe and text == text.strip() and text.lower() not in _OTHER_TYPES
    return text if is_plain or _DATE.fullmatch(text) else quoted(text)


def flow_scalar(text: str) -> str:
    """Return a value of flow style, that is inside of brackets, quoted only where YAML would read something else."""
    return quoted(text) if _BREAKING_IN_FLOW.search(text) else scalar(text)


def inline_list(values: Iterable[str]) -> str:
    """Return a list of words on one line."""
    return f"[{', '.join(scalar_word(it) for it in values)}]"


def scalar_word(text: str) -> str:
    """Return a single word, quoted where YAML would read a number, a truth or null."""
    is_bare = _WORD.fullmatch(text) is not None and text.lower() not in _OTHER_TYPES
    return text if is_bare else quoted(text)


def printable(text: str) -> str:
    """Return a text on one line without the characters that YAML does not allow."""
    return _UNPRINTABLE.sub("?", " ".join(text.split()))


def quoted(text: str) -> str:
    """Return a value in double quotes; JSON reads it, too."""
    return _UNPRINTABLE.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _escaped(match: re.Match[str]) -> str:
    number = ord(match[0])
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
