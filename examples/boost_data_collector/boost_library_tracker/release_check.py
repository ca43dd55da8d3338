"""Is there a Boost release that the tracker has not seen?"""

import re

from boost_library_tracker.models import BoostVersion
from core.http import get_json

TAGS_URL = "https://api.github.com/repos/boostorg/boost/tags"
RELEASE_TAG = re.compile(r"boost-(\d+)\.(\d+)\.(\d+)")


def newest_release(tags: list[str]) -> str | None:
    """Return the highest release number among Git tags; betas and other tags do not count."""
    releases = [tuple(map(int, match.groups())) for tag in tags if (match := RELEASE_TAG.fullmatch(tag))]
    return ".".join(map(str, max(releases))) if releases else None


def has_new_boost_release() -> bool:
    """Tell whether the newest release on GitHub is missing here."""
    newest = newest_release([tag["name"] for tag in get_json(TAGS_URL)])
    return newest is not None and not BoostVersion.objects.filter(version=newest).exists()
