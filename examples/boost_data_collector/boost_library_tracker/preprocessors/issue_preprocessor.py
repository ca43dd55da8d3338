"""Issues of the Boost repositories as documents."""

from collections.abc import Iterator

from boost_library_tracker.models import BoostLibraryRepository
from core.protocols import Document
from github_activity_tracker.preprocessors.issue_preprocessor import preprocess_all_issues


def boost_issue_documents() -> Iterator[Document]:
    """Yield the issues of every active Boost repository."""
    for repository in BoostLibraryRepository.objects.filter(is_active=True):
        yield from preprocess_all_issues(repository.full_name)
