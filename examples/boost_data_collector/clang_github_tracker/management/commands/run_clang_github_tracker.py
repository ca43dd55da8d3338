"""Sync llvm/llvm-project and export its documents."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain
from typing import Any

from clang_github_tracker.preprocessors.issue_preprocessor import clang_issue_documents
from clang_github_tracker.preprocessors.pr_preprocessor import clang_pr_documents
from clang_github_tracker.sync_raw import sync_raw_commits, sync_raw_issues, sync_raw_pull_requests
from core.collectors import CollectorBase
from core.commands import CollectorCommand
from core.files import write_json
from core.protocols import Document, RunResult
from core.timestamps import parse_timestamp
from core.workspace import app_folder


class ClangCollector(CollectorBase):
    """Mirrors what changed since a point in time, then writes all documents anew."""

    name = "clang_github_tracker"

    def __init__(self, since: str) -> None:
        self.since = parse_timestamp(since)

    def collect(self) -> RunResult:
        result = RunResult(self.name)
        for sync in (sync_raw_commits, sync_raw_issues, sync_raw_pull_requests):
            result += sync(self.since)
        write_json(app_folder(self.name) / "documents.json", [asdict(document) for document in self.documents()])
        return result

    def documents(self) -> Iterator[Document]:
        """Yield issues, then pull requests."""
        return chain(clang_issue_documents(), clang_pr_documents())


class Command(CollectorCommand):
    help = "Mirror commits, issues and pull requests of llvm/llvm-project."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--since", default="", help="ISO 8601 time stamp; everything when left out")

    def build_collector(self, options: dict[str, Any]) -> CollectorBase:
        return ClangCollector(options["since"])
