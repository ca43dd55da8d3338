"""From a Markdown file to tests: headings, code blocks, stages, expected fixes."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_HEADING = re.compile(r"(#+) (.+)")
_LABEL = re.compile(r"`([^`]+)`:")
_FENCE = re.compile(r"```(\w+)((?: [\w-]+(?:=[\w.-]+)?)*)")
_OPTIONS = ("stage", "fix", "ends", "bom", "controls", "deleted")
_CONTROLS = str.maketrans({"␌": "\f", "␍": "\r", "␉": "\t", "␤": "\u2028"})
_ENDS = {"crlf": "\r\n", "cr": "\r", "none": "\n", "": "\n"}


class SuiteError(Exception):
    """A fault of a suite, or what a test found, at lines of the Markdown file."""

    def __init__(self, faults: "list[tuple[int, str]]") -> None:
        super().__init__("\n".join(message for _, message in faults))
        self.faults = faults


class Line(NamedTuple):
    """A line of a block: its text, where it starts in the file, and where it stands in the Markdown file."""

    text: str
    byte: int
    number: int


class Block(NamedTuple):
    """A code block: one file at one stage."""

    path: str
    language: str
    lines: tuple[Line, ...]
    raw: bytes
    number: int
    deleted: bool = False


class Diff(NamedTuple):
    """What a quick fix must do to a file."""

    fix: str
    path: str
    lines: tuple[str, ...]
    number: int


class Case(NamedTuple):
    """One test. Each stage holds the blocks of that stage by path."""

    name: str
    number: int
    stages: "list[dict[str, Block]]"
    diffs: list[Diff]
    prose: list[str]

    def files(self, stage: int) -> dict[str, Block]:
        """The files as they are after a stage."""
        files: dict[str, Block] = {}
        for changed in self.stages[: stage + 1]:
            files |= changed
        return {path: block for path, block in files.items() if not block.deleted}


def parse(markdown: str) -> list[Case]:
    """The tests of a suite, in order."""
    cases: list[Case] = []
    shared: dict[str, Block] = {}
    trail: list[str] = []
    label: tuple[str, int] | None = None
    current: Case | None = None
    for number, line, body in _walk(markdown):
        if match := _HEADING.fullmatch(line):
            trail[len(match[1]) - 1 :] = [match[2]]
            current = Case(" - ".join(trail), number, [dict(shared)], [], [])
        elif match := _LABEL.fullmatch(line):
            label = match[1], number
        elif body is not None:
            if current is None:
                raise SuiteError([(number, "a code block needs a heading above it")])
            if label is None:
                raise SuiteError([(number, "a code block needs its path, `path`:, on the line above it")])
            _take(current, line, label[0], body, number)
            if len(trail) == 1:
                shared = current.stages[0]
            elif not cases or cases[-1] is not current:
                cases.append(current)
            label = None
        elif line.strip():
            if label is not None:
                raise SuiteError([(label[1], "a path is followed by a code block")])
            if current is not None:
                current.prose.append(line.strip())
    if not cases and current is not None and shared:
        cases.append(current)
    return cases


def _walk(markdown: str) -> Iterator[tuple[int, str, list[tuple[int, str]] | None]]:
    """Each line with its number; for the first line of a code block also the lines inside."""
    body: list[tuple[int, str]] | None = None
    fence, opened = "", 0
    for number, line in enumerate(markdown.split("\n"), 1):
        if body is not None:
            if line == "```":
                yield opened, fence, body
                body = None
            else:
                body.append((number, line))
        elif line.startswith("```"):
            fence, opened, body = line, number, []
        else:
            yield number, line, None
    if body is not None:
        raise SuiteError([(opened, "the code block has no end")])


def _take(case: Case, fence: str, path: str, body: list[tuple[int, str]], number: int) -> None:
    match = _FENCE.fullmatch(fence)
    if match is None:
        raise SuiteError([(number, f"cannot read {fence!r}")])
    given = [option.partition("=") for option in match[2].split()]
    options = {name: value for name, _, value in given}
    if unknown := options.keys() - set(_OPTIONS):
        raise SuiteError([(number, f"unknown option {', '.join(sorted(unknown))}")])
    if match[1] == "diff":
        if not options.get("fix"):
            raise SuiteError([(number, "a diff says which fix makes it: fix=ID")])
        case.diffs.append(Diff(options["fix"], path, tuple(text.translate(_CONTROLS) for _, text in body), number))
        return
    stage = int(options.get("stage", 0))
    if stage > len(case.stages):
        raise SuiteError([(number, f"there is no stage {stage - 1} before stage {stage}")])
    if stage == len(case.stages):
        case.stages.append({})
    if path in case.stages[stage] and case.stages[stage][path].number > case.number:
        raise SuiteError([(number, f"{path} stands twice in this stage")])
    case.stages[stage][path] = _block(path, match[1], body, number, options)


def _block(path: str, language: str, body: list[tuple[int, str]], number: int, options: dict[str, str]) -> Block:
    if options.get("ends", "") not in _ENDS:
        raise SuiteError([(number, "ends is crlf, cr or none")])
    end = _ENDS[options.get("ends", "")]
    lines: list[Line] = []
    offset = 0
    for line_number, line in body:
        written = line.translate(_CONTROLS) if "controls" in options else line
        lines.append(Line(written, offset, line_number))
        offset += len((written + end).encode())
    whole = "".join(line.text + end for line in lines)
    if options.get("ends") == "none":
        whole = whole.removesuffix(end)
    raw = (b"\xef\xbb\xbf" if "bom" in options else b"") + whole.encode()
    return Block(path, language, tuple(lines), raw, number, "deleted" in options)
