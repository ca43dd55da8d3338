"""Names that URL modules give: `path(…, name="list")`, and those that a router makes: `register(…, basename="order")`.

https://docs.djangoproject.com/en/stable/topics/http/urls/#naming-url-patterns
https://www.django-rest-framework.org/api-guide/routers/#usage
"""

import re
from collections.abc import Iterator

from coupling_lsp.detect.facts_builder import FactsBuilder
from coupling_lsp.django.dispatch import ROUTER_SEPARATOR, URL_NAME, URL_PATTERNS
from coupling_lsp.model.facts import Registration
from coupling_lsp.source.tree import Tree, string, text

PATTERNS = (b"basename=", b"base_name=")
_NAME = re.compile(rf"[\s(,]({URL_NAME}[ \t]*=)[ \t]*[\"']".encode())


def more_places(data: bytes, _loaders: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield the names of patterns in a text that has some."""
    return (match.span(1) for match in _NAME.finditer(data)) if URL_PATTERNS.encode() in data else iter(())


def visit(tree: Tree, start: int, _end: int, facts: FactsBuilder) -> None:
    """Gather the name that the keyword at the bytes gives."""
    name = tree.at(start, start + 1)
    keyword = name.parent if name is not None else None
    value = keyword.child_by_field_name("value") if keyword is not None else None
    if name is None or keyword is None or keyword.type != "keyword_argument" or value is None:
        return
    if url_name := string(value) if value.type == "string" else None:
        is_prefix = text(name) != URL_NAME
        facts.registrations.append(Registration("url", url_name + ROUTER_SEPARATOR if is_prefix else url_name))
