"""The sections of an import-linter configuration, from either of the two forms it reads. Never raises."""

import configparser
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from coupling_lsp.model.linter import LinterFault, ModuleExpression
from coupling_lsp.text import WHOLE_FIRST_LINE, Span

_INI_HEADER = re.compile(r"\[importlinter(?::(?P<name>[^\]]*))?\]")
_TOML_HEADER = re.compile(r"\s*\[\[?\s*tool\s*\.\s*importlinter\s*(?P<contract>\.\s*contracts\s*)?\]\]?")
_ANY_TOML_HEADER = re.compile(r"\s*\[\[?\s*[\w\"']")
_LINE_END = re.compile(r"\r\n|\r|\n")
_ERROR_LINE = re.compile(r"(?:\[line:? *|line )(\d+)")

_MAX_REASON_LENGTH = 160
"""What a parser says is cut off there."""


class ConfigSection(NamedTuple):
    """A section as it is written: each option as its lines. `span` is its header, `body` the lines below, by number."""

    id: str
    options: Mapping[str, tuple[str, ...]]
    span: Span
    body: tuple[tuple[int, str], ...]

    def text(self, key: str) -> str:
        """Return an option as one text, empty without it."""
        return " ".join(self.options.get(key, ()))

    def is_on(self, key: str) -> bool:
        """Whether an option is set to true."""
        return self.text(key).lower() == "true"

    def expressions(self, key: str) -> tuple[ModuleExpression, ...]:
        """Return the values of an option with their places."""
        return tuple(ModuleExpression(value, self.place(key, value)) for value in self.options.get(key, ()))

    def place(self, key: str, value: str = "") -> Span:
        """Return where a value of an option is written, else the option, else the header."""
        start = next((n for n, (_, line) in enumerate(self.body) if line.lstrip().lower().startswith(key)), None)
        if start is None:
            return self.span
        number, line = self.body[start]
        column = len(line) - len(line.lstrip()) + 1
        option_span = Span(number, column, number, column + len(key))
        if not value:
            return option_span
        value_pattern = re.compile(rf"(?<![\w.*]){re.escape(value)}(?![\w.*])")
        for number, line in self.body[start:]:
            if line.lstrip().startswith(("#", ";")):
                continue
            if match := value_pattern.search(line, column + len(key) - 1 if number == option_span.line else 0):
                return Span(number, match.start() + 1, number, match.end() + 1)
        return option_span


class Sections(NamedTuple):
    """What a file states: its general options, if it has any, its contracts, and why it could not be read."""

    general: ConfigSection | None
    contracts: tuple[ConfigSection, ...]
    faults: tuple[LinterFault, ...]


def is_linter_file(text: str, path: str) -> bool:
    """Whether import-linter would look into a file: it has a section for it, also one that is half written."""
    return path.endswith(".importlinter") or ("importlinter" if path.endswith(".toml") else "[importlinter") in text


def read_sections(text: str, path: str) -> Sections:
    """Return the sections of a file; its form is told by the ending of its path."""
    lines = _LINE_END.split(text)
    try:
        return _toml_sections(text, lines) if path.endswith(".toml") else _ini_sections(text, lines)
    except (configparser.Error, ValueError, RecursionError, OverflowError) as error:
        if path.endswith(".toml") and not any(map(_TOML_HEADER.match, lines)):
            return Sections(None, (), ())
        return Sections(None, (), (_unreadable(error, lines),))


def _unreadable(error: Exception, lines: list[str]) -> LinterFault:
    """Return the fault of a file that its parser refuses, at the line that the parser names."""
    reason = " ".join(str(error).split()) or type(error).__name__
    span = WHOLE_FIRST_LINE
    if (match := _ERROR_LINE.search(reason)) and 0 < (number := int(match[1])) <= len(lines):
        span = Span(number, 1, number, len(lines[number - 1].rstrip()) + 1)
    if len(reason) > _MAX_REASON_LENGTH:
        reason = f"{reason[: _MAX_REASON_LENGTH - 1]}…"
    message = f"import-linter cannot read this file: {reason}\nIts contracts are not shown until it is mended"
    return LinterFault(span, "error", message)


def _ini_sections(text: str, lines: list[str]) -> Sections:
    parser = configparser.ConfigParser()
    parser.read_string(text)
    headers = {match["name"]: n for n, line in enumerate(lines) if (match := _INI_HEADER.match(line))}
    all_headers = [n for n, line in enumerate(lines) if line.startswith("[")]
    general: ConfigSection | None = None
    contracts: list[ConfigSection] = []
    for section_name in parser.sections():
        prefix, colon, name = section_name.partition(":")
        if prefix != "importlinter":
            continue
        options = {key: _values(value.strip().split("\n")) for key, value in parser[section_name].items()}
        header = headers.get(name if colon else None)
        section = _section(section_name.rpartition(":")[2], options, lines, header, all_headers)
        if colon:
            contracts.append(section)
        else:
            general = section
    return Sections(general, tuple(contracts), ())


def _toml_sections(text: str, lines: list[str]) -> Sections:
    tool = tomllib.loads(text).get("tool")
    linter_table = tool.get("importlinter") if isinstance(tool, dict) else None
    if not isinstance(linter_table, dict):
        return Sections(None, (), ())
    headers = [(n, bool(match["contract"])) for n, line in enumerate(lines) if (match := _TOML_HEADER.match(line))]
    all_headers = [n for n, line in enumerate(lines) if _ANY_TOML_HEADER.match(line) and line.rstrip().endswith("]")]
    general_header = next((n for n, is_contract in headers if not is_contract), None)
    general = _section("importlinter", _options(linter_table), lines, general_header, all_headers)
    contract_headers: Iterator[int] = (n for n, is_contract in headers if is_contract)
    tables = linter_table.get("contracts")
    contracts = []
    for number, table in enumerate(tables if isinstance(tables, list) else ()):
        if isinstance(table, dict):
            options = _options(table)
            name = " ".join(options.get("id", ())) or f"contract-{number + 1}"
            contracts.append(_section(name, options, lines, next(contract_headers, None), all_headers))
    return Sections(general, tuple(contracts), ())


def _options(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {key: _values(value if isinstance(value, list) else [value]) for key, value in table.items()}


def _section(
    name: str, options: Mapping[str, tuple[str, ...]], lines: list[str], header: int | None, all_headers: list[int]
) -> ConfigSection:
    """Return a section; headers are numbers of lines from 0, None for one that was not found."""
    if header is None:
        return ConfigSection(name, options, WHOLE_FIRST_LINE, tuple(enumerate(lines, 1)))
    end = next((number for number in all_headers if number > header), len(lines))
    line = lines[header]
    span = Span(header + 1, len(line) - len(line.lstrip()) + 1, header + 1, len(line.rstrip()) + 1)
    return ConfigSection(name, options, span, tuple((number + 1, lines[number]) for number in range(header + 1, end)))


def _values(values: Iterable[object]) -> tuple[str, ...]:
    """Return values as texts without blanks around them, and without empty ones."""
    return tuple(text for value in values if (text := str(value).strip()))
