"""The only place that writes usages. Repositories, files and headers come in as rows their own apps made."""

from boost_library_tracker.models import BoostFile
from boost_usage_tracker.models import BoostExternalRepository, BoostUsage, UnresolvedHeader
from github_activity_tracker.models import GitHubFile, GitHubRepository


def register_external_repository(repository: GitHubRepository) -> BoostExternalRepository:
    """Watch a GitHub repository for Boost usage; its GitHub row stays as it is."""
    known = find_external_repository(repository.pk)
    if known is not None:
        return known
    BoostExternalRepository(githubrepository_ptr_id=repository.pk).save_base(raw=True)
    return BoostExternalRepository.objects.get(pk=repository.pk)


def find_external_repository(repo_id: int | str) -> BoostExternalRepository | None:
    """Return the watched repository with this key."""
    return BoostExternalRepository.objects.filter(pk=repo_id).first()


def set_boost_version(repository: BoostExternalRepository, boost_version: str, *, is_embedded: bool) -> None:
    """Record which Boost a repository builds with, and whether it carries a copy of its own."""
    repository.boost_version = boost_version
    repository.is_boost_embedded = is_embedded
    repository.save(update_fields=["boost_version", "is_boost_embedded"])


def record_usage(repo_id: int, github_file: GitHubFile, boost_header: BoostFile) -> tuple[BoostUsage, bool]:
    """Record that a file includes a header; tell whether that is new."""
    return BoostUsage.objects.update_or_create(
        file_path=github_file, boost_header=boost_header, defaults={"repo_id": repo_id}
    )


def note_unresolved_header(repo_id: int, header: str) -> None:
    """Remember a header that no library has, for a later run."""
    UnresolvedHeader.objects.get_or_create(repo_id=repo_id, header=header)
