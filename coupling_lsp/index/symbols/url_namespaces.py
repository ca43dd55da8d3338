"""Which URL modules a chain of namespaces leads to: `reverse("api:v1:list")` looks for `v1` in what `api` includes.

https://docs.djangoproject.com/en/stable/topics/http/urls/#reversing-namespaced-urls
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from coupling_lsp.django.dispatch import ADMIN_NAMESPACE, INCLUDE, ROUTER_SEPARATOR, URL_NAMESPACE, URL_PATTERNS
from coupling_lsp.index.symbols.modules import Modules
from coupling_lsp.model.expression import is_literal, literal_value
from coupling_lsp.model.facts import Facts, Import


class Include(NamedTuple):
    """What an `include` takes, and the namespaces it gives.

    `module` is named by a string, or by an import: then with dots where that is relative, and it may be no module. It
    is empty for patterns that the file makes itself.
    """

    module: str
    is_string: bool
    namespaces: tuple[str, ...]


class DeclaredUrls(NamedTuple):
    """The `app_name` of a file, what its URLs include, and their names; one that ends with a dash is a beginning."""

    app_name: str
    includes: tuple[Include, ...]
    names: frozenset[str]

    def has(self, name: str) -> bool:
        """Return whether the file itself has a URL of that name."""
        return name in self.names or any(it.endswith(ROUTER_SEPARATOR) and name.startswith(it) for it in self.names)


def declared_urls(facts: Facts) -> DeclaredUrls:
    """Return what a file says of namespaces and of the modules it includes."""
    includes = tuple(
        Include(_included_module(channel.target, facts.imports), is_literal(channel.target), channel.namespaces)
        for channel in facts.channels
        if (channel.kind, channel.mechanism) == ("url", INCLUDE)
    )
    name = next(
        (literal_value(value) for key, value in facts.aliases if key == URL_NAMESPACE and is_literal(value)), ""
    )
    return DeclaredUrls(name, includes, frozenset(it.name for it in facts.registrations if it.kind == "url"))


def _included_module(target: str, imports: Iterable[Import]) -> str:
    if is_literal(target):
        return literal_value(target)
    import_ = next((it for it in imports if it.bound == target), None)
    if import_ is None:
        return ""
    name = "" if import_.name == URL_PATTERNS else import_.name
    return "." * import_.level + ".".join(filter(None, (import_.module, name)))


class UrlNamespaces:
    """The URL modules of a project, their namespaces, and which of them include which.

    Patterns that a file makes itself count as the file: it includes what they include. Where their views are is not
    known, so a name that leads to them leads to no module.
    """

    def __init__(self, modules: Modules, facts: Mapping[str, Facts]) -> None:
        self._modules = modules
        self._urls = {modules.names[path]: declared_urls(it) for path, it in facts.items() if path in modules.names}
        self._by_namespace: dict[str, set[str]] = {}
        self._without_namespace: dict[str, set[str]] = {}
        self._with_namespace: dict[tuple[str, str], set[str]] = {}
        self._owners: dict[str, set[str]] = {}
        self._included_as: dict[str, str] = {}
        included_modules = {self._add(module, it) for module, urls in self._urls.items() for it in urls.includes}
        for module, urls in self._urls.items():
            if urls.app_name and ("url" in module.lower() or module in included_modules):
                self._by_namespace.setdefault(urls.app_name, set()).add(module)
        self._roots = {module for module, urls in self._urls.items() if urls.includes} - included_modules

    def modules(self, namespaces: Sequence[str], name: str) -> frozenset[str]:
        """Return the modules that a name in namespaces, one inside of the other, leads to; outside the project too.

        That is the module that has the name among those that the namespaces lead to and what these include without a
        namespace; where none has it, they themselves.
        """
        modules = self._of_namespaces(namespaces)
        named = {it for it in self._reachable(modules) if it in self._urls and self._urls[it].has(name)}
        return frozenset(named) or modules

    def _of_namespaces(self, namespaces: Sequence[str]) -> frozenset[str]:
        """Return the modules that namespaces lead to.

        Where the includes of the project do not lead there, all modules with the innermost namespace are returned. A
        module that has it for patterns of its own is one of several only: alone, these are left out.
        """
        outermost = self._by_namespace.get(namespaces[0], set()) | self._owners.get(namespaces[0], set())
        *outer, innermost = namespaces
        modules, owners = self._inside(self._roots, namespaces)
        if not modules and namespaces[0] == ADMIN_NAMESPACE:
            return frozenset()  # Not one of the same name inside of another: `api:admin:list`.
        if not modules and outer:
            modules, owners = self._inside(outermost, namespaces[1:])
        if not modules:
            modules, owners = self._by_namespace.get(innermost, set()), self._owners.get(innermost, set())
        return frozenset(self._included_as.get(it, it) for it in (modules | owners if modules else ()))

    def _add(self, module: str, include: Include) -> str:
        """Note one include of a module, and return what is included; empty for patterns of the file itself."""
        name = include.module.lstrip(".")
        included = self._modules.absolute(name, len(include.module) - len(name), module) if name else ""
        if not include.is_string and included not in self._modules:
            included = included.rpartition(".")[0]  # A list of patterns, by whatever name.
        if not include.is_string and included not in self._modules:
            for namespace in include.namespaces:
                self._owners.setdefault(namespace, set()).add(module)
            return ""
        included, name = self._modules.names.get(self._modules.paths.get(included, ""), included), included
        self._included_as.setdefault(included, name)
        for namespace in include.namespaces:
            self._by_namespace.setdefault(namespace, set()).add(included)
        app_name = self._urls[included].app_name if included in self._urls else ""
        for namespace in (*include.namespaces, *filter(None, [app_name])):
            self._with_namespace.setdefault((module, namespace), set()).add(included)
        if not include.namespaces and not app_name:
            self._without_namespace.setdefault(module, set()).add(included)
        return included

    def _inside(self, starts: Iterable[str], namespaces: Sequence[str]) -> tuple[set[str], set[str]]:
        """Return the modules that the includes of some modules lead to, and those with patterns of their own there."""
        modules, owners = set(starts), set[str]()
        for namespace in namespaces:
            outer = self._reachable(modules | owners)
            modules = {it for module in outer for it in self._with_namespace.get((module, namespace), ())}
            owners = outer & self._owners.get(namespace, set())
        return modules, owners

    def _reachable(self, starts: Iterable[str]) -> set[str]:
        """Return some modules, and those that they include without a namespace."""
        reachable: set[str] = set()
        waiting = [*starts]
        while waiting:
            module = waiting.pop()
            if module not in reachable:
                reachable.add(module)
                waiting += self._without_namespace.get(module, ())
        return reachable
