"""The command line as a whole process: with nothing known, with an empty cache, with a filled one."""

import statistics
import tempfile
from pathlib import Path

from measure import Project, Row, Run, run


def cold(project: Project, n_runs: int) -> list[Row]:
    """Reading every file: without a cache, and with one that is empty at first and written at the end."""
    floor = 0.6 if project.is_small else 6.0 if project.is_measured else None
    without = [_edges(project, Path("unused"), "--no-cache") for _ in range(n_runs)]
    filling = []
    for _ in range(n_runs):
        with tempfile.TemporaryDirectory() as cache:
            filling.append(_edges(project, Path(cache)))
    return [
        _cpu(project, "edges, no cache", without, floor),
        _cpu(project, "edges, empty cache", filling, None),
        Row(project.name, "edges, no cache: peak memory", _memory(without), "MB"),
    ]


def warm(project: Project, n_runs: int) -> list[Row]:
    """Reading a project of which nothing changed since the last run."""
    floor = 0.25 if project.is_small else None
    with tempfile.TemporaryDirectory() as cache:
        _edges(project, Path(cache))
        runs = [_edges(project, Path(cache)) for _ in range(n_runs)]
        size = sum(file.stat().st_size for file in Path(cache).iterdir()) / 1e6
    return [
        _cpu(project, "edges, filled cache", runs, floor),
        Row(project.name, "edges, filled cache: peak memory", _memory(runs), "MB"),
        Row(project.name, "size of the cache", size, "MB"),
    ]


def _edges(project: Project, cache: Path, *more: str) -> Run:
    return run(["edges", str(project.base), "--format", "json", *more], cache)


def _cpu(project: Project, what: str, runs: list[Run], floor: float | None) -> Row:
    values = [it.cpu for it in runs]
    spread = f"{min(values):.2f} – {max(values):.2f}"
    return Row(project.name, what, statistics.median(values), "s CPU", floor, spread)


def _memory(runs: list[Run]) -> float:
    return statistics.median(it.megabytes for it in runs)
