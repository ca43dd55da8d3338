"""The figures of the dashboard: how many libraries there are and how widely they are used."""

from typing import Any

from django.db.models import Count, Q

from boost_library_tracker.models import BoostLibrary, BoostLibraryVersion, BoostVersion
from boost_library_usage_dashboard.analyzer_libraries import contributions_by_year, dependency_graph
from boost_library_usage_dashboard.analyzer_metrics import most_used_headers
from boost_usage_tracker.models import BoostExternalRepository, BoostUsage


def build_report() -> dict[str, Any]:
    """Return everything the dashboard shows."""
    libraries = list(BoostLibrary.objects.all())
    names = {library.pk: library.name for library in libraries}
    return {
        "libraries": sorted(names.values()),
        "latest_release": latest_release(names),
        "usage": usage_totals(),
        "most_used_headers": most_used_headers(),
        "dependencies": dependency_graph(names),
        "contributions": contributions_by_year({library.repository_id for library in libraries}),
    }


def latest_release(names: dict[int, str]) -> dict[str, Any] | None:
    """Return the newest dated release and the libraries it ships."""
    release = BoostVersion.objects.filter(released_at__isnull=False).order_by("-released_at").first()
    if release is None:
        return None
    shipped = BoostLibraryVersion.objects.filter(version=release).values_list("library_id", flat=True)
    return {"version": release.version, "libraries": sorted(names[library_id] for library_id in shipped)}


def usage_totals() -> dict[str, int]:
    """Count the repositories that use Boost and the places where they do."""
    repositories = BoostExternalRepository.objects.aggregate(
        known=Count("pk"), with_own_copy=Count("pk", filter=Q(is_boost_embedded=True))
    )
    usages = BoostUsage.objects.aggregate(
        usages=Count("pk"), headers=Count("boost_header_id", distinct=True), using=Count("repo_id", distinct=True)
    )
    return {**repositories, **usages}
