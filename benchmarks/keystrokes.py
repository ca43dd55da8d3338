"""Typing into a running server: the time to the diagnostics of each version, and the CPU the server spends on it."""

import ast
import statistics
import tempfile
import time
import warnings
from pathlib import Path
from typing import NamedTuple

from client import Client
from measure import Project, Row, cpu, percentile
from samples import FIELD, LENGTH, SIZES, Sample, edges, hub, orm_line, sample, write_rules

_FLOOR = 8.0
_PAUSE = 0.004


class Typed(NamedTuple):
    """One line typed to its end, once: milliseconds per keystroke."""

    waits: list[float]
    cpu: float


class Scenario(NamedTuple):
    """What is typed where; `broken` when something before it in the file is unfinished."""

    name: str
    sample: Sample
    written: str
    broken: bool = False
    floor: float | None = None


def keystroke(project: Project, n_runs: int) -> list[Row]:
    """All scenarios in files of about 500, 2,000 and 6,500 lines, under rules; typing code also without rules."""
    project_edges = edges(project)
    samples = [(sample(project, n_lines, project_edges), _FLOOR if n_lines == 2_000 else None) for n_lines in SIZES]
    under_rules = [it for place, floor in samples for it in _scenarios(place, floor)]
    under_rules.append(Scenario("models.py, field", hub(project, project_edges), FIELD))
    scenarios_without_rules = [
        Scenario(f"{_lines(place)}, ORM line, no rules", place, orm_line(place.model), False, floor)
        for place, floor in samples
    ]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "rules.yaml"
        write_rules(rules, project_edges)
        for rules_file, scenarios in ((rules, under_rules), (None, scenarios_without_rules)):
            with Client(project.base, Path(folder), rules_file) as client:
                client.indexed()
                cursor = _Typing(client)
                for scenario in scenarios:
                    rows += _typed(project, cursor, scenario, n_runs)
    return rows


def _scenarios(place: Sample, floor: float | None) -> list[Scenario]:
    line, lines = orm_line(place.model), _lines(place)
    return [
        Scenario(f"{lines}, ORM line", place, line, False, floor),
        Scenario(f"{lines}, ORM line, file broken above", place, line, True, floor),
        Scenario(f"{lines}, comment", place, f"# {line}"[:LENGTH], False, floor),
        Scenario(f"{lines}, import line", place, f"from django.contrib.auth.models import {place.model}", False, floor),
    ]


def _lines(place: Sample) -> str:
    return f"{place.n_lines:,} lines"


def _typed(project: Project, cursor: "_Typing", scenario: Scenario, n_runs: int) -> list[Row]:
    place = scenario.sample
    prefix = "unfinished = call(\n\n" if scenario.broken else ""
    text, line = prefix + place.text, place.line + prefix.count("\n")
    cursor.open(place.path, text, line, place.column)
    cursor.type(scenario.written[:10])  # The first change of a file reads it piece by piece.
    runs = [cursor.type(scenario.written) for _ in range(n_runs)]
    n_shown = cursor.n_shown
    cursor.close()
    waits = [wait for run in runs for wait in run.waits]
    name, note = scenario.name, f"{n_shown} diagnostics, {len(scenario.written)} keys"
    cpus = [run.cpu for run in runs]
    rows = [
        Row(project.name, f"{name}: CPU", statistics.median(cpus), "ms/key", scenario.floor, note),
        Row(project.name, f"{name}: p50", percentile(waits, 0.5), "ms"),
        Row(project.name, f"{name}: p95", percentile(waits, 0.95), "ms"),
    ]
    if name.endswith("ORM line"):
        sound = _sound(text, line, place.column, scenario.written) * n_runs
        for state, words in ((True, "sound"), (False, "syntax error")):
            of_state = [wait for wait, is_sound in zip(waits, sound, strict=True) if is_sound is state]
            rows.append(Row(project.name, f"{name}: p50 while {words}", percentile(of_state or [0.0], 0.5), "ms"))
    return rows


def _sound(text: str, line: int, column: int, typed_line: str) -> list[bool]:
    """Whether each state of the text is valid Python."""
    lines_before, lines_after = text.split("\n")[:line], text.split("\n")[line + 1 :]
    states = []
    for length in range(1, len(typed_line) + 1):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse("\n".join([*lines_before, " " * column + typed_line[:length], *lines_after]))
            states.append(True)
        except SyntaxError:
            states.append(False)
    return states


class _Typing:
    """The cursor of one open file."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._path = Path()
        self._line = self._column = self._version = self.n_shown = 0

    def open(self, path: Path, text: str, line: int, column: int) -> None:
        """Open a file and wait until it is understood."""
        self._path, self._line, self._column = path, line, column
        self._version += 1
        self._client.open(path, text, self._version)
        self._client.diagnostics(path, self._version)

    def close(self) -> None:
        """Close the file."""
        self._client.close(self._path)

    def type(self, line: str) -> Typed:
        """Type a line character by character, waiting for the diagnostics of each, then take it away."""
        waits = []
        cpu_at_start = cpu(self._client.pid)
        for number, char in enumerate(line):
            time.sleep(_PAUSE)
            waits.append(self._change(number, number, char))
        cpu_seconds = cpu(self._client.pid) - cpu_at_start
        self._change(0, len(line), "")
        return Typed(waits, 1e3 * cpu_seconds / len(line))

    def _change(self, start: int, end: int, new: str) -> float:
        self._version += 1
        start_time = time.perf_counter()
        self._client.change(self._path, self._version, self._line, self._column + start, self._column + end, new)
        arrival, self.n_shown = self._client.diagnostics(self._path, self._version)
        return 1e3 * (arrival - start_time)
