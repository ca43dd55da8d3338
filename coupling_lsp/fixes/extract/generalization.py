"""What of a query can be the same for all callers, and which of its parts are values that each caller hands over.

A query becomes a pattern of `service.pattern`: literals, the model and expressions of Django stay as they are, and
everything else becomes a placeholder, named after the field that it is compared with.
"""

from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.django.expressions import EXPRESSIONS
from coupling_lsp.django.queryset_api import RESULTS
from coupling_lsp.fixes.extract.chain import Chain, related_manager
from coupling_lsp.fixes.extract.parameter_names import ARGUMENT_NAMES, keyword_name, parameter_name, value_name
from coupling_lsp.fixes.imports import statements
from coupling_lsp.fixes.service.query_conditions import lookup_of, sets_fields, takes_fields
from coupling_lsp.source.tree import Tree, receiver_of, string, text

_LITERALS = ("integer", "float", "true", "false", "none")
_DATA_METHODS = ("in_bulk", "ain_bulk", "bulk_create", "abulk_create")
"""The methods of Django that take data as positional arguments."""

_BRACKETS = {"tuple": ("(", ")"), "list": ("[", "]"), "set": ("{", "}")}
_CONDITION_OPERATORS = ("|", "&", "^")
_DJANGO = "django."


class Generalization(NamedTuple):
    """The pattern of a query, and the code that each of its placeholders stands for."""

    pattern: str
    values: dict[str, tuple[Node, ...]]


def generalize(tree: Tree, chain: Chain, model: str, row_name: str) -> Generalization | str:
    """Return the pattern of a query of a model, or why it has none; `row_name` is what functions call a row of it."""
    generalizer = _Generalizer(tree, chain, model, row_name)
    pattern = generalizer.chain(chain.node)
    return generalizer.fault or Generalization(pattern, generalizer.values)


