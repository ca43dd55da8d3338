# Made by makemigrations.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("boost_library_tracker", "0001_initial"),
        ("github_activity_tracker", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="BoostExternalRepository",
            fields=[
                (
                    "githubrepository_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="github_activity_tracker.githubrepository",
                    ),
                ),
                ("boost_version", models.CharField(blank=True, max_length=30)),
                ("is_boost_embedded", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name_plural": "Boost external repositories",
            },
            bases=("github_activity_tracker.githubrepository",),
        ),
        migrations.CreateModel(
            name="BoostUsage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_seen_at", models.DateTimeField(auto_now=True)),
                (
                    "boost_header",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="usages",
                        to="boost_library_tracker.boostfile",
                    ),
                ),
                (
                    "file_path",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="boost_usages",
                        to="github_activity_tracker.githubfile",
                    ),
                ),
                (
                    "repo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="usages",
                        to="boost_usage_tracker.boostexternalrepository",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("file_path", "boost_header"), name="one_usage_per_include")
                ],
            },
        ),
        migrations.CreateModel(
            name="UnresolvedHeader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("header", models.CharField(max_length=500)),
                (
                    "repo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unresolved_headers",
                        to="boost_usage_tracker.boostexternalrepository",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("repo", "header"), name="one_unresolved_header_per_repository")
                ],
            },
        ),
    ]
