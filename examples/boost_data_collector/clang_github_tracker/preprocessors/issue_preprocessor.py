"""Issues of llvm/llvm-project as documents."""

from collections.abc import Iterator

from clang_github_tracker.models import ClangGithubIssue
from clang_github_tracker.services import FULL_NAME
from core.files import read_json
from core.protocols import Document
from github_activity_tracker.preprocessors.issue_preprocessor import build_issue_document
from github_activity_tracker.workspace import get_raw_source_issue_path


def clang_issue_documents() -> Iterator[Document]:
    """Yield every issue whose raw data is in the workspace."""
    for number in ClangGithubIssue.objects.order_by("number").values_list("number", flat=True):
        path = get_raw_source_issue_path(FULL_NAME, number)
        if path.exists():
            yield build_issue_document(FULL_NAME, read_json(path))
