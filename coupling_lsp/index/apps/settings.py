"""The value of `INSTALLED_APPS` and of string settings, worked out from the steps settings modules take.

Branches are joined: what any of them installs may be installed. What only a variable of the shell turns on is optional:
it gives way where one value has to be chosen. Steps that cannot be read are unresolved, never guessed.
Django's rules: https://docs.djangoproject.com/en/stable/ref/settings/#installed-apps
"""

from typing import NamedTuple

from coupling_lsp.django.settings_names import AUTH_USER_MODEL, INSTALLED_APPS
from coupling_lsp.django.third_party import MERGE_MARKERS, OPTIONAL_SETTINGS
from coupling_lsp.globs.segments import has_wildcard
from coupling_lsp.index.apps.included_settings import included_files, includes_settings
from coupling_lsp.index.apps.template_settings import NO_FILE_SETTINGS, FileSettings, file_settings
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.model.edges import Unresolved
from coupling_lsp.model.expression import call_of, first_name, is_literal, last_name, literal_value
from coupling_lsp.model.facts import Facts, Import, Sites
from coupling_lsp.model.file_path import OWN_FILE, from_workspace, is_file_path, parts_of


class Item(NamedTuple):
    """A string and the place it was written at. An `optional` one counts only where a variable of the shell is set."""

    value: str
    path: str
    site: int
    optional: bool = False


class Settings(NamedTuple):
    """What the settings say: the installed apps in order, string settings, and what could not be read.

    `files` are the paths of the files they were read from.
    """

    installed: tuple[Item, ...]
    strings: dict[str, str]
    unresolved: tuple[Unresolved, ...]
    files: frozenset[str]
    file_settings: FileSettings = NO_FILE_SETTINGS

    @property
    def is_whole(self) -> bool:
        """Whether no app can be installed that is not among `installed`."""
        return all(it.topic != "apps" for it in self.unresolved)


UNREADABLE = "the value is known only when the program runs"
MERGED = "dynaconf merges the apps of other files into this list"
MISSING = "no such file is in the project"
AMBIGUOUS_USER = "branches give the model of users different values"


def evaluate(modules: tuple[str, ...], names: Names) -> Settings:
    """Return the joined settings of several modules; modules that do not exist are left out."""
    items_by_value: dict[str, Item] = {}
    strings: dict[str, str] = {}
    unresolved: list[Unresolved] = []
    files: set[str] = set()
    found_files = NO_FILE_SETTINGS
    for module in modules:
        evaluator = _Evaluator(names)
        variables = evaluator.module(module)
        for item in variables.get(INSTALLED_APPS, ()):
            if not item.value or item.value.startswith(MERGE_MARKERS):
                reason = MERGED if item.value else UNREADABLE
                unresolved.append(Unresolved(item.path, item.site, reason, "apps"))
            elif item.value not in items_by_value or (items_by_value[item.value].optional and not item.optional):
                items_by_value[item.value] = item
        for name, items in variables.items():
            firm = [item.value for item in items if not item.optional] if name.isupper() else []
            if len(firm) == 1 and firm[0]:
                strings.setdefault(name, firm[0])
        if AUTH_USER_MODEL not in strings:
            unresolved += _unknown_user_model(variables.get(AUTH_USER_MODEL, []))
        values = {name: [it.value for it in items] for name, items in variables.items()}
        found_files = found_files or file_settings(values)
        unresolved += evaluator.unresolved
        files |= evaluator.files
    if any(it.topic == "user-model" for it in unresolved):
        strings.setdefault(AUTH_USER_MODEL, "")
    installed, places = tuple(items_by_value.values()), tuple(dict.fromkeys(unresolved))
    return Settings(installed, strings, places, frozenset(files), found_files)


def _unknown_user_model(items: list[Item]) -> list[Unresolved]:
    """Return the places that leave open which model the users are; none where a setting says nothing of it."""
    firm = [item for item in items if not item.optional]
    unreadable = [Unresolved(item.path, item.site, UNREADABLE, "user-model") for item in firm if not item.value]
    return unreadable or [Unresolved(item.path, item.site, AMBIGUOUS_USER, "user-model") for item in firm[1:]]


Variables = dict[str, list[Item]]


