"""Swap a foreign query for the service helper its rule names, and write that helper where it is missing."""

from collections.abc import Iterator

from coupling_lsp.fixes import pattern, python_edits
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.findings import Diagnostic, FileEdit, QuickFix
from coupling_lsp.model.rules import Fix
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.tree import Tree
from coupling_lsp.text import Span, TextEdit

ID = "use-service"


def fixes(snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix]:
    """Yield the swap, if the rule of the diagnostic gives a pattern and the code at its place matches it."""
    edge, rule = diagnostic.edge, diagnostic.rule
    if edge is None or rule is None or not rule.fix.replacement or not edge.kind.startswith("orm"):
        return
    source = read_text(path)
    if source is None:
        return
    tree = Tree(source.data)
    place = diagnostic.span
    match = pattern.find(rule.fix.replace, tree, source.byte(*place[:2]), source.byte(*place[2:]))
    if match is None:
        return
    callee, paren, call_arguments = rule.fix.replacement.partition("(")
    module, _, name = _helper_path(callee, snapshot).rpartition(".")
    call = pattern.fill(f"{name}{paren}{call_arguments}", match.values)
    statement = python_edits.statement_of(tree, edge.to_symbol, match.node)
    replaced_nodes = (match.node, statement) if statement is not None else (match.node,)
    drop = "" if python_edits.is_used(tree, edge.to_symbol, replaced_nodes) else edge.to_symbol
    edits = [TextEdit(source.span(match.node.start_byte, match.node.end_byte), call)]
    edits += python_edits.swap_import(source, tree, statement, drop, module, name)
    files = [FileEdit(path, tuple(edits))]
    title = f"Use `{name}` of {module}"
    helper = _helper_edit(snapshot, module, name, edge, rule.fix, read_text)
    if helper is not None:
        files.append(helper)
        title = f"Use `{name}` and write it in {module}"
    yield QuickFix(ID, title, tuple(files), diagnostic, preferred=True)


def _helper_path(callee: str, snapshot: Snapshot) -> str:
    """Return the dotted path of the helper; it may start with an app's label in place of its package."""
    label, _, rest = callee.partition(".")
    app = snapshot.apps.get(label)
    if app is None or callee.startswith(f"{app.package}."):
        return callee
    return f"{app.package}.{rest}"


def _helper_edit(
    snapshot: Snapshot, module: str, name: str, edge: Edge, fix: Fix, read_text: ReadText
) -> FileEdit | None:
    """Return the edit that writes the helper into its module; None when it is there already."""
    path = snapshot.index.names.modules.paths.get(module)
    if path is None:
        folder = snapshot.index.names.modules.folder(module.rpartition(".")[0])
        path = f"{folder}/{module.rpartition('.')[2]}.py"
        source = None
    else:
        source = read_text(path)
    tree = Tree(source.data if source is not None else b"")
    if python_edits.binds(tree, name):
        return None
    function = _helper_code(name, edge, fix)
    model_module, model = edge.to_module, edge.to_symbol
    if source is None or not source.data.strip():
        opening = f'"""Services of {edge.to_app}."""\n\nfrom {model_module} import {model}\n\n\n{function}'
        end = Span(1, 1, len(source.starts), 1) if source is not None else Span(1, 1, 1, 1)
        return FileEdit(path, (TextEdit(end, opening),), creates=source is None)
    edits = []
    if not python_edits.binds(tree, model):
        edits += python_edits.swap_import(source, tree, None, "", model_module, model)
    last = len(source.starts)
    column = len(source.line(last)) + 1
    gap = "\n\n" if column == 1 else "\n\n\n"
    edits.append(TextEdit(Span(last, column, last, column), f"{gap}{function}"))
    return FileEdit(path, tuple(edits))


def _helper_code(name: str, edge: Edge, fix: Fix) -> str:
    parameters_by_placeholder = pattern.placeholders(fix.replace)
    body = pattern.fill(fix.replace, dict(parameters_by_placeholder))
    return_annotation = f" -> {edge.to_symbol} | None" if fix.replace.endswith(".first()") else ""
    condition = " and ".join(parameter.replace("_", " ") for _, parameter in parameters_by_placeholder) or "default"
    parameters = ", ".join(parameter for _, parameter in parameters_by_placeholder)
    doc = f"Return the `{edge.to_symbol}` with this {condition}{', or None' if return_annotation else ''}."
    return f'def {name}({parameters}){return_annotation}:\n    """{doc}"""\n    return {body}\n'
