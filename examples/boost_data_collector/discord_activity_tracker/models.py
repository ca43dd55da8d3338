"""Discord servers, their channels, and what is said in them."""

from django.db import models

from cppa_user_tracker.models import DiscordProfile


class DiscordServer(models.Model):
    """A Discord server."""

    discord_server_id = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class DiscordChannel(models.Model):
    """A text channel of a server."""

    server = models.ForeignKey(DiscordServer, on_delete=models.CASCADE, related_name="channels")
    discord_channel_id = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"#{self.name}"


class DiscordMessage(models.Model):
    """A message in a channel."""

    channel = models.ForeignKey(DiscordChannel, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(DiscordProfile, on_delete=models.PROTECT, related_name="messages")
    discord_message_id = models.BigIntegerField(unique=True)
    content = models.TextField(blank=True)
    sent_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.content[:60]