class _Evaluator:
    def __init__(self, names: Names) -> None:
        self.names = names
        self.unresolved: list[Unresolved] = []
        self.files: set[str] = set()
        self._known: dict[str, Variables] = {}
        self._included: set[str] = set()

    def module(self, module: str) -> Variables:
        """Return the variables of a settings module, those its star imports bring included."""
        variables = self._known.get(module)
        if variables is None:
            self._known[module] = {}  # Modules that import each other see what was read so far.
            path = self.names.modules.paths.get(module)
            variables = self._known[module] = self._run(path, module, {}) if path is not None else {}
        return variables

    def _run(self, path: str, module: str, scope: Variables) -> Variables:
        """Return the variables after a file has run as a module, or as a part of it, with those of a scope."""
        facts = self.names.facts_of_file(path)
        if facts is None:
            return scope
        self.files.add(path)
        variables = dict(scope)
        used_names = _used(facts)
        for import_ in facts.imports:
            source = self.names.modules.absolute(import_.module, import_.level, module)
            if import_.name == "*":
                variables.update(self.module(source))
            elif import_.bound.partition(".")[0] in used_names and source in self.names.modules:
                self._named(import_, source, variables)
        return self._variables(facts, path, module, variables)

    def _named(self, import_: Import, source: str, variables: Variables) -> None:
        """Add the names of a module that is imported: `from .base import APPS`, `from . import base`, a base class."""
        full = f"{source}.{import_.name}" if import_.name else source
        imported_variables = self.module(full) if self.names.facts(full) is not None else self.module(source)
        if import_.name.isupper():
            variables[import_.bound] = imported_variables.get(import_.name, [])
            keys = (name for name in imported_variables if name.startswith(f"{import_.name}."))
            variables.update((name, imported_variables[name]) for name in keys)
        else:
            for name, items in imported_variables.items():
                if name.partition(".")[0].isupper():
                    variables.setdefault(name, items)

    def _variables(self, facts: Facts, path: str, module: str, scope: Variables) -> Variables:
        variables = dict(scope)
        own: set[str] = set()
        site = Sites.of(facts).settings
        for step in facts.settings:
            items: list[Item] = []
            for expression in step.items:
                items.extend(self._item(expression, variables, path, site))
                site += 1
            previous = variables.get(step.name, [])
            if step.operator == "include":
                for item in items if includes_settings(step.name, facts) else ():
                    variables = self._with_included(item, module, variables, optional=step.optional)
                continue
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
        call = call_of(expression)
        if call is not None and call.name == OPTIONAL_SETTINGS and call.arguments:
            items = self._item(call.arguments[0], variables, path, site)
            return [item._replace(optional=True) for item in items]
        if is_file_path(expression):
            root, steps = parts_of(expression)
            values = [path] if root == OWN_FILE else [item.value for item in variables.get(root, [])]
            return [Item(from_workspace(next(iter(values), ""), steps) if values else "", path, site)]
        return variables.get(last_name(expression), [Item("", path, site)])

    def _with_included(self, item: Item, module: str, scope: Variables, *, optional: bool) -> Variables:
        """Return the variables after the files that a path stands for have run; of several each may be the one."""
        is_choice = optional or has_wildcard(item.value)
        paths = included_files(item.value, item.path, self.names.files())
        if not paths and not item.optional:
            reason = MISSING if item.value else UNREADABLE
            self.unresolved.append(Unresolved(item.path, item.site, reason, "apps"))
        variables = scope
        for path in paths:
            if path in self._included:
                continue
            self._included.add(path)
            included_variables = self._run(path, module, variables)
            for name, items in included_variables.items() if is_choice else ():
                choices = [it._replace(optional=it.optional or optional) for it in items]
                included_variables[name] = _joined(variables.get(name, []), choices)
            variables = included_variables
        return variables


def _used(facts: Facts) -> set[str]:
    """Return the names the steps and classes of a settings module refer to."""
    expressions = [item for step in facts.settings for item in step.items if not is_literal(item)]
    expressions += [step.name for step in facts.settings]
    expressions += [base for it in facts.classes for base in it.bases]
    return {parts_of(it).root if is_file_path(it) else first_name(it) for it in expressions}


def _joined(previous: list[Item], items: list[Item]) -> list[Item]:
    firm = {item.value for item in (*previous, *items) if item.value and not item.optional}
    remaining = [item for item in previous if not item.optional or item.value not in firm]
    values = {item.value for item in remaining if item.value}
    return [*remaining, *(item for item in items if item.value not in values and item not in remaining)]
