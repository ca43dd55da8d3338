"""Pull requests of the Boost repositories as documents."""

from collections.abc import Iterator

from boost_library_tracker.models import BoostLibraryRepository
from core.protocols import Document
from github_activity_tracker.preprocessors.pr_preprocessor import preprocess_all_prs


def boost_pr_documents() -> Iterator[Document]:
    """Yield the pull requests of every active Boost repository."""
    for repository in BoostLibraryRepository.objects.filter(is_active=True):
        yield from preprocess_all_prs(repository.full_name)
