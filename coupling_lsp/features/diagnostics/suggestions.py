"""Suggestions for names in `rules.yaml` that the project does not have: the ones that were probably meant."""

from functools import cached_property

from coupling_lsp.model.rules import Selector
from coupling_lsp.rules.suggestions import similar_word
from coupling_lsp.snapshot.state import Snapshot

_MIN_SIMILARITY = 0.7
"""How alike two names must be, as `difflib` counts, 1 for equal ones."""


class Suggestions:
    """Suggests names of one project. What it has is looked up once, when first needed."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._apps = snapshot.apps
        self._owner = snapshot.index.apps.owner
        self._modules = snapshot.index.names.modules
        self._registry = snapshot.index.types.registry
        self._asked: dict[tuple[str, str, str], str] = {}

    def app(self, unknown_name: str) -> str:
        """Suggest another label, or that of the package it names, for a selector or label whose app is not there."""
        if owner := self._owner(unknown_name):
            return f"{owner}{unknown_name.removeprefix(self._apps[owner].package)}"
        label, dot, rest = unknown_name.partition(".")
        similar_label = similar_word(label, self._apps)
        return f"{similar_label}{dot}{rest}" if similar_label else ""

    def selector(self, it: Selector) -> str:
        """Suggest a selector for one that names no module, model or field; empty where it may name something."""
        app = self._apps.get(it.app)
        if app is None or "*" in it.written:
            return ""
        package = app.package
        for number, part in enumerate(it.parts):
            if part in self._below.get(package, ()):
                package = f"{package}.{part}"
                continue
            module = package if number else ""
            if part in self._models.get((it.app.lower(), module), ()):
                return ""
            similar_part = self._close(part, package, it.app.lower(), module)
            return ".".join((it.app, *it.parts[:number], similar_part, *it.parts[number + 1 :])) if similar_part else ""
        return ""

    def module(self, unknown_module: str) -> tuple[str, bool]:
        """Suggest a module for one that is not there, and return whether even its package is not."""
        label, _, rest = unknown_module.partition(".")
        by_label = label in self._apps and label not in self._modules.tops
        package = self._apps[label].package if by_label else ""
        parts = (rest if by_label else unknown_module).split(".")
        for number, part in enumerate(parts):
            if part not in self._below.get(package, ()):
                similar_part = similar_word(part, sorted(self._below.get(package, ())), _MIN_SIMILARITY)
                suggested_parts = [*([label] if by_label else []), *parts[:number], similar_part, *parts[number + 1 :]]
                return (".".join(suggested_parts) if similar_part else ""), number + 1 < len(parts)
            package = f"{package}.{part}" if package else part
        return "", False

    def _close(self, part: str, package: str, label: str, module: str) -> str:
        key = part, package, label
        if key not in self._asked:
            candidates = self._below.get(package, set()) | self._models.get((label, module), set())
            self._asked[key] = similar_word(part, sorted(candidates), _MIN_SIMILARITY)
        return self._asked[key]

    @cached_property
    def _below(self) -> dict[str, set[str]]:
        """Names of the modules right inside each package; those at the top of the import path under an empty name."""
        submodules: dict[str, set[str]] = {}
        for name in self._modules.names.values():
            package, _, last = name.rpartition(".")
            while last and last not in submodules.setdefault(package, set()):
                submodules[package].add(last)
                package, _, last = package.rpartition(".")
        return submodules

    @cached_property
    def _models(self) -> dict[tuple[str, str], set[str]]:
        """Names of models by label in lower case and module; those of a whole app under an empty module."""
        models: dict[tuple[str, str], set[str]] = {}
        for key, model in self._registry.items():
            label = key.partition(".")[0]
            for module in ("", model.module):
                models.setdefault((label, module), set()).add(model.name)
        return models
