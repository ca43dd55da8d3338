"""Contracts of import-linter as values, and as text in each of the two forms it reads."""

import json
from collections.abc import Sequence
from typing import Literal, NamedTuple

from coupling_lsp.reports.terminal import cells

Format = Literal["ini", "toml"]


class ListLine(NamedTuple):
    """One line of a list; `note` is told in a comment above it."""

    text: str
    note: str = ""


Option = tuple[str, str | tuple[ListLine, ...]]

STRICT: Option = ("unmatched_ignore_imports_alerting", "error")
"""An exception for an import that is gone is a mistake, and lint-imports says so."""


class ContractSection(NamedTuple):
    """A contract: its options in order, each a word or a list. `notes` are told above it."""

    id: str
    name: str
    type: str
    options: tuple[Option, ...]
    notes: tuple[str, ...] = ()


def list_lines(lines: Sequence[str]) -> tuple[ListLine, ...]:
    """A list without comments."""
    return tuple(ListLine(line) for line in lines)


def render(notes: Sequence[str], roots: Sequence[str], sections: Sequence[ContractSection], form: Format) -> str:
    """The whole configuration, `notes` first."""
    write = _toml if form == "toml" else _ini
    blocks = ["".join(_comment(it) for it in notes), write("", (("root_packages", list_lines(roots)),))]
    for it in sections:
        told = "".join(_comment(note) for note in it.notes)
        blocks.append(told + write(it.id, (("name", it.name), ("type", it.type), *it.options)))
    return "\n".join(blocks)


def _ini(name: str, options: Sequence[Option]) -> str:
    lines = [f"[importlinter:contract:{name}]\n" if name else "[importlinter]\n"]
    for key, value in options:
        if isinstance(value, str):
            lines.append(f"{key} = {_one_line(value).replace('%', '%%')}\n")
            continue
        lines.append(f"{key} =\n")
        for it in value:
            lines += [f"    {_comment(it.note)}"] if it.note else []
            lines.append(f"    {it.text}\n")
    return "".join(lines)


def _toml(name: str, options: Sequence[Option]) -> str:
    lines = [f"[[tool.importlinter.contracts]]\nid = {_quoted(name)}\n" if name else "[tool.importlinter]\n"]
    for key, value in options:
        if isinstance(value, str):
            lines.append(f"{key} = {value.lower() if value in ('True', 'False') else _quoted(value)}\n")
            continue
        lines.append(f"{key} = [\n")
        for it in value:
            lines += [f"    {_comment(it.note)}"] if it.note else []
            lines.append(f"    {_quoted(it.text)},\n")
        lines.append("]\n")
    return "".join(lines)


def _comment(text: str) -> str:
    indent = " " * (len(text) - len(text.lstrip(" ")))
    return f"# {indent}{_one_line(text)}".rstrip() + "\n"


def _one_line(text: str) -> str:
    """The text on one line, without anything that would end it."""
    return cells.clean(" ".join(text.split()))


def _quoted(text: str) -> str:
    return json.dumps(_one_line(text), ensure_ascii=False)
