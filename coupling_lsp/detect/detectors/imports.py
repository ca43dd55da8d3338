"""Import statements: `import a.b`, `from a import b as c`, `from . import d`, `from e import *`, `lazy import f`."""

from tree_sitter import Node

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.model.facts import Import
from coupling_lsp.model.timing import Timing
from coupling_lsp.source.tree import Tree, is_in_definition, text

PATTERNS = (b"import",)


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the names of the import statement whose keyword stands at the bytes."""
    if tree.data[end : end + 1] not in _KEYWORD_ENDS:
        return
    keyword = tree.at(start, end)
    if keyword is None or keyword.type != "import" or (statement := keyword.parent) is None:
        return
    if statement.type == "import_statement":
        _read_import(tree, statement, facts)
    elif statement.type == "import_from_statement":
        _read_from_import(tree, statement, facts)


_KEYWORD_ENDS = (b" ", b"\t", b"(", b"\\", b"*")


def _read_import(tree: Tree, statement: Node, facts: FactsBuilder) -> None:
    timing = tree.timing(statement)
    line = statement.start_point[0] + 1
    for node in statement.children_by_field_name("name"):
        name, alias = _split_alias(node)
        module = _dotted_name(name)
        bound_name = text(alias) if alias is not None else module
        imported_name = Import(module, "", bound_name, 0, timing, _is_local(timing, statement))
        facts.imports.append((imported_name, tree.span(name)))
        facts.statements.append(line)


def _read_from_import(tree: Tree, statement: Node, facts: FactsBuilder) -> None:
    source = statement.child_by_field_name("module_name")
    if source is None:
        return
    dotted = _dotted_name(source)
    module = dotted.lstrip(".")
    level = len(dotted) - len(module)
    timing = tree.timing(statement)
    local = _is_local(timing, statement)
    line = statement.start_point[0] + 1
    names = statement.children_by_field_name("name")
    for node in names:
        name, alias = _split_alias(node)
        imported_name = Import(module, text(name), text(alias or name), level, timing, local)
        facts.imports.append((imported_name, tree.span(name)))
        facts.statements.append(line)
    star = next((c for c in statement.children if c.type == "wildcard_import"), None)
    if star is not None:
        facts.imports.append((Import(module, "*", "*", level, timing, local), tree.span(star)))
        facts.statements.append(line)


def _split_alias(node: Node) -> tuple[Node, Node | None]:
    if node.type != "aliased_import":
        return node, None
    return node.child_by_field_name("name") or node, node.child_by_field_name("alias")


def _dotted_name(node: Node) -> str:
    """Return a dotted name without the blanks and continuations Python allows inside it."""
    dotted_name = text(node)
    return dotted_name if dotted_name.isidentifier() else "".join(dotted_name.replace("\\", " ").split())


def _is_local(timing: Timing, statement: Node) -> bool:
    return timing not in ("eager", "lazy-import") and is_in_definition(statement)
