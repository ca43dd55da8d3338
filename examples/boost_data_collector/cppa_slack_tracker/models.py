"""Slack teams, their channels, and who says what in them."""

from django.db import models

from cppa_user_tracker.models import SlackUser


class SlackTeam(models.Model):
    """A Slack workspace."""

    slack_team_id = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class SlackChannel(models.Model):
    """A channel of a team; Slack does not know the creator of every old channel."""

    team = models.ForeignKey(SlackTeam, on_delete=models.CASCADE, related_name="channels")
    creator = models.ForeignKey(
        SlackUser, null=True, blank=True, on_delete=models.SET_NULL, related_name="created_channels"
    )
    slack_channel_id = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"#{self.name}"


class SlackMessage(models.Model):
    """A message; Slack identifies it by channel and time stamp."""

    channel = models.ForeignKey(SlackChannel, on_delete=models.CASCADE, related_name="messages")
    user = models.ForeignKey(SlackUser, on_delete=models.PROTECT, related_name="messages")
    slack_ts = models.CharField(max_length=32)
    text = models.TextField(blank=True)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "slack_ts"], name="one_message_per_time_stamp")]

    def __str__(self) -> str:
        return self.text[:60]


class SlackChannelMembership(models.Model):
    """A user is in a channel now."""

    channel = models.ForeignKey(SlackChannel, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(SlackUser, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "user"], name="one_membership_per_user")]

    def __str__(self) -> str:
        return f"user {self.user_id} in channel {self.channel_id}"


class SlackChannelMembershipChangeLog(models.Model):
    """A user joined or left a channel."""

    channel = models.ForeignKey(SlackChannel, on_delete=models.CASCADE, related_name="membership_changes")
    user = models.ForeignKey(SlackUser, on_delete=models.CASCADE, related_name="membership_changes")
    has_joined = models.BooleanField()
    noticed_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"user {self.user_id} {'joined' if self.has_joined else 'left'} channel {self.channel_id}"
