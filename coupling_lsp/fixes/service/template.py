"""Fills the call that a rule puts in place of a query, and tells what would run otherwise than before."""

from tree_sitter import Node

from coupling_lsp.fixes.service.pattern import encoded, expression_of, placeholder_at, placeholders
from coupling_lsp.source.tree import text

_ATOMS = (
    *("identifier", "attribute", "call", "subscript", "string", "concatenated_string", "integer", "float", "true"),
    *("false", "none", "list", "tuple", "dictionary", "set", "parenthesized_expression", "ellipsis"),
    *("list_comprehension", "set_comprehension", "dictionary_comprehension"),
)
_NEVER_BARE = ("named_expression", "generator_expression", "yield", "tuple", "expression_list")
"""What an argument has to have parentheses for."""

_ACTING = ("call", "await", "yield", "named_expression", "subscript")
"""Expressions that may do something when they run, so that it matters how often and in which order."""

Values = dict[str, tuple[Node, ...]]


def filled(template: str, values: Values) -> str:
    """Return a call with the code that its placeholders stand for, in parentheses where it needs them."""
    code = encoded(template)
    root = expression_of(template)
    assert root is not None, "a template that is no expression offers no fix"
    for node in reversed(_placeholder_nodes(root)):
        name, is_many = placeholder_at(node) or ("", False)
        start, end = node.start_byte, node.end_byte
        if is_many and not values.get(name):
            start, end = _with_comma(code, start, end)
            code = code[:start] + code[end:]
        else:
            code = code[:start] + ", ".join(_code(it, node) for it in values.get(name, ())).encode() + code[end:]
    return code.decode()


def is_service_call(template: str) -> bool:
    """Return whether a template is a call by a dotted path, `billing.services.find($NAME)`, whatever follows it."""
    callee, bracket, _ = template.partition("(")
    return bool(bracket) and "." in callee and all(part.isidentifier() for part in callee.split("."))


def fault(pattern: str, template: str, values: Values) -> str:
    """Return why a call would not run as the query did; empty where it does."""
    used = [it[0] for node in _placeholder_nodes(expression_of(template)) if (it := placeholder_at(node)) is not None]
    acting = [name for name in placeholders(pattern) if any(map(_acts, values.get(name, ())))]
    for name in acting:
        if used.count(name) != 1:
            times = "more than once" if used.count(name) else "no longer"
            return f"`{text(values[name][0])}` would be evaluated {times}"
    order = [name for name in used if name in acting]
    source_order = sorted(acting, key=lambda name: values[name][0].start_byte)
    if order != source_order:
        return "what it is given would be evaluated in another order"
    return ""


def _placeholder_nodes(node: Node | None) -> list[Node]:
    if node is None:
        return []
    if placeholder_at(node) is not None:
        return [node]
    return [it for child in node.children for it in _placeholder_nodes(child)]


def _code(value: Node, place: Node) -> str:
    code = text(value)
    parent = place.parent
    is_argument = parent is not None and (
        parent.type == "argument_list"
        or (parent.type == "keyword_argument" and parent.child_by_field_name("value") == place)
    )
    needs_parentheses = value.type in _NEVER_BARE[:4] if is_argument else value.type not in _ATOMS
    has_parentheses = value.type == "generator_expression" and code.startswith("(")
    return f"({code})" if needs_parentheses and not has_parentheses else code


def _acts(node: Node) -> bool:
    return node.type in _ACTING or any(map(_acts, node.children))


def _with_comma(code: bytes, start: int, end: int) -> tuple[int, int]:
    """Return a range with the comma before it, else behind it, and the blanks between."""
    before = code[:start].rstrip()
    if before.endswith(b","):
        return len(before) - 1, end
    after = code[end:].lstrip()
    if after.startswith(b","):
        return start, len(code) - len(after[1:].lstrip())
    return start, end
