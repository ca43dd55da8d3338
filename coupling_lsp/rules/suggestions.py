"""What was probably meant by a word, a date or a selector that cannot be read."""

import datetime
import difflib
import re
from collections.abc import Iterable

_ISO = re.compile(r"(\d{4})\W+(\d{1,2})\W+(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")


def word(written: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """The known word most like one, or nothing."""
    close = difflib.get_close_matches(written[:100], list(known), n=1, cutoff=likeness)
    return close[0] if close else ""


def date(written: str) -> str:
    """The ISO date that a date in another form says, or nothing where that is not certain."""
    if match := _ISO.fullmatch(written.strip()):
        return _valid(match[1], match[2], match[3])
    if match := _DAY_FIRST.fullmatch(written.strip()):
        first, _, second, year = match.groups()
        readings = {_valid(year, second, first), "" if match[2] == "." else _valid(year, first, second)} - {""}
        return readings.pop() if len(readings) == 1 else ""
    return ""


def later(today: str, months: int) -> str:
    """The last day of the month some months after an ISO date."""
    day = datetime.date.fromisoformat(today)
    number = day.year * 12 + day.month + months
    return (datetime.date(number // 12, number % 12 + 1, 1) - datetime.timedelta(days=1)).isoformat()


def selector(written: str) -> str:
    """A selector without the signs that none has: `billing/models.py` becomes `billing.models`."""
    parts = re.split(r"[^\w*-]+", written[:300].removesuffix(".py").removesuffix("()"))
    return ".".join(filter(None, parts))


def question(suggestion: str) -> str:
    """The question at the end of a message, or nothing."""
    return f". Did you mean `{suggestion}`?" if suggestion else ""


def _valid(year: str, month: str, day: str) -> str:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
