"""Import a name for type checkers alone, where only annotations need it.

https://docs.python.org/3/library/typing.html#typing.TYPE_CHECKING
"""

import re

from tree_sitter import Node

from coupling_lsp.fixes.imports import names, statements
from coupling_lsp.fixes.imports.imported_name import ImportedName, imported_name, obstacle, removal
from coupling_lsp.fixes.imports.type_checking import with_import
from coupling_lsp.fixes.proof import run_time_names
from coupling_lsp.fixes.proof.compiling import syntax_error
from coupling_lsp.fixes.refactorings import module_loading
from coupling_lsp.fixes.refactorings.annotation_use import AnnotationUse, is_evaluated
from coupling_lsp.fixes.refactorings.dependents import dependent
from coupling_lsp.fixes.refactorings.offer import offer
from coupling_lsp.fixes.texts import ReadText, tree_of
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import QuickFix, Refusal
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.tree import Tree, text
from coupling_lsp.text import Text, TextEdit

ID = "type-checking-import"

_FUTURE = "future_import_statement"
_ANNOTATED = ("typed_parameter", "typed_default_parameter", "function_definition", "assignment")
_TYPE = "type"


def refactoring(
    snapshot: Snapshot, path: str, edge: Edge, source: Text, read_text: ReadText
) -> QuickFix | Refusal | None:
    """Return the import under `if TYPE_CHECKING:`, with the annotations that Python would evaluate as strings."""
    if edge.kind != "import" or edge.timing != "eager":
        return None
    tree = tree_of(source)
    name = imported_name(source, tree, snapshot.span(path, edge.site))
    if name is None or not name.is_at_top or not name.is_only_binding:
        return None
    reads = names.module_reads(tree, name.bound)
    if not reads or names.is_exported(tree, name.bound):
        return None
    evaluated = [_annotation(it) for it in reads if it.type == "identifier"]
    annotations = [it for it in evaluated if it is not None]
    if len(annotations) < len(evaluated):
        return None
    reason = (
        _unquotable(tree, source, annotations)
        or _reader(snapshot, path, source, [it for it in map(_annotation, reads) if it is not None], read_text)
        or (f"a comment asks to keep the import of `{name.bound}`" if name.is_kept_on_purpose else "")
        or obstacle(name)
        or dependent(snapshot, path, name, read_text)
        or module_loading.loss(snapshot, path, edge.through or edge.to_module, read_text)
    )
    if reason:
        return Refusal(ID, reason)
    if error := syntax_error(source):
        return Refusal(ID, f"the file does not compile: {error}")
    after = _rewritten(source, tree, name, annotations)
    outcome = offer(ID, f"Import `{text(name.item)}` for type checkers alone", path, source, after)
    if isinstance(outcome, QuickFix) and (reason := run_time_names.fault(source, after)):
        return Refusal(ID, reason)
    return outcome


def _annotation(read: Node) -> Node | None:
    """Return the whole annotation around the use of a name; None where the name is used otherwise."""
    node, outermost = read, None
    while node.parent is not None and not node.parent.type.endswith(("_statement", "block", "module")):
        node = node.parent
        if node.type == _TYPE:
            outermost = node
        if node.type in ("call", "lambda", "parenthesized_expression") and outermost is None:
            return None
    parent = outermost.parent if outermost is not None else None
    return outermost if parent is not None and parent.type in _ANNOTATED else None


def _is_lazy(tree: Tree) -> bool:
    """Return whether Python evaluates no annotation of a file: https://peps.python.org/pep-0563/."""
    futures = (it for it in tree.root.named_children if it.type == _FUTURE)
    return any(text(name) == "annotations" for it in futures for name in statements.names_of(it))


def _to_quote(tree: Tree, annotations: list[Node]) -> list[Node]:
    """Return the annotations that Python evaluates where they are written."""
    by_place = {it.start_byte: it for it in annotations if is_evaluated(it)}
    return [] if _is_lazy(tree) else list(by_place.values())


def _unquotable(tree: Tree, source: Text, annotations: list[Node]) -> str:
    for annotation in _to_quote(tree, annotations):
        if not _quoted(source, annotation):
            line = source.place(annotation.start_byte)[0]
            return f"the annotation in line {line} cannot become a string as it is"
    return ""


def _quoted(source: Text, annotation: Node) -> str:
    """Return an annotation as a string in one line; empty where that is not possible, or too long for the file."""
    code = _GAP.sub("", " ".join(text(annotation).split())).replace(",]", "]")
    quote = next((it for it in ('"', "'") if it not in code), "")
    first, last = (source.place(it)[0] for it in (annotation.start_byte, annotation.end_byte))
    column, end = source.place(annotation.start_byte)[1], source.place(annotation.end_byte)[1]
    length = column + len(code) + len(source.line(last)) - end
    longest = max(_USUAL_LENGTH, *(len(source.line_bytes(it)) for it in range(1, len(source.starts) + 1)))
    is_whole = quote and "\\" not in code and "*" not in code and "#" not in code
    return f"{quote}{code}{quote}" if is_whole and (first == last or length <= longest) else ""


_GAP = re.compile(r"(?<=[\[(]) | (?=[\])])|,(?= ?[\]])")
_USUAL_LENGTH = 88
"""How long a line may become in a file of shorter lines, in characters; a longer annotation is left."""


def _reader(snapshot: Snapshot, path: str, source: Text, annotations: list[Node], read_text: ReadText) -> str:
    use = AnnotationUse(snapshot, path, source, read_text)
    return next(filter(None, map(use.reader, annotations)), "")


def _rewritten(source: Text, tree: Tree, name: ImportedName, annotations: list[Node]) -> Text:
    quotes = [
        TextEdit(source.span(it.start_byte, it.end_byte), _quoted(source, it)) for it in _to_quote(tree, annotations)
    ]
    return with_import(source.apply([*quotes, removal(name)]), _line(name))


def _line(name: ImportedName) -> str:
    """Return the import of a name alone, with the comment behind it."""
    module, item = text(name.statement.child_by_field_name("module_name")), text(name.item)
    line = f"from {module} import {item}" if module else f"import {item}"
    return f"{line}  {name.comment}" if name.comment else line
