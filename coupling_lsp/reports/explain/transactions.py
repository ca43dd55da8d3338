"""Transactions that write tables of several apps: what an app that is to have a database of its own cannot keep.

Followed are the writes in the block, and those of the functions of the project that it calls, and these call. Not
followed is what runs later or elsewhere: functions that are handed on (`on_commit`), tasks, and receivers of signals.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from coupling_lsp.django.transactions import ATOMIC, ATOMIC_MODULE
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model import value_path
from coupling_lsp.model.atomic_block import AtomicBlock
from coupling_lsp.model.edges import MANY_TO_MANY, Edge
from coupling_lsp.model.expression import is_single_name, last_name
from coupling_lsp.model.facts import Facts, Sites
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.explain.called_functions import CalledFunctions, Function
from coupling_lsp.source.calls import Code, code_at
from coupling_lsp.text import Span

MAX_CALLS = 4
"""How many calls lie between a block and a write; the writes of functions that are farther away are left out."""


class Write(NamedTuple):
    """A write of a model, with its method if that is known.

    `calls` are the functions through which a block comes to it, in order.
    """

    app: str
    model: str
    path: str
    span: Span
    method: str = ""
    calls: tuple[str, ...] = ()


class Transaction(NamedTuple):
    """A block in a transaction: its place, the definition it is or stands in, its app, and what it writes."""

    path: str
    span: Span
    symbol: str
    app: str
    writes: tuple[Write, ...]

    @property
    def apps(self) -> tuple[str, ...]:
        """The apps whose tables it writes."""
        return tuple(sorted({it.app for it in self.writes}))


def transactions_of(project: ProjectView, app: str) -> list[Transaction]:
    """Return the transactions that write tables of several apps and have to do with an app, by path and place.

    They stand in its code, or write tables of it. Tests do not count, and of nested blocks the outermost does.
    """
    finder = _Finder(project)
    transactions = (it for path in sorted(project.snapshot.index.facts) for it in finder.in_file(path))
    return [it for it in transactions if len(it.apps) > 1 and (it.app == app or app in it.apps)]


class _Finder:
    """Finds the transactions of a project and what they write."""

    def __init__(self, project: ProjectView) -> None:
        self._project = project
        self._index = project.snapshot.index
        self._names = self._index.names
        self._functions = CalledFunctions(project)
        self._is_test = self._index.config.is_test

    def in_file(self, path: str) -> Iterator[Transaction]:
        facts = self._index.facts[path]
        module = self._names.modules.names.get(path, "")
        app = self._index.apps.owner(module) if module else ""
        if not facts.atomic_blocks or not app or self._is_test(path):
            return
        blocks = [(code, it) for code, it in self._blocks(path, module, facts)]
        spans = {code.span for code, _ in blocks}
        for code, block in blocks:
            if not any(it != code.span and _is_inside(code.span, it) for it in spans):
                yield Transaction(path, code.span, block.symbol, app, tuple(self._writes(code, path, module)))

    def _blocks(self, path: str, module: str, facts: Facts) -> Iterator[tuple[Code, AtomicBlock]]:
        """Yield the blocks of a file that are transactions, with their code."""
        text = self._project.read(path)
        first = Sites.of(facts).atomic_blocks
        for site, block in enumerate(facts.atomic_blocks, first) if text is not None else ():
            if text is None or not self._is_atomic(block.callee, module):
                continue
            span = self._project.snapshot.span(path, site)
            is_elsewhere = block.form == "method"
            code = self._functions.code(Function(module, block.symbol)) if is_elsewhere else code_at(text, span)
            if code is not None:
                yield code, block

    def _is_atomic(self, callee: str, module: str) -> bool:
        """Return whether what begins a block is that of Django, or a function of the project that yields in one."""
        target = self._names.expression(callee, module, Dependencies())
        if not target and is_single_name(callee):
            target = Target(module, callee, True)
        if not target.in_project:
            return last_name(target.name) == ATOMIC and f"{target.module}.".startswith(ATOMIC_MODULE.rpartition(".")[0])
        facts = self._names.facts(target.module)
        blocks = facts.atomic_blocks if facts is not None else ()
        return any(
            it.symbol == target.name and it.form == "statement" and it.callee != callee for it in blocks
        ) and self._yields(target)

    def _yields(self, target: Target) -> bool:
        code = self._functions.code(Function(target.module, target.name))
        path = self._names.modules.paths.get(target.module, "")
        text = self._project.read(path)
        return code is not None and text is not None and "yield" in text.slice(code.span)

    def _writes(self, code: Code, path: str, module: str) -> Iterator[Write]:
        """Yield the writes of a block, those in it first."""
        waiting: list[tuple[Code, str, str, tuple[str, ...]]] = [(code, path, module, ())]
        visited: set[Function] = set()
        for current, current_path, current_module, calls in waiting:
            for write in self._writes_by_path.get(current_path, ()):
                if current.runs(write.span):
                    yield write._replace(calls=calls)
            for function in self._functions.called(current, current_module) if len(calls) < MAX_CALLS else ():
                function_code = self._functions.code(function)
                if function in visited or function_code is None or self._is_test(self._path(function)):
                    continue
                visited.add(function)
                waiting.append((function_code, self._path(function), function.module, (*calls, function.symbol)))

    def _path(self, function: Function) -> str:
        return self._names.modules.paths[function.module]

    @cached_property
    def _writes_by_path(self) -> Mapping[str, tuple[Write, ...]]:
        return {path: tuple(self._writes_in(path)) for path in self._index.resolved}

    def _writes_in(self, path: str) -> Iterator[Write]:
        """Yield the writes that stand in a file, of other apps and of its own.

        One that may be of several models does not count: which of them it is hangs on who calls.
        """
        resolved = self._index.resolved[path]
        edges = [it for it in resolved.edges if it.kind == "orm-write" and not it.probable]
        writes = [(it.site, *self._table(it), it.mechanism.rpartition(".")[2]) for it in edges]
        writes += [(it.site, it.app, it.to_symbol, "") for it in resolved.own_writes]
        models_by_site: dict[int, set[tuple[str, str]]] = {}
        for site, app, model, _ in writes:
            models_by_site.setdefault(site, set()).add((app, model))
        for site, app, model, method in writes:
            if len(models_by_site[site]) == 1:
                yield Write(app, model, path, self._project.snapshot.span(path, site), method)

    def _table(self, edge: Edge) -> tuple[str, str]:
        """Return the app and the name of the table that an edge writes.

        `order.tags.add(…)` writes the table that Django made for `Order.tags`, which belongs to the app of `Order`.
        """
        target = Target(edge.to_module, edge.to_symbol, True)
        facts = self._index.facts[edge.path]
        number = edge.site - Sites.of(facts).accesses
        if edge.mechanism.startswith(MANY_TO_MANY) and 0 <= number < len(facts.accesses):
            accessor = value_path.last_name(facts.accesses[number].root)
            for deletion in self._project.snapshot.deletions.by_model.get(target, ()):
                if deletion.way == "join table" and deletion.field.rpartition(".")[2] == accessor:
                    return deletion.label, deletion.field
        return edge.to_app, edge.to_symbol


def _is_inside(inner: Span, outer: Span) -> bool:
    return outer[:2] <= inner[:2] and inner[2:] <= outer[2:]
