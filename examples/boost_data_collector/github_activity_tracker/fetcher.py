"""Read-only access to the GitHub REST API."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings

from core.http import get_json

API_URL = "https://api.github.com"
PAGE_SIZE = 100

JsonObject = dict[str, Any]


def fetch_commits(full_name: str, since: datetime | None = None) -> Iterator[JsonObject]:
    """Yield the commits of the default branch, each with its files."""
    for entry in _pages(f"/repos/{full_name}/commits", _since(since)):
        yield _get(f"/repos/{full_name}/commits/{entry['sha']}")


def fetch_issues(full_name: str, since: datetime | None = None) -> Iterator[JsonObject]:
    """Yield issues, open and closed, each with its comments; pull requests are left out."""
    for entry in _pages(f"/repos/{full_name}/issues", {"state": "all", **_since(since)}):
        if "pull_request" not in entry:
            number = entry["number"]
            yield {**entry, "comment_list": list(_pages(f"/repos/{full_name}/issues/{number}/comments", {}))}


def fetch_pull_requests(full_name: str, since: datetime | None = None) -> Iterator[JsonObject]:
    """Yield pull requests, newest change first, each with its reviews and line comments."""
    query = {"state": "all", "sort": "updated", "direction": "desc"}
    for entry in _pages(f"/repos/{full_name}/pulls", query):
        if since is not None and entry["updated_at"] < since.isoformat():
            return
        base = f"/repos/{full_name}/pulls/{entry['number']}"
        yield {
            **entry,
            "review_list": list(_pages(f"{base}/reviews", {})),
            "comment_list": list(_pages(f"{base}/comments", {})),
        }


def _since(moment: datetime | None) -> dict[str, str]:
    return {"since": moment.isoformat()} if moment else {}


def _get(path: str, params: dict[str, Any] | None = None) -> Any:
    return get_json(f"{API_URL}{path}", params=params, token=settings.GITHUB_TOKEN)


def _pages(path: str, params: dict[str, Any]) -> Iterator[JsonObject]:
    page = 1
    while entries := _get(path, {**params, "per_page": PAGE_SIZE, "page": page}):
        yield from entries
        if len(entries) < PAGE_SIZE:
            return
        page += 1
