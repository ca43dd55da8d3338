"""The selectors of a rules file: `app`, `app.module` or `app.Model.field`, with `*` as a wildcard."""

import re

from coupling_lsp.model.rules import Selector
from coupling_lsp.rules.loading.keys import MAX_SELECTOR_LENGTH
from coupling_lsp.rules.suggestions import cleaned_selector
from coupling_lsp.rules.yaml.nodes import Scalar
from coupling_lsp.rules.yaml.reader import NodeReader

_SELECTOR = re.compile(r"[\w*]+(\.[\w*-]+)*")
_MAX_QUOTED_LENGTH = 40
"""How much of a selector that is too long stands in the message."""


def read_selector(reader: NodeReader, scalar: Scalar, text: str | None = None) -> Selector | None:
    """Return the selector that a value is, or that `text` is, which is a part of the value; None for what is none."""
    text = scalar.value if text is None else text
    is_short = len(text) <= MAX_SELECTOR_LENGTH
    if is_short and _SELECTOR.fullmatch(text):
        app, _, rest = text.partition(".")
        return Selector(text, app, tuple(rest.split(".")) if rest else (), scalar.span)
    quoted_text = text if is_short else f"{text[:_MAX_QUOTED_LENGTH]}…"
    message = f"`{quoted_text}` is no selector; write `app`, `app.module` or `app.Model.field`"
    suggestion = cleaned_selector(text)
    is_usable = _SELECTOR.fullmatch(suggestion) is not None and is_short and text == scalar.value
    reader.report_with_suggestion(message, scalar, suggestion if is_usable else "")
    return None
