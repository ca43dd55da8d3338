"""Value paths of the parameters of a function, with an annotation and without."""

import re

from tree_sitter import Node

from coupling_lsp.model import value_path
from coupling_lsp.model.value_path import ValuePath
from coupling_lsp.source.annotations import annotated_path, leaves_open
from coupling_lsp.source.tree import enclosing_symbol, text

_LITERALS = ("string", "concatenated_string", "integer", "float", "true", "false", "list", "tuple", "dictionary", "set")
_PLAIN = re.compile(
    r"[\"']?(?:Optional\[)?(?:str|int|float|bool|bytes|dict|Dict|Callable|UUID|Decimal|date|datetime)\b"
)


def declared_path(parameter: Node, name_node: Node, name: str) -> ValuePath | None:
    """Return the path of a parameter with annotation or a literal as default, and of `self`, `cls`; None for others.

    `parameter` is the node of the parameter, or for one that is a name alone the list of parameters.
    """
    default = parameter.child_by_field_name("value")
    if default is not None and default.type in _LITERALS:
        return value_path.UNKNOWN
    annotation = parameter.child_by_field_name("type")
    if annotation is not None and ((path := annotated_path(annotation)) or _is_plain(text(annotation))):
        return path
    function = parameter.parent
    if name not in ("self", "cls") or function is None or function.type != "function_definition":
        return None
    class_name = enclosing_symbol(function) if parameter.named_children[:1] == [name_node] else ""
    return (value_path.instance(class_name) if name == "self" else ValuePath(class_name)) if class_name else None


def _is_plain(annotation: str) -> bool:
    """Return whether an annotation tells of something without models: `int`, but not `dict`."""
    return _PLAIN.match(annotation) is not None and not leaves_open(annotation)


def starred_path(pattern: Node) -> ValuePath:
    """Return the path of the arguments that a parameter `*args: Order` or `**kwargs: Order` takes."""
    parameter = pattern.parent
    annotation = parameter.child_by_field_name("type") if parameter is not None else None
    path = annotated_path(annotation) if annotation is not None else value_path.UNKNOWN
    is_mapping = pattern.type == "dictionary_splat_pattern"
    return value_path.mapping(path) if is_mapping else value_path.container(path)


def function_of_kwargs(use: Node) -> Node | None:
    """Return the function whose `**kwargs` a name is; None for any other name."""
    node = use.parent
    while node is not None and node.type != "function_definition":
        node = node.parent
    parameter_list = node.child_by_field_name("parameters") if node is not None else None
    starred_name = f"**{text(use)}"
    return (
        node
        if parameter_list is not None and any(text(it) == starred_name for it in parameter_list.named_children)
        else None
    )


def keyword_path(function: Node, name: str) -> ValuePath:
    """Return the path of an argument that a function takes by its `**kwargs`."""
    return value_path.parameter(enclosing_symbol(function), text(function.child_by_field_name("name")), "", name)


def argument_path(parameters: Node, function: Node, parameter: Node, name: str) -> ValuePath:
    """Return the path of what callers pass for a parameter without annotation; unknown in a test."""
    function_name = text(function.child_by_field_name("name"))
    if function_name.startswith("test"):
        return value_path.UNKNOWN  # What a test is given comes from fixtures; nobody calls it.
    parameter_nodes = [it for it in parameters.named_children if it.type != "comment"]
    if parameter_nodes and text(parameter_nodes[0]) in ("self", "cls"):
        parameter_nodes = parameter_nodes[1:]
    number = next((index for index, it in enumerate(parameter_nodes) if it == parameter), None)
    if number is None:
        return value_path.UNKNOWN
    starred = any(it.type in ("list_splat_pattern", "keyword_separator") for it in parameter_nodes[:number])
    return value_path.parameter(enclosing_symbol(function), function_name, "" if starred else str(number), name)
