"""Which bindings of a name can reach a use of it: imports, assignments, parameters, loops, in the functions around it.

These are the reaching definitions of the field, for one name at a time. A binding does not reach a use when a later one
stands on every way between them, or when its branch leaves the function.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from tree_sitter import Node

from coupling_lsp.model.expression import Expression, imported
from coupling_lsp.source.tree import FUNCTIONS, Tree, holds, is_body_of, text
from coupling_lsp.text import IN_NAME

_IN_DOTTED_NAME = IN_NAME | {ord(".")}
MAX_BINDINGS = 4
"""How many bindings of a name count for one use; those farther up are left out."""

COMPREHENSIONS = frozenset(
    ("list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression")
)
_PARAMETERS = ("parameters", "typed_parameter", "default_parameter", "typed_default_parameter", "lambda_parameters")
_SPLATS = ("list_splat_pattern", "dictionary_splat_pattern")
_NAMED = ("named_expression", "class_definition", "function_definition", "default_parameter", "typed_default_parameter")
_TARGETS = frozenset(("pattern_list", "tuple_pattern", "as_pattern_target", *_SPLATS, *_PARAMETERS))
"""Nodes whose every name is bound. Those that bind one of their names only are in `_is_target`."""

_BRANCHING = ("if_statement", "try_statement", "for_statement", "while_statement", "match_statement")
_CLAUSES = ("elif_clause", "else_clause", "except_clause", "case_clause")
_PARTING = ("if_statement", "match_statement", "block")
_LOOPS = ("for_statement", "while_statement")
_WAYS_OUT = ("return_statement", "raise_statement")


def reaching_bindings(tree: Tree, use: Node, name: str) -> list[Node]:
    """Return the places where what a name stands for at a use may be bound, the nearest first.

    They are in the innermost comprehension or function that binds the name; none where it is a name of the module.
    """
    child, node = use, use.parent
    while node is not None:
        kind = node.type
        if kind in COMPREHENSIONS:
            for clause in node.named_children:
                if clause.type == "for_in_clause" and clause != child:
                    target = _target(clause.child_by_field_name("left"), name)
                    if target is not None:
                        return [target]
        elif kind in FUNCTIONS and is_body_of(node, child) and (places := binding_places(tree, node, name)):
            return _nearest_bindings(places, use)
        child, node = node, node.parent
    return []


def _nearest_bindings(places: list[Node], use: Node) -> list[Node]:
    if len(places) == 1:  # As nearly all names have it, so the ways between bindings are not asked for.
        (place,) = places
        is_hidden = not _is_in_signature(place) and (_is_apart(place, use) or _leaves_before(place, use))
        return [] if is_hidden and _precedes(place, use) else places
    earlier_places = [place for place in places if _precedes(place, use)]
    if earlier_places:
        return list(islice(_until_certain(reversed(earlier_places), use), MAX_BINDINGS))
    # A binding behind the use comes before it in the next round of a loop around both.
    loops = [node for node in _ancestors(use) if node.type in _LOOPS]
    return next(([place] for place in reversed(places) if any(holds(loop, place) for loop in loops)), places[:1])


def _until_certain(places: Iterable[Node], use: Node) -> Iterator[Node]:
    """Yield places backwards up to one that no way to the use goes around."""
    covered_branches: dict[int, set[int]] = {}
    for place in places:
        if _is_apart(place, use):
            continue
        if not _leaves_before(place, use):
            yield place
        if _is_certain(place, use, covered_branches):
            return


def _is_apart(place: Node, use: Node) -> bool:
    """Return whether a statement has a place in one branch and a use in another."""
    branch = place
    for node in _ancestors(place):
        if holds(node, use):
            is_branch = branch.type in _CLAUSES or branch == node.child_by_field_name("consequence")
            return node.type in _PARTING and is_branch
        branch = node
    return False


def _is_certain(place: Node, use: Node, covered_branches: dict[int, set[int]]) -> bool:
    """Return whether every way to the use goes through a place, or through a branch in `covered_branches`.

    These branches bind the name as well, and are keyed by the statement they are of; the branch of `place` is added.
    """
    branch, node = place, place.parent
    while node is not None and node.type not in FUNCTIONS:
        if node.type in _BRANCHING and not holds(node, use):
            if branch == node.child_by_field_name("condition") or branch == node.child_by_field_name("subject"):
                branch, node = node, node.parent
                continue
            covered_branches.setdefault(node.id, set()).add(branch.id)
            if node.type != "if_statement" or not _is_whole(node, covered_branches[node.id]):
                return False
        branch, node = node, node.parent
    return True


def _is_whole(statement: Node, covered_branches: set[int]) -> bool:
    """Return whether an `if` has an `else`, and all its branches bind the name or leave the function."""
    branches = [statement.child_by_field_name("consequence")]
    branches += [clause for clause in statement.named_children if clause.type in _CLAUSES]
    if branches[-1] is None or branches[-1].type != "else_clause":
        return False
    return all(branch is not None and (branch.id in covered_branches or _leaves(branch)) for branch in branches)


def _leaves_before(place: Node, use: Node) -> bool:
    """Return whether the branch of a place leaves the function, so that what follows never sees the binding."""
    for node in _ancestors(place):
        if node.type == "block" and not holds(node, use) and _leaves(node):
            return node.parent is not None and node.parent.type not in ("function_definition", "class_definition")
    return False


def _leaves(branch: Node) -> bool:
    block = branch if branch.type == "block" else branch.child_by_field_name("body")
    last = block.named_children[-1] if block is not None and block.named_children else None
    return last is not None and last.type in _WAYS_OUT


def _precedes(place: Node, use: Node) -> bool:
    """Return whether a binding stands before a use, and the use is no part of what is bound."""
    if place.start_byte > use.start_byte:
        return False
    for node in _ancestors(place):
        match node.type:
            case "assignment" | "named_expression":
                return not holds(node, use)
            case "for_statement":
                right = node.child_by_field_name("right")
                return right is None or not holds(right, use)
            case kind if kind.endswith("_statement") or kind == "block":
                break
    return place != use


def _ancestors(node: Node) -> Iterator[Node]:
    parent = node.parent
    while parent is not None and parent.type not in FUNCTIONS:
        yield parent
        parent = parent.parent


def _target(node: Node | None, name: str) -> Node | None:
    """Return the place of a name among the targets of a loop."""
    if node is None or (node.type == "identifier" and text(node) == name):
        return node
    return next((place for child in node.named_children if (place := _target(child, name)) is not None), None)


def _is_in_signature(place: Node) -> bool:
    return place.parent is not None and place.parent.type in _PARAMETERS


def binding_places(tree: Tree, function: Node, name: str) -> list[Node]:
    """Return the places in a function that bind a name, in order; nested functions are not part of it."""
    key = function.id, name
    cached_places = tree.bindings.get(key)
    if cached_places is None:
        places = _occurrences(tree.data, name.encode(), function.start_byte, function.end_byte)
        nodes = (tree.at(*it) for it in places)
        cached_places = [it for it in nodes if it is not None and it.type == "identifier" and _binds(it, function)]
        tree.bindings[key] = cached_places
    return cached_places


def is_binding(node: Node) -> bool:
    """Return whether a name is bound where it stands, and not only used there."""
    parent = node.parent
    return parent is not None and (_is_target(node, parent) or is_captured(node, parent))


def _binds(node: Node, function: Node) -> bool:
    """Return whether a function binds a name at a node."""
    if not is_binding(node) or (parent := node.parent) is None:
        return False
    is_definition = parent.type in ("class_definition", "function_definition")
    return enclosing_function(parent if is_definition else node) == function


def _is_target(node: Node, parent: Node) -> bool:
    match parent.type:
        case "dotted_name" | "aliased_import":
            return imported_name(node, parent) is not None
        case "assignment" | "for_statement":
            return parent.child_by_field_name("left") == node
        case kind if kind in _NAMED:
            return parent.child_by_field_name("name") == node
        case kind:
            return kind in _TARGETS


def _occurrences(data: bytes, word: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where a word stands alone, not part of a name; before a dot only in `import a.b`, which binds `a`."""
    # Where a name is missing, the parser puts in one of no length, and that would be found everywhere.
    start_of_word = data.find(word, start, end) if word else -1
    while start_of_word >= 0:
        end_of_word = start_of_word + len(word)
        follows = data[end_of_word] if end_of_word < end else 0
        is_import = follows == 0x2E and b"import" in data[data.rfind(b"\n", 0, start_of_word) + 1 : start_of_word]
        if not (start_of_word and data[start_of_word - 1] in _IN_DOTTED_NAME) and (
            is_import or follows not in _IN_DOTTED_NAME
        ):
            yield start_of_word, end_of_word
        start_of_word = data.find(word, end_of_word, end)


