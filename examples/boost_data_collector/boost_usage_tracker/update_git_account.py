"""Register the GitHub accounts that a CSV file lists."""

from pathlib import Path

from core.files import read_csv
from core.protocols import RunResult
from cppa_user_tracker.models import GitHubAccountType
from cppa_user_tracker.services import get_or_create_github_account


def account_type(text: str) -> GitHubAccountType:
    """Return the kind of account a cell names; an empty or strange one is a user."""
    try:
        return GitHubAccountType(text.lower())
    except ValueError:
        return GitHubAccountType.USER


def update_git_account(path: Path) -> RunResult:
    """Read the columns username, display_name and type."""
    result = RunResult("accounts")
    for row in read_csv(path):
        _, is_new = get_or_create_github_account(
            row["username"], display_name=row["display_name"], account_type=account_type(row["type"])
        )
        result += RunResult("accounts", created=int(is_new), skipped=int(not is_new))
    return result
