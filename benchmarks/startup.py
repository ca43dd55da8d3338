"""The start of the server, and its memory once it has read a project."""

import statistics
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from client import Client
from measure import Project, Row, cpu, megabytes
from samples import Sample, edges, sample, write_rules

_FLOOR_MEMORY = 120.0


class _Start(NamedTuple):
    initialized: float
    first: float
    first_cpu: float
    whole: float
    whole_cpu: float
    memory: float


def start(project: Project, n_runs: int) -> list[Row]:
    """From the start of the process to the first diagnostics of an open file, and to the end of indexing."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        rules, it = _prepare(project, Path(folder))
        warm = Path(folder) / "warm"
        _start(project, warm, rules, it)
        for name in ("empty", "filled"):
            runs = []
            for number in range(n_runs):
                cache = warm if name == "filled" else Path(folder) / f"cold-{number}"
                runs.append(_start(project, cache, rules, it))
            given = f"start, {name} cache"
            rows += [
                Row(project.name, f"{given}: to the answer to initialize", _of(runs, "initialized"), "s"),
                Row(project.name, f"{given}: to the first diagnostics", _of(runs, "first"), "s"),
                Row(project.name, f"{given}: to the first diagnostics, CPU", _of(runs, "first_cpu"), "s CPU"),
                Row(project.name, f"{given}: to the end of indexing", _of(runs, "whole"), "s"),
                Row(project.name, f"{given}: to the end of indexing, CPU", _of(runs, "whole_cpu"), "s CPU"),
            ]
    return rows


def memory(project: Project, n_runs: int) -> list[Row]:
    """Resident memory of the server after it has read the project."""
    floor = _FLOOR_MEMORY if project.is_measured else None
    with tempfile.TemporaryDirectory() as folder:
        rules, it = _prepare(project, Path(folder))
        cold = [_start(project, Path(folder) / f"cold-{number}", rules, it) for number in range(n_runs)]
        warm = [_start(project, Path(folder) / "cold-0", rules, it) for _ in range(n_runs)]
    return [
        Row(project.name, "server memory after indexing, empty cache", _of(cold, "memory"), "MB", floor),
        Row(project.name, "server memory after indexing, filled cache", _of(warm, "memory"), "MB", floor),
    ]


def _prepare(project: Project, folder: Path) -> tuple[Path, Sample]:
    found = edges(project)
    write_rules(folder / "rules.yaml", found)
    return folder / "rules.yaml", sample(project, 500, found)


def _start(project: Project, cache: Path, rules: Path, it: Sample) -> _Start:
    with Client(project.base, cache, rules) as client:
        client.open(it.path, it.text)
        first, _ = client.diagnostics(it.path, 1)
        first_cpu = cpu(client.pid)
        whole = client.indexed()
        whole_cpu = cpu(client.pid)
        time.sleep(0.3)
        used = megabytes(client.pid)
    begun = client.started
    return _Start(client.initialized - begun, first - begun, first_cpu, whole - begun, whole_cpu, used)


def _of(runs: list[_Start], name: str) -> float:
    return statistics.median(getattr(it, name) for it in runs)
