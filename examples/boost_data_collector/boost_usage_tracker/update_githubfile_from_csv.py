"""Register files of watched repositories that a CSV file lists."""

from pathlib import Path

from boost_usage_tracker.services import find_external_repository
from core.files import read_csv
from core.protocols import RunResult
from github_activity_tracker.models import GitHubRepository
from github_activity_tracker.services import create_or_update_github_file


def update_githubfile_from_csv(path: Path) -> RunResult:
    """Read the columns repo_id, filename and deleted; rows of unknown repositories are skipped."""
    result = RunResult("files")
    for row in read_csv(path):
        repository = find_external_repository(row["repo_id"])
        result += RunResult("files", skipped=1) if repository is None else _update_file(repository, row)
    return result


def _update_file(repository: GitHubRepository, row: dict[str, str]) -> RunResult:
    _, is_new = create_or_update_github_file(repository, row["filename"], is_deleted=row["deleted"] == "yes")
    return RunResult("files", created=int(is_new), updated=int(not is_new))
