"""The sections of an import-linter configuration, from either of the two forms it reads. Never raises."""

import configparser
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from coupling_lsp.model.linter import LinterFault, ModuleExpression
from coupling_lsp.text import WHOLE_FIRST_LINE, Span

_INI = re.compile(r"\[importlinter(?::(?P<name>[^\]]*))?\]")
_TOML = re.compile(r"\s*\[\[?\s*tool\s*\.\s*importlinter\s*(?P<contract>\.\s*contracts\s*)?\]\]?")
_LINE_END = re.compile(r"\r\n|\r|\n")
_ERROR_LINE = re.compile(r"(?:\[line:? *|line )(\d+)")

_Lines = list[str]


class Section(NamedTuple):
    """A section as it is written: each option as its lines. `span` is its header, `body` the lines below, by number."""

    id: str
    options: Mapping[str, tuple[str, ...]]
    span: Span
    body: tuple[tuple[int, str], ...]

    def one(self, key: str) -> str:
        """An option as one text, empty without it."""
        return " ".join(self.options.get(key, ()))

    def is_on(self, key: str) -> bool:
        """Whether an option is set to true."""
        return self.one(key).lower() == "true"

    def named(self, key: str) -> tuple[ModuleExpression, ...]:
        """The values of an option with their places."""
        return tuple(ModuleExpression(it, self.place(key, it)) for it in self.options.get(key, ()))

    def place(self, key: str, value: str = "") -> Span:
        """Where a value of an option is written, else the option, else the header."""
        start = next((n for n, (_, line) in enumerate(self.body) if line.lstrip().lower().startswith(key)), None)
        if start is None:
            return self.span
        number, line = self.body[start]
        column = len(line) - len(line.lstrip()) + 1
        whole = Span(number, column, number, column + len(key))
        if not value:
            return whole
        written = re.compile(rf"(?<![\w.*]){re.escape(value)}(?![\w.*])")
        for number, line in self.body[start:]:
            if line.lstrip().startswith(("#", ";")):
                continue
            if match := written.search(line, column + len(key) - 1 if number == whole.line else 0):
                return Span(number, match.start() + 1, number, match.end() + 1)
        return whole


class Sections(NamedTuple):
    """What a file states: its general options, if it has any, its contracts, and why it could not be read."""

    general: Section | None
    contracts: tuple[Section, ...]
    faults: tuple[LinterFault, ...]


def speaks(text: str, path: str) -> bool:
    """Whether import-linter would look into a file: it has a section for it, also one that is half written."""
    return path.endswith(".importlinter") or ("importlinter" if path.endswith(".toml") else "[importlinter") in text


def sections(text: str, path: str) -> Sections:
    """The sections of a file; its form is told by its ending."""
    lines = _LINE_END.split(text)
    try:
        return _toml(text, lines) if path.endswith(".toml") else _ini(text, lines)
    except (configparser.Error, ValueError, RecursionError, OverflowError) as error:
        if path.endswith(".toml") and not any(map(_TOML.match, lines)):
            return Sections(None, (), ())
        told = " ".join(str(error).split()) or type(error).__name__
        span = WHOLE_FIRST_LINE
        if (match := _ERROR_LINE.search(told)) and 0 < (number := int(match[1])) <= len(lines):
            span = Span(number, 1, number, len(lines[number - 1].rstrip()) + 1)
        message = f"import-linter cannot read this file: {_short(told)}\nIts contracts are not shown until it is mended"
        return Sections(None, (), (LinterFault(span, "error", message),))


def _short(told: str) -> str:
    return told if len(told) <= 160 else f"{told[:159]}…"


def _ini(text: str, lines: _Lines) -> Sections:
    parser = configparser.ConfigParser()
    parser.read_string(text)
    heads = {match["name"]: n for n, line in enumerate(lines) if (match := _INI.match(line))}
    ends = [n for n, line in enumerate(lines) if line.startswith("[")]
    general: Section | None = None
    contracts: list[Section] = []
    for name in parser.sections():
        kind, colon, inside = name.partition(":")
        if kind != "importlinter":
            continue
        options = {key: _listed(value.strip().split("\n")) for key, value in parser[name].items()}
        section = _section(name.rpartition(":")[2], options, lines, heads.get(inside if colon else None), ends)
        if colon:
            contracts.append(section)
        else:
            general = section
    return Sections(general, tuple(contracts), ())


def _toml(text: str, lines: _Lines) -> Sections:
    tool = tomllib.loads(text).get("tool")
    linter = tool.get("importlinter") if isinstance(tool, dict) else None
    if not isinstance(linter, dict):
        return Sections(None, (), ())
    heads = [(n, bool(match["contract"])) for n, line in enumerate(lines) if (match := _TOML.match(line))]
    ends = [n for n, line in enumerate(lines) if re.match(r"\s*\[\[?\s*[\w\"']", line) and line.rstrip().endswith("]")]
    own = next((n for n, is_contract in heads if not is_contract), None)
    general = _section("importlinter", _options(linter), lines, own, ends)
    places: Iterator[int] = (n for n, is_contract in heads if is_contract)
    stated = linter.get("contracts")
    contracts = []
    for number, it in enumerate(stated if isinstance(stated, list) else ()):
        if isinstance(it, dict):
            options = _options(it)
            name = " ".join(options.get("id", ())) or f"contract-{number + 1}"
            contracts.append(_section(name, options, lines, next(places, None), ends))
    return Sections(general, tuple(contracts), ())


def _options(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {key: _listed(value if isinstance(value, list) else [value]) for key, value in table.items()}


def _section(
    name: str, options: Mapping[str, tuple[str, ...]], lines: _Lines, head: int | None, ends: list[int]
) -> Section:
    if head is None:
        return Section(name, options, WHOLE_FIRST_LINE, tuple(enumerate(lines, 1)))
    end = next((it for it in ends if it > head), len(lines))
    column = len(lines[head]) - len(lines[head].lstrip()) + 1
    span = Span(head + 1, column, head + 1, len(lines[head].rstrip()) + 1)
    return Section(name, options, span, tuple((n + 1, lines[n]) for n in range(head + 1, end)))


def _listed(values: list[Any]) -> tuple[str, ...]:
    return tuple(stripped for it in values if (stripped := str(it).strip()))
