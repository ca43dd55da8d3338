"""Reduce API answers to the values that models and documents need."""

from typing import Any

from core.timestamps import parse_timestamp


def normalize_issue_json(issue: dict[str, Any]) -> dict[str, Any]:
    """Return number, title, body, state and times of an issue."""
    return {
        "number": issue["number"],
        "title": issue.get("title") or "",
        "body": issue.get("body") or "",
        "state": issue.get("state") or "open",
        "opened_at": parse_timestamp(issue.get("created_at")),
        "closed_at": parse_timestamp(issue.get("closed_at")),
    }


def normalize_pr_json(pull_request: dict[str, Any]) -> dict[str, Any]:
    """Return the values of an issue and the time of the merge."""
    return {**normalize_issue_json(pull_request), "merged_at": parse_timestamp(pull_request.get("merged_at"))}


def normalize_remark_json(remark: dict[str, Any]) -> dict[str, Any]:
    """Return body and time of a comment or review."""
    written_at = remark.get("submitted_at") or remark.get("created_at")
    return {"body": remark.get("body") or "", "written_at": parse_timestamp(written_at)}
