"""The only place that writes profiles. Every function returns the profile and whether it is new."""

from cppa_user_tracker.models import (
    DiscordProfile,
    GitHubAccount,
    GitHubAccountType,
    Identity,
    MailingListProfile,
    Profile,
    SlackUser,
    WG21PaperAuthorProfile,
    YoutubeSpeaker,
)

UNKNOWN_ACCOUNT_PREFIX = "unknown:"


def get_or_create_github_account(
    username: str, *, display_name: str = "", account_type: str = GitHubAccountType.USER
) -> tuple[GitHubAccount, bool]:
    """Return the account with this user name."""
    return GitHubAccount.objects.get_or_create(
        username=username, defaults={"display_name": display_name, "account_type": account_type}
    )


def get_or_create_owner_account(username: str) -> tuple[GitHubAccount, bool]:
    """Return the account of a repository owner, an organisation unless it is known as something else."""
    return get_or_create_github_account(username, account_type=GitHubAccountType.ORGANIZATION)


def get_or_create_unknown_github_account(name: str, email: str) -> tuple[GitHubAccount, bool]:
    """Return a stand-in for someone GitHub could not match with an account, one per e-mail address."""
    key = (email or name).strip().lower()
    return GitHubAccount.objects.get_or_create(
        username=f"{UNKNOWN_ACCOUNT_PREFIX}{key}"[:100],
        defaults={"display_name": name, "email": email, "account_type": GitHubAccountType.UNKNOWN},
    )


def get_or_create_slack_user(slack_user_id: str, *, display_name: str = "") -> tuple[SlackUser, bool]:
    """Return the Slack user with this id; a new display name replaces the old one."""
    user, created = SlackUser.objects.get_or_create(
        slack_user_id=slack_user_id, defaults={"display_name": display_name}
    )
    _rename(user, display_name)
    return user, created


def get_or_create_discord_profile(
    discord_user_id: int, *, display_name: str = "", is_bot: bool = False
) -> tuple[DiscordProfile, bool]:
    """Return the Discord profile with this id; a new display name replaces the old one."""
    profile, created = DiscordProfile.objects.get_or_create(
        discord_user_id=discord_user_id, defaults={"display_name": display_name, "is_bot": is_bot}
    )
    _rename(profile, display_name)
    return profile, created


def get_or_create_mailing_list_profile(email: str, *, display_name: str = "") -> tuple[MailingListProfile, bool]:
    """Return the sender with this address; addresses are compared in lower case."""
    return MailingListProfile.objects.get_or_create(
        email=email.strip().lower(), defaults={"display_name": display_name}
    )


def get_or_create_wg21_paper_author_profile(author_name: str) -> tuple[WG21PaperAuthorProfile, bool]:
    """Return the author with this name; runs of white space count as one blank."""
    return WG21PaperAuthorProfile.objects.get_or_create(author_name=" ".join(author_name.split()))


def get_or_create_youtube_speaker(speaker_name: str) -> tuple[YoutubeSpeaker, bool]:
    """Return the speaker with this name; runs of white space count as one blank."""
    return YoutubeSpeaker.objects.get_or_create(speaker_name=" ".join(speaker_name.split()))


def link_identity(profile: Profile, identity: Identity) -> None:
    """Record that a profile belongs to an identity."""
    profile.identity = identity
    profile.save(update_fields=["identity"])


def _rename(profile: Profile, display_name: str) -> None:
    if display_name and profile.display_name != display_name:
        profile.display_name = display_name
        profile.save(update_fields=["display_name"])
