"""Uses of search terms in one piece: reads of rows, lookups of queries, calls with arguments."""

from collections.abc import Mapping
from typing import NamedTuple

from tree_sitter import Node

from coupling_lsp.detect.detectors.instance_calls import is_candidate
from coupling_lsp.detect.detectors.manager_calls import manager_access
from coupling_lsp.detect.query_chains import CALLED, chain_access, links
from coupling_lsp.detect.second_pass import attribute_getters, attribute_paths, lookups, search
from coupling_lsp.detect.second_pass.lookup_prefilter import is_lookup
from coupling_lsp.django.dispatch import SENDER, SENT_ROW
from coupling_lsp.django.managers import MANAGER_ATTRIBUTES
from coupling_lsp.django.queryset_api import LOADING_ENDING, ROW_METHODS
from coupling_lsp.model import value_path
from coupling_lsp.model.facts import Access, Call
from coupling_lsp.model.search_terms import SearchTerms
from coupling_lsp.model.value_steps import attribute_step
from coupling_lsp.source.tree import Tree, arguments, enclosing_symbol, receiver_of, text
from coupling_lsp.source.values import value
from coupling_lsp.text import Span

_DOT, _OPENING = ord("."), ord("(")


class Uses(NamedTuple):
    """The results of the second pass over one piece; lines count within the piece."""

    reads: tuple[tuple[Access, Span], ...]
    queries: tuple[tuple[Access, Span], ...]
    calls: tuple[Call, ...]


_NOTHING = Uses((), (), ())


def collect_uses(tree: Tree, hits: list[tuple[int, int]], search_terms: SearchTerms) -> Uses:
    """Return the uses of search terms at some ranges of bytes."""
    keys = search.argument_keys(search_terms)
    reads: list[tuple[Access, Span]] = []
    queries: list[tuple[Access, Span] | None] = []
    calls: list[Call] = []
    for start, end in hits:
        if attribute_paths.is_attribute_path(tree.data, start, end):
            reads += attribute_paths.row_reads(tree, start, end)
            continue
        if is_lookup(tree.data, start, end):
            reads += lookups.lookups_at(tree, start, end)
            continue
        name = tree.at(start, end)
        if name is None or name.type != "identifier" or name.end_byte != end or (parent := name.parent) is None:
            continue
        is_attribute = parent.type == "attribute" and parent.child_by_field_name("attribute") == name
        callee = parent if is_attribute else name
        call = callee.parent
        is_called = call is not None and call.type == "call" and call.child_by_field_name("function") == callee
        if call is not None and is_called and not tree.data.startswith(b"(manager=", callee.end_byte):
            if not is_attribute and (read := attribute_getters.read(tree, call)) is not None:
                reads.append(read)
            if text(name) in lookups.LOADING:
                reads += lookups.loaded_relations(tree, call)
            if is_attribute and text(name) in search_terms.writing_methods:
                queries.append(chain_access(tree, parent))
            wanted_keys = keys.get(text(name))
            calls += (
                _call_arguments(tree, callee, call, wanted_keys)
                if wanted_keys
                else _receiver_arguments(tree, call, keys)
            )
        elif parent.type == "assignment" and text(name).endswith(LOADING_ENDING):
            reads += lookups.loaded_relations(tree, parent)
        elif is_attribute and not _is_set(parent):
            path = value(tree, receiver_of(parent))
            if value_path.is_instance(path) and not _is_found_first(tree, parent):
                reads.append((_read_of_row(tree, parent, path), tree.span(parent)))
            elif text(name) in search_terms.managers and not value_path.is_instance(path):
                queries.append(manager_access(tree, parent, is_known=True))
    uses = Uses(tuple(reads), tuple(it for it in queries if it is not None), tuple(calls))
    return uses if any(uses) else _NOTHING


def _read_of_row(tree: Tree, attribute: Node, path: str) -> Access:
    method_names = links(attribute) or _manager_attribute(attribute)
    name = text(attribute.child_by_field_name("attribute"))
    return Access(path, "", (name, *method_names), enclosing_symbol(attribute), tree.timing(attribute), "")


def _manager_attribute(attribute: Node) -> tuple[str, ...]:
    """Return an attribute of a manager that is no query, with its dot: `.model` of `order.lines.model`."""
    parent = attribute.parent
    if parent is None or parent.type != "attribute" or parent.child_by_field_name("object") != attribute:
        return ()
    name = text(parent.child_by_field_name("attribute"))
    return (attribute_step(name),) if name in MANAGER_ATTRIBUTES else ()


def _is_set(attribute: Node) -> bool:
    """Return whether an attribute is set or deleted."""
    parent = attribute.parent
    if parent is not None and parent.type in ("assignment", "for_statement"):
        return parent.child_by_field_name("left") == attribute
    return parent is not None and parent.type in ("delete_statement", "pattern_list", "tuple_pattern")


def _is_found_first(tree: Tree, attribute: Node) -> bool:
    """Return whether the first pass has the use of an attribute: `order.lines.all()`."""
    parent = attribute.parent
    if parent is not None and parent.type == "call" and parent.parent is not None:
        parent = parent.parent  # `order.lines(manager="open").all()`
    if parent is None:
        return False
    attribute_name = parent.child_by_field_name("attribute") if parent.type == "attribute" else None
    if (
        attribute_name is not None
        and attribute_name.end_byte < len(tree.data)
        and tree.data[attribute_name.end_byte] == _OPENING
    ):
        dot, name = attribute_name.start_byte - 1, text(attribute_name)
        is_called = tree.data[dot] == _DOT and name in CALLED
        return name in ROW_METHODS or (is_called and is_candidate(tree.data, dot, attribute_name.end_byte + 1))
    return False


def _call_arguments(tree: Tree, callee: Node, call: Node, wanted_keys: frozenset[str]) -> list[Call]:
    positional, keywords = arguments(call)
    arguments_by_key = {**{str(number): it for number, it in enumerate(positional)}, **keywords}
    known_arguments = [
        (key, path) for key, it in arguments_by_key.items() if key in wanted_keys and (path := _model_path(tree, it))
    ]
    path = value(tree, callee) if known_arguments else ""
    return [Call(path, key, it) for key, it in known_arguments] if path and not value_path.has_parameter(path) else []


def _receiver_arguments(tree: Tree, call: Node, keys: Mapping[str, frozenset[str]]) -> list[Call]:
    """Return the arguments of a handler in `post_save.connect(handler, sender=Model)`: an instance of the model."""
    positional, keywords = arguments(call)
    handler = text(positional[0]).rpartition(".")[2] if positional and SENDER in keywords else ""
    wanted_keys = keys.get(handler, frozenset())
    path = value(tree, positional[0]) if wanted_keys else ""
    sender = value(tree, keywords[SENDER]) if path else ""
    arguments_by_key = {SENDER: sender, SENT_ROW: value_path.instance(sender)} if sender else {}
    return [Call(path, key, it) for key, it in arguments_by_key.items() if key in wanted_keys]


def _model_path(tree: Tree, node: Node | None) -> str:
    path = value(tree, node)
    return path if value_path.leads_to_models(path) else ""
