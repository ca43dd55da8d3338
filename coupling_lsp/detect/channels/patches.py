"""Objects that tests replace by dotted string: `mock.patch("a.b.c")`, `monkeypatch.setattr("a.b.c", …)`.

The `detail` is `fixture` where pytest passes the callee in as a parameter.
"""

import re

from coupling_lsp.detect.channels.argument_patterns import DOTTED
from coupling_lsp.detect.channels.channel_call import ChannelCall, string_value
from coupling_lsp.model.expression import literal
from coupling_lsp.source.tree import text

CALLS = dict.fromkeys(("patch", "patch.dict", "patch.multiple", ".setattr", ".delattr"), DOTTED)

_DOTTED = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)+")
_MOCKERS = ("mocker", "class_mocker", "module_mocker", "package_mocker", "session_mocker")


def read(call: ChannelCall) -> None:
    """Gather the dotted string of one call."""
    path = string_value(call.positional[0]) if call.positional else ""
    if not _DOTTED.fullmatch(path):
        return
    target = literal(path)
    callee = call.callee
    if callee:
        call.add("patch", call.positional[0], target, callee=callee)
    elif text(call.function).partition(".")[0] in (("monkeypatch",) if "attr" in call.name else _MOCKERS):
        call.add("patch", call.positional[0], target, "fixture")
