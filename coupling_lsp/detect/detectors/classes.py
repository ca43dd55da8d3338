"""Class statements: bases, attributes made by calls (fields, managers), constants of the class and of its `Meta`."""

from typing import Literal

from tree_sitter import Node

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.detect.piece_kind import PieceKind
from coupling_lsp.django.conventions import ACTIONS, DECLARING_MODEL, FORM_FACTORIES
from coupling_lsp.django.deletion import ON_DELETE, ON_DELETE_NAMES
from coupling_lsp.django.fields import (
    FIELD_ENDINGS,
    PARENT_LINK,
    PLAIN_FIELD_CALLS,
    RELATED_NAME,
    RELATED_QUERY_NAME,
    TARGET,
    THROUGH,
    TO_FIELD,
    parameters_of,
)
from coupling_lsp.django.managers import MANAGERS
from coupling_lsp.django.model_classes import APP_CONFIG_CONSTANTS, APP_LABEL, META_OPTIONS
from coupling_lsp.django.third_party import NO_MODEL_MODULES
from coupling_lsp.model import class_options, value_path
from coupling_lsp.model.declaration import Declaration
from coupling_lsp.model.expression import (
    UNKNOWN,
    Expression,
    callee_of,
    has_attribute,
    is_model_label,
    is_name,
    last_name,
    root_name,
    text_of,
)
from coupling_lsp.model.facts import Class, Field, PlainField
from coupling_lsp.model.value_path import ValuePath
from coupling_lsp.source.annotations import annotation_path
from coupling_lsp.source.builtin_calls import CAST
from coupling_lsp.source.parentheses import only_child
from coupling_lsp.source.scope import resolve_expression
from coupling_lsp.source.tree import Tree, arguments, enclosing_symbol, expression, is_for_type_checkers, text
from coupling_lsp.source.values import value as path_of
from coupling_lsp.text import Span

PATTERNS = (b"class ", b"class\t")

_BLOCKS = (
    *("if_statement", "try_statement", "with_statement", "for_statement", "while_statement"),
    *("else_clause", "elif_clause", "except_clause", "block"),
)


def concerns(kind: PieceKind) -> bool:
    """Return whether pieces of a kind are members of a class, without its header."""
    return kind.is_class_body


def read(tree: Tree, facts: FactsBuilder) -> None:
    """Gather the members of a class whose header completes the piece."""
    visit(tree, 0, len(b"class "), facts)


def visit(tree: Tree, start: int, end: int, facts: FactsBuilder) -> None:
    """Gather the class whose keyword stands at the bytes."""
    keyword = tree.at(start, end - 1)
    if keyword is None or keyword.type != "class" or (statement := keyword.parent) is None:
        return
    name = statement.child_by_field_name("name")
    body = statement.child_by_field_name("body")
    if statement.type != "class_definition" or name is None or (text(name) == "Meta" and _is_nested(statement)):
        return
    outer = enclosing_symbol(statement)
    base_nodes = _bases(statement)
    symbol = f"{outer}.{text(name)}" if outer else text(name)
    members = _Members(tree, symbol, facts)
    members.read_bases(base_nodes)
    if body is not None:
        members.read(body)
    declared_class = Class(
        symbol,
        tuple(expression(node) for node in base_nodes),
        tuple(members.fields),
        tuple(members.options),
        tuple(members.attributes),
        partial=start == 0 and tree.has_header,
        type_checked=is_for_type_checkers(statement),
    )
    spans = [tree.span(name), *(tree.span(n) for n in base_nodes), *members.spans]
    facts.classes.append((declared_class, spans))


def _bases(statement: Node) -> list[Node]:
    superclasses = statement.child_by_field_name("superclasses")
    ignored_types = ("keyword_argument", "comment", "list_splat", "dictionary_splat")
    return (
        [node for node in superclasses.named_children if node.type not in ignored_types]
        if superclasses is not None
        else []
    )


def _is_nested(statement: Node) -> bool:
    node = statement.parent
    while node is not None and node.type in ("block", "if_statement", "decorated_definition"):
        node = node.parent
    return node is not None and node.type == "class_definition"


