"""Search repositories outside Boost for Boost headers."""

from typing import Any

from boost_usage_tracker.code_search import search_hits
from boost_usage_tracker.post_process import process_hits
from boost_usage_tracker.services import register_external_repository
from core.collectors import CollectorBase
from core.commands import CollectorCommand
from core.protocols import RunResult
from cppa_user_tracker.services import get_or_create_owner_account
from github_activity_tracker.models import GitHubRepository
from github_activity_tracker.services import get_or_create_repository


def watched_repository(full_name: str) -> GitHubRepository:
    """Return the repository `owner/name`, watched for Boost usage from now on."""
    owner_name, _, name = full_name.partition("/")
    owner, _ = get_or_create_owner_account(owner_name)
    repository, _ = get_or_create_repository(owner, name)
    return register_external_repository(repository)


class UsageCollector(CollectorBase):
    """Searches the named repositories and records what it finds."""

    name = "boost_usage_tracker"

    def __init__(self, full_names: list[str]) -> None:
        self.full_names = full_names

    def collect(self) -> RunResult:
        result = RunResult(self.name)
        for full_name in self.full_names:
            result += process_hits(watched_repository(full_name), search_hits(full_name))
        return result


class Command(CollectorCommand):
    help = "Record which Boost headers the named repositories include."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("full_names", nargs="+", help="owner/name")

    def build_collector(self, options: dict[str, Any]) -> CollectorBase:
        return UsageCollector(options["full_names"])
