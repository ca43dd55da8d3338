"""Bring repositories that are already known up to date."""

from typing import Any

from core.collectors import CollectorBase
from core.commands import CollectorCommand
from core.protocols import RunResult
from github_activity_tracker.models import GitHubRepository
from github_activity_tracker.sync import sync_github


class RepositoryCollector(CollectorBase):
    """Syncs the named repositories, or all of them."""

    name = "github_activity_tracker"

    def __init__(self, full_names: list[str]) -> None:
        self.full_names = full_names

    def collect(self) -> RunResult:
        repositories = GitHubRepository.objects.order_by("full_name")
        if self.full_names:
            repositories = repositories.filter(full_name__in=self.full_names)
        return sum((sync_github(repository) for repository in repositories), RunResult(self.name))


class Command(CollectorCommand):
    help = "Sync commits, issues and pull requests of known repositories."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("full_names", nargs="*", help="owner/name; all repositories when left out")

    def build_collector(self, options: dict[str, Any]) -> CollectorBase:
        return RepositoryCollector(options["full_names"])
