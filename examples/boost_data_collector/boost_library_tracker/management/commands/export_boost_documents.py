"""Write the documents of the Boost repositories to the workspace."""

from dataclasses import asdict
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand

from boost_library_tracker.preprocessors.issue_preprocessor import boost_issue_documents
from boost_library_tracker.preprocessors.pr_preprocessor import boost_pr_documents
from core.files import write_json
from core.workspace import app_folder


class Command(BaseCommand):
    help = "Export issues and pull requests of all active Boost repositories as one JSON file."

    def handle(self, *args: Any, **options: Any) -> None:
        documents = [asdict(document) for document in chain(boost_issue_documents(), boost_pr_documents())]
        path = write_json(app_folder("boost_library_tracker") / "documents.json", documents)
        self.stdout.write(f"{len(documents)} documents in {path}")
