"""Write the dashboard's figures to the workspace."""

from typing import Any

from django.core.management.base import BaseCommand

from boost_library_usage_dashboard.analyzer import build_report
from core.files import write_json
from core.workspace import app_folder


class Command(BaseCommand):
    help = "Write the usage report as JSON."

    def handle(self, *args: Any, **options: Any) -> None:
        path = write_json(app_folder("boost_library_usage_dashboard") / "report.json", build_report())
        self.stdout.write(str(path))
