"""Commits and the lines they changed."""

from datetime import datetime
from typing import Any

from core.protocols import RunResult
from core.timestamps import parse_timestamp
from cppa_user_tracker.services import get_or_create_github_account, get_or_create_unknown_github_account
from github_activity_tracker import fetcher, services
from github_activity_tracker.models import GitCommit, GitHubRepository
from github_activity_tracker.sync.raw_source import save_commit_raw_source


def sync_commits(repository: GitHubRepository, since: datetime | None) -> RunResult:
    """Fetch and store the commits made since a point in time."""
    created = updated = 0
    for data in fetcher.fetch_commits(repository.full_name, since):
        save_commit_raw_source(repository.full_name, data)
        _, is_new = store_commit(repository, data)
        created, updated = created + is_new, updated + (not is_new)
    return RunResult("commits", created, updated)


def store_commit(repository: GitHubRepository, data: dict[str, Any]) -> tuple[GitCommit, bool]:
    """Store one commit with its author and files."""
    signature = data["commit"]["author"]
    if data.get("author"):
        account, _ = get_or_create_github_account(data["author"]["login"], display_name=signature["name"])
    else:
        account, _ = get_or_create_unknown_github_account(signature["name"], signature["email"])
    commit, is_new = services.create_or_update_commit(
        repository,
        account,
        data["sha"],
        message=data["commit"]["message"],
        committed_at=parse_timestamp(signature["date"]),
    )
    for entry in data.get("files", []):
        _store_change(repository, commit, entry)
    return commit, is_new


def _store_change(repository: GitHubRepository, commit: GitCommit, entry: dict[str, Any]) -> None:
    github_file, _ = services.create_or_update_github_file(
        repository, entry["filename"], is_deleted=entry.get("status") == "removed"
    )
    if entry.get("previous_filename"):
        services.set_github_file_previous_filename(github_file, entry["previous_filename"])
    services.record_file_change(
        commit, github_file, additions=entry.get("additions", 0), deletions=entry.get("deletions", 0)
    )
