"""The dialects of patterns that the program reads, each with the place that defines it."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from coupling_lsp.globs.automaton import Automaton, Literal, Token, Wildcard
from coupling_lsp.globs.segments import ANY_SEGMENTS, SegmentPattern, segment_matches

_PATH_WILDCARD = re.compile(r"(\*\*/|/\*\*|\*\*|\*|\?)")


@lru_cache(maxsize=64)
def path_matcher(globs: tuple[str, ...]) -> Callable[[str], bool]:
    """Return whether a path with forward slashes matches any of some globs, those of `tests` and `exclude`.

    The dialect is that of docs/rules.md: `*` stands for any part of a name, `?` for a character of one, and `**` for
    anything; next to a slash `**` stands for any number of folders, so `**/tests/**` matches `tests` as well.
    """
    automaton = Automaton(tuple(_path_tokens(glob)) for glob in globs)
    return automaton.matches


def glob_from(folder: str, glob: str) -> str:
    """Return a glob for paths from the base that stands in a file of a folder, as it is seen from there.

    One that begins with `**` is for any folder, wherever it stands.
    """
    inner_glob = "" if glob in (".", "./") else glob.removeprefix("./").rstrip("/")
    return inner_glob if not folder or inner_glob.startswith("**") else f"{folder}/{inner_glob}".rstrip("/")


def _path_tokens(glob: str) -> Iterator[Token]:
    for number, part in enumerate(_PATH_WILDCARD.split(glob)):
        yield Wildcard(part) if number % 2 else Literal(part)


def selector_covers(selector_parts: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    """Whether the parts of a rule's selector behind the app name some parts of a module or symbol, or what is around.

    The dialect is that of docs/rules.md: `*` stands for any characters of one part, `**` for any number of parts.
    """
    return SegmentPattern(selector_parts).matches(parts)


def label_matches(selector_app: str, label: str) -> bool:
    """Whether the app of a rule's selector names a label: `*` stands for any characters."""
    return segment_matches(selector_app, label)


def package_pattern(pattern: str) -> SegmentPattern:
    """Return the pattern of an entry of `project.apps` for the parts of a package's name.

    The dialect is that of docs/rules.md: `*` stands for any characters of one part, `**` for any number of parts.
    """
    return SegmentPattern(tuple(pattern.split(".")), is_whole=True)


def codeowners_pattern(pattern: str, *, is_gitlab: bool) -> SegmentPattern:
    """Return the pattern of a line of `CODEOWNERS` for the folders and the name of a path from the repository's top.

    GitHub reads it like `.gitignore`: without a slash in its middle or at its front it is looked for in all folders.
    `docs/` is what lies in a folder, `docs/*` its files, `docs` either. Brackets stand for themselves
    (https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners).
    GitLab looks in all folders unless there is a slash at the front
    (https://docs.gitlab.com/user/project/codeowners/reference/).
    """
    inner_pattern = pattern.strip("/").replace("[", "[[]")
    is_anchored = pattern.startswith("/") or ("/" in inner_pattern and not is_gitlab)
    segments = (*(() if is_anchored else (ANY_SEGMENTS,)), *(inner_pattern.split("/") if inner_pattern else ()))
    if pattern.endswith("/"):
        return SegmentPattern((*segments, "*", ANY_SEGMENTS), is_whole=True)
    names_files = segments[-1:] == ("*",) and segments != (ANY_SEGMENTS, "*")
    return SegmentPattern(segments, is_whole=names_files)


def module_expression(expression: str) -> SegmentPattern:
    """Return the pattern of an import-linter module expression for the parts of a module's name.

    `*` stands for one part, `**` for one or more
    (https://import-linter.readthedocs.io/en/stable/contract_types/#wildcards).
    """
    segments: list[str] = []
    for part in expression.split("."):
        segments += ("*", ANY_SEGMENTS) if part == "**" else (part,)
    return SegmentPattern(tuple(segments), is_whole=True)