class _Generalizer:
    """Writes the pattern of one query, and gathers its values in the order in which they are evaluated."""

    def __init__(self, tree: Tree, chain: Chain, model: str, row_name: str) -> None:
        self.values: dict[str, tuple[Node, ...]] = {}
        self.fault = ""
        self._tree = tree
        self._start, self._root = chain.start, chain.root
        self._model = model
        self._row_name = row_name
        self._model_name = text(chain.start)

    def chain(self, node: Node) -> str:
        """Return the pattern of a chain, or of a part from its beginning."""
        if node == self._start:
            return self._beginning(node)
        if node.type == "parenthesized_expression":
            return self.chain(node.named_children[0])
        if node.type == "attribute":
            receiver = receiver_of(node)
            return f"{self.chain(receiver)}.{text(node.child_by_field_name('attribute'))}" if receiver else ""
        function, argument_list = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if function is None or argument_list is None:
            self.fault = "the query is not a chain of calls"
            return ""
        return f"{self.chain(function)}{self._arguments(node, argument_list)}"

    def _beginning(self, node: Node) -> str:
        if self._root == "model":
            return self._model
        manager = related_manager(node) if self._root == "related manager" else None
        if manager is not None:
            owner, accessor = manager
            argument_list = node.child_by_field_name("arguments")
            call = self._arguments(node, argument_list) if argument_list is not None else ""
            return f"{self._placeholder(owner, value_name(owner))}.{text(accessor)}{call}"
        return self._placeholder(node, value_name(node, self._row_name))

    def _arguments(self, call: Node, argument_list: Node) -> str:
        if argument_list.type != "argument_list":  # `filter(x for x in y)`
            return f"({self._placeholder(argument_list, 'values')})"
        method = text(call.child_by_field_name("function")).rpartition(".")[2]
        is_own = method not in RESULTS and method not in EXPRESSIONS
        has_fields = takes_fields(call) or is_own
        parts = []
        for node in argument_list.named_children:
            if node.type == "keyword_argument":
                parts.append(self._keyword(node, has_fields, sets=sets_fields(method)))
            elif node.type in ("list_splat", "dictionary_splat"):
                stars = "*" if node.type == "list_splat" else "**"
                inner = node.named_children[0]
                parts.append(f"{stars}{self._placeholder(inner, value_name(inner, 'fields'))}")
            elif node.type != "comment":
                name = value_name(node, ARGUMENT_NAMES.get(method) or parameter_name(method.rpartition("_")[2]))
                is_data = (is_own or method in _DATA_METHODS) and _is_data(node, "", sets=True)
                parts.append(self._placeholder(node, name) if is_data else self._value(node, name))
        return f"({', '.join(parts)})"

    def _keyword(self, node: Node, has_fields: bool, *, sets: bool) -> str:
        name, value = text(node.child_by_field_name("name")), node.child_by_field_name("value")
        if value is None:
            return ""
        if not has_fields:
            return f"{name}={self._value(value, name)}"
        parameter = keyword_name(name, value)
        is_data = _is_data(value, name, sets=sets)
        return f"{name}={self._placeholder(value, parameter) if is_data else self._value(value, parameter)}"

    def _value(self, node: Node, name: str) -> str:
        """Return the pattern of an argument: itself where it means the same everywhere, else a placeholder."""
        return self._constant(node, name) or self._placeholder(node, name)

    def _constant(self, node: Node, name: str) -> str:
        """Return the pattern of an expression that is the same for all callers but for values in it, else nothing."""
        match node.type:
            case kind if kind in _LITERALS:
                return text(node)
            case "string" | "concatenated_string":
                return " ".join(text(it) for it in _strings(node)) if _is_fixed(node) else ""
            case "unary_operator" | "parenthesized_expression":
                inner = node.child_by_field_name("argument") or node.named_children[0]
                code = self._constant(inner, name) if inner.type != "await" else ""
                operator = text(node.child_by_field_name("operator"))
                return (f"({code})" if node.type == "parenthesized_expression" else f"{operator}{code}") if code else ""
            case "tuple" | "list" | "set":
                return self._collection(node)
            case "dictionary":
                return self._dictionary(node)
            case "call":
                return self._expression(node)
            case "binary_operator":
                return self._operation(node, name)
            case "attribute":
                return self._attribute_of_model(node)
        return ""

    def _collection(self, node: Node) -> str:
        """Return a collection of literals; one with other items is a value as a whole."""
        values = dict(self.values)
        items = [self._constant(it, "") for it in node.named_children if it.type != "comment"]
        if not all(items) or len(self.values) > len(values):
            self.values = values
            return ""
        opening, closing = _BRACKETS[node.type]
        comma = "," if node.type == "tuple" and len(items) == 1 else ""
        return f"{opening}{', '.join(items)}{comma}{closing}"

    def _dictionary(self, node: Node) -> str:
        """Return a dictionary with literal keys, as `defaults` has it."""
        pairs = [it for it in node.named_children if it.type != "comment"]
        keys = [it.child_by_field_name("key") for it in pairs]
        names = [string(it) if it is not None else None for it in keys]
        if any(it.type != "pair" for it in pairs) or any(it is None for it in names):
            return ""
        values = [it.child_by_field_name("value") for it in pairs]
        named_values = zip(names, keys, values, strict=True)
        items = [
            f"{text(key)}: {self._placeholder(it, parameter_name(name or ''))}"
            for name, key, it in named_values
            if it is not None
        ]
        return f"{{{', '.join(items)}}}"

    def _expression(self, call: Node) -> str:
        """Return a call of an expression of Django, `Q(…)` or `Count(…)`; nothing for any other call."""
        function, argument_list = call.child_by_field_name("function"), call.child_by_field_name("arguments")
        name = text(function).rpartition(".")[2]
        if function is None or argument_list is None or not _is_expression(self._tree, function, name):
            return ""
        return f"{name}{self._arguments(call, argument_list)}"

    def _operation(self, node: Node, name: str) -> str:
        """Return an operation between expressions of Django; one without any is a value."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None or not any(map(self._has_expression, (left, right))):
            return ""
        operator = text(node.child_by_field_name("operator"))
        if operator in _CONDITION_OPERATORS and not all(map(self._has_expression, (left, right))):
            return ""
        return f"{self._value(left, name)} {operator} {self._value(right, name)}"

    def _has_expression(self, node: Node) -> bool:
        if node.type == "call":
            function = node.child_by_field_name("function")
            return function is not None and _is_expression(self._tree, function, text(function).rpartition(".")[2])
        children = node.named_children if node.type.endswith(("operator", "parenthesized_expression")) else []
        return any(map(self._has_expression, children))

    def _attribute_of_model(self, node: Node) -> str:
        """Return a constant of the model itself, `Account.Kind.USER`; nothing for an attribute of anything else."""
        source = text(node)
        is_of_model = self._root == "model" and source.startswith(f"{self._model_name}.")
        is_constant = is_of_model and source.rpartition(".")[2].isupper()
        return f"{self._model}{source[len(self._model_name) :]}" if is_constant else ""

    def _placeholder(self, node: Node, name: str) -> str:
        name = (name or "value").upper()
        number = 2
        base = name
        while name in self.values and not self._is_same(self.values[name][0], node):
            name, number = f"{base}_{number}", number + 1
        self.values[name] = (node,)
        return f"${name}"

    @staticmethod
    def _is_same(first: Node, second: Node) -> bool:
        """Return whether two values are one variable, or one attribute of it."""
        return first.type in ("identifier", "attribute") and text(first) == text(second) and "(" not in text(first)


def _is_data(value: Node, keyword_of_value: str, *, sets: bool) -> bool:
    """Return whether a literal is a value like another, and no part of what makes the query what it is.

    `pk=3` and `name="a"` are; `active=True`, `parent=None` and `count__gt=0` are not, unless the field is set to it.
    """
    if value.type in ("string", "concatenated_string"):
        return True
    operator = lookup_of(keyword_of_value).operator
    if value.type in _BRACKETS and (sets or operator == "in"):
        return True
    return value.type in _LITERALS and (sets or (value.type in ("integer", "float") and not operator))


def _is_expression(tree: Tree, function: Node, name: str) -> bool:
    """Return whether a function is an expression of Django, by the import that it comes from."""
    if name not in EXPRESSIONS:
        return False
    statement = statements.statement_of(tree, text(function).partition(".")[0], function)
    if statement is None:
        return False
    module = statement.child_by_field_name("module_name") or statement.child_by_field_name("name")
    return text(module).startswith(_DJANGO)


def _strings(node: Node) -> list[Node]:
    return [it for it in node.named_children if it.type == "string"] if node.type == "concatenated_string" else [node]


def _is_fixed(node: Node) -> bool:
    """Return whether nothing is put into a string when it is evaluated, and nothing in it reads as a placeholder."""
    return node.type != "interpolation" and b"$" not in (node.text or b"") and all(map(_is_fixed, node.children))
