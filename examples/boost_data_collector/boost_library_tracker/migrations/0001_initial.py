# Made by makemigrations.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cppa_user_tracker", "0001_initial"),
        ("github_activity_tracker", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="BoostLibrary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True)),
            ],
            options={
                "verbose_name_plural": "Boost libraries",
            },
        ),
        migrations.CreateModel(
            name="BoostLibraryRepository",
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
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name_plural": "Boost library repositories",
            },
            bases=("github_activity_tracker.githubrepository",),
        ),
        migrations.CreateModel(
            name="BoostVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=30, unique=True)),
                ("released_at", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="BoostFile",
            fields=[
                (
                    "github_file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="boost_file",
                        serialize=False,
                        to="github_activity_tracker.githubfile",
                    ),
                ),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="headers",
                        to="boost_library_tracker.boostlibrary",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="boostlibrary",
            name="repository",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="libraries",
                to="boost_library_tracker.boostlibraryrepository",
            ),
        ),
        migrations.CreateModel(
            name="BoostLibraryVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("documentation_url", models.URLField(blank=True, max_length=500)),
                ("cpp_standard", models.CharField(blank=True, max_length=20)),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="boost_library_tracker.boostlibrary",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="library_versions",
                        to="boost_library_tracker.boostversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BoostDependency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "depends_on",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dependents",
                        to="boost_library_tracker.boostlibrary",
                    ),
                ),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dependencies",
                        to="boost_library_tracker.boostlibrary",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dependencies",
                        to="boost_library_tracker.boostversion",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Boost dependencies",
            },
        ),
        migrations.CreateModel(
            name="BoostLibraryRoleRelationship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(choices=[("author", "Author"), ("maintainer", "Maintainer")], max_length=20)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="boost_library_roles",
                        to="cppa_user_tracker.githubaccount",
                    ),
                ),
                (
                    "library_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to="boost_library_tracker.boostlibraryversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("library_version", "account", "role"), name="one_role_per_person")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="boostlibraryversion",
            constraint=models.UniqueConstraint(fields=("library", "version"), name="one_library_per_release"),
        ),
        migrations.AddConstraint(
            model_name="boostdependency",
            constraint=models.UniqueConstraint(
                fields=("library", "depends_on", "version"), name="one_dependency_per_release"
            ),
        ),
    ]
