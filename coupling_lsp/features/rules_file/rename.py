"""Renaming the id of a rule or a contract. Nothing else refers to it: ignore comments name codes."""

import json
import re

from coupling_lsp.features.rules_file.symbols import rule_ids
from coupling_lsp.rules.yaml.outline import outline
from coupling_lsp.rules.yaml.outline_tree import Word
from coupling_lsp.text import Span, Text, TextEdit

_PLAIN_NAME = re.compile(r"[A-Za-z_](?:[\w.-]*\w)?")
_WORDS_OF_OTHER_TYPES = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")


class RenameError(Exception):
    """Raised for a new name that cannot be used; the text says why."""


def prepare(text: Text, line: int, column: int) -> tuple[Span, str] | None:
    """Return the span, without quotes, and the text of the id at a line and column, from 1; None where none is."""
    id_word = _find(text, line, column)
    return (id_word[1].inner, id_word[1].text) if id_word is not None else None


def rename(text: Text, line: int, column: int, name: str) -> TextEdit | None:
    """Return the edit that renames the id at a place. Raises `RenameError` for a name that cannot be used."""
    id_word = _find(text, line, column)
    if id_word is None:
        return None
    section, word = id_word
    name = " ".join(name.split())
    if not name:
        raise RenameError("An id must not be empty")
    if not name.isprintable():
        raise RenameError("An id is text that can be shown")
    other_ids = (
        it for other_section, it in rule_ids(outline(text)) if other_section == section and it.start != word.start
    )
    if any(it.text == name for it in other_ids):
        raise RenameError(f"Another {'rule' if section == 'edges' else 'contract'} is called {name}")
    is_plain = _PLAIN_NAME.fullmatch(name) is not None
    if word.quote and is_plain:
        return TextEdit(word.inner, name)
    is_bare = is_plain and name.lower() not in _WORDS_OF_OTHER_TYPES
    return TextEdit(word.span, name if is_bare else json.dumps(name, ensure_ascii=False))


def _find(text: Text, line: int, column: int) -> tuple[str, Word] | None:
    for section, word in rule_ids(outline(text)):
        is_own = word.is_closed and not word.is_text and (word.quote or not word.text.startswith("*"))
        if is_own and word.span.contains(line, column):
            return section, word
    return None
