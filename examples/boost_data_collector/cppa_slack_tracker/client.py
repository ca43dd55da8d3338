"""The methods of the Slack Web API that the tracker needs."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from core.http import get_json

API_URL = "https://slack.com/api"
PAGE_SIZE = 200


class SlackError(Exception):
    """Slack answered that a call failed."""


def team_info() -> dict[str, Any]:
    """Return id and name of the team the token belongs to."""
    return _call("team.info", {})["team"]


def list_items(method: str, key: str, **params: Any) -> Iterator[Any]:
    """Yield the items that a paginated method lists below a key."""
    cursor = ""
    while True:
        answer = _call(method, {**params, "limit": PAGE_SIZE, "cursor": cursor})
        yield from answer[key]
        cursor = answer.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            return


def _call(method: str, params: dict[str, Any]) -> dict[str, Any]:
    answer = get_json(f"{API_URL}/{method}", params=params, token=settings.SLACK_BOT_TOKEN)
    if not answer.get("ok"):
        raise SlackError(f"{method}: {answer.get('error', 'no reason given')}")
    return answer
