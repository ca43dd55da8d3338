# Made by makemigrations.

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PineconeSyncStatus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("app_type", models.CharField(max_length=60)),
                ("namespace", models.CharField(max_length=100)),
                ("last_synced_at", models.DateTimeField(blank=True, null=True)),
                ("document_count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "Pinecone sync statuses",
                "constraints": [
                    models.UniqueConstraint(fields=("app_type", "namespace"), name="one_status_per_namespace")
                ],
            },
        ),
    ]
