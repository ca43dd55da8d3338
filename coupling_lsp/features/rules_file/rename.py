"""Renaming the id of a rule or a contract. Nothing else refers to it: ignore comments name codes."""

import json
import re

from coupling_lsp.features.rules_file.symbols import rules_of
from coupling_lsp.rules.yaml.outline import outline
from coupling_lsp.rules.yaml.outline_tree import Word
from coupling_lsp.text import Span, Text, TextEdit

_PLAIN = re.compile(r"[A-Za-z_](?:[\w.-]*\w)?")
_OTHER_TYPES = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")


class RenameError(Exception):
    """The new name cannot be used; the text says why."""


def prepare(text: Text, line: int, column: int) -> tuple[Span, str] | None:
    """The id at a line and column, from 1, and where it stands without its quotes; None where none is."""
    found = _find(text, line, column)
    return (found[1].inner, found[1].text) if found is not None else None


def rename(text: Text, line: int, column: int, name: str) -> TextEdit | None:
    """The edit that renames the id at a place. Raises `RenameError` for a name that cannot be used."""
    found = _find(text, line, column)
    if found is None:
        return None
    section, word = found
    name = " ".join(name.split())
    if not name:
        raise RenameError("An id must not be empty")
    if not name.isprintable():
        raise RenameError("An id is text that can be shown")
    others = (it for at, it in rules_of(outline(text)) if at == section and it.start != word.start)
    if any(it.text == name for it in others):
        raise RenameError(f"Another {'rule' if section == 'edges' else 'contract'} is called {name}")
    is_plain = _PLAIN.fullmatch(name) is not None
    if word.quote and is_plain:
        return TextEdit(word.inner, name)
    is_bare = is_plain and name.lower() not in _OTHER_TYPES
    return TextEdit(word.span, name if is_bare else json.dumps(name, ensure_ascii=False))


def _find(text: Text, line: int, column: int) -> tuple[str, Word] | None:
    for section, word in rules_of(outline(text)):
        is_own = word.is_closed and not word.is_text and (word.quote or not word.text.startswith("*"))
        if is_own and word.span.contains(line, column):
            return section, word
    return None
