"""Contracts of import-linter as values, and their text in INI and TOML."""

import json
from collections.abc import Sequence
from typing import Literal, NamedTuple

from coupling_lsp.reports.terminal import cells

Format = Literal["ini", "toml"]


class ListLine(NamedTuple):
    """A line of a list; `note` becomes a comment above it."""

    text: str
    note: str = ""


Option = tuple[str, str | tuple[ListLine, ...]]
"""A key with its value or its list."""

STRICT: Option = ("unmatched_ignore_imports_alerting", "error")
"""Makes lint-imports report exceptions for imports that are gone."""


class ContractSection(NamedTuple):
    """A contract: its options in order; `notes` become comments above it."""

    id: str
    name: str
    type: str
    options: tuple[Option, ...]
    notes: tuple[str, ...] = ()


def list_lines(lines: Sequence[str]) -> tuple[ListLine, ...]:
    """Return lines without comments."""
    return tuple(ListLine(line) for line in lines)


def render(notes: Sequence[str], roots: Sequence[str], sections: Sequence[ContractSection], form: Format) -> str:
    """Return the whole configuration, `notes` first."""
    write = _toml if form == "toml" else _ini
    blocks = ["".join(_comment(it) for it in notes), write("", (("root_packages", list_lines(roots)),))]
    for section in sections:
        comments = "".join(_comment(note) for note in section.notes)
        blocks.append(comments + write(section.id, (("name", section.name), ("type", section.type), *section.options)))
    return "\n".join(blocks)


def _ini(name: str, options: Sequence[Option]) -> str:
    lines = [f"[importlinter:contract:{name}]\n" if name else "[importlinter]\n"]
    for key, value in options:
        if isinstance(value, str):
            lines.append(f"{key} = {cells.one_line(value).replace('%', '%%')}\n")
            continue
        lines.append(f"{key} =\n")
        for line in value:
            lines += [f"    {_comment(line.note)}"] if line.note else []
            lines.append(f"    {line.text}\n")
    return "".join(lines)


def _toml(name: str, options: Sequence[Option]) -> str:
    lines = [f"[[tool.importlinter.contracts]]\nid = {_quoted(name)}\n" if name else "[tool.importlinter]\n"]
    for key, value in options:
        if isinstance(value, str):
            lines.append(f"{key} = {value.lower() if value in ('True', 'False') else _quoted(value)}\n")
            continue
        lines.append(f"{key} = [\n")
        for line in value:
            lines += [f"    {_comment(line.note)}"] if line.note else []
            lines.append(f"    {_quoted(line.text)},\n")
        lines.append("]\n")
    return "".join(lines)


def _comment(text: str) -> str:
    indent = " " * (len(text) - len(text.lstrip(" ")))
    return f"# {indent}{cells.one_line(text)}".rstrip() + "\n"


def _quoted(text: str) -> str:
    return json.dumps(cells.one_line(text), ensure_ascii=False)
