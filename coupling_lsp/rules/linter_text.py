"""The sections of an import-linter configuration, from either of the two forms it reads. Never raises."""

import configparser
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from coupling_lsp.model.rules import Problem
from coupling_lsp.text import WHOLE_FIRST_LINE, Span

_INI = re.compile(r"\[importlinter:(?P<name>[^\]]*)\]")
_TOML = re.compile(r"\s*\[\[\s*tool\s*\.\s*importlinter\s*\.\s*contracts\s*\]\]")
_LINE_END = re.compile(r"\r\n|\r|\n")


class Section(NamedTuple):
    """A contract as it is written: each option as its lines. `span` is its header."""

    id: str
    options: Mapping[str, tuple[str, ...]]
    span: Span

    def one(self, key: str) -> str:
        """An option as one text, empty without it."""
        return " ".join(self.options.get(key, ()))


def sections(text: str, is_toml: bool) -> tuple[list[Section], list[Problem]]:
    """The contracts of a file, and why it could not be read."""
    try:
        return list(_toml(text) if is_toml else _ini(text)), []
    except (configparser.Error, ValueError, RecursionError) as error:
        told = str(error).partition("\n")[0] or type(error).__name__
        return [], [Problem(f"The file cannot be read: {told}", WHOLE_FIRST_LINE)]


def _ini(text: str) -> Iterator[Section]:
    parser = configparser.ConfigParser()
    parser.read_string(text)
    spans = {match["name"]: span for span, line in _lines(text) if (match := _INI.match(line))}
    for name in parser.sections():
        if name.startswith("importlinter:"):
            options = {key: _listed(value.strip().split("\n")) for key, value in parser[name].items()}
            inside = name.removeprefix("importlinter:")
            yield Section(name.rpartition(":")[2], options, spans.get(inside, WHOLE_FIRST_LINE))


def _toml(text: str) -> Iterator[Section]:
    tool = tomllib.loads(text).get("tool")
    linter = tool.get("importlinter") if isinstance(tool, dict) else None
    contracts = linter.get("contracts") if isinstance(linter, dict) else None
    spans = [span for span, line in _lines(text) if _TOML.match(line)]
    for number, it in enumerate(contracts if isinstance(contracts, list) else ()):
        if isinstance(it, dict):
            options = {key: _listed(value if isinstance(value, list) else [value]) for key, value in it.items()}
            name = " ".join(options.get("id", ())) or f"contract-{number + 1}"
            yield Section(name, options, spans[number] if number < len(spans) else WHOLE_FIRST_LINE)


def _listed(values: list[Any]) -> tuple[str, ...]:
    return tuple(stripped for it in values if (stripped := str(it).strip()))


def _lines(text: str) -> Iterator[tuple[Span, str]]:
    for number, line in enumerate(_LINE_END.split(text), 1):
        yield Span(number, 1, number, len(line.rstrip()) + 1), line
