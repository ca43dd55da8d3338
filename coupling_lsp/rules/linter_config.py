"""Contracts that a project states for import-linter already, as contracts of ours.

Ours speak of apps and of direct edges of every kind, theirs of modules and of imports, also indirect ones. What names
no app, and what ours have no words for, is told and left out.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from coupling_lsp.model.rules import Contract, ContractType, Problem
from coupling_lsp.rules.linter_text import Section, sections
from coupling_lsp.text import Span

Layer = tuple[str, ...]


class Found(NamedTuple):
    """The contracts of a file, by place, and what of it was not understood."""

    contracts: tuple[Contract, ...]
    problems: tuple[Problem, ...]


def read(text: str, path: str, apps: Mapping[str, str]) -> Found:
    """What a file says; `path` tells its form by its ending, `apps` are the labels by package. Never raises."""
    stated, problems = sections(text, path.endswith(".toml"))
    contracts: list[Contract] = []
    for section in stated:
        reader = _Reader(section, apps, problems)
        kind = section.one("type")
        if kind not in _READERS:
            reader.note(f"there is no type `{kind}` here")
            continue
        contracts += _READERS[kind](reader)
        if "ignore_imports" in section.options:
            reader.note("exceptions (`ignore_imports`) are left out: a contract has none here")
    return Found(tuple(_unique(contracts)), tuple(problems))


class _Reader:
    """One section on its way to contracts."""

    def __init__(self, section: Section, apps: Mapping[str, str], problems: list[Problem]) -> None:
        self.section = section
        self._apps = apps
        self._problems = problems

    def note(self, message: str) -> None:
        """Tell what was not understood."""
        self._problems.append(Problem(f"`{self.section.id}`: {message}", self.section.span))

    def named(self, key: str) -> tuple[str, ...]:
        """The apps an option names."""
        return self.labels(self.section.options.get(key, ()))

    def labels(self, expressions: Iterable[str]) -> tuple[str, ...]:
        """The apps whose packages are named, each once; `*` stands for one part of a name, `**` for any number."""
        found: dict[str, None] = {}
        for it in expressions:
            pattern = re.compile(
                r"\.".join({"*": r"[^.]+", "**": r".+"}.get(part, re.escape(part)) for part in it.split("."))
            )
            labels = [label for package, label in self._apps.items() if pattern.fullmatch(package)]
            if not labels:
                self.note(f"`{it}` is not the package of an app")
            found.update(dict.fromkeys(labels))
        return tuple(found)

    def contract(
        self,
        kind: ContractType,
        apps: Layer = (),
        layers: tuple[Layer, ...] = (),
        sources: Layer = (),
        targets: Layer = (),
    ) -> Contract:
        """A contract with the name and reason of the section."""
        why = self.section.one("broken_contract_guidance") or self.section.one("name")
        span: Span = self.section.span
        return Contract(self.section.id, kind, apps, layers, sources, targets, why, span)


def _independence(it: _Reader) -> Iterator[Contract]:
    apps = it.named("modules")
    if len(apps) > 1:
        yield it.contract("independence", apps)


def _forbidden(it: _Reader) -> Iterator[Contract]:
    sources, targets = it.named("source_modules"), it.named("forbidden_modules")
    if sources and targets:
        yield it.contract("forbidden", sources=sources, targets=targets)


def _acyclic(it: _Reader) -> Iterator[Contract]:
    """The apps right below each ancestor."""
    for ancestor in it.section.options.get("ancestors", ()):
        apps = it.labels([f"{ancestor.removesuffix('.**')}.*"])
        if len(apps) > 1:
            yield it.contract("acyclic", apps)


def _layers(it: _Reader) -> Iterator[Contract]:
    """The layers inside each container, or as they stand."""
    if it.section.one("exhaustive").lower() == "true":
        it.note("`exhaustive` is left out: every app may be in no layer here")
    for container in it.section.options.get("containers", ()) or ("",):
        stated = [_written(line, container) for line in it.section.options.get("layers", ())]
        found = [(it.labels(expressions), is_open) for expressions, is_open in stated]
        layers = [(apps, is_open) for apps, is_open in found if apps]
        if not any(is_open and len(apps) > 1 for apps, is_open in layers):
            if sum(len(apps) for apps, _ in layers) > 1:
                yield it.contract("layers", layers=tuple(apps for apps, _ in layers))
            continue
        above: Layer = ()
        for apps, is_open in layers:
            if above:
                yield it.contract("forbidden", sources=apps, targets=above)
            if len(apps) > 1 and not is_open:
                yield it.contract("independence", apps)
            above += apps


def _written(line: str, container: str) -> tuple[list[str], bool]:
    """The modules of one layer, and whether these may import each other: `a : b` may, `a | b` may not."""
    names = [it.strip().removeprefix("(").removesuffix(")") for it in re.split(r"[|:]", line)]
    return [f"{container}.{it}" if container else it for it in names if it], "|" not in line and ":" in line


def _unique(contracts: Iterable[Contract]) -> Iterator[Contract]:
    """The contracts, the later of two with one id numbered."""
    taken: set[str] = set()
    for it in contracts:
        name, number = it.id, 2
        while name in taken:
            name, number = f"{it.id}-{number}", number + 1
        taken.add(name)
        yield it._replace(id=name)


_READERS: dict[str, Callable[[_Reader], Iterator[Contract]]] = {
    "independence": _independence,
    "forbidden": _forbidden,
    "layers": _layers,
    "acyclic_siblings": _acyclic,
}
