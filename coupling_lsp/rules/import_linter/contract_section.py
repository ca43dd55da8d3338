"""One contract of an import-linter configuration, from the section that states it."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from coupling_lsp.model.linter import (
    LINTER_TYPES,
    IgnoredImport,
    LinterContract,
    LinterFault,
    LinterLayer,
    LinterType,
    ModuleExpression,
)
from coupling_lsp.model.rules import Severity
from coupling_lsp.rules.import_linter.config_sections import ConfigSection
from coupling_lsp.rules.suggestions import alternatives, suggest

_ALERTS: Mapping[str, Severity] = {"": "error", "error": "error", "warn": "warning", "none": "off"}
_REQUIRED_OPTIONS: Mapping[LinterType, tuple[str, ...]] = {
    "forbidden": ("source_modules", "forbidden_modules"),
    "independence": ("modules",),
    "layers": ("layers",),
    "protected": ("protected_modules", "allowed_importers"),
    "acyclic_siblings": ("ancestors",),
}
_DEFAULT_DEPTH = 10


class ContractSection:
    """A section on its way to a contract; what is wrong goes to a list of faults."""

    def __init__(self, section: ConfigSection, faults: list[LinterFault]) -> None:
        self.section = section
        self._faults = faults

    def contract(self) -> LinterContract | None:
        """Return the contract; None when import-linter would not check it, or in a way of the project's own."""
        section = self.section
        type_name = section.text("type")
        contract_type = next((it for it in LINTER_TYPES if it == type_name), None)
        if contract_type is None:
            self._report_type(type_name)
            return None
        missing_options = [key for key in _REQUIRED_OPTIONS[contract_type] if not section.options.get(key)]
        for key in missing_options:
            self.report("type", "", f"A contract of type `{contract_type}` needs `{key}`")
        if not section.text("name"):
            self.report("", "", "A contract needs `name`")
        if missing_options:
            return None
        name = section.text("name") or section.id
        common = LinterContract(
            name,
            contract_type,
            section.text("broken_contract_guidance"),
            section.span,
            ignored=tuple(self._ignored_imports()),
            unmatched=self._alert(),
            as_packages=not section.options.get("as_packages") or section.is_on("as_packages"),
        )
        return _READERS[contract_type](self, common)

    def modules(self, key: str) -> tuple[ModuleExpression, ...]:
        """Return the modules an option names; what is no such name is told and left out."""
        expressions = self.section.expressions(key)
        for expression in expressions:
            if message := _refusal(expression.text):
                self._faults.append(LinterFault(expression.span, "error", message))
        return tuple(expression for expression in expressions if not _refusal(expression.text))

    def layers(self) -> tuple[LinterLayer, ...]:
        """Return the layers from the top: `a | b` may not import each other, `a : b` may, `(a)` may be missing."""
        layers: list[LinterLayer] = []
        higher_names: set[str] = set()
        for line in self.section.options.get("layers", ()):
            if "|" in line and ":" in line:
                self.report("layers", line, "A layer has either `|` or `:` between its modules, not both")
                continue
            words = [word.strip() for word in re.split(r"[|:]", line)]
            names = [word[1:-1] if word.startswith("(") and word.endswith(")") else word for word in words]
            if repeated_names := [name for name in names if name in higher_names or names.count(name) > 1]:
                self.report("layers", repeated_names[0], f"`{repeated_names[0]}` is in the layers twice")
                continue
            higher_names.update(names)
            modules = tuple(ModuleExpression(name, self.section.place("layers", name)) for name in names if name)
            optional = frozenset(name for name, word in zip(names, words, strict=True) if name != word)
            layers.append(LinterLayer(modules, optional, ":" not in line))
        return tuple(layers)

    def depth(self) -> int:
        """Return how far below the ancestors to look."""
        text = self.section.text("depth")
        if not text:
            return _DEFAULT_DEPTH
        if re.fullmatch(r"[0-9]{1,9}", text):
            return int(text)
        self.report("depth", text, "`depth` must be a number, not below 0")
        return _DEFAULT_DEPTH

    def report(self, key: str, value: str, message: str) -> None:
        """Note a fault at a value of an option, or at the option or the header where one of these is empty."""
        span = self.section.place(key, value) if key else self.section.span
        self._faults.append(LinterFault(span, "error", message))

    def _report_type(self, type_name: str) -> None:
        if not type_name:
            self.report("", "", f"A contract needs `type`: {alternatives(LINTER_TYPES)}")
            return
        question = suggest(type_name, LINTER_TYPES)
        severity: Severity = "error" if question else "information"
        hint = question.removeprefix(". ") or "Types of the project's own are checked by lint-imports alone"
        message = f"Contracts of type `{type_name}` are not shown while you type\n{hint}"
        self._faults.append(LinterFault(self.section.place("type", type_name), severity, message))

    def _ignored_imports(self) -> Iterator[IgnoredImport]:
        for entry in self.section.expressions("ignore_imports"):
            importer, _, imported_module = (part.strip() for part in entry.text.partition("->"))
            message = (
                _refusal(importer) or _refusal(imported_module)
                if importer and imported_module
                else "Write `package.importer -> package.imported`"
            )
            if message:
                self._faults.append(LinterFault(entry.span, "error", message))
            else:
                yield IgnoredImport(importer, imported_module, entry.span)

    def _alert(self) -> Severity:
        """Return the severity of an entry of `ignore_imports` that names no import."""
        key = "unmatched_ignore_imports_alerting"
        word = self.section.text(key)
        if word not in _ALERTS:
            self.report(key, word, f"`{word}` is none of {alternatives(filter(None, _ALERTS))}")
        return _ALERTS.get(word, "error")


