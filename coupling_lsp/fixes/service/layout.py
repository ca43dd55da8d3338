"""Breaks a long line of code as formatters do: the arguments of a call, or a chain of calls, one a line.

https://peps.python.org/pep-0008/#maximum-line-length
"""

import textwrap

from tree_sitter import Node

from coupling_lsp.fixes.service.pattern import expression_of
from coupling_lsp.source.tree import text

MAX_LINE_LENGTH = 88
"""In characters: what formatters of Python break lines at unless they are told otherwise."""

_INDENT = "    "


def statement(indent: str, keyword: str, code: str) -> str:
    """Return a statement in lines: `code` is an expression in one line, `keyword` what stands before it, `return `."""
    line = f"{indent}{keyword}{code}"
    if len(line) <= MAX_LINE_LENGTH or "\n" in code:
        return line
    node = expression_of(code)
    calls = _calls(node)
    if node is None or len(calls) < 2:
        return f"{indent}{keyword}{_with_broken_arguments(code, node, indent)}"
    inner = indent + _INDENT
    prefix = "await " if code.startswith("await ") else ""
    first = text(calls[0]).removeprefix(prefix)
    if len(inner + first) > MAX_LINE_LENGTH:
        first = _with_broken_arguments(first, expression_of(first), inner)
    lines = [f"{inner}{first}", *(_link(it, inner) for it in calls[1:])]
    return f"{indent}{keyword}{prefix}(\n" + "\n".join(lines) + f"\n{indent})"


def definition(head: str, parameters: list[str], result: str) -> str:
    """Return the head of a function: `head` is `def name`, `result` the annotation of what it returns, or empty."""
    end = f") -> {result}:" if result else "):"
    line = f"{head}({', '.join(parameters)}{end}"
    if len(line) <= MAX_LINE_LENGTH or not parameters:
        return line
    inner = f"{_INDENT}{', '.join(parameters)}"
    is_short = len(inner) <= MAX_LINE_LENGTH and len(parameters) > 1
    lines = f"{inner}\n" if is_short else "".join(f"{_INDENT}{it},\n" for it in parameters)
    return f"{head}(\n{lines}{end}"


def docstring(sentence: str, indent: str) -> str:
    """Return a docstring, in several lines if it is too long for one."""
    line = f'{indent}"""{sentence}"""'
    if len(line) <= MAX_LINE_LENGTH:
        return line
    lines = textwrap.wrap(f'"""{sentence}', MAX_LINE_LENGTH - len(indent), break_long_words=False)
    return "\n".join(f"{indent}{it}" for it in (*lines, '"""'))


def call(code: str, indent: str, width: int) -> str:
    """Return a call in lines, if in one it were longer than a width; `indent` is that of the statement around it."""
    return code if len(code) <= width or "\n" in code else _with_broken_arguments(code, expression_of(code), indent)


def _calls(node: Node | None) -> list[Node]:
    """Return the calls of a chain, the first one first."""
    calls: list[Node] = []
    while node is not None:
        if node.type == "await":
            node = node.named_children[0]
        elif node.type == "call":
            function = node.child_by_field_name("function")
            if function is None or function.type != "attribute":
                break
            calls.append(node)
            node = function.child_by_field_name("object")
        elif node.type == "attribute":
            node = node.child_by_field_name("object")
        else:
            break
    return calls[::-1]


def _link(call_node: Node, indent: str) -> str:
    function, argument_list = call_node.child_by_field_name("function"), call_node.child_by_field_name("arguments")
    name = text(function.child_by_field_name("attribute") if function is not None else None)
    code = f".{name}{text(argument_list)}"
    if len(indent + code) <= MAX_LINE_LENGTH or argument_list is None:
        return indent + code
    return f"{indent}.{name}{_broken(argument_list, indent)}"


def _with_broken_arguments(code: str, node: Node | None, indent: str) -> str:
    if node is not None and node.type == "await":
        node = node.named_children[0]
    argument_list = node.child_by_field_name("arguments") if node is not None and node.type == "call" else None
    if argument_list is None or not argument_list.named_children or argument_list.type != "argument_list":
        return code
    return code[: len(code) - len(text(argument_list))] + _broken(argument_list, indent)


def _broken(node: Node, indent: str) -> str:
    """Return brackets with what is in them in lines of its own; a generator without brackets of its own as it is."""
    if node.type not in _BRACKETED:
        return text(node)
    opening, closing = text(node.children[0]), text(node.children[-1])
    inner = indent + _INDENT
    line = inner + ", ".join(text(it) for it in node.named_children)
    if len(line) <= MAX_LINE_LENGTH and node.type == "argument_list":
        return f"{opening}\n{line}\n{indent}{closing}"
    items = "".join(f"{inner}{_item(it, inner)},\n" for it in node.named_children)
    return f"{opening}\n{items}{indent}{closing}"


def _item(node: Node, indent: str) -> str:
    """Return an argument or an item of a collection; in several lines if it is too long for one."""
    code = text(node)
    if len(f"{indent}{code},") <= MAX_LINE_LENGTH:
        return code
    if node.type in _BRACKETED:
        return _broken(node, indent)
    last = node.named_children[-1] if node.named_children else None
    is_ending = node.type in ("keyword_argument", "call", "pair") and last is not None
    return code[: len(code) - len(text(last))] + _item(last, indent) if is_ending and last is not None else code


_BRACKETED = ("argument_list", "tuple", "list", "set", "dictionary")
