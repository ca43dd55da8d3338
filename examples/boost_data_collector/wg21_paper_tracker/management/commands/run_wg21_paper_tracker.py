"""Read a committee mailing from the public paper index."""

from typing import Any

from django.utils.dateparse import parse_date

from core.collectors import CollectorBase
from core.commands import CollectorCommand
from core.http import get_json
from core.protocols import RunResult
from wg21_paper_tracker.services import record_authors, record_paper

INDEX_URL = "https://wg21.link/index.json"


class PaperCollector(CollectorBase):
    """Stores the papers of one year, or all of them."""

    name = "wg21_paper_tracker"

    def __init__(self, year: int | None) -> None:
        self.year = year

    def collect(self) -> RunResult:
        created = updated = skipped = 0
        for paper_id, entry in get_json(INDEX_URL).items():
            if entry.get("type") != "paper" or not self._is_wanted(entry):
                skipped += 1
                continue
            published_on = parse_date(entry.get("date", ""))
            paper, is_new = record_paper(paper_id, entry["title"], url=entry["link"], published_on=published_on)
            record_authors(paper, entry.get("author", "").split(", "))
            created, updated = created + is_new, updated + (not is_new)
        return RunResult(self.name, created, updated, skipped)

    def _is_wanted(self, entry: dict[str, str]) -> bool:
        return self.year is None or entry.get("date", "").startswith(str(self.year))


class Command(CollectorCommand):
    help = "Store committee papers and their authors."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--year", type=int, help="only papers of this year")

    def build_collector(self, options: dict[str, Any]) -> CollectorBase:
        return PaperCollector(options["year"])
