"""Turn search hits into recorded usages."""

from collections.abc import Iterable

from boost_library_tracker.models import BoostFile
from boost_usage_tracker.code_search import Hit
from boost_usage_tracker.services import note_unresolved_header, record_usage
from core.protocols import RunResult
from github_activity_tracker.models import GitHubRepository
from github_activity_tracker.services import create_or_update_github_file


def process_hits(repository: GitHubRepository, hits: Iterable[Hit]) -> RunResult:
    """Record every hit whose header a library has; remember the others."""
    result = RunResult("boost_usage")
    for hit in hits:
        boost_header = find_boost_header(hit.header)
        if boost_header is None:
            note_unresolved_header(repository.pk, hit.header)
            result += RunResult("boost_usage", skipped=1)
            continue
        github_file, _ = create_or_update_github_file(repository, hit.path)
        _, is_new = record_usage(repository.pk, github_file, boost_header)
        result += RunResult("boost_usage", created=int(is_new), updated=int(not is_new))
    return result


def find_boost_header(header: str) -> BoostFile | None:
    """Return the Boost header that an include such as `boost/asio.hpp` means."""
    return BoostFile.objects.filter(github_file__filename__endswith=f"include/{header}").first()
