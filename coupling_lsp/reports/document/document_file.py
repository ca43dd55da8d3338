"""Markdown files of which one part is generated: the lines between two markers.

Markers stand alone on their lines. Everything around them stays as it is, line ends included.
"""

import difflib
import re
from collections.abc import Iterator, Sequence

BEGIN = "<!-- coupling-lsp:begin -->"
END = "<!-- coupling-lsp:end -->"

_LINE_PATTERN = re.compile(r"[^\n]*\n|[^\n]+")
_FENCE = re.compile(r"\s*(```|~~~)")
_HEADING = re.compile(r"(?m)^##+ .*$")
_CONTEXT_LINES = 0
"""Unchanged lines around each change in a diff."""

_MAX_DIFF_LINES = 60
"""Lines of a diff that are shown; a line tells how many more there are."""


class MarkerError(Exception):
    """Markers of a file that do not fit together; the text says how."""


def replace_generated_part(text: str, title: str, generated: str) -> str:
    """Return a file's text with a new generated part.

    A file without markers gets them at its end; an empty file gets the title first. Raises `MarkerError`.
    """
    line_end = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    lines = _LINE_PATTERN.findall(text)
    part = f"{BEGIN}\n\n{generated}\n{END}\n".replace("\n", line_end)
    place = _marker_lines(lines)
    if place is not None:
        first, last = place
        if not lines[last].endswith("\n"):
            part = part.removesuffix(line_end)
        return "".join(lines[:first]) + part + "".join(lines[last + 1 :])
    if not text.strip("\ufeff \t\r\n"):
        return text.rstrip(" \t\r\n") + title.replace("\n", line_end) + part
    gap = "" if text.endswith("\n") else line_end
    return f"{text}{gap}{line_end}{part}"


def describe_difference(old_text: str, new_text: str, name: str) -> str:
    """Return which sections changed, in words and as a short unified diff."""
    old_sections, new_sections = _sections(old_text), _sections(new_text)
    titles = dict.fromkeys([*new_sections, *old_sections])
    changed_titles = [it for it in titles if old_sections.get(it) != new_sections.get(it)]
    summary = f"{name} is out of date" + (f": {', '.join(filter(None, changed_titles))}" if any(changed_titles) else "")
    lines = list(_diff_lines(old_text, new_text, name))
    n_left_out = len(lines) - _MAX_DIFF_LINES
    if n_left_out > 0:
        lines[_MAX_DIFF_LINES:] = [f"... {n_left_out} more lines"]
    return "".join(f"{line}\n" for line in [summary, *lines])


def _diff_lines(old_text: str, new_text: str, name: str) -> Iterator[str]:
    diff = difflib.unified_diff(
        _split_lines(old_text), _split_lines(new_text), name, f"{name} (now)", n=_CONTEXT_LINES, lineterm=""
    )
    return (line.rstrip("\r\n") for line in diff)


def _split_lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")


def _sections(text: str) -> dict[str, str]:
    """Return the text below each heading, by the heading's words; text before the first heading has an empty one."""
    bodies: dict[str, str] = {}
    text = text.replace("\r\n", "\n")
    starts = [0, *(it.start() for it in _HEADING.finditer(text))]
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
        head, _, body = text[start:stop].partition("\n")
        title = head.lstrip("# ") if start or head.startswith("##") else ""
        bodies[title] = bodies.get(title, "") + body.strip("\n")
    return bodies


def _marker_lines(lines: Sequence[str]) -> tuple[int, int] | None:
    """Return the line numbers, from 0, of the two markers, or None without any. Raises `MarkerError`.

    Markers in code blocks count only if there are no others.
    """
    markers = _markers_outside_code(lines)
    if not markers:
        markers = [(number, it.strip()) for number, it in enumerate(lines) if it.strip() in (BEGIN, END)]
    if not markers:
        return None
    if [marker for _, marker in markers] != [BEGIN, END]:
        place = markers[0][0] + 1
        raise MarkerError(f"line {place}: there must be one `{BEGIN}`, and one `{END}` below it")
    return markers[0][0], markers[1][0]


def _markers_outside_code(lines: Sequence[str]) -> list[tuple[int, str]]:
    markers, fence = [], ""
    for number, line in enumerate(lines):
        if match := _FENCE.match(line):
            fence = "" if fence == match[1] else fence or match[1]
        elif not fence and line.strip() in (BEGIN, END):
            markers.append((number, line.strip()))
    return markers
