"""The service layer of this app: bring a Pinecone namespace up to date and remember that."""

from django.utils import timezone

from core.protocols import DocumentSource, RunResult
from cppa_pinecone_sync.ingestion import PineconeInstance, upsert_documents
from cppa_pinecone_sync.models import PineconeSyncStatus


def sync_to_pinecone(
    app_type: str,
    namespace: str,
    source: DocumentSource,
    instance: PineconeInstance = PineconeInstance.PUBLIC,
) -> RunResult:
    """Send what changed since the last sync of this source."""
    status, _ = PineconeSyncStatus.objects.get_or_create(app_type=app_type, namespace=namespace)
    started = timezone.now()
    sent = upsert_documents(instance, namespace, source(status.last_synced_at))
    status.last_synced_at = started
    status.document_count += sent
    status.save(update_fields=["last_synced_at", "document_count"])
    return RunResult(f"pinecone {app_type}", updated=sent)


def forget_sync(app_type: str, namespace: str) -> bool:
    """Make the next sync send everything again; tell whether there was one before."""
    deleted, _ = PineconeSyncStatus.objects.filter(app_type=app_type, namespace=namespace).delete()
    return deleted > 0
