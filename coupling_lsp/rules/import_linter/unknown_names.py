"""Names in an import-linter configuration that lead nowhere, so that lint-imports stops or leaves them out."""

from collections.abc import Iterator

from coupling_lsp.model.linter import LinterConfig, LinterContract, LinterFault, ModuleExpression
from coupling_lsp.rules.import_linter.module_tree import ModuleTree


def unknown_names(config: LinterConfig, tree: ModuleTree) -> Iterator[LinterFault]:
    """Yield a fault for each name of a configuration that is none of a module where there has to be one."""
    for root in config.roots:
        if root.text not in tree.modules and not tree.children.get(root.text):
            message = f"There is no package `{root.text}` in this project{_hint(root)}\nIts imports are not shown"
            yield LinterFault(root.span, "error", message)
    for contract in config.contracts:
        yield from _modules(contract, tree)
        yield from _containers(contract, tree)
        if contract.type == "forbidden":
            yield from _external_packages(contract, config, tree)
        if contract.type == "acyclic_siblings":
            yield from _ancestors(contract, tree)


def _hint(name: ModuleExpression) -> str:
    return "\nWrite each name on a line of its own" if "," in name.text else ""


def _modules(contract: LinterContract, tree: ModuleTree) -> Iterator[LinterFault]:
    for name, container in _required_modules(contract, tree):
        module = f"{container}.{name.text}" if container else name.text
        if module not in tree.modules:
            message = f"There is no module `{module}`: lint-imports stops here{_hint(name)}"
            yield LinterFault(name.span, "error", message)


def _required_modules(contract: LinterContract, tree: ModuleTree) -> Iterator[tuple[ModuleExpression, str]]:
    """Yield the names that have to be modules of the project, each with the container it is in, or nothing."""
    names: tuple[ModuleExpression, ...] = ()
    if contract.type in ("forbidden", "independence", "acyclic_siblings"):
        names = contract.sources
    if contract.type == "forbidden":
        names += tuple(target for target in contract.targets if tree.is_internal(target.text))
    if contract.type == "acyclic_siblings":
        names += contract.targets
    yield from ((name, "") for name in names if "*" not in name.text)
    containers = sorted(it for it in tree.matching(contract.containers) if tree.is_internal(it))
    for layer in contract.layers:
        for name in layer.modules:
            if name.text not in layer.optional:
                yield from ((name, container) for container in (containers if contract.containers else [""]))


def _containers(contract: LinterContract, tree: ModuleTree) -> Iterator[LinterFault]:
    for name in contract.containers:
        if "*" not in name.text and not tree.is_internal(name.text):
            message = f"The container `{name.text}` is in no root package: lint-imports stops here"
            yield LinterFault(name.span, "error", message)


def _external_packages(contract: LinterContract, config: LinterConfig, tree: ModuleTree) -> Iterator[LinterFault]:
    for target in contract.targets:
        name = target.text
        if "*" in name or tree.is_internal(name):
            continue
        if not config.with_external:
            message = f"`{name}` is in no root package: lint-imports needs `include_external_packages = True` for it"
            yield LinterFault(target.span, "error", message)
        elif "." in name:
            message = f"`{name}` lies inside an external package: name the package, `{name.partition('.')[0]}`"
            yield LinterFault(target.span, "error", message)


def _ancestors(contract: LinterContract, tree: ModuleTree) -> Iterator[LinterFault]:
    for name in (*contract.sources, *contract.targets):
        if "*" in name.text and not tree.matching([name]):
            message = f"No module is named by `{name.text}`: lint-imports stops here"
            yield LinterFault(name.span, "error", message)
    ancestors = {ancestor.text for ancestor in contract.sources}
    for name in contract.targets:
        if name.text in ancestors:
            message = f"`{name.text}` is an ancestor and skipped as well: lint-imports stops here"
            yield LinterFault(name.span, "error", message)
