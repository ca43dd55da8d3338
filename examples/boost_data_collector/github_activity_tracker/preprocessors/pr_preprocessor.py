"""Pull requests as documents for the search index."""

from collections.abc import Iterator
from typing import Any

from core.files import read_json
from core.protocols import Document
from github_activity_tracker.preprocessors.normalize import normalize_pr_json
from github_activity_tracker.workspace import get_raw_source_folder


def build_pr_document(full_name: str, pull_request: dict[str, Any]) -> Document:
    """Return a pull request with its reviews and comments as one text."""
    values = normalize_pr_json(pull_request)
    remarks = [*pull_request.get("review_list", []), *pull_request.get("comment_list", [])]
    return Document(
        key=f"{full_name}/pull/{values['number']}",
        text="\n\n".join([values["title"], values["body"], *(remark.get("body") or "" for remark in remarks)]),
        metadata={
            "repository": full_name,
            "state": "merged" if values["merged_at"] else values["state"],
            "kind": "pull request",
        },
    )


def preprocess_all_prs(full_name: str) -> Iterator[Document]:
    """Yield every stored pull request of a repository as a document."""
    for path in sorted(get_raw_source_folder(full_name, "prs").glob("*.json")):
        yield build_pr_document(full_name, read_json(path))
