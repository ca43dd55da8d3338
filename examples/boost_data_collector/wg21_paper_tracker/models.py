"""Papers of the C++ standards committee."""

from django.db import models


class WG21Paper(models.Model):
    """A revision of a paper, for example P2300R10."""

    paper_id = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=500)
    url = models.URLField(max_length=500, blank=True)
    published_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.paper_id} {self.title}"


class WG21PaperAuthor(models.Model):
    """A person is an author of a paper, at a position in its list of authors."""

    paper = models.ForeignKey(WG21Paper, on_delete=models.CASCADE, related_name="authors")
    profile = models.ForeignKey(
        "cppa_user_tracker.WG21PaperAuthorProfile", on_delete=models.PROTECT, related_name="papers"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["paper", "position"]
        constraints = [models.UniqueConstraint(fields=["paper", "profile"], name="one_authorship_per_person")]

    def __str__(self) -> str:
        return f"author {self.position + 1} of paper {self.paper_id}"
