"""Read one of the CSV files that people keep by hand."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from boost_usage_tracker.update_boostusage_from_csv import update_boostusage_from_csv
from boost_usage_tracker.update_created_repos_by_language import update_created_repos_by_language
from boost_usage_tracker.update_git_account import update_git_account
from boost_usage_tracker.update_githubfile_from_csv import update_githubfile_from_csv
from boost_usage_tracker.update_repository_from_csv import update_repository_from_csv

IMPORTERS = {
    "accounts": update_git_account,
    "created-repositories": update_created_repos_by_language,
    "files": update_githubfile_from_csv,
    "repositories": update_repository_from_csv,
    "usages": update_boostusage_from_csv,
}


class Command(BaseCommand):
    help = "Import accounts, repositories, files, usages or yearly counts from a CSV file."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("kind", choices=sorted(IMPORTERS))
        parser.add_argument("csv_file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(IMPORTERS[options["kind"]](options["csv_file"])))
