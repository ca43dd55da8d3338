"""The files that django-split-settings includes: `include("components/base.py", optional("local_*.py"))`.

A path is seen from the folder of the file that includes, may have wildcards, and stands for its matches in order of
their names: https://django-split-settings.readthedocs.io/en/latest/
"""

from collections.abc import Collection

from coupling_lsp.django.third_party import INCLUDE_SETTINGS, SPLIT_SETTINGS
from coupling_lsp.globs.segments import SegmentPattern, has_wildcard
from coupling_lsp.model.expression import first_name
from coupling_lsp.model.facts import Facts


def includes_settings(callee: str, facts: Facts) -> bool:
    """Return whether what a file calls is the function that includes settings, and not that of URLs."""
    sources = (it for it in facts.imports if it.module.partition(".")[0] == SPLIT_SETTINGS)
    return any(it.bound.partition(".")[0] == first_name(callee) or it.name == "*" for it in sources) and (
        callee.rpartition(".")[2] == INCLUDE_SETTINGS
    )


def included_files(pattern: str, including_path: str, files: Collection[str]) -> list[str]:
    """Return the files that a path stands for; none for one that leads out of the project."""
    folders = including_path.split("/")[:-1]
    for part in pattern.split("/"):
        if part == ".." and folders:
            folders.pop()
        elif part not in (".", ""):
            folders.append(part)
    path = "/".join(folders)
    if pattern.startswith("/"):
        return []
    if not has_wildcard(pattern):
        return [path] if path in files else []
    matcher = SegmentPattern(tuple(folders), is_whole=True)
    return sorted(it for it in files if it != including_path and matcher.matches(it.split("/")))
