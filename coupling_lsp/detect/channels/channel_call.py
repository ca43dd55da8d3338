"""A call that takes a name the program looks up."""

from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.model.expression import Expression, literal_value
from coupling_lsp.model.facts import Channel
from coupling_lsp.source.scope import resolve_alternatives, resolve_expression
from coupling_lsp.source.tree import Tree, arguments, enclosing_symbol, expression, text


def string_value(node: Node | None) -> str:
    """Return the value of a string literal; empty for anything else."""
    return literal_value(expression(node))


class ChannelCall(NamedTuple):
    """A call, the name of the function as `CALLS` has it, and its arguments."""

    tree: Tree
    node: Node
    name: str
    function: Node
    positional: list[Node]
    keywords: dict[str, Node]
    facts: FactsBuilder

    @classmethod
    def of_bracket(cls, tree: Tree, bracket: int, name: str, facts: FactsBuilder) -> "ChannelCall | None":
        """Return the call whose opening bracket stands at an offset; None where that is something else."""
        last = tree.at(bracket - 1, bracket)
        if last is None or last.type != "identifier" or last.end_byte != bracket or last.parent is None:
            return None
        is_attribute = last.parent.type == "attribute" and last.parent.child_by_field_name("attribute") == last
        function = last.parent if is_attribute else last
        call = function.parent
        if call is None or call.type != "call" or call.child_by_field_name("function") != function:
            return None
        return cls(tree, call, name, function, *arguments(call), facts)

    def argument(self, position: int, *names: str) -> Node | None:
        """Return an argument by its position, else by one of its names; None where it is left out."""
        if len(self.positional) > position:
            return self.positional[position]
        return next((self.keywords[name] for name in names if name in self.keywords), None)

    @property
    def callee(self) -> Expression:
        """The expression of what is called, with local names resolved; unknown where that is not possible."""
        return resolve_expression(self.tree, self.function).expression

    @property
    def receiver(self) -> Node:
        """The node of what a method is called on; of the function itself where it is no method."""
        return self.function.child_by_field_name("object") or self.function

    @property
    def symbol(self) -> str:
        """The dotted name of the definitions around the call, with the one it decorates."""
        outer = enclosing_symbol(self.node)
        decorated_name = self.decorated_name
        return ".".join(filter(None, (outer, text(decorated_name))))

    @property
    def decorated_name(self) -> Node | None:
        """The name of the definition that the call decorates; None where it is no decorator."""
        decorator = self.node.parent
        if decorator is None or decorator.type != "decorator" or decorator.parent is None:
            return None
        definition = decorator.parent.child_by_field_name("definition")
        return definition.child_by_field_name("name") if definition is not None else None

    def add(
        self,
        kind: str,
        node: Node,
        target: str,
        detail: str = "",
        mechanism: str = "",
        callee: str = "",
        reason: str = "",
        *,
        is_alternative: bool = False,
        namespaces: tuple[str, ...] = (),
    ) -> None:
        """Add a name to the facts, at the place of a node."""
        timing = self.tree.timing(self.node)
        name, symbol = mechanism or self.name, self.symbol
        channel = Channel(kind, name, callee, target, detail, symbol, timing, reason, is_alternative, namespaces)
        self.facts.channels.append((channel, self.tree.span(node)))

    def add_each(self, kind: str, node: Node, detail: str = "", mechanism: str = "", callee: str = "") -> None:
        """Add each name that a node may stand for; one that is not known only where there is no other."""
        bindings = resolve_alternatives(self.tree, node)
        named_bindings = [binding for binding in bindings if binding.expression] or bindings[:1]
        for target, reason in named_bindings:
            is_alternative = len(bindings) > 1
            self.add(kind, node, target, detail, mechanism, callee, reason, is_alternative=is_alternative)
