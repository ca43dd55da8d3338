"""Looks on disk for the sources of installed apps to which no known source root leads.

A folder whose path ends like an app's name may be its source, or may only have the name of an installed library, as
`shop/storages` has. What tells them apart is where the folder lies, and by which names the project imports it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from coupling_lsp.index.apps.source_evidence import Evidence
from coupling_lsp.index.apps.source_tree import Candidate, SourceTree, is_inside
from coupling_lsp.index.symbols.modules import Modules
from coupling_lsp.model.facts import Facts


class Source(NamedTuple):
    """The source root under which an app lies; None when there is none, with the reason where that is in doubt."""

    root: str | None = None
    doubt: str = ""


_NOWHERE = Source()


def find_sources(
    entries: Iterable[str],
    facts: Mapping[str, Facts],
    is_closed: Callable[[str], bool],
    modules: Modules,
    other_files: Iterable[str],
) -> dict[str, Source]:
    """Return where the source of each entry of `INSTALLED_APPS` lies, of entries that are no modules so far.

    `facts` are those of all files of the project; `is_closed` tells folders that are no source roots, as they lie in
    an app that is known already; `other_files` are files of other projects, which are not read.
    """
    entries = tuple(dict.fromkeys(entries))
    tree = SourceTree(facts, modules.is_test_file)
    accepted, doubtful = _judge(entries, tree, Evidence(facts, modules), is_closed)
    sources = {entry: _source(accepted.get(entry, []), doubtful.get(entry, []), tree) for entry in entries}
    missing = [entry for entry, source in sources.items() if source == _NOWHERE]
    return {**sources, **_in_other_projects(missing, SourceTree(other_files, modules.is_test_file))}


_Candidates = dict[str, list[Candidate]]


def _judge(
    entries: Iterable[str], tree: SourceTree, evidence: Evidence, is_closed: Callable[[str], bool]
) -> tuple[_Candidates, _Candidates]:
    """Return the candidates that are the source of an app, and those of which nothing tells, by entry."""
    accepted: _Candidates = {}
    doubtful: _Candidates = {}
    packages: set[str] = set()
    pairs = [(candidate, entry) for entry in entries for candidate in tree.candidates(entry)]
    # The outermost first: what lies inside of an app is a part of it.
    for candidate, entry in sorted(pairs, key=lambda it: (it[0].package.count("/"), it[0].package)):
        n_for, n_against = evidence.weigh(candidate, tree)
        is_part = is_closed(candidate.root) or any(is_inside(candidate.root, it) for it in packages)
        if n_against and n_against >= n_for:
            continue
        if not n_for and (is_part or not tree.looks_like_app(candidate)):
            continue
        if not is_part and (n_for or not tree.is_package(candidate.root)):
            accepted.setdefault(entry, []).append(candidate)
            packages.add(candidate.package)
        else:
            doubtful.setdefault(entry, []).append(candidate)
    # A folder in doubt is a source root where it is one for another app.
    roots = {it.root for candidates in accepted.values() for it in candidates}
    for entry, candidates in doubtful.items():
        accepted.setdefault(entry, []).extend(it for it in candidates if it.root in roots)
    return accepted, doubtful


def _source(accepted: list[Candidate], doubtful: list[Candidate], tree: SourceTree) -> Source:
    """Return the one source root of an app; of several, one in tests gives way to others."""
    outside_tests = [it for it in accepted if not tree.is_test(it)]
    roots = sorted({it.root for it in outside_tests or accepted})
    if len(roots) == 1:
        return Source(roots[0])
    if roots:
        places = " and ".join(f"`{it or '.'}`" for it in roots)
        return Source(doubt=f"there is one in each of {places}; `project.roots` in rules.yaml can name the right one")
    if doubtful:
        place, root = doubtful[0].package, doubtful[0].root or "."
        return Source(doubt=f"it may be `{place}`; if so, name `{root}` under `project.roots` in rules.yaml")
    return _NOWHERE


def _in_other_projects(entries: Iterable[str], tree: SourceTree) -> dict[str, Source]:
    found = ((entry, it) for entry in entries for it in tree.candidates(entry) if tree.looks_like_app(it))
    return {entry: Source(doubt=f"`{it.package}` belongs to another project") for entry, it in found}
