"""HTTP with the standard library: enough for the APIs the collectors read."""

import json
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

TIMEOUT_SECONDS = 30


def get_json(
    url: str, *, params: dict[str, Any] | None = None, token: str = "", accept: str = "application/json"
) -> Any:
    """Fetch a URL and decode the JSON it answers."""
    full_url = f"{url}?{urlencode(params)}" if params else url
    headers = {"Accept": accept}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return json.loads(_send(Request(full_url, headers=headers)))


def get_text(url: str) -> str:
    """Fetch a page; bytes that are not UTF-8 are replaced."""
    return _send(Request(url)).decode("utf-8", errors="replace")


def post_json(url: str, payload: Any, *, headers: dict[str, str] | None = None) -> Any:
    """Post JSON and decode the JSON it answers; an empty answer is None."""
    all_headers = {"Content-Type": "application/json", **(headers or {})}
    answer = _send(Request(url, data=json.dumps(payload).encode(), headers=all_headers))
    return json.loads(answer) if answer else None


def _send(request: Request) -> bytes:
    with urlopen(request, timeout=TIMEOUT_SECONDS) as response:
        return response.read()
