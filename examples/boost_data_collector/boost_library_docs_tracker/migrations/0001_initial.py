# Made by makemigrations.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("boost_library_tracker", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="BoostDocContent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.URLField(max_length=500)),
                ("content_hash", models.CharField(max_length=64, unique=True)),
                ("text", models.TextField()),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "first_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="doc_contents_from",
                        to="boost_library_tracker.boostversion",
                    ),
                ),
                (
                    "last_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="doc_contents_until",
                        to="boost_library_tracker.boostversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BoostLibraryDocumentation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "boost_library_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documentation_pages",
                        to="boost_library_tracker.boostlibraryversion",
                    ),
                ),
                (
                    "content",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documentations",
                        to="boost_library_docs_tracker.boostdoccontent",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("boost_library_version", "content"), name="one_page_per_library_version"
                    )
                ],
            },
        ),
    ]
