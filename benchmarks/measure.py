"""Running the program and counting what it took: CPU seconds of the whole process, and its largest memory."""

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import psutil

NOISE = 1.5
"""A figure may exceed its floor by this factor on a busy machine before it counts as missed."""


class Row(NamedTuple):
    """One measured figure. `floor` is what it should not exceed, None when nothing was promised."""

    project: str
    what: str
    value: float
    unit: str
    floor: float | None = None
    note: str = ""

    @property
    def missed(self) -> bool:
        """Whether the figure is over its floor by more than noise explains."""
        return self.floor is not None and self.value > self.floor * NOISE


class Project(NamedTuple):
    """A folder to measure on, and what it holds."""

    name: str
    base: Path
    n_files: int
    n_bytes: int

    @property
    def is_small(self) -> bool:
        """Whether the floors of a project of up to 600 files hold."""
        return self.n_files <= 600 and self.n_bytes <= 5_000_000

    @property
    def is_measured(self) -> bool:
        """Whether the floors of a project of up to 6,000 files hold."""
        return self.n_files <= 6_000 and self.n_bytes <= 40_000_000


class Run(NamedTuple):
    """What one process took."""

    cpu: float
    megabytes: float


def program() -> list[str]:
    """The command that belongs to this interpreter."""
    script = Path(sys.executable).parent / "coupling-lsp"
    return [str(script)] if script.is_file() else [sys.executable, "-P", "-m", "coupling_lsp"]


def run(arguments: Sequence[str], cache: Path) -> Run:
    """Run a command to its end; it must succeed."""
    environment = {**os.environ, "COUPLING_LSP_CACHE": str(cache)}
    with subprocess.Popen([*program(), *arguments], stdout=subprocess.DEVNULL, env=environment) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with {process.returncode}")
    return Run(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024 * 1.048576)


def median(measure: Callable[[], float], n_runs: int) -> float:
    """The median of several runs."""
    return statistics.median(measure() for _ in range(n_runs))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def tree(pid: int) -> list[psutil.Process]:
    """A process and all below it."""
    top = psutil.Process(pid)
    return [top, *top.children(recursive=True)]


def cpu(pid: int) -> float:
    """CPU seconds of a process tree so far."""
    return sum(used.user + used.system for it in tree(pid) for used in (it.cpu_times(),))


def megabytes(pid: int) -> float:
    """Resident memory of a process tree."""
    return sum(it.memory_info().rss for it in tree(pid)) / 1e6
