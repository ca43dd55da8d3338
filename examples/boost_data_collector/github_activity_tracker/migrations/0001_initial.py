# Made by makemigrations.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cppa_user_tracker", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Language",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="GitHubRepository",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("full_name", models.CharField(max_length=201, unique=True)),
                ("default_branch", models.CharField(default="main", max_length=100)),
                ("synced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "owner_account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repositories",
                        to="cppa_user_tracker.githubaccount",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "GitHub repositories",
            },
        ),
        migrations.CreateModel(
            name="GitHubFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("filename", models.CharField(max_length=500)),
                ("previous_filename", models.CharField(blank=True, max_length=500)),
                ("is_deleted", models.BooleanField(default=False)),
                (
                    "repo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="github_activity_tracker.githubrepository",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GitCommit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha", models.CharField(max_length=40)),
                ("message", models.TextField(blank=True)),
                ("committed_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commits",
                        to="cppa_user_tracker.githubaccount",
                    ),
                ),
                (
                    "repo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="commits",
                        to="github_activity_tracker.githubrepository",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Issue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=500)),
                ("body", models.TextField(blank=True)),
                ("state", models.CharField(default="open", max_length=20)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issues",
                        to="cppa_user_tracker.githubaccount",
                    ),
                ),
                (
                    "assignees",
                    models.ManyToManyField(
                        blank=True, related_name="assigned_issues", to="cppa_user_tracker.githubaccount"
                    ),
                ),
                (
                    "repo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="issues",
                        to="github_activity_tracker.githubrepository",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IssueComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("remote_id", models.BigIntegerField(unique=True)),
                ("body", models.TextField(blank=True)),
                ("written_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issue_comments",
                        to="cppa_user_tracker.githubaccount",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="github_activity_tracker.issue",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CreatedReposByLanguage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("repository_count", models.PositiveIntegerField(default=0)),
                (
                    "language",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="created_repos",
                        to="github_activity_tracker.language",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PullRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=500)),
                ("body", models.TextField(blank=True)),
                ("state", models.CharField(default="open", max_length=20)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("merged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pull_requests",
                        to="cppa_user_tracker.githubaccount",
                    ),
                ),
                (
                    "assignees",
                    models.ManyToManyField(
                        blank=True, related_name="assigned_pull_requests", to="cppa_user_tracker.githubaccount"
                    ),
                ),
                (
                    "repo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pull_requests",
                        to="github_activity_tracker.githubrepository",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PullRequestComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("remote_id", models.BigIntegerField(unique=True)),
                ("body", models.TextField(blank=True)),
                ("written_at", models.DateTimeField(blank=True, null=True)),
                ("path", models.CharField(blank=True, max_length=500)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pull_request_comments",
                        to="cppa_user_tracker.githubaccount",
                    ),
                ),
                (
                    "pull_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="github_activity_tracker.pullrequest",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PullRequestReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("remote_id", models.BigIntegerField(unique=True)),
                ("body", models.TextField(blank=True)),
                ("written_at", models.DateTimeField(blank=True, null=True)),
                ("state", models.CharField(max_length=30)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pull_request_reviews",
                        to="cppa_user_tracker.githubaccount",
                    ),
                ),
                (
                    "pull_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="github_activity_tracker.pullrequest",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GitCommitFileChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("additions", models.PositiveIntegerField(default=0)),
                ("deletions", models.PositiveIntegerField(default=0)),
                (
                    "commit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file_changes",
                        to="github_activity_tracker.gitcommit",
                    ),
                ),
                (
                    "github_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="github_activity_tracker.githubfile",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("commit", "github_file"), name="one_change_per_file")],
            },
        ),
        migrations.AddConstraint(
            model_name="githubfile",
            constraint=models.UniqueConstraint(fields=("repo", "filename"), name="one_file_per_path"),
        ),
        migrations.AddConstraint(
            model_name="gitcommit",
            constraint=models.UniqueConstraint(fields=("repo", "sha"), name="one_commit_per_sha"),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.UniqueConstraint(fields=("repo", "number"), name="one_issue_per_number"),
        ),
        migrations.AddConstraint(
            model_name="createdreposbylanguage",
            constraint=models.UniqueConstraint(fields=("language", "year"), name="one_count_per_language_and_year"),
        ),
        migrations.AddConstraint(
            model_name="pullrequest",
            constraint=models.UniqueConstraint(fields=("repo", "number"), name="one_pull_request_per_number"),
        ),
    ]
