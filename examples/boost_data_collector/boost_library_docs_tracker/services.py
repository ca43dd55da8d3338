"""The only place that writes documentation pages. Releases are passed as keys, so no foreign model is needed."""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from boost_library_docs_tracker.models import BoostDocContent, BoostLibraryDocumentation
from core.protocols import Document


def record_page(library_version_id: int, version_id: int, url: str, text: str) -> bool:
    """Store a page of a library's documentation; tell whether its text is new."""
    content, is_new = BoostDocContent.objects.get_or_create(
        content_hash=hashlib.sha256(f"{url}\n{text}".encode()).hexdigest(),
        defaults={"url": url, "text": text, "first_version_id": version_id, "last_version_id": version_id},
    )
    if content.last_version_id != version_id:
        content.last_version_id = version_id
        content.save(update_fields=["last_version", "changed_at"])
    BoostLibraryDocumentation.objects.get_or_create(boost_library_version_id=library_version_id, content=content)
    return is_new


def changed_documents(since: datetime | None) -> Iterator[Document]:
    """Yield the pages changed since a point in time as documents."""
    pages = BoostDocContent.objects.order_by("pk")
    if since is not None:
        pages = pages.filter(changed_at__gte=since)
    for page in pages.iterator():
        yield Document(key=page.content_hash, text=page.text, metadata={"url": page.url})
