"""The configuration of import-linter as its file states it: contracts about modules and the imports between them.

https://import-linter.readthedocs.io/en/stable/contract_types/
"""

from typing import Literal, NamedTuple

from coupling_lsp.model.rules import Severity
from coupling_lsp.text import WHOLE_FIRST_LINE, Span

LinterType = Literal["forbidden", "independence", "layers", "protected", "acyclic_siblings"]
LINTER_TYPES: tuple[LinterType, ...] = ("forbidden", "independence", "layers", "protected", "acyclic_siblings")


class ModuleExpression(NamedTuple):
    """The name of a module, or of several by `*` for one part and `**` for one or more, with its place in the file."""

    text: str
    span: Span


class IgnoredImport(NamedTuple):
    """An entry of `ignore_imports`: two module expressions, `importer -> imported`."""

    importer: str
    imported: str
    span: Span


class LinterLayer(NamedTuple):
    """One layer of modules. When `independent` they may not import each other; those in `optional` may be missing."""

    modules: tuple[ModuleExpression, ...]
    optional: frozenset[str]
    independent: bool


class LinterContract(NamedTuple):
    """One contract.

    `sources` are the modules of `independence`, the allowed importers of `protected` and the ancestors of
    `acyclic_siblings`; `targets` what is forbidden, protected, or skipped below the ancestors.
    """

    name: str
    type: LinterType
    why: str
    span: Span
    sources: tuple[ModuleExpression, ...] = ()
    targets: tuple[ModuleExpression, ...] = ()
    layers: tuple[LinterLayer, ...] = ()
    containers: tuple[ModuleExpression, ...] = ()
    ignored: tuple[IgnoredImport, ...] = ()
    unmatched: Severity = "error"
    is_direct: bool = False
    as_packages: bool = True
    is_exhaustive: bool = False
    exhaustive_ignores: tuple[str, ...] = ()
    depth: int = 10


class LinterFault(NamedTuple):
    """Something in the file that import-linter refuses, or that cannot be shown while typing."""

    span: Span
    severity: Severity
    message: str


class LinterConfig(NamedTuple):
    """The configuration of import-linter in a file.

    `path` is relative to the workspace, empty when the project has none. `with_external` has external packages in the
    graph, `without_types` leaves out imports for type checkers only.
    """

    path: str = ""
    roots: tuple[ModuleExpression, ...] = ()
    with_external: bool = False
    without_types: bool = False
    contracts: tuple[LinterContract, ...] = ()
    faults: tuple[LinterFault, ...] = ()
    span: Span = WHOLE_FIRST_LINE


NO_LINTER = LinterConfig()
"""No configuration."""