def is_captured(node: Node, parent: Node) -> bool:
    """Return whether a pattern binds a name to a part of what it matches, or a name is bound in a way that hides it."""
    grandparent = parent.parent
    match parent.type:
        case "dotted_name":
            return parent.child_count == 1 and grandparent is not None and grandparent.type in _PATTERNS
        case "as_pattern":
            return grandparent is not None and grandparent.type == "case_pattern"
        case "tuple":
            return grandparent is not None and grandparent.type == "as_pattern_target"
        case "augmented_assignment":
            return parent.child_by_field_name("left") == node
        case "type":
            return (
                grandparent is not None
                and grandparent.type == "type_alias_statement"
                and grandparent.named_children[0] == parent
            )
        case kind:
            return kind in ("splat_pattern", "list_pattern")


_PATTERNS = ("case_pattern", "union_pattern", "keyword_pattern")


def imported_name(node: Node, parent: Node) -> Expression | None:
    """Return the import expression a name in an import statement stands for; None when it binds nothing."""
    statement = parent.parent
    name, alias = parent, None
    if parent.type == "aliased_import":
        if parent.child_by_field_name("alias") != node:
            return None
        name, alias = parent.child_by_field_name("name") or parent, node
    elif statement is not None and statement.type == "aliased_import":
        return None
    if statement is None:
        return None
    if statement.type == "import_from_statement":
        source = statement.child_by_field_name("module_name")
        if source is None or source == parent:
            return None
        return imported(text(source), text(name))
    if statement.type == "import_statement":
        dotted = text(name)
        return imported(dotted if alias is not None else dotted.partition(".")[0])
    return None


def enclosing_function(node: Node) -> Node | None:
    """Return the function whose body (or, for a parameter, whose signature) holds a node."""
    current = node.parent
    while current is not None and current.type not in FUNCTIONS:
        current = current.parent
    return current
