"""Whether a module is loaded without one import of it, and whether that matters: it may register what it defines."""

from collections.abc import Iterator

from tree_sitter import Node

from coupling_lsp.django.app_layout import LOADED_MODULES
from coupling_lsp.fixes.texts import ReadText, tree_of
from coupling_lsp.model.facts import Import
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.tree import text

_INERT_DECORATORS = (
    "dataclass",
    "dataclasses.dataclass",
    "lru_cache",
    "functools.lru_cache",
    "cache",
    "contextmanager",
)
_INERT_BASES = (
    "object",
    "Exception",
    "ValueError",
    "Enum",
    "IntEnum",
    "StrEnum",
    "NamedTuple",
    "TypedDict",
    "Protocol",
)
_COMPOUND = ("if_statement", "try_statement", "with_statement", "for_statement", "while_statement", "match_statement")


def loss(snapshot: Snapshot, path: str, module: str, read_text: ReadText) -> str:
    """Return why a file has to go on loading a module: only it does, and the module does more than define names."""
    if _is_loaded_by_django(snapshot, module) or _is_loaded_elsewhere(snapshot, path, module):
        return ""
    source = read_text(snapshot.index.names.modules.paths.get(module, ""))
    if source is not None and not any(map(_has_effect, tree_of(source).root.named_children)):
        return ""
    return f"nothing else loads {module}, which may register what it defines"


def _is_loaded_by_django(snapshot: Snapshot, module: str) -> bool:
    app = snapshot.apps.get(snapshot.index.apps.owner(module))
    if app is None or app.declared_in is None:
        return False
    return module in (app.package, *(f"{app.package}.{it}" for it in LOADED_MODULES))


def _is_loaded_elsewhere(snapshot: Snapshot, path: str, module: str) -> bool:
    """Return whether another file, and none of tests, imports a module or one below it when it is loaded itself."""
    modules = snapshot.index.names.modules
    for importer_path, facts in snapshot.index.facts.items():
        if importer_path == path or modules.is_test_file(importer_path):
            continue
        importer = modules.names.get(importer_path, "")
        if any(_loads(it, importer, module, snapshot) for it in facts.imports):
            return importer != module
    return False


def _loads(import_: Import, importer: str, module: str, snapshot: Snapshot) -> bool:
    last = module.rpartition(".")[2]
    if import_.timing != "eager" or (last not in import_.module and last != import_.name):
        return False
    source = snapshot.index.names.modules.absolute(import_.module, import_.level, importer)
    return f"{source}.".startswith(f"{module}.") or f"{source}.{import_.name}" == module


def _has_effect(statement: Node) -> bool:
    """Return whether a statement at the top of a module may do more than give names to things."""
    match statement.type:
        case "expression_statement":
            return any(it.type in ("call", "await") for it in statement.named_children)
        case "decorated_definition":
            decorators = (it for it in statement.named_children if it.type == "decorator")
            definition = statement.child_by_field_name("definition")
            is_inert = all(text(it).removeprefix("@").partition("(")[0] in _INERT_DECORATORS for it in decorators)
            return not is_inert or (definition is not None and _has_effect(definition))
        case "class_definition":
            bases = statement.child_by_field_name("superclasses")
            return bases is not None and any(text(it) not in _INERT_BASES for it in bases.named_children)
        case kind if kind in _COMPOUND:
            return any(map(_has_effect, _nested(statement)))
        case _:
            return False


def _nested(statement: Node) -> Iterator[Node]:
    for child in statement.named_children:
        yield from child.named_children if child.type == "block" else _nested(child) if "clause" in child.type else ()
