"""The members of the team."""

from collections.abc import Iterable
from typing import Any

from core.protocols import RunResult
from cppa_user_tracker.services import get_or_create_slack_user


def sync_users(members: Iterable[dict[str, Any]]) -> RunResult:
    """Make every listed member known to the identity hub."""
    created = skipped = 0
    for member in members:
        profile = member.get("profile", {})
        name = profile.get("display_name") or profile.get("real_name") or member.get("name", "")
        _, is_new = get_or_create_slack_user(member["id"], display_name=name)
        created, skipped = created + is_new, skipped + (not is_new)
    return RunResult("slack users", created, skipped=skipped)
