"""What happens inside the libraries: who depends on whom, and how much is written."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from boost_library_tracker.models import BoostDependency
from github_activity_tracker.models import GitCommitFileChange


def dependency_graph(names: Mapping[int, str]) -> dict[str, list[str]]:
    """Return the libraries each library needs, by name."""
    needed: dict[str, set[str]] = defaultdict(set)
    for row in BoostDependency.objects.values("library_id", "depends_on_id"):
        needed[names[row["library_id"]]].add(names[row["depends_on_id"]])
    return {name: sorted(others) for name, others in sorted(needed.items())}


def contributions_by_year(repository_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Return changed lines and distinct authors per year in these repositories."""
    lines: Counter[int] = Counter()
    authors: dict[int, set[int]] = defaultdict(set)
    changes = (
        GitCommitFileChange.objects.select_related("commit", "github_file")
        .filter(commit__repo_id__in=repository_ids)
        .iterator()
    )
    for change in changes:
        summary = change.summary()
        lines[summary["year"]] += summary["lines"]
        authors[summary["year"]].add(summary["author_id"])
    return {year: {"lines": lines[year], "authors": len(authors[year])} for year in sorted(lines)}
