"""What stands in parentheses, whatever comments stand beside it."""

from tree_sitter import Node


def only_child(node: Node) -> Node | None:
    """Return the one part of a node that is no comment; None where there are several, or none."""
    parts = (
        [it for it in node.named_children if it.type != "comment"]
        if node.named_child_count > 1
        else node.named_children
    )
    return parts[0] if len(parts) == 1 else None
