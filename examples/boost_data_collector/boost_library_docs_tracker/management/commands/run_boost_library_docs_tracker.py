"""Scrape the documentation of one Boost release."""

import re
from html import unescape
from typing import Any

from django.core.management.base import CommandError

from boost_library_docs_tracker.services import changed_documents, record_page
from boost_library_tracker.models import BoostLibraryVersion, BoostVersion
from core.collectors import CollectorBase
from core.commands import CollectorCommand
from core.http import get_text
from core.protocols import RunResult

MARKUP = re.compile(r"<(script|style).*?</\1>|<[^>]+>", re.DOTALL | re.IGNORECASE)


def page_text(html: str) -> str:
    """Return what a reader sees of a page, white space collapsed."""
    return " ".join(unescape(MARKUP.sub(" ", html)).split())


def push_to_pinecone() -> RunResult:
    """Send changed pages to the public index."""
    from cppa_pinecone_sync.sync import sync_to_pinecone

    return sync_to_pinecone("boost_docs", "boost-documentation", changed_documents)


class DocsCollector(CollectorBase):
    """Scrapes the start page of every library's documentation in one release."""

    name = "boost_library_docs_tracker"

    def __init__(self, version: BoostVersion) -> None:
        self.version = version

    def collect(self) -> RunResult:
        created = skipped = 0
        for library_version in BoostLibraryVersion.objects.filter(version=self.version).exclude(documentation_url=""):
            url = library_version.documentation_url
            if record_page(library_version.pk, self.version.pk, url, page_text(get_text(url))):
                created += 1
            else:
                skipped += 1
        return RunResult(self.name, created, skipped=skipped)


class Command(CollectorCommand):
    help = "Scrape the documentation of a Boost release and, if asked to, update the search index."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("boost_version", help="release number, for example 1.87.0")
        parser.add_argument("--pinecone", action="store_true", help="send changed pages to Pinecone afterwards")

    def build_collector(self, options: dict[str, Any]) -> CollectorBase:
        version = BoostVersion.objects.filter(version=options["boost_version"]).first()
        if version is None:
            raise CommandError(f"Boost {options['boost_version']} is not known")
        return DocsCollector(version)

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if options["pinecone"]:
            self.stdout.write(str(push_to_pinecone()))
