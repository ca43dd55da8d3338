"""Pull requests of llvm/llvm-project as documents."""

from collections.abc import Iterator

from clang_github_tracker.models import ClangGithubPullRequest
from clang_github_tracker.services import FULL_NAME
from core.files import read_json
from core.protocols import Document
from github_activity_tracker.preprocessors.pr_preprocessor import build_pr_document
from github_activity_tracker.workspace import get_raw_source_pr_path


def clang_pr_documents() -> Iterator[Document]:
    """Yield every pull request whose raw data is in the workspace."""
    for number in ClangGithubPullRequest.objects.order_by("number").values_list("number", flat=True):
        path = get_raw_source_pr_path(FULL_NAME, number)
        if path.exists():
            yield build_pr_document(FULL_NAME, read_json(path))
