"""The contracts a project states for import-linter, read as import-linter reads them. Every fault is told at its place.

Option names: https://import-linter.readthedocs.io/en/stable/contract_types/
"""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from coupling_lsp.model.linter import (
    LINTER_TYPES,
    NO_LINTER,
    IgnoredImport,
    LinterConfig,
    LinterContract,
    LinterFault,
    LinterLayer,
    LinterType,
    ModuleExpression,
)
from coupling_lsp.model.rules import Severity
from coupling_lsp.rules.import_linter.config_sections import Section, sections, speaks
from coupling_lsp.rules.yaml.reader import listed, suggest
from coupling_lsp.text import WHOLE_FIRST_LINE

FILES = ("setup.cfg", ".importlinter", "pyproject.toml")
"""The files import-linter looks into, the first with a section for it is used."""

_ALERTS: Mapping[str, Severity] = {"": "error", "error": "error", "warn": "warning", "none": "off"}
_NEEDED: Mapping[LinterType, tuple[str, ...]] = {
    "forbidden": ("source_modules", "forbidden_modules"),
    "independence": ("modules",),
    "layers": ("layers",),
    "protected": ("protected_modules", "allowed_importers"),
    "acyclic_siblings": ("ancestors",),
}


def read(text: str, path: str) -> LinterConfig:
    """What a file says; `path` tells its form by its ending. `NO_LINTER` for one that is not import-linter's."""
    if not speaks(text, path):
        return NO_LINTER
    stated = sections(text, path)
    general = stated.general
    if general is None and not stated.contracts and not stated.faults:
        return NO_LINTER
    faults = list(stated.faults)
    roots: tuple[ModuleExpression, ...] = ()
    if general is not None:
        roots = general.named("root_packages") or general.named("root_package")
        if not roots:
            faults.append(LinterFault(general.span, "error", "import-linter needs `root_packages`: what it is to read"))
    elif stated.contracts:
        message = "There is no section `[importlinter]`, so import-linter does not read this file"
        faults.append(LinterFault(stated.contracts[0].span, "error", message))
    contracts = [it for section in stated.contracts if (it := _Reader(section, faults).contract()) is not None]
    return LinterConfig(
        path,
        roots,
        general is not None and general.is_on("include_external_packages"),
        general is not None and general.is_on("exclude_type_checking_imports"),
        tuple(contracts),
        tuple(faults),
        general.span if general is not None else WHOLE_FIRST_LINE,
    )


def read_first(texts: Mapping[str, str]) -> LinterConfig:
    """What the first of some files by name says that is import-linter's."""
    found = (read(texts[path], path) for path in FILES if path in texts)
    return next((it for it in found if it.path), NO_LINTER)


