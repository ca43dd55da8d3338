"""Signals: `@receiver(post_save, sender=Model)`, `thing_done.connect(handler, sender=…)`, `thing_done.send(sender=…)`.

The `detail` tells which of the two the target is: the `signal` itself or its `sender`.
"""

import re
from collections.abc import Iterator

from tree_sitter import Node

from coupling_lsp.detect.channels.argument_patterns import ANYTHING
from coupling_lsp.detect.channels.channel_call import ChannelCall
from coupling_lsp.django.dispatch import CONNECT, RECEIVER, SEND_METHODS, SENDER
from coupling_lsp.source.scope import resolve_expression
from coupling_lsp.source.tree import text

_SENDER = re.compile(rb"[ \t\r\n]*(?:sender\b|self\b|cls\b|type\(|[A-Z])")
_SEND_METHODS = tuple(f".{name}" for name in SEND_METHODS)
CALLS = {RECEIVER: ANYTHING, f".{CONNECT}": ANYTHING, **dict.fromkeys(_SEND_METHODS, _SENDER)}

_LIST_NODES = ("list", "tuple", "set")
_OWN_SENDERS = ("self", "cls", "type(")


def read(call: ChannelCall) -> None:
    """Gather the signals of one call, and the sender they are listened to for."""
    if call.name == RECEIVER:
        argument = call.argument(0, "signal")
        nodes, callee = list(_items(argument)) if argument is not None else [], call.callee
    else:
        nodes, callee = [call.receiver], resolve_expression(call.tree, call.receiver).expression
    if not callee:
        return
    mechanism = call.name if call.name in (RECEIVER, CONNECT) else "send"
    for node in nodes:
        target = resolve_expression(call.tree, node).expression
        if target:
            call.add("signal", node, target, "signal", mechanism, callee)
    sender = call.keywords.get(SENDER) if mechanism != "send" else None
    if sender is not None and sender.type != "none" and not text(sender).startswith(_OWN_SENDERS):
        call.add_each("signal", sender, "sender", mechanism, callee)


def _items(node: Node) -> Iterator[Node]:
    if node.type in _LIST_NODES:
        yield from (it for it in node.named_children if it.type != "comment")
    else:
        yield node
