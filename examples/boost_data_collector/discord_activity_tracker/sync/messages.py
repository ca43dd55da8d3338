"""Store messages as the chat exporter writes them."""

from typing import Any

from core.protocols import RunResult
from core.timestamps import parse_timestamp
from cppa_user_tracker.services import get_or_create_discord_profile
from discord_activity_tracker.models import DiscordChannel
from discord_activity_tracker.services import profiles_of, record_message


def sync_messages(channel: DiscordChannel, messages: list[dict[str, Any]]) -> RunResult:
    """Store a whole export; its authors are looked up together."""
    profiles = profiles_of({int(message["author"]["id"]): message["author"]["name"] for message in messages})
    created = updated = 0
    for message in messages:
        author = profiles[int(message["author"]["id"])]
        _, is_new = record_message(channel, author, int(message["id"]), _values(message))
        created, updated = created + is_new, updated + (not is_new)
    return RunResult("discord messages", created, updated)


def sync_message(channel: DiscordChannel, message: dict[str, Any]) -> bool:
    """Store a single message, for example an edited one; tell whether it is new."""
    data = message["author"]
    author, _ = get_or_create_discord_profile(
        int(data["id"]), display_name=data["name"], is_bot=data.get("isBot", False)
    )
    _, is_new = record_message(channel, author, int(message["id"]), _values(message))
    return is_new


def _values(message: dict[str, Any]) -> dict[str, Any]:
    return {
        "content": message.get("content", ""),
        "sent_at": parse_timestamp(message["timestamp"]),
        "edited_at": parse_timestamp(message.get("timestampEdited")),
    }
