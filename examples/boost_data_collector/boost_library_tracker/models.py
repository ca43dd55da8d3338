"""Boost libraries, their releases and the people behind them."""

from django.db import models

from github_activity_tracker.models import GitHubRepository


class BoostLibraryRepository(GitHubRepository):
    """A repository of the Boost organisation."""

    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "Boost library repositories"


class BoostLibrary(models.Model):
    """A library; one repository can hold several."""

    repository = models.ForeignKey(BoostLibraryRepository, on_delete=models.CASCADE, related_name="libraries")
    name = models.CharField(max_length=100, unique=True)

    class Meta:
        verbose_name_plural = "Boost libraries"

    def __str__(self) -> str:
        return self.name


class BoostVersion(models.Model):
    """A release of Boost as a whole."""

    version = models.CharField(max_length=30, unique=True)
    released_at = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.version


class BoostLibraryVersion(models.Model):
    """A library as one release ships it."""

    library = models.ForeignKey(BoostLibrary, on_delete=models.CASCADE, related_name="versions")
    version = models.ForeignKey(BoostVersion, on_delete=models.CASCADE, related_name="library_versions")
    documentation_url = models.URLField(max_length=500, blank=True)
    cpp_standard = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["library", "version"], name="one_library_per_release")]

    def __str__(self) -> str:
        return self.documentation_url or f"library version {self.pk}"


class BoostFile(models.Model):
    """A public header of a library."""

    github_file = models.OneToOneField(
        "github_activity_tracker.GitHubFile", on_delete=models.CASCADE, primary_key=True, related_name="boost_file"
    )
    library = models.ForeignKey(BoostLibrary, on_delete=models.CASCADE, related_name="headers")

    def __str__(self) -> str:
        return f"Boost header {self.pk}"


class BoostDependency(models.Model):
    """A library needs another one, from one release on."""

    library = models.ForeignKey(BoostLibrary, on_delete=models.CASCADE, related_name="dependencies")
    depends_on = models.ForeignKey(BoostLibrary, on_delete=models.CASCADE, related_name="dependents")
    version = models.ForeignKey(BoostVersion, on_delete=models.CASCADE, related_name="dependencies")

    class Meta:
        verbose_name_plural = "Boost dependencies"
        constraints = [
            models.UniqueConstraint(fields=["library", "depends_on", "version"], name="one_dependency_per_release")
        ]

    def __str__(self) -> str:
        return f"{self.library_id} needs {self.depends_on_id}"


class LibraryRole(models.TextChoices):
    """What a person is to a library."""

    AUTHOR = "author", "Author"
    MAINTAINER = "maintainer", "Maintainer"


class BoostLibraryRoleRelationship(models.Model):
    """A person writes or maintains a library in one release."""

    library_version = models.ForeignKey(BoostLibraryVersion, on_delete=models.CASCADE, related_name="roles")
    account = models.ForeignKey(
        "cppa_user_tracker.GitHubAccount", on_delete=models.PROTECT, related_name="boost_library_roles"
    )
    role = models.CharField(max_length=20, choices=LibraryRole.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["library_version", "account", "role"], name="one_role_per_person")
        ]

    def __str__(self) -> str:
        return self.get_role_display()
