"""Watch the repositories that a CSV file lists."""

from pathlib import Path

from boost_usage_tracker.services import register_external_repository, set_boost_version
from core.files import read_csv
from core.protocols import RunResult
from cppa_user_tracker.models import GitHubAccount
from github_activity_tracker.services import get_or_create_repository


def update_repository_from_csv(path: Path) -> RunResult:
    """Read the columns full_name, boost_version and embedded; rows with an unknown owner are skipped."""
    result = RunResult("repositories")
    for row in read_csv(path):
        result += _update_row(row)
    return result


def _update_row(row: dict[str, str]) -> RunResult:
    owner, _, name = row["full_name"].partition("/")
    account = GitHubAccount.objects.filter(username=owner).first()
    if account is None:
        return RunResult("repositories", skipped=1)
    repository, is_new = get_or_create_repository(account, name)
    external = register_external_repository(repository)
    set_boost_version(external, row["boost_version"], is_embedded=row["embedded"] == "yes")
    return RunResult("repositories", created=int(is_new), updated=int(not is_new))
