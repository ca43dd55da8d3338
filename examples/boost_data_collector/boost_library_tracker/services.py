"""The only place that writes Boost libraries. GitHub rows are looked up here and written by their own app."""

from collections.abc import Iterable
from datetime import date

from boost_library_tracker.models import (
    BoostDependency,
    BoostFile,
    BoostLibrary,
    BoostLibraryRepository,
    BoostLibraryRoleRelationship,
    BoostLibraryVersion,
    BoostVersion,
    LibraryRole,
)
from cppa_user_tracker.models import GitHubAccount
from cppa_user_tracker.services import get_or_create_unknown_github_account
from github_activity_tracker.models import GitHubFile, GitHubRepository

HEADER_FOLDER = "include/boost/"


def find_repository(full_name: str) -> GitHubRepository:
    """Return the repository `owner/name`; raise DoesNotExist when it was never synced."""
    return GitHubRepository.objects.get(full_name=full_name)


def find_github_file(repository: GitHubRepository, filename: str) -> GitHubFile | None:
    """Return the file at a path of a repository, if it is known."""
    return GitHubFile.objects.filter(repo=repository, filename=filename).first()


def headers_without_boost_file(repository: GitHubRepository) -> list[GitHubFile]:
    """Return the public headers of a repository that no library claims yet."""
    claimed = set(BoostFile.objects.values_list("pk", flat=True))
    headers = GitHubFile.objects.filter(repo=repository, filename__startswith=HEADER_FOLDER, is_deleted=False)
    return [header for header in headers if header.pk not in claimed]


def promote_repository(repository: GitHubRepository) -> BoostLibraryRepository:
    """Make a GitHub repository a Boost repository; its GitHub row stays as it is."""
    known = BoostLibraryRepository.objects.filter(pk=repository.pk).first()
    if known is not None:
        return known
    BoostLibraryRepository(githubrepository_ptr_id=repository.pk).save_base(raw=True)
    return BoostLibraryRepository.objects.get(pk=repository.pk)


def get_or_create_library(repository: BoostLibraryRepository, name: str) -> tuple[BoostLibrary, bool]:
    """Return the library with this name and whether it is new."""
    return BoostLibrary.objects.get_or_create(name=name, defaults={"repository": repository})


def get_or_create_version(version: str, released_at: date | None = None) -> tuple[BoostVersion, bool]:
    """Return the Boost release with this number and whether it is new."""
    return BoostVersion.objects.get_or_create(version=version, defaults={"released_at": released_at})


def add_library_version(
    library: BoostLibrary, version: BoostVersion, *, documentation_url: str = ""
) -> BoostLibraryVersion:
    """Record that a release ships a library."""
    library_version, _ = BoostLibraryVersion.objects.update_or_create(
        library=library, version=version, defaults={"documentation_url": documentation_url}
    )
    return library_version


def add_boost_file(github_file: GitHubFile, library: BoostLibrary) -> tuple[BoostFile, bool]:
    """Claim a header for a library; tell whether the claim is new."""
    return BoostFile.objects.get_or_create(github_file=github_file, defaults={"library": library})


def add_dependencies(library: BoostLibrary, version: BoostVersion, names: Iterable[str]) -> int:
    """Record which known libraries a library needs; return how many there are."""
    needed = BoostLibrary.objects.filter(name__in=list(names)).exclude(pk=library.pk)
    rows = [BoostDependency(library=library, depends_on=other, version=version) for other in needed]
    BoostDependency.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def set_library_role(
    library_version: BoostLibraryVersion, account: GitHubAccount, role: str = LibraryRole.MAINTAINER
) -> BoostLibraryRoleRelationship:
    """Credit a person for a library."""
    relationship, _ = BoostLibraryRoleRelationship.objects.get_or_create(
        library_version=library_version, account=account, role=role
    )
    return relationship


def credit_by_email(
    library_version: BoostLibraryVersion, name: str, email: str, role: str = LibraryRole.AUTHOR
) -> BoostLibraryRoleRelationship:
    """Credit someone of whom the library's metadata knows a name and an address only."""
    account, _ = get_or_create_unknown_github_account(name, email)
    return set_library_role(library_version, account, role)
