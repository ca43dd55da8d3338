"""Record usages that a CSV file lists, for repositories and files that are already known."""

from pathlib import Path

from boost_library_tracker.models import BoostFile
from boost_usage_tracker.services import find_external_repository, record_usage
from core.files import read_csv
from core.protocols import RunResult
from github_activity_tracker.models import GitHubFile


def update_boostusage_from_csv(path: Path) -> RunResult:
    """Read the columns repo_id, file_path and header; rows that name something unknown are skipped."""
    result = RunResult("usages")
    for row in read_csv(path):
        result += _update_row(row)
    return result


def _update_row(row: dict[str, str]) -> RunResult:
    repository = find_external_repository(row["repo_id"])
    github_file = GitHubFile.objects.filter(repo_id=row["repo_id"], filename=row["file_path"]).first()
    boost_header = BoostFile.objects.filter(github_file__filename=row["header"]).first()
    if repository is None or github_file is None or boost_header is None:
        return RunResult("usages", skipped=1)
    _, is_new = record_usage(repository.pk, github_file, boost_header)
    return RunResult("usages", created=int(is_new), updated=int(not is_new))
