"""The value of `INSTALLED_APPS` and of string settings, worked out from the steps settings modules take.

Branches are joined: what any of them installs may be installed. What only a variable of the shell turns on is optional:
it gives way where one value has to be chosen. MemberAccess that cannot be read are told, never guessed.
Django's rules: https://docs.djangoproject.com/en/stable/ref/settings/#installed-apps
"""

from typing import NamedTuple

from coupling_lsp.django.settings_names import INSTALLED_APPS
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.model.edges import Unresolved
from coupling_lsp.model.facts import Facts, Import, Sites


class Item(NamedTuple):
    """A string and the place it was written at. An `optional` one counts only where a variable of the shell is set."""

    value: str
    path: str
    site: int
    optional: bool = False


class Settings(NamedTuple):
    """What the settings say: the installed apps in order, string settings, and what could not be read."""

    installed: tuple[Item, ...]
    strings: dict[str, str]
    unresolved: tuple[Unresolved, ...]
    modules: frozenset[str]


def evaluate(modules: tuple[str, ...], names: Names) -> Settings:
    """The settings of several modules joined; modules that do not exist are left out."""
    installed: dict[str, Item] = {}
    strings: dict[str, str] = {}
    unresolved: list[Unresolved] = []
    read: set[str] = set()
    for module in modules:
        evaluator = _Evaluator(names)
        variables = evaluator.module(module)
        for item in variables.get(INSTALLED_APPS, ()):
            if not item.value:
                unresolved.append(Unresolved(item.path, item.site, _UNREADABLE, "unresolved-app"))
            elif item.value not in installed or (installed[item.value].optional and not item.optional):
                installed[item.value] = item
        for name, items in variables.items():
            firm = [item.value for item in items if not item.optional] if name.isupper() else []
            if len(firm) == 1 and firm[0]:
                strings.setdefault(name, firm[0])
        read |= evaluator.read
    return Settings(tuple(installed.values()), strings, tuple(dict.fromkeys(unresolved)), frozenset(read))


_UNREADABLE = "the value is known only when the program runs"

Variables = dict[str, list[Item]]


class _Evaluator:
    def __init__(self, names: Names) -> None:
        self.names = names
        self._known: dict[str, Variables] = {}

    def module(self, module: str) -> Variables:
        """The variables of a settings module, those its star imports bring included."""
        known = self._known.get(module)
        if known is None:
            self._known[module] = {}  # Modules that import each other see what was read so far.
            known = self._known[module] = self._module(module)
        return known

    @property
    def read(self) -> set[str]:
        """The modules looked at."""
        return set(self._known)

    def _module(self, module: str) -> Variables:
        facts = self.names.facts(module)
        path = self.names.modules.paths.get(module)
        if facts is None or path is None:
            return {}
        inherited: Variables = {}
        used = _used(facts)
        for it in facts.imports:
            source = self.names.modules.absolute(it.module, it.level, module)
            if it.name == "*":
                inherited.update(self.module(source))
            elif it.bound.partition(".")[0] in used and source in self.names.modules:
                self._named(it, source, inherited)
        return self._member_access(facts, path, inherited)

    def _named(self, it: Import, source: str, inherited: Variables) -> None:
        """Names from a module imported by name: `from .base import APPS`, `from . import base`, a base class."""
        full = f"{source}.{it.name}" if it.name else source
        brought = self.module(full) if self.names.facts(full) is not None else self.module(source)
        if it.name.isupper():
            inherited[it.bound] = brought.get(it.name, [])
        else:
            for name, items in brought.items():
                if name.isupper():
                    inherited.setdefault(name, items)

    def _member_access(self, facts: Facts, path: str, inherited: Variables) -> Variables:
        variables = dict(inherited)
        own: set[str] = set()
        site = Sites.of(facts).settings
        for step in facts.settings:
            items: list[Item] = []
            for written in step.items:
                items.extend(self._item(written, variables, path, site))
                site += 1
            before = variables.get(step.name, [])
            if step.optional:
                more = [item._replace(optional=True) for item in items] if step.operator != "-" else []
                variables[step.name] = _joined(before, more)
                continue
            if step.operator == "-":
                gone = {item.value for item in items}
                variables[step.name] = [item for item in before if item.value not in gone]
            elif step.operator == "+" or step.name in own:
                variables[step.name] = _joined(before, items)
            else:
                variables[step.name] = _joined([item for item in before if item.optional], items)
            own.add(step.name)
        return variables

    def _item(self, written: str, variables: Variables, path: str, site: int) -> list[Item]:
        if written.startswith('"'):
            return [Item(written[1:], path, site)]
        name = written.rpartition(".")[2]
        if written and "(" not in name and name in variables:
            return variables[name]
        return [Item("", path, site)]


def _used(facts: Facts) -> set[str]:
    """The names the steps and classes of a settings module refer to."""
    written = [item for step in facts.settings for item in step.items if not item.startswith('"')]
    written += [step.name for step in facts.settings]
    written += [base for it in facts.classes for base in it.bases]
    return {name.partition(".")[0].partition("(")[0] for name in written}


def _joined(before: list[Item], items: list[Item]) -> list[Item]:
    firm = {item.value for item in (*before, *items) if item.value and not item.optional}
    kept = [item for item in before if not item.optional or item.value not in firm]
    known = {item.value for item in kept if item.value}
    return [*kept, *(item for item in items if item.value not in known and item not in kept)]
