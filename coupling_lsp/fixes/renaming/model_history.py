"""What the migrations of an app tell of its models: names they had, and the fields of each at the end.

https://docs.djangoproject.com/en/stable/ref/migration-operations/
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.source.tree import Tree, arguments, string, text
from coupling_lsp.text import Text


class ModelHistory(NamedTuple):
    """The new names of models by their old ones, and the names of fields by model; both by name in lower case."""

    new_names: dict[str, str]
    fields: dict[str, set[str]]

    def name_now(self, name: str) -> str:
        """Return the name that a model has after all renames; empty where none is known."""
        current_name, previous_names = "", set[str]()
        while name.lower() in self.new_names and name.lower() not in previous_names:
            previous_names.add(name.lower())
            current_name = name = self.new_names[name.lower()]
        return current_name


def model_history(texts: Iterable[Text]) -> ModelHistory:
    """Return what migrations tell, read in their order. What they compute is not known."""
    history = ModelHistory({}, {})
    for source in texts:
        for call in _calls(Tree(source.data).root):
            function = call.child_by_field_name("function")
            operation = _OPERATIONS.get(text(function).rpartition(".")[2])
            if operation is not None:
                operation(history, _Call(*arguments(call)))
    return history


class _Call(NamedTuple):
    positional: list[Node]
    keywords: dict[str, Node]

    def node(self, position: int, keyword: str) -> Node | None:
        return self.positional[position] if position < len(self.positional) else self.keywords.get(keyword)

    def word(self, position: int, keyword: str) -> str:
        node = self.node(position, keyword)
        return (string(node) or "") if node is not None else ""


def _create_model(history: ModelHistory, call: _Call) -> None:
    pairs = call.node(1, "fields")
    names = (it.named_children[0] for it in (pairs.named_children if pairs is not None else ()) if it.named_children)
    history.fields[call.word(0, "name").lower()] = {name for it in names if (name := string(it))}


def _delete_model(history: ModelHistory, call: _Call) -> None:
    history.new_names.pop(call.word(0, "name").lower(), None)


def _rename_model(history: ModelHistory, call: _Call) -> None:
    old_name, new_name = call.word(0, "old_name"), call.word(1, "new_name")
    if old_name and new_name:
        history.new_names[old_name.lower()] = new_name
        history.fields[new_name.lower()] = history.fields.pop(old_name.lower(), set())


def _add_field(history: ModelHistory, call: _Call) -> None:
    history.fields.setdefault(call.word(0, "model_name").lower(), set()).add(call.word(1, "name"))


def _remove_field(history: ModelHistory, call: _Call) -> None:
    history.fields.get(call.word(0, "model_name").lower(), set()).discard(call.word(1, "name"))


def _rename_field(history: ModelHistory, call: _Call) -> None:
    fields = history.fields.get(call.word(0, "model_name").lower(), set())
    fields.discard(call.word(1, "old_name"))
    fields.add(call.word(2, "new_name"))


_OPERATIONS = {
    "CreateModel": _create_model,
    "DeleteModel": _delete_model,
    "RenameModel": _rename_model,
    "AddField": _add_field,
    "RemoveField": _remove_field,
    "RenameField": _rename_field,
}


def _calls(root: Node) -> Iterator[Node]:
    """Yield the calls below a node in the order in which they are written."""
    nodes = [root]
    while nodes:
        node = nodes.pop()
        if node.type == "call":
            yield node
        nodes += reversed(node.named_children)
