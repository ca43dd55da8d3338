"""Bring the stored activity of one repository up to date."""

from django.utils import timezone

from core.protocols import RunResult
from github_activity_tracker.models import GitHubRepository
from github_activity_tracker.services import mark_synced
from github_activity_tracker.sync.commits import sync_commits
from github_activity_tracker.sync.issues_and_prs import sync_issues, sync_pull_requests


def sync_github(repository: GitHubRepository) -> RunResult:
    """Fetch what changed since the last sync and store it."""
    started = timezone.now()
    since = repository.synced_at
    result = sync_commits(repository, since) + sync_issues(repository, since) + sync_pull_requests(repository, since)
    mark_synced(repository, started)
    return result
