"""Issues and pull requests with what people wrote below them."""

from datetime import datetime
from typing import Any

from core.protocols import RunResult
from cppa_user_tracker.services import get_or_create_github_account
from github_activity_tracker import fetcher, services
from github_activity_tracker.models import GitHubRepository
from github_activity_tracker.preprocessors.normalize import (
    normalize_issue_json,
    normalize_pr_json,
    normalize_remark_json,
)
from github_activity_tracker.sync.raw_source import save_issue_raw_source, save_pr_raw_source

DELETED_USER = "ghost"


def sync_issues(repository: GitHubRepository, since: datetime | None) -> RunResult:
    """Fetch and store the issues changed since a point in time."""
    created = updated = 0
    for data in fetcher.fetch_issues(repository.full_name, since):
        save_issue_raw_source(repository.full_name, data)
        is_new = store_issue(repository, data)
        created, updated = created + is_new, updated + (not is_new)
    return RunResult("issues", created, updated)


def sync_pull_requests(repository: GitHubRepository, since: datetime | None) -> RunResult:
    """Fetch and store the pull requests changed since a point in time."""
    created = updated = 0
    for data in fetcher.fetch_pull_requests(repository.full_name, since):
        save_pr_raw_source(repository.full_name, data)
        is_new = store_pull_request(repository, data)
        created, updated = created + is_new, updated + (not is_new)
    return RunResult("pull requests", created, updated)


def store_issue(repository: GitHubRepository, data: dict[str, Any]) -> bool:
    """Store one issue with its comments; tell whether it is new."""
    creator, _ = get_or_create_github_account(_login(data))
    issue, is_new = services.create_or_update_issue(repository, creator, data["number"], normalize_issue_json(data))
    for entry in data.get("comment_list", []):
        author, _ = get_or_create_github_account(_login(entry))
        services.create_or_update_issue_comment(issue, author, entry["id"], normalize_remark_json(entry))
    return is_new


def store_pull_request(repository: GitHubRepository, data: dict[str, Any]) -> bool:
    """Store one pull request with its reviews and comments; tell whether it is new."""
    creator, _ = get_or_create_github_account(_login(data))
    pull_request, is_new = services.create_or_update_pull_request(
        repository, creator, data["number"], normalize_pr_json(data)
    )
    for entry in data.get("review_list", []):
        reviewer, _ = get_or_create_github_account(_login(entry))
        values = {**normalize_remark_json(entry), "state": entry["state"]}
        services.create_or_update_review(pull_request, reviewer, entry["id"], values)
    for entry in data.get("comment_list", []):
        author, _ = get_or_create_github_account(_login(entry))
        values = {**normalize_remark_json(entry), "path": entry.get("path") or ""}
        services.create_or_update_review_comment(pull_request, author, entry["id"], values)
    return is_new


def _login(data: dict[str, Any]) -> str:
    """Return who wrote it; GitHub attributes what deleted users wrote to `ghost`."""
    return (data.get("user") or {}).get("login") or DELETED_USER
