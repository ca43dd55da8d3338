"""Where the raw answers of the GitHub API are kept: one JSON file per object."""

from pathlib import Path

from core.workspace import app_folder

APP_LABEL = "github_activity_tracker"


def get_raw_source_folder(full_name: str, kind: str) -> Path:
    """Return the folder for one kind of object of one repository."""
    owner, name = full_name.split("/")
    return app_folder(APP_LABEL, "raw", owner, name, kind)


def get_raw_source_commit_path(full_name: str, sha: str) -> Path:
    """Return the file of a commit."""
    return get_raw_source_folder(full_name, "commits") / f"{sha}.json"


def get_raw_source_issue_path(full_name: str, number: int) -> Path:
    """Return the file of an issue."""
    return get_raw_source_folder(full_name, "issues") / f"{number}.json"


def get_raw_source_pr_path(full_name: str, number: int) -> Path:
    """Return the file of a pull request."""
    return get_raw_source_folder(full_name, "prs") / f"{number}.json"
