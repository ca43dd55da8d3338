"""Notes on what import-linter cannot check of a project's rules, for the head of its configuration."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from coupling_lsp.features.words import count
from coupling_lsp.model.edge_kinds import CHANNELS, ORM_KINDS, Kind
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Contract, Decision, Rule, Selector
from coupling_lsp.reports.export.module_imports import ModuleImports
from coupling_lsp.snapshot.state import Snapshot

_LINE_CHARS = 100
"""Width at which the notes are wrapped."""

Edges = Sequence[tuple[Edge, Decision]]


def unsupported_rules(snapshot: Snapshot, imports: ModuleImports, untranslated: Iterable[Contract]) -> Iterator[str]:
    """Yield a list item, wrapped, for each thing that is left to `coupling-lsp check`.

    `untranslated` are contracts that import-linter has no words for.
    """
    for text in _limitations(snapshot, imports, tuple(untranslated)):
        yield from textwrap.wrap(
            text,
            _LINE_CHARS,
            initial_indent="- ",
            subsequent_indent="  ",
            break_on_hyphens=False,
            break_long_words=False,
        )


def _limitations(snapshot: Snapshot, imports: ModuleImports, untranslated: Sequence[Contract]) -> Iterator[str]:
    judged_edges = list(snapshot.judged())
    edges = [it for it in judged_edges if not it[0].test]
    yield from _other_kinds(snapshot.ruleset.rules, edges)
    imports_outside_tests = [it for it in edges if it[0].kind == "import"]
    rules_with_symbols = dict.fromkeys(
        decision.rule.id
        for _, decision in imports_outside_tests
        if decision.rule is not None
        and any(_names_symbol(it, snapshot) for it in (*decision.rule.sources, *decision.rule.targets))
    )
    if rules_with_symbols:
        rule_count = count(len(rules_with_symbols), "rule")
        yield f"symbols: {rule_count} of imports, each held to the whole module: {', '.join(rules_with_symbols)}"
    for timing, noun in (("lazy", "lazy imports"), ("type-checking", "imports for types only")):
        timed_imports = [it for it in imports_outside_tests if timing in it[0].timing and it[0].mechanism != "dynamic"]
        if timed_imports:
            yield f"{noun}: {len(timed_imports)}, told apart from others by nothing here{_rules_of(timed_imports)}"
    dynamic = [it for it in imports_outside_tests if it[0].mechanism == "dynamic"]
    if dynamic:
        yield f"imports by dotted string: {len(dynamic)}{_rules_of(dynamic)}"
    reexports = [it for it in imports_outside_tests if _is_through_other_app(it[0], imports)]
    if reexports:
        yield f"names taken through another app: {len(reexports)}, held to that app here{_rules_of(reexports)}"
    tests = sum(edge.test and edge.kind == "import" for edge, _ in judged_edges)
    severity = snapshot.ruleset.severity("tests")
    exceptions = f", today's {count(tests, 'import')} excepted" if tests else ""
    yield f"tests: imports in them count as any others{exceptions} (policy here: {severity})"
    if untranslated:
        yield f"contracts: {', '.join(f'{it.id} ({it.type})' for it in untranslated)}"
    if imports.apps_left_out:
        yield f"apps that are no package with `__init__.py`: {', '.join(imports.apps_left_out)}"


_OTHER_KINDS: tuple[tuple[tuple[Kind, ...], str], ...] = (
    (("schema",), "schema edges"),
    (ORM_KINDS, "ORM reads and writes"),
    (CHANNELS, "names looked up"),
)


def _other_kinds(rules: Iterable[Rule], edges: Edges) -> Iterator[str]:
    """Yield how many edges are no imports, with the rules that speak only of such edges."""
    for kinds, noun in _OTHER_KINDS:
        number = sum(edge.kind in kinds for edge, _ in edges)
        ids = [rule.id for rule in rules if rule.via and {*rule.via} & {*kinds} and "import" not in rule.via]
        if number or ids:
            yield f"{noun}: {number}{_rule_list(ids)}"


def _is_through_other_app(edge: Edge, imports: ModuleImports) -> bool:
    return bool(edge.through) and imports.owner(edge.through) not in ("", edge.to_app)


def _rules_of(edges: Edges) -> str:
    return _rule_list([decision.rule.id for _, decision in edges if decision.rule is not None])


def _rule_list(ids: Iterable[str]) -> str:
    ids = tuple(dict.fromkeys(ids))
    return f" ({count(len(ids), 'rule')}: {', '.join(ids)})" if ids else ""


def _names_symbol(selector: Selector, snapshot: Snapshot) -> bool:
    """Return whether a selector names something inside a module."""
    app = snapshot.apps.get(selector.app)
    parts = [it for it in selector.parts if it not in ("*", "**")]
    if app is None or not parts:
        return False
    if any("*" in it for it in selector.parts):
        return parts[-1][:1].isupper()
    return ".".join([app.package, *parts]) not in snapshot.index.names.modules
