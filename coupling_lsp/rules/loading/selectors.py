"""One selector of a rules file, as written."""

import re

from coupling_lsp.model.rules import Selector
from coupling_lsp.rules import suggestions
from coupling_lsp.rules.loading.keys import LONGEST_SELECTOR
from coupling_lsp.rules.yaml.nodes import Scalar
from coupling_lsp.rules.yaml.reader import Reader

_SELECTOR = re.compile(r"[\w*]+(\.[\w*-]+)*")


def selector(reader: Reader, it: Scalar, written: str | None = None) -> Selector | None:
    """A selector as written at a node, or as a part of what is written there."""
    written = it.value if written is None else written
    if len(written) <= LONGEST_SELECTOR and _SELECTOR.fullmatch(written):
        app, _, rest = written.partition(".")
        return Selector(written, app, tuple(rest.split(".")) if rest else (), it.span)
    shown = written if len(written) <= LONGEST_SELECTOR else f"{written[:40]}…"
    close = suggestions.selector(written)
    is_one = _SELECTOR.fullmatch(close) is not None and written == it.value == shown
    message = f"`{shown}` is no selector; write `app`, `app.module` or `app.Model.field`"
    reader.doubt(message, it, close if is_one else "")
    return None
