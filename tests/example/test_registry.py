"""What Django's app registry says of the example is what the document's schema table says."""

import json
import os
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "boost_data_collector"
REGISTRY = Path(__file__).with_name("registry.py")

USERS = "cppa_user_tracker"
GITHUB = "github_activity_tracker"
LIBRARIES = "boost_library_tracker"

SCHEMA_EDGES = {
    (GITHUB, "GitHubRepository.owner_account", "fk", USERS, "GitHubAccount"),
    (GITHUB, "GitCommit.account", "fk", USERS, "GitHubAccount"),
    (GITHUB, "Issue.account", "fk", USERS, "GitHubAccount"),
    (GITHUB, "Issue.assignees", "many-to-many", USERS, "GitHubAccount"),
    (GITHUB, "IssueComment.account", "fk", USERS, "GitHubAccount"),
    (GITHUB, "PullRequest.account", "fk", USERS, "GitHubAccount"),
    (GITHUB, "PullRequest.assignees", "many-to-many", USERS, "GitHubAccount"),
    (GITHUB, "PullRequestReview.account", "fk", USERS, "GitHubAccount"),
    (GITHUB, "PullRequestComment.account", "fk", USERS, "GitHubAccount"),
    (LIBRARIES, "BoostLibraryRepository", "mti", GITHUB, "GitHubRepository"),
    (LIBRARIES, "BoostFile.github_file", "one-to-one", GITHUB, "GitHubFile"),
    (LIBRARIES, "BoostLibraryRoleRelationship.account", "fk", USERS, "GitHubAccount"),
    ("boost_library_docs_tracker", "BoostDocContent.first_version", "fk", LIBRARIES, "BoostVersion"),
    ("boost_library_docs_tracker", "BoostDocContent.last_version", "fk", LIBRARIES, "BoostVersion"),
    (
        "boost_library_docs_tracker",
        "BoostLibraryDocumentation.boost_library_version",
        "fk",
        LIBRARIES,
        "BoostLibraryVersion",
    ),
    ("boost_usage_tracker", "BoostExternalRepository", "mti", GITHUB, "GitHubRepository"),
    ("boost_usage_tracker", "BoostUsage.file_path", "fk", GITHUB, "GitHubFile"),
    ("boost_usage_tracker", "BoostUsage.boost_header", "fk", LIBRARIES, "BoostFile"),
    ("boost_mailing_list_tracker", "MailingListMessage.sender", "fk", USERS, "MailingListProfile"),
    ("wg21_paper_tracker", "WG21PaperAuthor.profile", "fk", USERS, "WG21PaperAuthorProfile"),
    ("cppa_youtube_script_tracker", "YouTubeVideoSpeaker.speaker", "fk", USERS, "YoutubeSpeaker"),
    ("cppa_slack_tracker", "SlackChannel.creator", "fk", USERS, "SlackUser"),
    ("cppa_slack_tracker", "SlackMessage.user", "fk", USERS, "SlackUser"),
    ("cppa_slack_tracker", "SlackChannelMembership.user", "fk", USERS, "SlackUser"),
    ("cppa_slack_tracker", "SlackChannelMembershipChangeLog.user", "fk", USERS, "SlackUser"),
    ("discord_activity_tracker", "DiscordMessage.author", "fk", USERS, "DiscordProfile"),
}


def registry_rows() -> list[dict[str, str]]:
    """Run registry.py on the example."""
    environment = {
        **os.environ,
        "BDC_DATABASE": ":memory:",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    result = subprocess.run(
        [sys.executable, str(REGISTRY)], cwd=EXAMPLE, env=environment, capture_output=True, text=True, timeout=600
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_the_registry_has_exactly_the_edges_of_the_schema_table() -> None:
    rows = registry_rows()

    assert len(rows) == len(SCHEMA_EDGES) == 26
    assert {
        (row["source_app"], row["symbol"], row["mechanism"], row["target_app"], row["target"]) for row in rows
    } == SCHEMA_EDGES
