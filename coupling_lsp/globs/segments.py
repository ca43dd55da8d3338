"""Matching of segments, such as the folders of a path or the parts of a dotted name, with patterns for segments."""

import re
from collections.abc import Callable, Sequence
from fnmatch import translate
from functools import lru_cache
from typing import NamedTuple

ANY_SEGMENTS = "**"
"""Any number of segments, or none."""


class SegmentPattern(NamedTuple):
    """A pattern for each segment: `**` stands for any number of them; inside the others count the signs of `fnmatch`.

    With `is_whole` it has to match all segments, else the first of them, as a folder names what is in it.
    """

    segments: tuple[str, ...]
    is_whole: bool = False

    def matches(self, segments: Sequence[str]) -> bool:
        """Whether the pattern matches; in time with the product of the two lengths.

        Where it fails, only the last `**` is tried anew, a segment further on: an earlier one could only leave fewer
        segments to the patterns behind it.
        """
        place = segment = retry = 0
        behind_wildcard = -1
        while True:
            if place == len(self.segments):
                if not self.is_whole or segment == len(segments):
                    return True
            elif self.segments[place] == ANY_SEGMENTS:
                place, retry = place + 1, segment
                behind_wildcard = place
                continue
            elif segment < len(segments) and segment_matches(self.segments[place], segments[segment]):
                place, segment = place + 1, segment + 1
                continue
            if behind_wildcard < 0 or retry >= len(segments):
                return False
            retry += 1
            place, segment = behind_wildcard, retry


def segment_matches(pattern: str, segment: str) -> bool:
    """Whether a pattern matches a single segment: `*` any characters, `?` one, `[ab]` one of some."""
    return pattern == segment or (not _SIGNS.isdisjoint(pattern) and _compiled(pattern)(segment) is not None)


def has_wildcard(text: str) -> bool:
    """Return whether a text is a pattern with a sign of `fnmatch`, and no plain name."""
    return not _SIGNS.isdisjoint(text)


_SIGNS = frozenset("*?[")


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> Callable[[str], object]:
    # `translate` has each wildcard take as little as possible and never gives it back, so the time is linear.
    return re.compile(translate(pattern)).match
