"""Documentation pages and the releases they belong to."""

from django.db import models


class BoostDocContent(models.Model):
    """The text of a page; unchanged text is stored once for a range of releases."""

    url = models.URLField(max_length=500)
    content_hash = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    first_version = models.ForeignKey(
        "boost_library_tracker.BoostVersion", on_delete=models.PROTECT, related_name="doc_contents_from"
    )
    last_version = models.ForeignKey(
        "boost_library_tracker.BoostVersion", on_delete=models.PROTECT, related_name="doc_contents_until"
    )
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.url


class BoostLibraryDocumentation(models.Model):
    """A page as part of a library's documentation in one release."""

    boost_library_version = models.ForeignKey(
        "boost_library_tracker.BoostLibraryVersion", on_delete=models.CASCADE, related_name="documentation_pages"
    )
    content = models.ForeignKey(BoostDocContent, on_delete=models.CASCADE, related_name="documentations")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["boost_library_version", "content"], name="one_page_per_library_version")
        ]

    def __str__(self) -> str:
        return f"page {self.content_id} of library version {self.boost_library_version_id}"
