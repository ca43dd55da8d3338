"""What was probably meant by a word, a date or a selector that cannot be read, and how messages ask for it."""

import datetime
import difflib
import re
from collections.abc import Iterable

_YEAR_FIRST = re.compile(r"(\d{4})\W+(\d{1,2})\W+(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")

_MAX_WORD_LENGTH = 100
_MAX_SELECTOR_LENGTH = 300
"""What is longer is compared by its beginning."""


def similar_word(word: str, choices: Iterable[str], likeness: float = 0.6) -> str:
    """Return the choice most like a word, or nothing; `likeness` is what it has to reach, from 0 to 1."""
    similar_words = difflib.get_close_matches(word[:_MAX_WORD_LENGTH], list(choices), n=1, cutoff=likeness)
    return similar_words[0] if similar_words else ""


def iso_date(text: str) -> str:
    """Return the ISO date that a date in another form says, or nothing where that is not certain.

    `2027/3/31` and `31.3.2027` are 2027-03-31; `3/4/2027` may be either of two days.
    """
    if match := _YEAR_FIRST.fullmatch(text.strip()):
        return _valid_date(match[1], match[2], match[3])
    if match := _YEAR_LAST.fullmatch(text.strip()):
        number, separator, other_number, year = match.groups()
        month_first = "" if separator == "." else _valid_date(year, number, other_number)
        readings = {_valid_date(year, other_number, number), month_first} - {""}
        return readings.pop() if len(readings) == 1 else ""
    return ""


def month_end(today: str, months: int) -> str:
    """Return the last day of the month that lies some months after that of an ISO date."""
    day = datetime.date.fromisoformat(today)
    number = day.year * 12 + day.month + months
    return (datetime.date(number // 12, number % 12 + 1, 1) - datetime.timedelta(days=1)).isoformat()


def cleaned_selector(text: str) -> str:
    """Return a selector without the signs that none has: `billing/models.py` becomes `billing.models`."""
    parts = re.split(r"[^\w*-]+", text[:_MAX_SELECTOR_LENGTH].removesuffix(".py").removesuffix("()"))
    return ".".join(filter(None, parts))


def did_you_mean(suggestion: str) -> str:
    """Return the question at the end of a message, or nothing without a suggestion."""
    return f". Did you mean `{suggestion}`?" if suggestion else ""


def suggest(word: str, choices: Iterable[str]) -> str:
    """Return a question about the choice most like a word, or nothing."""
    return did_you_mean(similar_word(word, choices))


def alternatives(words: Iterable[str]) -> str:
    """Return words as a sentence lists them: `a`, `b` or `c`."""
    quoted_words = [f"`{word}`" for word in words]
    return quoted_words[0] if len(quoted_words) == 1 else f"{', '.join(quoted_words[:-1])} or {quoted_words[-1]}"


def _valid_date(year: str, month: str, day: str) -> str:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
