"""How far each source is synced to Pinecone."""

from django.db import models


class PineconeSyncStatus(models.Model):
    """When one kind of content was sent to one namespace last."""

    app_type = models.CharField(max_length=60)
    namespace = models.CharField(max_length=100)
    last_synced_at = models.DateTimeField(null=True, blank=True)
    document_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "Pinecone sync statuses"
        constraints = [models.UniqueConstraint(fields=["app_type", "namespace"], name="one_status_per_namespace")]

    def __str__(self) -> str:
        return f"{self.app_type} in {self.namespace}"
