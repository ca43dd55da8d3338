"""Runs the program on one project, in processes of its own, and counts what it said and what it took."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple, TypedDict

Edge = dict[str, Any]

_LIMIT = 600
_RATE = re.compile(r"^(\w[\w ]+\w) +(\d+) +(?:([\d.]+) %|·)$")
_QUOTED = re.compile(r"`[^`]*`")


class Known(NamedTuple):
    """What is known of a project: where it comes from, and how to read it."""

    name: str
    repository: str = ""
    commit: str = ""
    root: str = ""
    settings: str = ""


class Figures(TypedDict):
    """What a run gave. `seconds` are of all CPUs; `crash` is the end of what the program said, empty without one."""

    commit: str
    files: int
    apps: int
    edges: dict[str, int]
    places: dict[str, list[int]]
    reasons: dict[str, int]
    seconds: float
    megabytes: float
    crash: str


class Ran(NamedTuple):
    """One process that ended."""

    out: str
    seconds: float
    megabytes: float
    crash: str


def measured(folder: Path, known: Known) -> tuple[Figures, list[Edge]]:
    """What the program says of a project, and the edges themselves."""
    root = folder / known.root
    options = ["--settings", known.settings] if known.settings else []
    edges = _run(["edges", str(root), *options, "--format", "json", "--no-cache"])
    stats = _run(["check", str(root), *options, "--stats", "--no-cache"])
    graph = _run(["graph", str(root), *options, "--no-cache"])
    report = _run(["report", str(root), *options, "--no-cache"])
    crash = edges.crash or stats.crash or graph.crash or report.crash
    found = json.loads(edges.out) if edges.out and not edges.crash else {"apps": [], "edges": [], "unresolved": []}
    figures: Figures = {
        "commit": _git(folder, "rev-parse", "HEAD").strip(),
        "files": _n_files(root),
        "apps": len(found["apps"]),
        "edges": dict(Counter(_sort(it) for it in found["edges"])),
        "places": _places(stats.out),
        "reasons": dict(Counter(_QUOTED.sub("`…`", it["reason"]) for it in found["unresolved"])),
        "seconds": round(edges.seconds, 2),
        "megabytes": round(edges.megabytes, 1),
        "crash": crash,
    }
    return figures, found["edges"]


def _n_files(root: Path) -> int:
    inside = (it.relative_to(root).parts for it in root.rglob("*.py"))
    return sum(not any(part.startswith(".") or part == "node_modules" for part in parts) for parts in inside)


def _sort(edge: Edge) -> str:
    return f"{edge['kind']}, {edge['certainty']}{', test' if edge['test'] else ''}"


def _places(stats: str) -> dict[str, list[int]]:
    """The places of each kind, and how many of them were not resolved, in all projects of the folder."""
    found: dict[str, list[int]] = {}
    for line in stats.splitlines():
        if (row := _RATE.match(line)) is not None:
            total, rate = int(row[2]), float(row[3] or 100)
            before = found.get(row[1], [0, 0])
            found[row[1]] = [before[0] + total, before[1] + round(total * (100 - rate) / 100)]
    return found


def _run(arguments: list[str]) -> Ran:
    """Run the program; 0 and 1 are its ends without a fault."""
    environment = os.environ | {"NO_COLOR": "1", "COUPLING_LSP_TRACEBACK": "1"}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        command = [sys.executable, "-m", "coupling_lsp", *arguments]
        process = subprocess.Popen(command, stdout=out, stderr=err, env=environment)
        began = time.monotonic()
        while (ended := os.wait4(process.pid, os.WNOHANG))[0] == 0:
            if time.monotonic() - began > _LIMIT:
                process.kill()
                ended = os.wait4(process.pid, 0)
                break
            time.sleep(0.01)
        process.returncode = code = os.waitstatus_to_exitcode(ended[1])
        said, complaint = (_text(it) for it in (out, err))
    used = ended[2]
    crash = (
        ""
        if code in (0, 1) and "Traceback" not in complaint
        else f"{' '.join(arguments)}: exit {code}\n{complaint[-2000:]}"
    )
    return Ran(
        said, used.ru_utime + used.ru_stime, used.ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20), crash
    )


def _text(file: Any) -> str:
    file.seek(0)
    return str(file.read().decode("utf-8", "replace"))


def _git(folder: Path, *arguments: str) -> str:
    ran = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=False)
    return ran.stdout
