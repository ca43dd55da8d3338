"""Names in `rules.yaml` that the project does not have, and the ones that were probably meant."""

from functools import cached_property

from coupling_lsp.model.rules import Selector
from coupling_lsp.rules import suggestions
from coupling_lsp.snapshot.state import Snapshot

_LIKE = 0.7


class Likely:
    """What was probably meant in the rules of one project; what it has is looked up once, when first needed."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._apps = snapshot.apps
        self._owner = snapshot.index.apps.owner
        self._modules = snapshot.index.names.modules
        self._registry = snapshot.index.types.registry
        self._asked: dict[tuple[str, str, str], str] = {}

    def app(self, written: str) -> str:
        """By a selector or label whose app is not there: another label, or the label of the package it names."""
        if owner := self._owner(written):
            return f"{owner}{written.removeprefix(self._apps[owner].package)}"
        label, dot, rest = written.partition(".")
        close = suggestions.similar_word(label, self._apps)
        return f"{close}{dot}{rest}" if close else ""

    def selector(self, it: Selector) -> str:
        """By a selector that names no module, model or field; nothing where it may name something."""
        found = self._apps.get(it.app)
        if found is None or "*" in it.written:
            return ""
        package = found.package
        for number, part in enumerate(it.parts):
            if part in self._below.get(package, ()):
                package = f"{package}.{part}"
                continue
            within = package if number else ""
            if part in self._models.get((it.app.lower(), within), ()):
                return ""
            close = self._close(part, package, it.app.lower(), within)
            return ".".join((it.app, *it.parts[:number], close, *it.parts[number + 1 :])) if close else ""
        return ""

    def module(self, written: str) -> tuple[str, bool]:
        """By the full name of a module that is not there, and whether even its package is not."""
        label, _, rest = written.partition(".")
        by_label = label in self._apps and label not in self._modules.tops
        around = self._apps[label].package if by_label else ""
        parts = (rest if by_label else written).split(".")
        for number, part in enumerate(parts):
            if part not in self._below.get(around, ()):
                close = suggestions.similar_word(part, sorted(self._below.get(around, ())), _LIKE)
                shown = [*([label] if by_label else []), *parts[:number], close, *parts[number + 1 :]]
                return (".".join(shown) if close else ""), number + 1 < len(parts)
            around = f"{around}.{part}" if around else part
        return "", False

    def _close(self, part: str, package: str, label: str, within: str) -> str:
        key = part, package, label
        if key not in self._asked:
            known = self._below.get(package, set()) | self._models.get((label, within), set())
            self._asked[key] = suggestions.similar_word(part, sorted(known), _LIKE)
        return self._asked[key]

    @cached_property
    def _below(self) -> dict[str, set[str]]:
        """The names of the modules right inside each package, at the top of the import path inside none."""
        found: dict[str, set[str]] = {}
        for name in self._modules.names.values():
            package, _, last = name.rpartition(".")
            while last and last not in found.setdefault(package, set()):
                found[package].add(last)
                package, _, last = package.rpartition(".")
        return found

    @cached_property
    def _models(self) -> dict[tuple[str, str], set[str]]:
        """The models by label in lower case and module; those of a whole app without a module."""
        found: dict[tuple[str, str], set[str]] = {}
        for key, it in self._registry.items():
            label = key.partition(".")[0]
            for module in ("", it.module):
                found.setdefault((label, module), set()).add(it.name)
        return found
