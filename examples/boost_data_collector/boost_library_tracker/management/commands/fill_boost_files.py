"""Claim synced headers for the Boost libraries they belong to."""

from typing import Any

from django.core.management.base import BaseCommand

from boost_library_tracker.models import BoostLibrary
from boost_library_tracker.services import HEADER_FOLDER, add_boost_file, headers_without_boost_file
from github_activity_tracker.models import GitHubFile


def belongs_to(github_file: GitHubFile, library_name: str) -> bool:
    """Tell whether a header is a library's: `boost/asio.hpp`, or anything below `boost/asio/`."""
    inner_path = github_file.filename.removeprefix(HEADER_FOLDER)
    return inner_path == f"{library_name}.hpp" or inner_path.startswith(f"{library_name}/")


class Command(BaseCommand):
    help = "Create the missing header rows of every Boost library."

    def handle(self, *args: Any, **options: Any) -> None:
        created = 0
        for library in BoostLibrary.objects.select_related("repository"):
            for github_file in headers_without_boost_file(library.repository):
                if belongs_to(github_file, library.name):
                    add_boost_file(github_file, library)
                    created += 1
        self.stdout.write(f"{created} headers claimed")
