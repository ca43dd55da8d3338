"""Find Boost includes with GitHub's code search."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from core.http import get_json

SEARCH_URL = "https://api.github.com/search/code"
WITH_FRAGMENTS = "application/vnd.github.text-match+json"
INCLUDE = re.compile(r'#\s*include\s*[<"](boost/[^>"]+)[>"]')


@dataclass(frozen=True)
class Hit:
    """A file and a Boost header it includes."""

    path: str
    header: str


def included_headers(source: str) -> list[str]:
    """Return the Boost headers a piece of C++ includes, each once, in order."""
    return list(dict.fromkeys(INCLUDE.findall(source)))


def search_hits(full_name: str) -> Iterator[Hit]:
    """Yield the includes that the code search shows for a repository."""
    params = {"q": f'"#include <boost/" repo:{full_name}', "per_page": 100}
    answer = get_json(SEARCH_URL, params=params, token=settings.GITHUB_TOKEN, accept=WITH_FRAGMENTS)
    for item in answer["items"]:
        for header in included_headers(_fragments(item)):
            yield Hit(item["path"], header)


def _fragments(item: dict[str, Any]) -> str:
    return "\n".join(match["fragment"] for match in item.get("text_matches", []))
