"""Sync the repositories of the Boost organisation."""

from typing import Any

from boost_library_tracker.services import get_or_create_library, promote_repository
from core.collectors import CollectorBase
from core.commands import CollectorCommand
from core.protocols import RunResult
from cppa_user_tracker.services import get_or_create_owner_account
from github_activity_tracker.services import ensure_repository_owner, get_or_create_repository
from github_activity_tracker.sync import sync_github

OWNER = "boostorg"


class BoostGithubCollector(CollectorBase):
    """Registers the named Boost repositories and syncs their activity."""

    name = "boost_github_activity"

    def __init__(self, names: list[str]) -> None:
        self.names = names

    def collect(self) -> RunResult:
        owner, _ = get_or_create_owner_account(OWNER)
        result = RunResult(self.name)
        for name in self.names:
            repository, _ = get_or_create_repository(owner, name, default_branch="develop")
            ensure_repository_owner(repository, owner)
            get_or_create_library(promote_repository(repository), name)
            result += sync_github(repository)
        return result


class Command(CollectorCommand):
    help = "Sync commits, issues and pull requests of Boost repositories."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("names", nargs="+", help="repository names, for example asio beast")

    def build_collector(self, options: dict[str, Any]) -> CollectorBase:
        return BoostGithubCollector(options["names"])