class _Reader:
    """One section on its way to a contract."""

    def __init__(self, section: Section, faults: list[LinterFault]) -> None:
        self.section = section
        self._faults = faults

    def contract(self) -> LinterContract | None:
        """The contract, or None when import-linter would not check it, or checks it in a way of the project's own."""
        section = self.section
        written = section.one("type")
        kind = next((it for it in LINTER_TYPES if it == written), None)
        if kind is None:
            self._type(written)
            return None
        missing = [key for key in _NEEDED[kind] if not section.options.get(key)]
        for key in missing:
            self._note("type", "", f"A contract of type `{kind}` needs `{key}`")
        if not section.one("name"):
            self._note("", "", "A contract needs `name`")
        if missing:
            return None
        name = section.one("name") or section.id
        started = LinterContract(name, kind, section.one("broken_contract_guidance"), section.span)
        common = started._replace(
            ignored=tuple(self._ignored()),
            unmatched=self._alert(),
            as_packages=not section.options.get("as_packages") or section.is_on("as_packages"),
        )
        return _READERS[kind](self, common)

    def modules(self, key: str) -> tuple[ModuleExpression, ...]:
        """The modules an option names; what is no such name is told and left out."""
        found = self.section.named(key)
        for it in found:
            if told := _wrong(it.text):
                self._faults.append(LinterFault(it.span, "error", told))
        return tuple(it for it in found if not _wrong(it.text))

    def layers(self) -> tuple[LinterLayer, ...]:
        """The layers from top to bottom: `a | b` may not import each other, `a : b` may, `(a)` may be missing."""
        found: list[LinterLayer] = []
        above: set[str] = set()
        for line in self.section.options.get("layers", ()):
            if "|" in line and ":" in line:
                self._note("layers", line, "A layer has either `|` or `:` between its modules, not both")
                continue
            names = [it.strip() for it in re.split(r"[|:]", line)]
            bare = [it[1:-1] if it.startswith("(") and it.endswith(")") else it for it in names]
            if repeated := [it for it in bare if it in above or bare.count(it) > 1]:
                self._note("layers", repeated[0], f"`{repeated[0]}` is in the layers twice")
                continue
            above.update(bare)
            modules = tuple(ModuleExpression(it, self.section.place("layers", it)) for it in bare if it)
            optional = frozenset(it for it, name in zip(bare, names, strict=True) if it != name)
            found.append(LinterLayer(modules, optional, ":" not in line))
        return tuple(found)

    def depth(self) -> int:
        """How far below the ancestors to look."""
        written = self.section.one("depth")
        if not written:
            return 10
        if re.fullmatch(r"[0-9]{1,9}", written):
            return int(written)
        self._note("depth", written, "`depth` must be a number, not below 0")
        return 10

    def _type(self, written: str) -> None:
        if not written:
            self._note("", "", f"A contract needs `type`: {listed(LINTER_TYPES)}")
            return
        close = suggest(written, LINTER_TYPES)
        severity: Severity = "error" if close else "information"
        told = close.removeprefix(". ") or "Types of the project's own are checked by lint-imports alone"
        message = f"Contracts of type `{written}` are not shown while you type\n{told}"
        self._faults.append(LinterFault(self.section.place("type", written), severity, message))

    def _ignored(self) -> Iterator[IgnoredImport]:
        for it in self.section.named("ignore_imports"):
            importer, _, imported = (part.strip() for part in it.text.partition("->"))
            told = (
                _wrong(importer) or _wrong(imported)
                if importer and imported
                else "Write `package.importer -> package.imported`"
            )
            if told:
                self._faults.append(LinterFault(it.span, "error", told))
            else:
                yield IgnoredImport(importer, imported, it.span)

    def _alert(self) -> Severity:
        written = self.section.one("unmatched_ignore_imports_alerting")
        if written not in _ALERTS:
            message = f"`{written}` is none of {listed(it for it in _ALERTS if it)}"
            self._note("unmatched_ignore_imports_alerting", written, message)
        return _ALERTS.get(written, "error")

    def _note(self, key: str, value: str, message: str) -> None:
        span = self.section.place(key, value) if key else self.section.span
        self._faults.append(LinterFault(span, "error", message))


def _wrong(expression: str) -> str:
    """Why import-linter refuses a name of modules; empty when it does not."""
    parts = expression.split(".")
    if any("*" in part and part not in ("*", "**") for part in parts):
        return f"In `{expression}`, a `*` has to stand for a whole part of the name"
    for one, other in pairwise(parts):
        if "**" in (one, other) and "*" in one and "*" in other:
            return f"In `{expression}`, no wildcard may stand beside `**`"
    return ""


def _forbidden(it: _Reader, common: LinterContract) -> LinterContract:
    return common._replace(
        sources=it.modules("source_modules"),
        targets=it.modules("forbidden_modules"),
        is_direct=it.section.is_on("allow_indirect_imports"),
    )


def _independence(it: _Reader, common: LinterContract) -> LinterContract:
    return common._replace(sources=it.modules("modules"))


def _protected(it: _Reader, common: LinterContract) -> LinterContract:
    return common._replace(
        sources=it.modules("allowed_importers"), targets=it.modules("protected_modules"), is_direct=True
    )


def _acyclic(it: _Reader, common: LinterContract) -> LinterContract:
    return common._replace(sources=it.modules("ancestors"), targets=it.modules("skip_descendants"), depth=it.depth())


def _layers(it: _Reader, common: LinterContract) -> LinterContract | None:
    containers = it.modules("containers")
    if it.section.is_on("exhaustive") and not containers:
        it._note("exhaustive", "", "`exhaustive` needs `containers`")
        return None
    return common._replace(
        layers=it.layers(),
        containers=containers,
        is_exhaustive=it.section.is_on("exhaustive"),
        exhaustive_ignores=it.section.options.get("exhaustive_ignores", ()),
    )


_READERS: dict[LinterType, Callable[[_Reader, LinterContract], LinterContract | None]] = {
    "forbidden": _forbidden,
    "independence": _independence,
    "layers": _layers,
    "protected": _protected,
    "acyclic_siblings": _acyclic,
}
