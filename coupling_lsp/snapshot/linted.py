"""The contracts of import-linter over one project: which import breaks which, kept current file by file.

An edit costs the file it falls into. What takes all imports together (ways around, circles, idle exceptions) is worked
out when it is asked for, and again only after the set of imports changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property

from coupling_lsp.index.symbols.import_graph import NO_LINKS, Linking, Links
from coupling_lsp.index.symbols.modules import Modules
from coupling_lsp.model.facts import NO_FACTS, Facts
from coupling_lsp.model.linter import NO_LINTER, LinterConfig, LinterFault
from coupling_lsp.rules.import_linter.graph_checks import GraphFindings, ImportGraph, check_graph
from coupling_lsp.rules.import_linter.import_checks import Breach, ContractCheck
from coupling_lsp.rules.import_linter.module_tree import ModuleTree
from coupling_lsp.rules.import_linter.unknown_names import unknown_names


class Linted:
    """The contracts of a configuration over the imports of a project. Equal inputs give equal answers.

    `stated` is the configuration that was found, `config` the same if it is about this project.
    """

    def __init__(
        self,
        configuration: LinterConfig,
        root: str,
        config: LinterConfig,
        linking: Linking,
        tree: ModuleTree,
        contracts: tuple[ContractCheck, ...],
        links: dict[str, Links],
    ) -> None:
        self.stated = configuration
        self._root = root
        self.config = config
        self._linking = linking
        self.known = tree
        self._contracts = contracts
        self._links = links
        self._alone = cache(self._breach)

    @classmethod
    def build(cls, configuration: LinterConfig, root: str, modules: Modules, facts: Mapping[str, Facts]) -> "Linted":
        """The contracts of a configuration over a project, from nothing. `root` is the folder of the project.

        A configuration from above that names no package of the project is about something else, and says nothing.
        """
        is_own = configuration.path.rpartition("/")[0] == root
        config = configuration if is_own or any(it.text in modules for it in configuration.roots) else NO_LINTER
        linking = Linking(modules, [it.text for it in config.roots])
        linked_facts = facts if config.contracts else {}
        tree = ModuleTree(config, (name for path in facts if config.path and (name := linking.name(path))))
        links = {path: linking.links(path, it, config.without_types) for path, it in linked_facts.items()}
        return cls(
            configuration, root, config, linking, tree, tuple(ContractCheck(it, tree) for it in config.contracts), links
        )

    def after(self, modules: Modules, facts: Mapping[str, Facts], changed_paths: Iterable[str]) -> "Linted":
        """The same after some files changed. The same object when no import did."""
        if modules is not self._linking.modules:
            return Linted.build(self.stated, self._root, modules, facts)
        if not self._contracts:
            return self
        fresh = {
            path: self._linking.links(path, facts.get(path, NO_FACTS), self.config.without_types)
            for path in changed_paths
        }
        fresh = {path: it for path, it in fresh.items() if it != self._links.get(path, NO_LINKS)}
        if not fresh:
            return self
        updated = Linted(
            self.stated, self._root, self.config, self._linking, self.known, self._contracts, {**self._links, **fresh}
        )
        updated._alone = self._alone
        if all(_pairs(it) == _pairs(self._links.get(path, NO_LINKS)) for path, it in fresh.items()):
            for name in ("graph", "whole"):
                if name in self.__dict__:
                    updated.__dict__[name] = self.__dict__[name]
        return updated

    def breaches(self, path: str) -> Iterator[tuple[int, str, str, Breach]]:
        """The imports of a file that break a contract: site, the two modules, and the first contract each breaks."""
        links = self._links.get(path, NO_LINKS)
        for imported_module, site in links.imported:
            breach = self.breach(links.importer, imported_module)
            if breach is not None:
                yield site, links.importer, self.known.graph_name(imported_module), breach

    def breach(self, importer: str, imported_module: str) -> Breach | None:
        """The first contract that an import breaks."""
        own_breach = self._alone(importer, imported_module)
        return own_breach or (
            self.cut.get((importer, self.known.graph_name(imported_module))) if self._has_circles else None
        )

    def paths(self) -> Iterator[str]:
        """The files with an import that breaks a contract."""
        return (path for path in self._links if next(self.breaches(path), None) is not None)

    def places(self, importer: str, imported_module: str) -> Iterator[tuple[str, int]]:
        """Where a module imports another: path and site."""
        for path, links in self._links.items():
            if links.importer == importer:
                yield from ((path, site) for it, site in links.imported if self.known.graph_name(it) == imported_module)

    @cached_property
    def graph(self) -> ImportGraph:
        """The modules that each module imports."""
        imports: dict[str, set[str]] = {}
        for links in self._links.values():
            if self.known.is_internal(links.importer):
                names = (self.known.graph_name(it) for it, _ in links.imported)
                imports.setdefault(links.importer, set()).update(it for it in names if it)
        return {importer: tuple(sorted(modules)) for importer, modules in imports.items()}

    @cached_property
    def whole(self) -> GraphFindings:
        """What can be told only of all imports together."""
        return check_graph(self._contracts, self.graph)

    @property
    def cut(self) -> Mapping[tuple[str, str], Breach]:
        """The imports that close a circle."""
        return self.whole.cycle_breakers

    @property
    def faults(self) -> tuple[LinterFault, ...]:
        """What of the configuration names nothing in this project."""
        return (*unknown_names(self.config, self.known), *self.whole.faults)

    @property
    def _has_circles(self) -> bool:
        return any(it.contract.type == "acyclic_siblings" for it in self._contracts)

    def _breach(self, importer: str, imported_module: str) -> Breach | None:
        graph_name = self.known.graph_name(imported_module)
        if not graph_name or not self.known.is_internal(importer):
            return None
        return next((breach for it in self._contracts if (breach := it.breach(importer, graph_name)) is not None), None)


NOT_LINTED = Linted.build(NO_LINTER, "", Modules((), ()), {})


def _pairs(links: Links) -> tuple[str, frozenset[str]]:
    return links.importer, frozenset(imported_module for imported_module, _ in links.imported)
