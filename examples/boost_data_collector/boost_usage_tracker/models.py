"""Repositories outside Boost and the Boost headers they include."""

from django.db import models

from github_activity_tracker.models import GitHubRepository


class BoostExternalRepository(GitHubRepository):
    """A GitHub repository outside the Boost organisation that may use Boost."""

    boost_version = models.CharField(max_length=30, blank=True)
    is_boost_embedded = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "Boost external repositories"


class BoostUsage(models.Model):
    """One file of an external repository includes one Boost header."""

    repo = models.ForeignKey(BoostExternalRepository, on_delete=models.CASCADE, related_name="usages")
    file_path = models.ForeignKey(
        "github_activity_tracker.GitHubFile", on_delete=models.CASCADE, related_name="boost_usages"
    )
    boost_header = models.ForeignKey("boost_library_tracker.BoostFile", on_delete=models.CASCADE, related_name="usages")
    last_seen_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file_path", "boost_header"], name="one_usage_per_include")]

    def __str__(self) -> str:
        return f"file {self.file_path_id} includes header {self.boost_header_id}"


class UnresolvedHeader(models.Model):
    """An included Boost header that no known library has."""

    repo = models.ForeignKey(BoostExternalRepository, on_delete=models.CASCADE, related_name="unresolved_headers")
    header = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["repo", "header"], name="one_unresolved_header_per_repository")]

    def __str__(self) -> str:
        return self.header
