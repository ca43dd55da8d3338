"""Who owns a file, as a `CODEOWNERS` file says: the last pattern that matches decides.

GitHub: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
GitLab: https://docs.gitlab.com/user/project/codeowners/reference/
"""

import re
from typing import NamedTuple

from coupling_lsp.globs.dialects import codeowners_pattern
from coupling_lsp.globs.segments import SegmentPattern

_SECTION = re.compile(r"\^?\[(?P<name>[^\]]+)\](?:\[\d+\])?(?P<owners>.*)")
_WORD = re.compile(r"(?:\\.|[^\s\\])+")

_MAX_LINE_LENGTH = 1_000
"""Lines of this length or longer are left out."""


class OwnersEntry(NamedTuple):
    """A pattern for paths, the owners it gives, and the section of GitLab it stands in."""

    pattern: SegmentPattern
    owners: tuple[str, ...]
    section: str = ""


class Codeowners(NamedTuple):
    """The entries of a file. `folder` leads from the top of the repository to the workspace, and ends with a slash."""

    entries: tuple[OwnersEntry, ...] = ()
    folder: str = ""

    def owners(self, path: str) -> tuple[str, ...]:
        """Return the owners of a path of the workspace; of several sections those of each."""
        segments = f"{self.folder}{path}".split("/")
        by_section: dict[str, tuple[str, ...]] = {}
        for entry in self.entries:
            if entry.pattern.matches(segments):
                by_section[entry.section] = entry.owners
        return tuple(dict.fromkeys(owner for owners in by_section.values() for owner in owners))


def parse(text: str, folder: str = "", is_gitlab: bool = False) -> Codeowners:
    """Return the entries of a file's text. Lines that mean nothing are left out; sections are of GitLab only."""
    lines = [line.strip() for line in text.split("\n") if len(line) < _MAX_LINE_LENGTH]
    is_gitlab = is_gitlab or any(_SECTION.fullmatch(line) for line in lines)
    entries: list[OwnersEntry] = []
    section = ""
    section_owners: tuple[str, ...] = ()
    for line in lines:
        if (head := _SECTION.fullmatch(line)) is not None:
            section, section_owners = head["name"].strip().lower(), _owners(_WORD.findall(head["owners"]))
            continue
        first_word, *words = _WORD.findall(line) or ["#"]
        if not first_word.startswith("#"):
            is_exclusion = is_gitlab and first_word.startswith("!")
            pattern = re.sub(r"\\(.)", r"\1", first_word.removeprefix("!") if is_exclusion else first_word)
            owners = () if is_exclusion else _owners(words) or section_owners
            entries.append(OwnersEntry(codeowners_pattern(pattern, is_gitlab=is_gitlab), owners, section))
    return Codeowners(tuple(entries), folder)


def _owners(words: list[str]) -> tuple[str, ...]:
    """Return the owners among words: users, teams and roles begin with `@`, and an address has it inside."""
    owners = []
    for word in words:
        if word.startswith("#"):
            break
        if "@" in word:
            owners.append(word)
    return tuple(owners)
