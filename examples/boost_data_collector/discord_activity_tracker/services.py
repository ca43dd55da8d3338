"""The only place that writes Discord servers, channels and messages."""

from collections.abc import Mapping
from typing import Any

from cppa_user_tracker.models import DiscordProfile
from cppa_user_tracker.services import get_or_create_discord_profile
from discord_activity_tracker.models import DiscordChannel, DiscordMessage, DiscordServer


def get_or_create_channel(
    server_id: int, server_name: str, channel_id: int, channel_name: str
) -> tuple[DiscordChannel, bool]:
    """Return the channel with this id and whether it is new; its server is stored with it."""
    server, _ = DiscordServer.objects.get_or_create(discord_server_id=server_id, defaults={"name": server_name})
    return DiscordChannel.objects.get_or_create(
        discord_channel_id=channel_id, defaults={"server": server, "name": channel_name}
    )


def profiles_of(names: Mapping[int, str]) -> dict[int, DiscordProfile]:
    """Return the profiles of these users by Discord id: known ones in one query, the others made by the hub."""
    known = DiscordProfile.objects.filter(discord_user_id__in=list(names))
    profiles = {profile.discord_user_id: profile for profile in known}
    for user_id in names.keys() - profiles.keys():
        profiles[user_id], _ = get_or_create_discord_profile(user_id, display_name=names[user_id])
    return profiles


def record_message(
    channel: DiscordChannel, author: DiscordProfile, message_id: int, values: dict[str, Any]
) -> tuple[DiscordMessage, bool]:
    """Store a message under its author and tell whether it is new."""
    return DiscordMessage.objects.update_or_create(
        discord_message_id=message_id, defaults={**values, "channel": channel, "author": author}
    )
