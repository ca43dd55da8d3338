"""Correct papers and authors from a CSV file that people keep by hand."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.dateparse import parse_date

from core.files import read_csv
from wg21_paper_tracker.models import WG21Paper
from wg21_paper_tracker.services import add_author, record_paper


class Command(BaseCommand):
    help = "Read the columns paper_id, title, url, published_on and authors (separated by semicolons)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("csv_file", type=Path)
        parser.add_argument("--no-authors", action="store_true", help="leave the authors as they are")

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for row in read_csv(options["csv_file"]):
            paper, _ = record_paper(
                row["paper_id"], row["title"], url=row["url"], published_on=parse_date(row["published_on"])
            )
            if not options["no_authors"]:
                self._credit(paper, row["authors"])
            count += 1
        self.stdout.write(f"{count} papers read")

    def _credit(self, paper: WG21Paper, authors: str) -> None:
        from cppa_user_tracker.services import get_or_create_wg21_paper_author_profile

        for position, name in enumerate(filter(None, map(str.strip, authors.split(";")))):
            profile, _ = get_or_create_wg21_paper_author_profile(name)
            add_author(paper, profile, position)
