"""The only place that writes GitHub activity. Accounts come in as arguments; they belong to the identity hub."""

from datetime import datetime
from typing import Any

from cppa_user_tracker.models import GitHubAccount
from github_activity_tracker.models import (
    CreatedReposByLanguage,
    GitCommit,
    GitCommitFileChange,
    GitHubFile,
    GitHubRepository,
    Issue,
    IssueComment,
    Language,
    PullRequest,
    PullRequestComment,
    PullRequestReview,
)


def get_or_create_repository(
    owner_account: GitHubAccount, name: str, *, default_branch: str = "main"
) -> tuple[GitHubRepository, bool]:
    """Return the repository `name` of an owner and whether it is new."""
    return GitHubRepository.objects.get_or_create(
        full_name=f"{owner_account.username}/{name}",
        defaults={"owner_account": owner_account, "name": name, "default_branch": default_branch},
    )


def ensure_repository_owner(repository: GitHubRepository, owner_account: GitHubAccount) -> bool:
    """Move a repository to this owner, unless it is there; tell whether it moved."""
    if repository.owner_account_id == owner_account.pk:
        return False
    repository.owner_account = owner_account
    repository.full_name = f"{owner_account.username}/{repository.name}"
    repository.save(update_fields=["owner_account", "full_name"])
    return True


def mark_synced(repository: GitHubRepository, moment: datetime) -> None:
    """Remember when a repository was read last."""
    repository.synced_at = moment
    repository.save(update_fields=["synced_at"])


def create_or_update_github_file(
    repository: GitHubRepository, filename: str, *, is_deleted: bool = False
) -> tuple[GitHubFile, bool]:
    """Return the file at a path and whether it is new."""
    return GitHubFile.objects.update_or_create(repo=repository, filename=filename, defaults={"is_deleted": is_deleted})


def set_github_file_previous_filename(github_file: GitHubFile, previous_filename: str) -> bool:
    """Record a rename; tell whether it was news."""
    if github_file.previous_filename == previous_filename:
        return False
    github_file.previous_filename = previous_filename
    github_file.save(update_fields=["previous_filename"])
    return True


def create_or_update_commit(
    repository: GitHubRepository, account: GitHubAccount, sha: str, *, message: str, committed_at: datetime
) -> tuple[GitCommit, bool]:
    """Store a commit under its author."""
    return GitCommit.objects.update_or_create(
        repo=repository,
        sha=sha,
        defaults={"account": account, "message": message, "committed_at": committed_at},
    )


def record_file_change(commit: GitCommit, github_file: GitHubFile, *, additions: int, deletions: int) -> None:
    """Store how many lines a commit added to and removed from a file."""
    GitCommitFileChange.objects.update_or_create(
        commit=commit, github_file=github_file, defaults={"additions": additions, "deletions": deletions}
    )


def create_or_update_issue(
    repository: GitHubRepository, account: GitHubAccount, number: int, values: dict[str, Any]
) -> tuple[Issue, bool]:
    """Store an issue under its creator."""
    return Issue.objects.update_or_create(repo=repository, number=number, defaults={**values, "account": account})


def create_or_update_issue_comment(
    issue: Issue, account: GitHubAccount, remote_id: int, values: dict[str, Any]
) -> tuple[IssueComment, bool]:
    """Store a comment under its author."""
    return IssueComment.objects.update_or_create(
        remote_id=remote_id, defaults={**values, "issue": issue, "account": account}
    )


def create_or_update_pull_request(
    repository: GitHubRepository, account: GitHubAccount, number: int, values: dict[str, Any]
) -> tuple[PullRequest, bool]:
    """Store a pull request under its creator."""
    return PullRequest.objects.update_or_create(repo=repository, number=number, defaults={**values, "account": account})


def create_or_update_review(
    pull_request: PullRequest, account: GitHubAccount, remote_id: int, values: dict[str, Any]
) -> tuple[PullRequestReview, bool]:
    """Store a review under its reviewer."""
    return PullRequestReview.objects.update_or_create(
        remote_id=remote_id, defaults={**values, "pull_request": pull_request, "account": account}
    )


def create_or_update_review_comment(
    pull_request: PullRequest, account: GitHubAccount, remote_id: int, values: dict[str, Any]
) -> tuple[PullRequestComment, bool]:
    """Store a line comment under its author."""
    return PullRequestComment.objects.update_or_create(
        remote_id=remote_id, defaults={**values, "pull_request": pull_request, "account": account}
    )


def create_or_update_created_repos_by_language(
    language_name: str, year: int, repository_count: int
) -> tuple[CreatedReposByLanguage, bool]:
    """Store a yearly count; a language seen for the first time is added."""
    language, _ = Language.objects.get_or_create(name=language_name)
    return CreatedReposByLanguage.objects.update_or_create(
        language=language, year=year, defaults={"repository_count": repository_count}
    )
