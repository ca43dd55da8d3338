"""The schedule: which command runs when, written as YAML."""

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path


class Trigger(Enum):
    """When a task is due."""

    DAILY = "daily"
    WEEKLY = "weekly"
    ON_RELEASE = "on_release"


class ScheduleError(Exception):
    """The schedule cannot be read."""


@dataclass(frozen=True)
class Task:
    """A management command with its arguments."""

    command: str
    trigger: Trigger
    arguments: list[str] = field(default_factory=list)


def load_schedule(path: Path) -> list[Task]:
    """Return the tasks of a schedule file in the order they are written."""
    try:
        import yaml
    except ImportError as error:
        raise ScheduleError("reading a schedule needs the package PyYAML") from error

    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
        return [Task(entry["command"], Trigger(entry["when"]), entry.get("arguments", [])) for entry in entries]
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise ScheduleError(f"{path}: {error}") from error
