"""Who owns a file, as a `CODEOWNERS` file says: the last pattern that matches decides.

GitHub: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
GitLab: https://docs.gitlab.com/user/project/codeowners/reference/
"""

import re
from typing import NamedTuple

from coupling_lsp.rules.matching.matcher import covers

_SECTION = re.compile(r"\^?\[(?P<name>[^\]]+)\](?:\[\d+\])?(?P<owners>.*)")
_WORD = re.compile(r"(?:\\.|[^\s\\])+")
_END = "\0"
"""Ends a path and a pattern alike: with it, a pattern matches the whole path and nothing inside it."""

_LONGEST_LINE = 1_000


class Entry(NamedTuple):
    """A pattern as parts of a path, the owners it gives, and the section of GitLab it stands in."""

    parts: tuple[str, ...]
    owners: tuple[str, ...]
    section: str = ""


class Codeowners(NamedTuple):
    """The entries of a file. `folder` leads from the top of the repository to the workspace, and ends with a slash."""

    entries: tuple[Entry, ...] = ()
    folder: str = ""

    def owners(self, path: str) -> tuple[str, ...]:
        """The owners of a path of the workspace; of several sections those of each."""
        parts = (*f"{self.folder}{path}".split("/"), _END)
        found: dict[str, tuple[str, ...]] = {}
        for entry in self.entries:
            if covers(entry.parts, parts):
                found[entry.section] = entry.owners
        return tuple(dict.fromkeys(owner for owners in found.values() for owner in owners))


def parse(text: str, folder: str = "", is_gitlab: bool = False) -> Codeowners:
    """The entries of a file's text. Lines that mean nothing are left out; sections are of GitLab only."""
    lines = [line.strip() for line in text.split("\n") if len(line) < _LONGEST_LINE]
    is_gitlab = is_gitlab or any(_SECTION.fullmatch(line) for line in lines)
    entries: list[Entry] = []
    section = ""
    default: tuple[str, ...] = ()
    for line in lines:
        if (head := _SECTION.fullmatch(line)) is not None:
            section, default = head["name"].strip().lower(), _owners(_WORD.findall(head["owners"]))
            continue
        written, *words = _WORD.findall(line) or ["#"]
        if not written.startswith("#"):
            is_excluded = is_gitlab and written.startswith("!")
            pattern = re.sub(r"\\(.)", r"\1", written.removeprefix("!") if is_excluded else written)
            owners = () if is_excluded else _owners(words) or default
            entries.append(Entry(_parts(pattern, is_gitlab), owners, section))
    return Codeowners(tuple(entries), folder)


def _owners(words: list[str]) -> tuple[str, ...]:
    """The owners among words: users, teams and roles begin with `@`, and an address has it inside."""
    owners = []
    for word in words:
        if word.startswith("#"):
            break
        if "@" in word:
            owners.append(word)
    return tuple(owners)


def _parts(pattern: str, is_gitlab: bool) -> tuple[str, ...]:
    """A pattern as parts that `covers` compares with those of a path."""
    inside = pattern.strip("/")
    is_anchored = pattern.startswith("/") or ("/" in inside and not is_gitlab)
    parts = (*(() if is_anchored else ("**",)), *(inside.split("/") if inside else ()))
    if pattern.endswith("/"):
        return (*parts, "*", "**", _END)
    # `docs/*` names the files of the folder and none below it.
    return (*parts, _END) if parts[-1:] == ("*",) and parts != ("**", "*") else parts
