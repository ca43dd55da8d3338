"""The only place that writes what is known of llvm/llvm-project."""

from datetime import datetime
from typing import Any

from clang_github_tracker.models import ClangGithubCommit, ClangGithubIssue, ClangGithubPullRequest

FULL_NAME = "llvm/llvm-project"


def record_issue(values: dict[str, Any]) -> bool:
    """Store a normalized issue; tell whether it is new."""
    _, is_new = ClangGithubIssue.objects.update_or_create(number=values["number"], defaults=_without_text(values))
    return is_new


def record_pull_request(values: dict[str, Any]) -> bool:
    """Store a normalized pull request; tell whether it is new."""
    _, is_new = ClangGithubPullRequest.objects.update_or_create(number=values["number"], defaults=_without_text(values))
    return is_new


def record_commit(sha: str, committed_at: datetime | None) -> bool:
    """Store a commit; tell whether it is new."""
    _, is_new = ClangGithubCommit.objects.get_or_create(sha=sha, defaults={"committed_at": committed_at})
    return is_new


def _without_text(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in {"number", "body"}}
