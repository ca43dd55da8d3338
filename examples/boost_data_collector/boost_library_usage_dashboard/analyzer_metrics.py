"""Rankings over recorded usages."""

from django.db.models import Count

from boost_usage_tracker.models import BoostUsage

RANKING_LENGTH = 20


def most_used_headers(length: int = RANKING_LENGTH) -> list[dict[str, int]]:
    """Return the headers that most repositories include, by key, most used first."""
    ranking = (
        BoostUsage.objects.values("boost_header_id")
        .annotate(repositories=Count("repo_id", distinct=True))
        .order_by("-repositories", "boost_header_id")
    )
    return list(ranking[:length])
