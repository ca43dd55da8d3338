"""The channels of the team, with members and messages."""

from collections.abc import Iterable
from typing import Any

from core.protocols import RunResult
from cppa_slack_tracker.client import list_items
from cppa_slack_tracker.models import SlackChannel, SlackTeam
from cppa_slack_tracker.services import record_channel, record_message, set_members


def sync_channels(team: SlackTeam, channels: Iterable[dict[str, Any]]) -> RunResult:
    """Store every listed channel with who is in it and what was said."""
    result = RunResult("slack channels")
    for data in channels:
        channel = record_channel(team, data["id"], data["name"], data.get("creator", ""))
        set_members(channel, list_items("conversations.members", "members", channel=data["id"]))
        result += sync_messages(channel, list_items("conversations.history", "messages", channel=data["id"]))
    return result


def sync_messages(channel: SlackChannel, messages: Iterable[dict[str, Any]]) -> RunResult:
    """Store the messages people wrote; what bots and Slack itself say is skipped."""
    created = updated = skipped = 0
    for message in messages:
        if "user" not in message or message.get("subtype"):
            skipped += 1
            continue
        is_new = record_message(channel, message["user"], message["ts"], message.get("text", ""))
        created, updated = created + is_new, updated + (not is_new)
    return RunResult("slack messages", created, updated, skipped)
