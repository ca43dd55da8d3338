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
            name="YouTubeVideo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("youtube_id", models.CharField(max_length=20, unique=True)),
                ("title", models.CharField(max_length=300)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("transcript", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="YouTubeVideoSpeaker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "speaker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="videos",
                        to="cppa_user_tracker.youtubespeaker",
                    ),
                ),
                (
                    "video",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="speakers",
                        to="cppa_youtube_script_tracker.youtubevideo",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("video", "speaker"), name="one_appearance_per_video")],
            },
        ),
    ]
