"""Have a namespace sent again from the start."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cppa_pinecone_sync.sync import forget_sync


class Command(BaseCommand):
    help = "Forget how far a source was synced to a Pinecone namespace."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("app_type")
        parser.add_argument("namespace")

    def handle(self, *args: Any, **options: Any) -> None:
        if not forget_sync(options["app_type"], options["namespace"]):
            raise CommandError("nothing was ever synced there")
        self.stdout.write("the next sync starts over")
