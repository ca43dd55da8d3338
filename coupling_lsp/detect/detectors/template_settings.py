"""`TEMPLATES` as steps of settings: each key of an engine is a setting of its own, `TEMPLATES.0.DIRS`.

https://docs.djangoproject.com/en/stable/ref/settings/#templates
"""

from collections.abc import Iterator

from tree_sitter import Node

from coupling_lsp.django.template_files import (
    APP_DIRS,
    APP_FOLDER,
    BACKEND,
    DIRS,
    LIBRARIES,
    LOADERS,
    OPTIONS,
    TEMPLATES,
)
from coupling_lsp.model.expression import Expression, literal, literal_value
from coupling_lsp.model.setting import engine_key, entry
from coupling_lsp.source.tree import expression, text

_KEYS = (BACKEND, DIRS, APP_DIRS)
_OPTION_KEYS = (LOADERS, LIBRARIES, APP_FOLDER)

Items = list[tuple[Expression, Node]]


def engines(name: str, value: Node) -> list[Node]:
    """Return the engines that a setting lists as dictionaries; none of another setting, or a value of another form."""
    is_list = name == TEMPLATES and value.type in ("list", "tuple")
    return [it for it in value.named_children if it.type == "dictionary"] if is_list else []


def keys_of(engine: Node) -> Iterator[tuple[str, Node | None]]:
    """Yield each key of an engine that matters with its value; None for one that is left out."""
    values = _values(engine)
    options_node = values.get(OPTIONS)
    options = _values(options_node) if options_node is not None else {}
    yield from ((key, values.get(key)) for key in _KEYS)
    yield from ((key, options.get(key)) for key in _OPTION_KEYS)


def items_of(node: Node | None) -> Items | None:
    """Return a truth value, and a dictionary as `key=value`, as items of a setting; None for what has items itself."""
    match node.type if node is not None else "":
        case "":
            return []
        case "true" | "false" if node is not None:
            return [(literal(text(node)), node)]
        case "dictionary" if node is not None:
            return [(literal(entry(key, literal_value(expression(it)))), it) for key, it in _values(node).items()]
        case _:
            return None


def target_of(node: Node | None) -> str:
    """Return the setting that `TEMPLATES[0]["DIRS"]` is; empty for anything else."""
    keys: list[str] = []
    while node is not None and node.type == "subscript":
        index, value = node.child_by_field_name("subscript"), node.child_by_field_name("value")
        if index is None:
            return ""
        keys.append(text(index) if index.type == "integer" else literal_value(expression(index)))
        node = value
    if text(node) != TEMPLATES or len(keys) not in (2, 3):
        return ""
    known_keys = _OPTION_KEYS if keys[1] == OPTIONS else _KEYS if len(keys) == 2 else ()
    return engine_key(keys[-1], keys[0]) if keys[0] in known_keys else ""


def _values(dictionary: Node) -> dict[str, Node]:
    pairs = (it for it in dictionary.named_children if it.type == "pair")
    return {
        literal_value(expression(pair.child_by_field_name("key"))): value
        for pair in pairs
        if (value := pair.child_by_field_name("value")) is not None
    }
