"""Keep what the GitHub API answered, so that a later run need not ask again."""

from pathlib import Path
from typing import Any

from core.files import write_json
from github_activity_tracker.workspace import (
    get_raw_source_commit_path,
    get_raw_source_issue_path,
    get_raw_source_pr_path,
)


def save_commit_raw_source(full_name: str, commit: dict[str, Any]) -> Path:
    """Write a commit and return its file."""
    return write_json(get_raw_source_commit_path(full_name, commit["sha"]), commit)


def save_issue_raw_source(full_name: str, issue: dict[str, Any]) -> Path:
    """Write an issue and return its file."""
    return write_json(get_raw_source_issue_path(full_name, issue["number"]), issue)


def save_pr_raw_source(full_name: str, pull_request: dict[str, Any]) -> Path:
    """Write a pull request and return its file."""
    return write_json(get_raw_source_pr_path(full_name, pull_request["number"]), pull_request)
