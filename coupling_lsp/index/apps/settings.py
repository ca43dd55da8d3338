"""The value of `INSTALLED_APPS` and of string settings, worked out from the steps settings modules take.

Branches are joined: what any of them installs may be installed. What only a variable of the shell turns on is optional:
it gives way where one value has to be chosen. Steps that cannot be read are unresolved, never guessed.
Django's rules: https://docs.djangoproject.com/en/stable/ref/settings/#installed-apps
"""

from typing import NamedTuple

from coupling_lsp.django.settings_names import INSTALLED_APPS
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.model.edges import Unresolved
from coupling_lsp.model.expression import first_name, is_literal, last_name, literal_value
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
    """Return the joined settings of several modules; modules that do not exist are left out."""
    items_by_value: dict[str, Item] = {}
    strings: dict[str, str] = {}
    unresolved: list[Unresolved] = []
    read_modules: set[str] = set()
    for module in modules:
        evaluator = _Evaluator(names)
        variables = evaluator.module(module)
        for item in variables.get(INSTALLED_APPS, ()):
            if not item.value:
                unresolved.append(Unresolved(item.path, item.site, _UNREADABLE, "unresolved-app"))
            elif item.value not in items_by_value or (items_by_value[item.value].optional and not item.optional):
                items_by_value[item.value] = item
        for name, items in variables.items():
            firm = [item.value for item in items if not item.optional] if name.isupper() else []
            if len(firm) == 1 and firm[0]:
                strings.setdefault(name, firm[0])
        read_modules |= evaluator.read
    return Settings(tuple(items_by_value.values()), strings, tuple(dict.fromkeys(unresolved)), frozenset(read_modules))


_UNREADABLE = "the value is known only when the program runs"

Variables = dict[str, list[Item]]


class _Evaluator:
    def __init__(self, names: Names) -> None:
        self.names = names
        self._known: dict[str, Variables] = {}

    def module(self, module: str) -> Variables:
        """Return the variables of a settings module, those its star imports bring included."""
        variables = self._known.get(module)
        if variables is None:
            self._known[module] = {}  # Modules that import each other see what was read so far.
            variables = self._known[module] = self._module(module)
        return variables

    @property
    def read(self) -> set[str]:
        """The modules that were read."""
        return set(self._known)

    def _module(self, module: str) -> Variables:
        facts = self.names.facts(module)
        path = self.names.modules.paths.get(module)
        if facts is None or path is None:
            return {}
        variables: Variables = {}
        used_names = _used(facts)
        for import_ in facts.imports:
            source = self.names.modules.absolute(import_.module, import_.level, module)
            if import_.name == "*":
                variables.update(self.module(source))
            elif import_.bound.partition(".")[0] in used_names and source in self.names.modules:
                self._named(import_, source, variables)
        return self._variables(facts, path, variables)

    def _named(self, import_: Import, source: str, variables: Variables) -> None:
        """Add the names of a module that is imported: `from .base import APPS`, `from . import base`, a base class."""
        full = f"{source}.{import_.name}" if import_.name else source
        imported_variables = self.module(full) if self.names.facts(full) is not None else self.module(source)
        if import_.name.isupper():
            variables[import_.bound] = imported_variables.get(import_.name, [])
        else:
            for name, items in imported_variables.items():
                if name.isupper():
                    variables.setdefault(name, items)

    def _variables(self, facts: Facts, path: str, imported_variables: Variables) -> Variables:
        variables = dict(imported_variables)
        own: set[str] = set()
        site = Sites.of(facts).settings
        for step in facts.settings:
            items: list[Item] = []
            for expression in step.items:
                items.extend(self._item(expression, variables, path, site))
                site += 1
            previous = variables.get(step.name, [])
            if step.optional:
                additions = [item._replace(optional=True) for item in items] if step.operator != "-" else []
                variables[step.name] = _joined(previous, additions)
                continue
            if step.operator == "-":
                removed_values = {item.value for item in items}
                variables[step.name] = [item for item in previous if item.value not in removed_values]
            elif step.operator == "+" or step.name in own:
                variables[step.name] = _joined(previous, items)
            else:
                variables[step.name] = _joined([item for item in previous if item.optional], items)
            own.add(step.name)
        return variables

    def _item(self, expression: str, variables: Variables, path: str, site: int) -> list[Item]:
        if is_literal(expression):
            return [Item(literal_value(expression), path, site)]
        return variables.get(last_name(expression), [Item("", path, site)])


def _used(facts: Facts) -> set[str]:
    """Return the names the steps and classes of a settings module refer to."""
    expressions = [item for step in facts.settings for item in step.items if not is_literal(item)]
    expressions += [step.name for step in facts.settings]
    expressions += [base for it in facts.classes for base in it.bases]
    return {first_name(expression) for expression in expressions}


def _joined(previous: list[Item], items: list[Item]) -> list[Item]:
    firm = {item.value for item in (*previous, *items) if item.value and not item.optional}
    remaining = [item for item in previous if not item.optional or item.value not in firm]
    values = {item.value for item in remaining if item.value}
    return [*remaining, *(item for item in items if item.value not in values and item not in remaining)]
