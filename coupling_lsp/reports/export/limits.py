"""What import-linter cannot say of a project's rules, as lines for the head of its configuration."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from coupling_lsp.features.wording import count
from coupling_lsp.model.edge_kinds import CHANNELS, ORM_KINDS, Kind
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Contract, Decision, Rule, Selector
from coupling_lsp.reports.export.imports import Imports
from coupling_lsp.snapshot.state import Snapshot

_WIDTH = 100

Edges = Sequence[tuple[Edge, Decision]]


def limits(snapshot: Snapshot, imports: Imports, unsaid: Iterable[Contract]) -> Iterator[str]:
    """One entry for each thing that is left to `coupling-lsp check`; `unsaid` are contracts without a counterpart."""
    for text in _limits(snapshot, imports, tuple(unsaid)):
        yield from textwrap.wrap(
            text,
            _WIDTH,
            initial_indent="- ",
            subsequent_indent="  ",
            break_on_hyphens=False,
            break_long_words=False,
        )


def _limits(snapshot: Snapshot, imports: Imports, unsaid: Sequence[Contract]) -> Iterator[str]:
    every = list(snapshot.judged())
    edges = [it for it in every if not it[0].test]
    yield from _unseen(snapshot.ruleset.rules, edges)
    written = [it for it in edges if it[0].kind == "import"]
    named = dict.fromkeys(
        decision.rule.id
        for _, decision in written
        if decision.rule is not None
        and any(_names_symbol(it, snapshot) for it in (*decision.rule.sources, *decision.rule.targets))
    )
    if named:
        yield f"symbols: {count(len(named), 'rule')} of imports, each held to the whole module: {', '.join(named)}"
    for timing, told in (("lazy", "lazy imports"), ("type-checking", "imports for types only")):
        found = [it for it in written if timing in it[0].timing and it[0].mechanism != "dynamic"]
        if found:
            yield f"{told}: {len(found)}, told apart from others by nothing here{_ids(found)}"
    dynamic = [it for it in written if it[0].mechanism == "dynamic"]
    if dynamic:
        yield f"imports by dotted string: {len(dynamic)}{_ids(dynamic)}"
    passed = [it for it in written if it[0].through and imports.owner(it[0].through) not in ("", it[0].to_app)]
    if passed:
        yield f"names taken through another app: {len(passed)}, held to that app here{_ids(passed)}"
    tests = sum(edge.test and edge.kind == "import" for edge, _ in every)
    severity = snapshot.ruleset.severity("tests")
    excepted = f", today's {count(tests, 'import')} excepted" if tests else ""
    yield f"tests: imports in them count as any others{excepted} (policy here: {severity})"
    if unsaid:
        yield f"contracts: {', '.join(f'{it.id} ({it.type})' for it in unsaid)}"
    if imports.left_out:
        yield f"apps that are no package with `__init__.py`: {', '.join(imports.left_out)}"


_UNSEEN: tuple[tuple[tuple[Kind, ...], str], ...] = (
    (("schema",), "schema edges"),
    (ORM_KINDS, "ORM reads and writes"),
    (CHANNELS, "names looked up"),
)


def _unseen(rules: Iterable[Rule], edges: Edges) -> Iterator[str]:
    """The edges that are no imports, with the rules that speak of such edges only."""
    for kinds, told in _UNSEEN:
        number = sum(edge.kind in kinds for edge, _ in edges)
        ids = [rule.id for rule in rules if rule.via and {*rule.via} & {*kinds} and "import" not in rule.via]
        if number or ids:
            yield f"{told}: {number}{_rules(ids)}"


def _ids(edges: Edges) -> str:
    return _rules([decision.rule.id for _, decision in edges if decision.rule is not None])


def _rules(ids: Iterable[str]) -> str:
    ids = tuple(dict.fromkeys(ids))
    return f" ({count(len(ids), 'rule')}: {', '.join(ids)})" if ids else ""


def _names_symbol(selector: Selector, snapshot: Snapshot) -> bool:
    """Whether a selector names something inside a module."""
    app = snapshot.apps.get(selector.app)
    parts = [it for it in selector.parts if it not in ("*", "**")]
    if app is None or not parts:
        return False
    if any("*" in it for it in selector.parts):
        return parts[-1][:1].isupper()
    return ".".join([app.package, *parts]) not in snapshot.index.names.modules
