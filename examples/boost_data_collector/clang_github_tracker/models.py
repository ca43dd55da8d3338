"""Which objects of llvm/llvm-project were read; their content stays in the workspace."""

from django.db import models


class ClangGithubItem(models.Model):
    """What issues and pull requests have in common."""

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=500)
    state = models.CharField(max_length=20)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"#{self.number} {self.title}"


class ClangGithubIssue(ClangGithubItem):
    """An issue of llvm/llvm-project."""


class ClangGithubPullRequest(ClangGithubItem):
    """A pull request of llvm/llvm-project."""

    merged_at = models.DateTimeField(null=True, blank=True)


class ClangGithubCommit(models.Model):
    """A commit of llvm/llvm-project."""

    sha = models.CharField(max_length=40, unique=True)
    committed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.sha[:10]
