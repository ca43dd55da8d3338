"""Time stamps as the outside world writes them."""

from datetime import UTC, datetime

from django.utils.dateparse import parse_datetime


def parse_timestamp(text: str | None) -> datetime | None:
    """Parse an ISO 8601 time stamp; one without an offset is taken as UTC, an empty one is None."""
    moment = parse_datetime(text) if text else None
    if moment is not None and moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return moment


def from_epoch(seconds: str | float) -> datetime:
    """Turn seconds since 1970, as number or text, into an aware time stamp."""
    return datetime.fromtimestamp(float(seconds), tz=UTC)