class _Members:
    """Gathers the statements of a class body, those under `if`, `try` and `for` included."""

    def __init__(self, tree: Tree, symbol: str, facts: FactsBuilder) -> None:
        self.tree = tree
        self.symbol = symbol
        self.facts = facts
        self.fields: list[Field] = []
        self.spans: list[Span] = []
        self.options: list[tuple[str, str]] = []
        self.attributes: list[tuple[str, str]] = []

    def read_bases(self, bases: list[Node]) -> None:
        """Take the model of a queryset or manager from its base: `class Rows(QuerySet["Order"])`."""
        for base in bases:
            if base.type == "subscript" and (path := value_path.class_of_query(annotation_path(text(base)))):
                self.attributes.append((DECLARING_MODEL, path))

    def read(self, body: Node) -> None:
        for statement in body.named_children:
            kind = statement.type
            if kind == "expression_statement":
                assignment = statement.named_children[0] if statement.named_children else None
                if assignment is not None and assignment.type == "assignment":
                    self._read_assignment(assignment)
            elif kind == "class_definition" and text(statement.child_by_field_name("name")) == "Meta":
                self._read_meta(statement)
            elif kind in _BLOCKS:
                self.read(statement)

    def _read_assignment(self, assignment: Node) -> None:
        target, value = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
        annotation = assignment.child_by_field_name("type")
        if target is not None and annotation is not None and (path := annotation_path(text(annotation), self.symbol)):
            self.attributes.append((text(target), path))
        while value is not None and value.type == "assignment":  # Of `a = b = field` Django takes the first name.
            value = value.child_by_field_name("right")
        if target is None or value is None:
            return
        if target.type in ("pattern_list", "tuple_pattern") and value.type in ("expression_list", "tuple"):
            for target_node, value_node in zip(target.named_children, value.named_children, strict=False):
                self._assign(target_node, value_node)
        else:
            self._assign(target, value)

    def _assign(self, target: Node, value: Node) -> None:
        while value.type == "parenthesized_expression" and (inner := only_child(value)) is not None:
            value = inner
        if target.type != "identifier":
            return
        if value.type == "call" and text(value.child_by_field_name("function")) in CAST:
            value = next(iter(arguments(value)[0][1:]), value)
        if value.type == "conditional_expression":
            for branch in (value.named_children[0], value.named_children[-1]):
                if branch.type == "call":
                    self._assign(target, branch)
            return
        if value.type in ("list", "tuple") and text(target) == ACTIONS:
            self.attributes += [
                (ACTIONS, expression(item)) for item in value.named_children if is_name(expression(item))
            ]
            return
        if value.type != "call":
            if text(target) == DECLARING_MODEL:
                self._add_declaration("model", value)
            if value.type in ("identifier", "attribute") and (path := _class_path(self.tree, value)):
                self.attributes.append((text(target), path))
            is_constant = value.type in ("string", "true", "false") and text(target) in APP_CONFIG_CONSTANTS
            if is_constant or (text(target) == APP_LABEL and value.type in ("identifier", "attribute")):
                self.options.append((text(target), expression(value) or text(value)))
            if is_model_label(value_expression := expression(value)):
                self.options.append((class_options.class_attribute(text(target)), value_expression))
            return
        callee = expression(value.child_by_field_name("function"))
        if value_path.gives_model(callee):  # `model = get_model("catalogue", "Product")`
            self.attributes.append((text(target), expression(value)))
            return
        if last_name(callee) in FORM_FACTORIES:
            self.attributes.append((text(target), path_of(self.tree, value)))
            return
        if has_attribute(callee, MANAGERS) and (path := _class_path(self.tree, value)):
            self.attributes.append((text(target), path))
            return
        if last_name(callee).endswith(FIELD_ENDINGS) and root_name(callee) not in NO_MODEL_MODULES:
            is_key = text(arguments(value)[1].get("primary_key")) == "True"
            self.facts.columns.append(PlainField(self.symbol, text(target), is_key))
        if callee and callee not in PLAIN_FIELD_CALLS:
            self._add_field(text(target), callee, value)
        elif callee and not any(key == class_options.PLAIN_FIELDS for key, _ in self.options):
            self.options.append((class_options.PLAIN_FIELDS, callee))

    def _add_field(self, name: str, callee: str, call: Node) -> None:
        positional, keywords = arguments(call)
        named_arguments = {**dict(zip(parameters_of(callee), positional, strict=False)), **keywords}
        target, through_node = named_arguments.get(TARGET), named_arguments.get(THROUGH)
        link = text(named_arguments.get(PARENT_LINK)) == "True"
        names = (_text_argument(named_arguments.get(name)) for name in (RELATED_NAME, RELATED_QUERY_NAME, TO_FIELD))
        reverse, query, key = names
        on_delete = expression(named_arguments.get(ON_DELETE)) or _positional_on_delete(positional)
        table = expression(through_node)
        self.fields.append(Field(name, callee, expression(target), table, reverse, link, query, key, on_delete))
        self.spans.append(self.tree.span(target or call.child_by_field_name("function") or call))

    def _read_meta(self, statement: Node) -> None:
        body = statement.child_by_field_name("body")
        self.options.append((class_options.META, "True"))
        self.options.extend((class_options.META_BASE, expression(base)) for base in _bases(statement))
        for node in body.named_children if body is not None else ():
            assignment = node.named_children[0] if node.named_children else None
            if assignment is None or assignment.type != "assignment":
                continue
            name = text(assignment.child_by_field_name("left"))
            value = assignment.child_by_field_name("right")
            if name == DECLARING_MODEL and value is not None:
                self._add_declaration("Meta.model", value)
            if name in META_OPTIONS and value is not None:
                self.options.append((class_options.meta(name), expression(value) or text(value)[:20]))

    def _add_declaration(self, form: Literal["model", "Meta.model"], node: Node) -> None:
        if node.type in ("identifier", "attribute", "string"):
            target, reason = resolve_expression(self.tree, node)
            declaration = Declaration(form, target, self.symbol, self.tree.timing(node), "", reason)
            self.facts.declarations.append((declaration, self.tree.span(node)))


def _text_argument(node: Node | None) -> str:
    return text_of(expression(node))


def _positional_on_delete(positional: list[Node]) -> Expression:
    """Return the `on_delete` among the arguments of a field class of a project, whose parameters are not known."""
    expressions = (expression(node) for node in positional if node.type in ("identifier", "attribute", "call"))
    return next((it for it in expressions if last_name(callee_of(it)) in ON_DELETE_NAMES), UNKNOWN)


def _class_path(tree: Tree, node: Node) -> ValuePath:
    """Return the value path of an expression that may be a class or come from one; unknown for any other."""
    path = path_of(tree, node)
    return path if value_path.has_class_name(path) else value_path.UNKNOWN
