"""The only place that writes Slack teams, channels, memberships and messages."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from core.protocols import Document
from core.timestamps import from_epoch
from cppa_slack_tracker.models import (
    SlackChannel,
    SlackChannelMembership,
    SlackChannelMembershipChangeLog,
    SlackMessage,
    SlackTeam,
)
from cppa_user_tracker.models import SlackUser
from cppa_user_tracker.services import get_or_create_slack_user


def get_or_create_team(slack_team_id: str, name: str) -> tuple[SlackTeam, bool]:
    """Return the team with this id and whether it is new."""
    return SlackTeam.objects.get_or_create(slack_team_id=slack_team_id, defaults={"name": name})


def record_channel(team: SlackTeam, slack_channel_id: str, name: str, creator_id: str = "") -> SlackChannel:
    """Store a channel of a team."""
    creator = get_or_create_slack_user(creator_id)[0] if creator_id else None
    channel, _ = SlackChannel.objects.update_or_create(
        slack_channel_id=slack_channel_id, defaults={"team": team, "name": name, "creator": creator}
    )
    return channel


def record_message(channel: SlackChannel, author_id: str, slack_ts: str, text: str) -> bool:
    """Store a message under its author; tell whether it is new."""
    author, _ = get_or_create_slack_user(author_id)
    _, is_new = SlackMessage.objects.update_or_create(
        channel=channel, slack_ts=slack_ts, defaults={"user": author, "text": text, "sent_at": from_epoch(slack_ts)}
    )
    return is_new


def set_members(channel: SlackChannel, member_ids: Iterable[str]) -> int:
    """Make exactly these users members of a channel and log who came and went; return how many did."""
    present = {user.pk: user for user, _ in map(get_or_create_slack_user, member_ids)}
    known = set(SlackChannelMembership.objects.filter(channel=channel).values_list("user_id", flat=True))
    for user_id in present.keys() - known:
        _join(channel, present[user_id])
    gone = known - present.keys()
    SlackChannelMembership.objects.filter(channel=channel, user_id__in=gone).delete()
    SlackChannelMembershipChangeLog.objects.bulk_create(
        SlackChannelMembershipChangeLog(channel=channel, user_id=user_id, has_joined=False) for user_id in gone
    )
    return len(present.keys() ^ known)


def message_documents(since: datetime | None) -> Iterator[Document]:
    """Yield the messages sent since a point in time as documents."""
    messages = SlackMessage.objects.order_by("pk")
    if since is not None:
        messages = messages.filter(sent_at__gte=since)
    for message in messages.iterator():
        yield Document(key=f"slack-{message.pk}", text=message.text, metadata={"channel": str(message.channel_id)})


def _join(channel: SlackChannel, user: SlackUser) -> None:
    SlackChannelMembership.objects.create(channel=channel, user=user)
    SlackChannelMembershipChangeLog.objects.create(channel=channel, user=user, has_joined=True)
