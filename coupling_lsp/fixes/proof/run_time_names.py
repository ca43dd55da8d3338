"""Names that a program reads while it runs and only type checkers bind, by Python's own grammar and symbol table.

https://docs.python.org/3/library/ast.html
https://docs.python.org/3/reference/simple_stmts.html#annotated-assignment-statements
"""

import ast
from functools import lru_cache

from coupling_lsp.fixes.proof import unbound_names
from coupling_lsp.text import Text

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_BLOCKS = ("body", "orelse", "finalbody")


def fault(before: Text, after: Text) -> str:
    """Return which names an edit would leave unbound at run time, or why this Python cannot tell."""
    try:
        names = unbound_names.added(_at_run_time(before), _at_run_time(after))
    except SyntaxError:
        return "the file is in the syntax of a newer Python than the one that checks it"
    except RecursionError:
        return "the file is too deeply nested to tell what runs of it"
    return f"{', '.join(f'`{it}`' for it in sorted(names))} is read when the program runs" if names else ""


@lru_cache(maxsize=8)
def _at_run_time(source: Text) -> Text:
    """Return a text without what never runs: branches for type checkers, annotations that are not evaluated."""
    module = ast.parse(source.data)
    future_imports = [it for it in module.body if isinstance(it, ast.ImportFrom) and it.module == "__future__"]
    is_lazy = any(name.name == "annotations" for it in future_imports for name in it.names)
    _reduce(module, is_lazy=is_lazy, in_function=False)
    return Text.of(ast.unparse(module))


def _reduce(node: ast.AST, *, is_lazy: bool, in_function: bool) -> None:
    """Take out of a node what never runs."""
    if isinstance(node, ast.AnnAssign) and (is_lazy or in_function):
        node.annotation = ast.Constant(None)
    if isinstance(node, _FUNCTIONS) and is_lazy:
        node.returns = None
    if isinstance(node, ast.arg) and is_lazy:
        node.annotation = None
    for block in _BLOCKS:
        statements = getattr(node, block, None)
        if isinstance(statements, list) and statements:
            setattr(node, block, [it for given in statements for it in _running(given)] or _nothing(block))
    is_inner = isinstance(node, _FUNCTIONS) or (in_function and not isinstance(node, ast.ClassDef))
    for child in ast.iter_child_nodes(node):
        _reduce(child, is_lazy=is_lazy, in_function=is_inner)


def _running(statement: ast.stmt) -> list[ast.stmt]:
    """Return what runs of a statement: of an `if` for type checkers its other branch."""
    if not isinstance(statement, ast.If):
        return [statement]
    condition = ast.unparse(statement.test).rpartition(".")[2]
    return [it for given in statement.orelse for it in _running(given)] if condition == "TYPE_CHECKING" else [statement]


def _nothing(block: str) -> list[ast.stmt]:
    return [ast.Pass()] if block == "body" else []
