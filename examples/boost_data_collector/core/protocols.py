"""Typed values that cross app boundaries, so that trackers need not share models."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class RunResult:
    """What one run of a collector did."""

    collector: str
    created: int = 0
    updated: int = 0
    skipped: int = 0

    def __add__(self, other: "RunResult") -> "RunResult":
        return RunResult(
            self.collector,
            self.created + other.created,
            self.updated + other.updated,
            self.skipped + other.skipped,
        )

    def __str__(self) -> str:
        return f"{self.collector}: {self.created} created, {self.updated} updated, {self.skipped} skipped"


@dataclass(frozen=True)
class Document:
    """A text with a stable key, ready for a search index."""

    key: str
    text: str
    metadata: dict[str, str] = field(default_factory=dict)


class DocumentSource(Protocol):
    """Yields the documents that changed since a point in time; all of them when it is None."""

    def __call__(self, since: datetime | None) -> Iterable[Document]: ...
