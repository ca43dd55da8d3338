"""The only place that writes papers and authorships."""

from collections.abc import Iterable
from datetime import date

from cppa_user_tracker.models import WG21PaperAuthorProfile
from cppa_user_tracker.services import get_or_create_wg21_paper_author_profile
from wg21_paper_tracker.models import WG21Paper, WG21PaperAuthor


def record_paper(
    paper_id: str, title: str, *, url: str = "", published_on: date | None = None
) -> tuple[WG21Paper, bool]:
    """Store a paper and tell whether it is new."""
    return WG21Paper.objects.update_or_create(
        paper_id=paper_id.strip().upper(), defaults={"title": title, "url": url, "published_on": published_on}
    )


def record_authors(paper: WG21Paper, author_names: Iterable[str]) -> None:
    """Store the authors of a paper by name, in the order of the title page."""
    for position, name in enumerate(author_names):
        profile, _ = get_or_create_wg21_paper_author_profile(name)
        add_author(paper, profile, position)


def add_author(paper: WG21Paper, profile: WG21PaperAuthorProfile, position: int) -> None:
    """Record that a person is an author of a paper."""
    WG21PaperAuthor.objects.update_or_create(paper=paper, profile=profile, defaults={"position": position})
