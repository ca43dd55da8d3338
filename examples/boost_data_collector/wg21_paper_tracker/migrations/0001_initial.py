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
            name="WG21Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("paper_id", models.CharField(max_length=20, unique=True)),
                ("title", models.CharField(max_length=500)),
                ("url", models.URLField(blank=True, max_length=500)),
                ("published_on", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="WG21PaperAuthor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="authors",
                        to="wg21_paper_tracker.wg21paper",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="cppa_user_tracker.wg21paperauthorprofile",
                    ),
                ),
            ],
            options={
                "ordering": ["paper", "position"],
                "constraints": [models.UniqueConstraint(fields=("paper", "profile"), name="one_authorship_per_person")],
            },
        ),
    ]
