"""Record renames that happened before the tracker followed them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from boost_library_tracker.services import find_github_file, find_repository
from core.files import read_csv
from github_activity_tracker.models import GitHubFile, GitHubRepository
from github_activity_tracker.services import set_github_file_previous_filename


def renamed_file(repository: GitHubRepository, row: dict[str, str]) -> GitHubFile | None:
    """Return the file a row of the rename list is about, if the tracker knows it."""
    return find_github_file(repository, row["new_path"])


class Command(BaseCommand):
    help = "Read renames of one repository from a CSV file with the columns old_path and new_path."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("full_name", help="owner/name")
        parser.add_argument("csv_file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            repository = find_repository(options["full_name"])
        except GitHubRepository.DoesNotExist:
            raise CommandError(f"{options['full_name']} was never synced") from None
        recorded = 0
        for row in read_csv(options["csv_file"]):
            github_file = renamed_file(repository, row)
            if github_file is not None:
                recorded += set_github_file_previous_filename(github_file, row["old_path"])
        self.stdout.write(f"{recorded} renames recorded")
