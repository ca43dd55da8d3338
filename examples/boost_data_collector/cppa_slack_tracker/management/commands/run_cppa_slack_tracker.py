"""Sync the Slack team the bot token belongs to."""

from typing import Any

from core.collectors import CollectorBase
from core.commands import CollectorCommand
from core.protocols import RunResult
from cppa_slack_tracker.client import list_items, team_info
from cppa_slack_tracker.services import get_or_create_team, message_documents
from cppa_slack_tracker.sync.sync_channel import sync_channels
from cppa_slack_tracker.sync.sync_user import sync_users


def push_to_pinecone() -> RunResult:
    """Send new messages to the index that only members can search."""
    from cppa_pinecone_sync.ingestion import PineconeInstance
    from cppa_pinecone_sync.sync import sync_to_pinecone

    return sync_to_pinecone("slack", "slack-messages", message_documents, PineconeInstance.PRIVATE)


class SlackCollector(CollectorBase):
    """Reads users first, so that channels and messages find their people."""

    name = "cppa_slack_tracker"

    def collect(self) -> RunResult:
        info = team_info()
        team, _ = get_or_create_team(info["id"], info["name"])
        result = RunResult(self.name) + sync_users(list_items("users.list", "members"))
        return result + sync_channels(team, list_items("conversations.list", "channels"))


class Command(CollectorCommand):
    help = "Sync users, channels and messages of the Slack team and, if asked to, update the search index."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--pinecone", action="store_true", help="send new messages to Pinecone afterwards")

    def build_collector(self, options: dict[str, Any]) -> CollectorBase:
        return SlackCollector()

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if options["pinecone"]:
            self.stdout.write(str(push_to_pinecone()))
