"""Options of classes that are lookups: `search_fields` of an admin, `Meta.ordering`, the `field_name` of a filter.

https://docs.djangoproject.com/en/stable/ref/contrib/admin/#modeladmin-options
https://www.django-rest-framework.org/api-guide/filtering/
https://django-filter.readthedocs.io/en/stable/ref/filterset.html
"""

from tree_sitter import Node

from coupling_lsp.django.conventions import LOOKUP_OPTIONS
from coupling_lsp.django.third_party import FILTER, FILTER_PARAMETERS, ORDERING_FILTER
from coupling_lsp.source.tree import arguments, text

_CONTAINERS = ("list", "tuple", "set", "parenthesized_expression", "binary_operator", "dictionary", "string")


def option_of(node: Node) -> str:
    """Return the option that a lookup is a part of, `field_name` for that of any filter; empty when it is of none."""
    child, parameter, maker = node, "", ""
    while (parent := child.parent) is not None:
        match parent.type:
            case "assignment":
                return _option_of_assignment(parent, child, parameter, maker)
            case "keyword_argument" if parent.child_by_field_name("value") == child and not parameter:
                parameter = text(parent.child_by_field_name("name"))
            case "argument_list" | "attribute":
                pass
            case "call" if maker.endswith(FILTER):
                return ""
            case "call" if parent.child_by_field_name("function") != child:
                maker = text(parent.child_by_field_name("function")).rpartition(".")[2]
                if not maker[:1].isupper():
                    return ""
            case "call":
                pass
            case "pair" if parent.child_by_field_name("key") == child:
                pass
            case kind if kind in _CONTAINERS:
                if is_second_of_pair(parent, child):
                    return ""
            case _:
                return ""
        child = parent
    return ""


def is_second_of_pair(parent: Node, child: Node) -> bool:
    """Return whether a node is the second of a pair, which is about the first: `("order__number", NumberFilter)`."""
    holder = parent.parent.type if parent.parent is not None else ""
    return parent.type == "tuple" and holder in ("list", "tuple", "argument_list") and parent.named_children[0] != child


def _option_of_assignment(assignment: Node, child: Node, parameter: str, maker: str) -> str:
    name, value_node = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
    statement = assignment.parent
    block = statement.parent if statement is not None else None
    class_node = block.parent if block is not None else None
    if name is None or value_node is None or class_node is None or class_node.type != "class_definition":
        return ""
    if name == child:  # `order__number = NumberFilter()`
        maker = text(value_node.child_by_field_name("function")) if value_node.type == "call" else ""
        parameter = "field_name"
        if not maker.endswith(FILTER) or arguments(value_node)[1].keys() & {*FILTER_PARAMETERS}:
            return ""
    if maker.endswith(FILTER):
        if parameter == "fields" and maker == ORDERING_FILTER:
            return "ordering"
        is_used = parameter in FILTER_PARAMETERS and "method" not in arguments(value_node)[1]
        return "field_name" if is_used else ""
    prefix = "Meta." if text(class_node.child_by_field_name("name")) == "Meta" else ""
    return option_name if (option_name := prefix + text(name)) in LOOKUP_OPTIONS and not parameter else ""
