"""Methods that replace one of Django or a library which writes or gives what writes: `def save(self)` of a form."""

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.django.saving import REPLACEABLE_METHODS
from coupling_lsp.source.tree import Tree, enclosing_symbol, text

PATTERNS = tuple(f"def {name}(".encode() for name in sorted(REPLACEABLE_METHODS))


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the method whose keyword begins the bytes."""
    name = tree.at(start + len(b"def "), end - 1)
    function = name.parent if name is not None else None
    if name is None or function is None or function.child_by_field_name("name") != name:
        return
    if class_name := enclosing_symbol(function):
        facts.replacements.append(f"{class_name}.{text(name)}")