def _refusal(expression: str) -> str:
    """Return why import-linter refuses a module expression; empty when it does not."""
    parts = expression.split(".")
    if any("*" in part and part not in ("*", "**") for part in parts):
        return f"In `{expression}`, a `*` has to stand for a whole part of the name"
    for neighbours in pairwise(parts):
        if "**" in neighbours and all("*" in part for part in neighbours):
            return f"In `{expression}`, no wildcard may stand beside `**`"
    return ""


def _forbidden(section: ContractSection, common: LinterContract) -> LinterContract:
    return common._replace(
        sources=section.modules("source_modules"),
        targets=section.modules("forbidden_modules"),
        is_direct=section.section.is_on("allow_indirect_imports"),
    )


def _independence(section: ContractSection, common: LinterContract) -> LinterContract:
    return common._replace(sources=section.modules("modules"))


def _protected(section: ContractSection, common: LinterContract) -> LinterContract:
    sources, targets = section.modules("allowed_importers"), section.modules("protected_modules")
    return common._replace(sources=sources, targets=targets, is_direct=True)


def _acyclic_siblings(section: ContractSection, common: LinterContract) -> LinterContract:
    sources, targets = section.modules("ancestors"), section.modules("skip_descendants")
    return common._replace(sources=sources, targets=targets, depth=section.depth())


def _layers(section: ContractSection, common: LinterContract) -> LinterContract | None:
    containers = section.modules("containers")
    is_exhaustive = section.section.is_on("exhaustive")
    if is_exhaustive and not containers:
        section.report("exhaustive", "", "`exhaustive` needs `containers`")
        return None
    return common._replace(
        layers=section.layers(),
        containers=containers,
        is_exhaustive=is_exhaustive,
        exhaustive_ignores=section.section.options.get("exhaustive_ignores", ()),
    )


_READERS: dict[LinterType, Callable[[ContractSection, LinterContract], LinterContract | None]] = {
    "forbidden": _forbidden,
    "independence": _independence,
    "layers": _layers,
    "protected": _protected,
    "acyclic_siblings": _acyclic_siblings,
}
"""How the options of a type of contract are read, into a contract that has what all types share."""
