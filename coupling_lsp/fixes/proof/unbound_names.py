"""Names that a module reads and nothing binds, by Python's own symbol table.

https://docs.python.org/3/library/symtable.html
"""

import builtins
import symtable
import warnings
from collections.abc import Iterator
from functools import lru_cache

from coupling_lsp.fixes.imports.names import binds, is_read
from coupling_lsp.fixes.proof.compiling import is_of_newer_python
from coupling_lsp.fixes.texts import tree_of
from coupling_lsp.source.tree import text
from coupling_lsp.text import Text

_OF_EVERY_MODULE = frozenset((*dir(builtins), "__file__", "__path__", "__class__", "__annotations__", "__builtins__"))


def added(before: Text, after: Text) -> frozenset[str]:
    """Return the names that are unbound after an edit and were not before; both texts compile."""
    if is_of_newer_python(before):
        return _unbound_in_tree(after) - _unbound_in_tree(before)
    return _unbound(after) - _unbound(before)


@lru_cache(maxsize=64)
def _unbound(source: Text) -> frozenset[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = symtable.symtable(source.data.decode(), "<file>", "exec")
    read, bound = set[str](), set[str]()
    for table in _tables(module):
        for symbol in table.get_symbols():
            name, is_of_module = symbol.get_name(), table is module or symbol.is_global()
            if is_of_module and symbol.is_referenced():
                read.add(name)
            if is_of_module and (symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()):
                bound.add(name)
    return frozenset(read - bound - _OF_EVERY_MODULE)


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _tables(child)


def _unbound_in_tree(source: Text) -> frozenset[str]:
    """Return the names that nothing in a file binds, whatever the scope: for files that this Python cannot read."""
    read, bound = set[str](), set[str]()
    waiting = [tree_of(source).root]
    while waiting:
        node = waiting.pop()
        waiting += node.named_children
        if node.type == "identifier" and binds(node):
            bound.add(text(node))
        elif node.type == "identifier" and is_read(node):
            read.add(text(node))
    return frozenset(read - bound - _OF_EVERY_MODULE)
