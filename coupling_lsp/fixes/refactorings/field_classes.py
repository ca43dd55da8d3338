"""Which classes of relation fields take the name of a model as well as the model."""

from tree_sitter import Node

from coupling_lsp.django.fields import RELATION_FIELDS, TARGET
from coupling_lsp.django.third_party import RELATION_MECHANISMS
from coupling_lsp.fixes.texts import ReadText, tree_of
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.name_resolution import base_expressions
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.expression import last_name
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.tree import Tree, arguments, string, text

_OF_DJANGO = frozenset(it.name for it in RELATION_FIELDS if it.mechanism)
_OF_LIBRARIES = frozenset(name for name, _ in RELATION_MECHANISMS)
_LIBRARIES = ("modelcluster",)
_OVERRIDES = ("__new__", "contribute_to_class")


def unsuited_class(snapshot: Snapshot, callee: str, module: str, read_text: ReadText) -> str:
    """Return why a field class may not take a string, in words for the user; empty for one that does."""
    target = snapshot.index.names.expression(callee, module, Dependencies())
    is_suited = not target.assigned and _takes_names(snapshot, target, read_text)
    return "" if is_suited else f"whether `{callee}` takes the name of a model is not known"


def _takes_names(snapshot: Snapshot, target: Target, read_text: ReadText) -> bool:
    """Return whether a class is a relation field of Django, or hands what it is given on to one unchanged."""
    resolver = snapshot.index.names
    if not target:
        return False
    if not target.in_project:
        package, name = target.module.partition(".")[0], last_name(target.name)
        return (package == "django" and name in _OF_DJANGO) or (package in _LIBRARIES and name in _OF_LIBRARIES)
    source = read_text(resolver.modules.paths.get(target.module, ""))
    class_ = resolver.find_class(target.module, target.name, Dependencies())
    definition = _definition(tree_of(source), target.name) if source is not None else None
    if class_ is None or definition is None or not _passes_on(definition):
        return False
    bases = [
        resolver.expression(expression, target.module, Dependencies())
        for base in class_.bases
        for expression in base_expressions(base)
    ]
    return any(it != target and _takes_names(snapshot, it, read_text) for it in bases)


def _definition(tree: Tree, name: str) -> Node | None:
    """Return the one class of a name at the top level of a module."""
    definitions = [it.child_by_field_name("definition") or it for it in tree.root.named_children]
    found = [it for it in definitions if it.type == "class_definition" and text(it.child_by_field_name("name")) == name]
    return found[0] if len(found) == 1 else None


def _passes_on(definition: Node) -> bool:
    """Return whether a class leaves the model that its `__init__` is given as it is."""
    body = definition.child_by_field_name("body")
    methods = [it.child_by_field_name("definition") or it for it in body.named_children] if body is not None else []
    by_name = {text(it.child_by_field_name("name")): it for it in methods if it.type == "function_definition"}
    constructor = by_name.get("__init__")
    return not by_name.keys() & {*_OVERRIDES} and (constructor is None or _hands_all_on(constructor))


def _hands_all_on(constructor: Node) -> bool:
    """Return whether `*args` and `**kwargs` go to `super().__init__`, and nothing else is done to the model."""
    parameters = constructor.child_by_field_name("parameters")
    names = [text(it) for it in parameters.named_children] if parameters is not None else []
    body = constructor.child_by_field_name("body")
    nodes = list(_nodes(body)) if body is not None else []
    calls = [it for it in nodes if it.type == "call"]
    super_calls = [it for it in calls if text(it.child_by_field_name("function")) == "super().__init__"]
    has_all = {"*args", "**kwargs"} <= {*names} and len(super_calls) == 1
    handed_on = [text(it) for call in super_calls for it in _arguments(call)]
    is_named = any(it.type == "string" and string(it) == TARGET for it in nodes)
    touches = [it for it in nodes if it.type == "identifier" and text(it) == "args"]
    return has_all and handed_on[:1] == ["*args"] and "**kwargs" in handed_on and not is_named and len(touches) == 1


def _arguments(call: Node) -> list[Node]:
    argument_list = call.child_by_field_name("arguments")
    return argument_list.named_children if argument_list is not None and not arguments(call)[0] else []


def _nodes(root: Node) -> list[Node]:
    found = [root]
    for node in found:
        found += node.named_children
    return found
