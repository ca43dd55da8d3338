"""Record issues and pull requests from a folder of raw JSON files that somebody else downloaded."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from clang_github_tracker.services import record_issue, record_pull_request
from core.files import read_json
from github_activity_tracker.preprocessors.normalize import normalize_issue_json, normalize_pr_json

JsonObject = dict[str, Any]


class Command(BaseCommand):
    help = "Read FOLDER/issues/*.json and FOLDER/prs/*.json."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"]
        issues = self._record(folder / "issues", normalize_issue_json, record_issue)
        pull_requests = self._record(folder / "prs", normalize_pr_json, record_pull_request)
        self.stdout.write(f"{issues} new issues, {pull_requests} new pull requests")

    def _record(
        self, folder: Path, normalize: Callable[[JsonObject], JsonObject], record: Callable[[JsonObject], bool]
    ) -> int:
        return sum(record(normalize(read_json(path))) for path in sorted(folder.glob("*.json")))
