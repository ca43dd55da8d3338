"""Mirror llvm/llvm-project into the workspace and remember what was read."""

from datetime import datetime
from pathlib import Path
from typing import Any

from clang_github_tracker.services import FULL_NAME, record_commit, record_issue, record_pull_request
from core.files import read_json
from core.protocols import RunResult
from core.timestamps import parse_timestamp
from github_activity_tracker import fetcher
from github_activity_tracker.preprocessors.normalize import normalize_issue_json, normalize_pr_json
from github_activity_tracker.sync.raw_source import (
    save_commit_raw_source,
    save_issue_raw_source,
    save_pr_raw_source,
)
from github_activity_tracker.workspace import (
    get_raw_source_commit_path,
    get_raw_source_issue_path,
    get_raw_source_pr_path,
)


def sync_raw_commits(since: datetime | None) -> RunResult:
    """Fetch commits that are not stored yet; a commit never changes."""
    created = skipped = 0
    for commit in fetcher.fetch_commits(FULL_NAME, since):
        if get_raw_source_commit_path(FULL_NAME, commit["sha"]).exists():
            skipped += 1
            continue
        save_commit_raw_source(FULL_NAME, commit)
        created += record_commit(commit["sha"], parse_timestamp(commit["commit"]["author"]["date"]))
    return RunResult("clang commits", created, skipped=skipped)


def sync_raw_issues(since: datetime | None) -> RunResult:
    """Fetch issues that changed."""
    result = RunResult("clang issues")
    for issue in fetcher.fetch_issues(FULL_NAME, since):
        if _is_current(get_raw_source_issue_path(FULL_NAME, issue["number"]), issue):
            result += RunResult("clang issues", skipped=1)
            continue
        save_issue_raw_source(FULL_NAME, issue)
        is_new = record_issue(normalize_issue_json(issue))
        result += RunResult("clang issues", created=int(is_new), updated=int(not is_new))
    return result


def sync_raw_pull_requests(since: datetime | None) -> RunResult:
    """Fetch pull requests that changed."""
    result = RunResult("clang pull requests")
    for pull_request in fetcher.fetch_pull_requests(FULL_NAME, since):
        if _is_current(get_raw_source_pr_path(FULL_NAME, pull_request["number"]), pull_request):
            result += RunResult("clang pull requests", skipped=1)
            continue
        save_pr_raw_source(FULL_NAME, pull_request)
        is_new = record_pull_request(normalize_pr_json(pull_request))
        result += RunResult("clang pull requests", created=int(is_new), updated=int(not is_new))
    return result


def _is_current(path: Path, data: dict[str, Any]) -> bool:
    return path.exists() and read_json(path).get("updated_at") == data["updated_at"]
