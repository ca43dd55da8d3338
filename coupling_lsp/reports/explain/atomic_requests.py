"""Databases for which the settings make each request a transaction: `"ATOMIC_REQUESTS": True`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.django.transactions import ATOMIC_REQUESTS
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.text import Span

_KEY = re.compile(
    rb"""^[^#\n]*?(["']""" + ATOMIC_REQUESTS.encode() + rb"""["'])[ \t]*(?::|\][ \t]*=(?!=))[ \t]*([^\s,}#]+)""", re.M
)
_OFF = (b"False", b"None", b"0")


class AtomicRequests(NamedTuple):
    """Where the settings say it, and whether they say so for certain: not by a variable or a call."""

    path: str
    span: Span
    is_certain: bool


def atomic_requests(project: ProjectView) -> Iterator[AtomicRequests]:
    """Yield the places in the settings of a project that may make each request a transaction."""
    for path in sorted(project.snapshot.index.settings.files):
        text = project.read(path)
        for match in _KEY.finditer(text.data) if text is not None else ():
            if text is not None and match[2] not in _OFF:
                yield AtomicRequests(path, text.span(*match.span(1)), match[2] == b"True")
