"""A management command around a collector."""

from abc import abstractmethod
from typing import Any

from django.core.management.base import BaseCommand

from core.collectors import CollectorBase


class CollectorCommand(BaseCommand):
    """Build a collector from the options, run it, print its result."""

    @abstractmethod
    def build_collector(self, options: dict[str, Any]) -> CollectorBase:
        """Return the collector these options ask for."""

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(self.build_collector(options).run()))
