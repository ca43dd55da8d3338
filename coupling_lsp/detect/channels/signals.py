"""Signals: `@receiver(post_save, sender=Model)`, `thing_done.connect(handler, sender=…)`, `thing_done.send(sender=…)`.

The `detail` tells which of the two the target is: the `signal` itself or its `sender`.
"""

import re
from collections.abc import Iterator

from tree_sitter import Node

from coupling_lsp.detect.channels.shapes import ANYTHING
from coupling_lsp.detect.channels.use import Use
from coupling_lsp.source.scope import resolve_expression
from coupling_lsp.source.tree import text

_SENDER = re.compile(rb"[ \t\r\n]*(?:sender\b|self\b|cls\b|type\(|[A-Z])")
_SENDS = (".send", ".send_robust", ".asend", ".asend_robust")
CALLS = {"receiver": ANYTHING, ".connect": ANYTHING, **dict.fromkeys(_SENDS, _SENDER)}

_LISTS = ("list", "tuple", "set")
_OWN = ("self", "cls", "type(")


def read(use: Use) -> None:
    """Gather the signals of one call, and the sender they are listened to for."""
    if use.name == "receiver":
        argument = use.given(0, "signal")
        nodes, callee = list(_each(argument)) if argument is not None else [], use.callee
    else:
        nodes, callee = [use.before], resolve_expression(use.tree, use.before).expression
    if not callee:
        return
    mechanism = use.name if use.name in ("receiver", "connect") else "send"
    for node in nodes:
        target = resolve_expression(use.tree, node).expression
        if target:
            use.add("signal", node, target, "signal", mechanism, callee)
    sender = use.keywords.get("sender") if mechanism != "send" else None
    if sender is not None and sender.type != "none" and not text(sender).startswith(_OWN):
        use.add_each("signal", sender, "sender", mechanism, callee)


def _each(node: Node) -> Iterator[Node]:
    if node.type in _LISTS:
        yield from (it for it in node.named_children if it.type != "comment")
    else:
        yield node
