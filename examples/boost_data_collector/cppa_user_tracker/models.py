"""People as the platforms know them. Trackers point here instead of keeping their own users."""

from django.db import models


class Identity(models.Model):
    """A person or organisation behind one or more profiles."""

    display_name = models.CharField(max_length=200)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "identities"

    def __str__(self) -> str:
        return self.display_name


class Profile(models.Model):
    """What every profile has: a name, and the identity it was matched with, if any."""

    identity = models.ForeignKey(Identity, null=True, blank=True, on_delete=models.SET_NULL, related_name="%(class)ss")
    display_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class GitHubAccountType(models.TextChoices):
    """What kind of account GitHub says it is; `unknown` stands for commits nobody can be matched with."""

    USER = "user", "User"
    ORGANIZATION = "organization", "Organization"
    BOT = "bot", "Bot"
    UNKNOWN = "unknown", "Unknown"


class GitHubAccount(Profile):
    """A GitHub user, organisation or bot."""

    username = models.CharField(max_length=100, unique=True)
    account_type = models.CharField(max_length=20, choices=GitHubAccountType.choices, default=GitHubAccountType.USER)
    email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.username


class SlackUser(Profile):
    """A member of a Slack workspace."""

    slack_user_id = models.CharField(max_length=32, unique=True)

    def __str__(self) -> str:
        return self.display_name or self.slack_user_id


class DiscordProfile(Profile):
    """A Discord user."""

    discord_user_id = models.BigIntegerField(unique=True)
    is_bot = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.display_name or str(self.discord_user_id)


class MailingListProfile(Profile):
    """A sender of mailing-list messages, known by address."""

    email = models.EmailField(unique=True)

    def __str__(self) -> str:
        return self.display_name or self.email


class WG21PaperAuthorProfile(Profile):
    """An author of committee papers, known by the name on the paper."""

    author_name = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.author_name


class YoutubeSpeaker(Profile):
    """A conference speaker as video titles name them."""

    speaker_name = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.speaker_name
