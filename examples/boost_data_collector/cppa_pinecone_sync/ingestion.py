"""Send documents to a Pinecone index."""

from collections.abc import Iterable
from enum import Enum
from itertools import islice

from django.conf import settings

from core.http import post_json
from core.protocols import Document

BATCH_SIZE = 90


class PineconeInstance(Enum):
    """Which index a document goes to: what everyone may find, or what members may find."""

    PUBLIC = "public"
    PRIVATE = "private"


def upsert_documents(instance: PineconeInstance, namespace: str, documents: Iterable[Document]) -> int:
    """Insert or replace documents in batches; return how many were sent."""
    url = f"https://{settings.PINECONE_HOSTS[instance.value]}/records/namespaces/{namespace}/upsert"
    headers = {"Api-Key": settings.PINECONE_API_KEY}
    remaining = iter(documents)
    sent = 0
    while batch := list(islice(remaining, BATCH_SIZE)):
        post_json(url, [_record(document) for document in batch], headers=headers)
        sent += len(batch)
    return sent


def _record(document: Document) -> dict[str, str]:
    return {**document.metadata, "_id": document.key, "text": document.text}
