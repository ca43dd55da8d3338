"""What happens on GitHub: repositories, files, commits, issues and pull requests."""

from django.db import models

CANONICAL_LANGUAGES = {"c++": "C++", "cpp": "C++", "c": "C", "python": "Python", "cmake": "CMake"}


class Language(models.Model):
    """A programming language as GitHub names it."""

    name = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def canonical_name(name: str) -> str:
        """Return GitHub's spelling of a language that people spell in several ways."""
        stripped = name.strip()
        return CANONICAL_LANGUAGES.get(stripped.lower(), stripped)


class CreatedReposByLanguage(models.Model):
    """How many public repositories were created in a language in a year."""

    language = models.ForeignKey(Language, on_delete=models.CASCADE, related_name="created_repos")
    year = models.PositiveSmallIntegerField()
    repository_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "year"], name="one_count_per_language_and_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.repository_count}"


class GitHubRepository(models.Model):
    """A repository; `full_name` repeats the owner's name so that lists need no join."""

    owner_account = models.ForeignKey(
        "cppa_user_tracker.GitHubAccount", on_delete=models.PROTECT, related_name="repositories"
    )
    name = models.CharField(max_length=100)
    full_name = models.CharField(max_length=201, unique=True)
    default_branch = models.CharField(max_length=100, default="main")
    synced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "GitHub repositories"

    def __str__(self) -> str:
        return self.full_name


class GitHubFile(models.Model):
    """A path in a repository, with the path it had before its last rename."""

    repo = models.ForeignKey(GitHubRepository, on_delete=models.CASCADE, related_name="files")
    filename = models.CharField(max_length=500)
    previous_filename = models.CharField(max_length=500, blank=True)
    is_deleted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["repo", "filename"], name="one_file_per_path")]

    def __str__(self) -> str:
        return self.filename


class GitCommit(models.Model):
    """A commit on a repository's default branch."""

    repo = models.ForeignKey(GitHubRepository, on_delete=models.CASCADE, related_name="commits")
    account = models.ForeignKey("cppa_user_tracker.GitHubAccount", on_delete=models.PROTECT, related_name="commits")
    sha = models.CharField(max_length=40)
    message = models.TextField(blank=True)
    committed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["repo", "sha"], name="one_commit_per_sha")]

    def __str__(self) -> str:
        return self.sha[:10]


class GitCommitFileChange(models.Model):
    """The lines one commit added to and removed from one file."""

    commit = models.ForeignKey(GitCommit, on_delete=models.CASCADE, related_name="file_changes")
    github_file = models.ForeignKey(GitHubFile, on_delete=models.CASCADE, related_name="changes")
    additions = models.PositiveIntegerField(default=0)
    deletions = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commit", "github_file"], name="one_change_per_file")]

    def __str__(self) -> str:
        return f"+{self.additions} -{self.deletions}"

    def summary(self) -> dict[str, object]:
        """Return the change as plain values, for reports."""
        return {
            "file_id": self.github_file_id,
            "filename": self.github_file.filename,
            "author_id": self.commit.account_id,
            "year": self.commit.committed_at.year,
            "lines": self.additions + self.deletions,
        }


class Ticket(models.Model):
    """What issues and pull requests have in common."""

    number = models.PositiveIntegerField()
    title = models.CharField(max_length=500)
    body = models.TextField(blank=True)
    state = models.CharField(max_length=20, default="open")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"#{self.number} {self.title}"


class Remark(models.Model):
    """What comments and reviews have in common."""

    remote_id = models.BigIntegerField(unique=True)
    body = models.TextField(blank=True)
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.body[:60]


class Issue(Ticket):
    """An issue."""

    repo = models.ForeignKey(GitHubRepository, on_delete=models.CASCADE, related_name="issues")
    account = models.ForeignKey("cppa_user_tracker.GitHubAccount", on_delete=models.PROTECT, related_name="issues")
    assignees = models.ManyToManyField("cppa_user_tracker.GitHubAccount", blank=True, related_name="assigned_issues")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["repo", "number"], name="one_issue_per_number")]


class IssueComment(Remark):
    """A comment below an issue."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="comments")
    account = models.ForeignKey(
        "cppa_user_tracker.GitHubAccount", on_delete=models.PROTECT, related_name="issue_comments"
    )


class PullRequest(Ticket):
    """A pull request."""

    repo = models.ForeignKey(GitHubRepository, on_delete=models.CASCADE, related_name="pull_requests")
    account = models.ForeignKey(
        "cppa_user_tracker.GitHubAccount", on_delete=models.PROTECT, related_name="pull_requests"
    )
    assignees = models.ManyToManyField(
        "cppa_user_tracker.GitHubAccount", blank=True, related_name="assigned_pull_requests"
    )
    merged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["repo", "number"], name="one_pull_request_per_number")]


class PullRequestReview(Remark):
    """A verdict on a pull request: approved, changes requested or a plain comment."""

    pull_request = models.ForeignKey(PullRequest, on_delete=models.CASCADE, related_name="reviews")
    account = models.ForeignKey(
        "cppa_user_tracker.GitHubAccount", on_delete=models.PROTECT, related_name="pull_request_reviews"
    )
    state = models.CharField(max_length=30)


class PullRequestComment(Remark):
    """A comment on a line of a pull request."""

    pull_request = models.ForeignKey(PullRequest, on_delete=models.CASCADE, related_name="comments")
    account = models.ForeignKey(
        "cppa_user_tracker.GitHubAccount", on_delete=models.PROTECT, related_name="pull_request_comments"
    )
    path = models.CharField(max_length=500, blank=True)
