"""Store how many repositories were created per language and year, from a CSV file."""

from pathlib import Path

from core.files import read_csv
from core.protocols import RunResult
from github_activity_tracker.models import Language
from github_activity_tracker.services import create_or_update_created_repos_by_language


def update_created_repos_by_language(path: Path) -> RunResult:
    """Read the columns language, year and repositories; language names are brought to GitHub's spelling."""
    result = RunResult("created repositories")
    for row in read_csv(path):
        _, is_new = create_or_update_created_repos_by_language(
            Language.canonical_name(row["language"]), int(row["year"]), int(row["repositories"])
        )
        result += RunResult("created repositories", created=int(is_new), updated=int(not is_new))
    return result
