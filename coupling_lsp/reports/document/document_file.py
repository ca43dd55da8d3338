"""A Markdown file of which only a part is generated: what stands between two markers.

Markers stand alone on their lines; everything around them stays as it is, line ends included.
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
_MAX_DIFF_LINES = 60


class MarkerError(Exception):
    """The markers of a file do not fit together; the text says how."""


def replace_generated_part(before: str, title: str, generated: str) -> str:
    """The file with the generated part as given. A file without markers gets them at its end, an empty one a title."""
    end = "\r\n" if before.count("\r\n") * 2 > before.count("\n") else "\n"
    lines = _LINE_PATTERN.findall(before)
    between = f"{BEGIN}\n\n{generated}\n{END}\n".replace("\n", end)
    place = _marker_lines(lines)
    if place is not None:
        first, last = place
        if not lines[last].endswith("\n"):
            between = between.removesuffix(end)
        return "".join(lines[:first]) + between + "".join(lines[last + 1 :])
    if not before.strip("\ufeff \t\r\n"):
        return before.rstrip(" \t\r\n") + title.replace("\n", end) + between
    gap = "" if before.endswith("\n") else end
    return f"{before}{gap}{end}{between}"


def describe_difference(before: str, after: str, name: str) -> str:
    """What changed, in words and as a short unified diff."""
    old, new = _sections(before), _sections(after)
    changed = [title for title in dict.fromkeys([*new, *old]) if old.get(title) != new.get(title)]
    told = f"{name} is out of date" + (f": {', '.join(filter(None, changed))}" if any(changed) else "")
    lines = list(_diff_lines(before, after, name))
    more = len(lines) - _MAX_DIFF_LINES
    if more > 0:
        lines[_MAX_DIFF_LINES:] = [f"... {more} more lines"]
    return "".join(f"{line}\n" for line in [told, *lines])


def _diff_lines(before: str, after: str, name: str) -> Iterator[str]:
    found = difflib.unified_diff(
        _split_lines(before), _split_lines(after), name, f"{name} (now)", n=_CONTEXT_LINES, lineterm=""
    )
    return (line.rstrip("\r\n") for line in found)


def _split_lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")


def _sections(text: str) -> dict[str, str]:
    """The text below each heading, by the heading's words; what comes before the first has none."""
    found: dict[str, str] = {}
    ends = [*_HEADING.finditer(text.replace("\r\n", "\n"))]
    normal = text.replace("\r\n", "\n")
    starts = [0, *(it.start() for it in ends)]
    for start, stop in zip(starts, [*starts[1:], len(normal)], strict=True):
        head, _, body = normal[start:stop].partition("\n")
        title = head.lstrip("# ") if start or head.startswith("##") else ""
        found[title] = found.get(title, "") + body.strip("\n")
    return found


def _marker_lines(lines: Sequence[str]) -> tuple[int, int] | None:
    """The lines of the two markers, None without any. Those in code blocks count only if there are no others."""
    found = _markers_outside_code(lines)
    if not found:
        found = [(number, it.strip()) for number, it in enumerate(lines) if it.strip() in (BEGIN, END)]
    if not found:
        return None
    if [marker for _, marker in found] != [BEGIN, END]:
        place = found[0][0] + 1
        raise MarkerError(f"line {place}: there must be one `{BEGIN}`, and one `{END}` below it")
    return found[0][0], found[1][0]


def _markers_outside_code(lines: Sequence[str]) -> list[tuple[int, str]]:
    found, fence = [], ""
    for number, line in enumerate(lines):
        if match := _FENCE.match(line):
            fence = "" if fence == match[1] else fence or match[1]
        elif not fence and line.strip() in (BEGIN, END):
            found.append((number, line.strip()))
    return found
