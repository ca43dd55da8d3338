"""Issues as documents for the search index."""

from collections.abc import Iterator
from typing import Any

from core.files import read_json
from core.protocols import Document
from github_activity_tracker.preprocessors.normalize import normalize_issue_json
from github_activity_tracker.workspace import get_raw_source_folder


def build_issue_document(full_name: str, issue: dict[str, Any]) -> Document:
    """Return an issue with its comments as one text."""
    values = normalize_issue_json(issue)
    remarks = [remark.get("body") or "" for remark in issue.get("comment_list", [])]
    return Document(
        key=f"{full_name}/issues/{values['number']}",
        text="\n\n".join([values["title"], values["body"], *remarks]),
        metadata={"repository": full_name, "state": values["state"], "kind": "issue"},
    )


def preprocess_all_issues(full_name: str) -> Iterator[Document]:
    """Yield every stored issue of a repository as a document."""
    for path in sorted(get_raw_source_folder(full_name, "issues").glob("*.json")):
        yield build_issue_document(full_name, read_json(path))
