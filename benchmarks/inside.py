"""Where the CPU of a keystroke goes, and how many files it costs. Runs alone: `python benchmarks/inside.py PROJECT`.

The functions of the product are wrapped here, from outside; each part is what a function spends without the parts
inside it.
"""

import collections
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from lsprotocol import types as t
from measure import Project, Row
from pygls.protocol import default_converter
from samples import FIELD, SIZES, Sample, edges, hub, orm_line, sample, write_rules

from coupling_lsp import detect
from coupling_lsp.detect import first_pass
from coupling_lsp.detect.second_pass import run as second_pass
from coupling_lsp.features import diagnostics
from coupling_lsp.index import project as index
from coupling_lsp.index import update
from coupling_lsp.lsp.session import session
from coupling_lsp.lsp.transport import convert
from coupling_lsp.lsp.transport.capabilities import client_capabilities
from coupling_lsp.lsp.transport.positions import range_of
from coupling_lsp.model.findings import Diagnostic, Place
from coupling_lsp.snapshot import state
from coupling_lsp.text import Text
from coupling_lsp.workspace import folder as folders
from coupling_lsp.workspace.reading.load import Options

PARTS: tuple[tuple[ModuleType, str, str], ...] = (
    (folders, "with_texts", "other (snapshot, keys of pieces)"),
    (detect, "cut", "cut into pieces"),
    (first_pass, "_find_hits", "scan for patterns"),
    (first_pass, "Tree", "parse the piece"),
    (first_pass, "_read_piece", "read its facts"),
    (first_pass, "join", "join the pieces"),
    (second_pass, "run", "search for names of the project"),
    (update, "replace", "compare facts, resolve"),
    (state, "decide", "match rules"),
    (session, "findings_between", "what changed"),
    (diagnostics, "diagnostics", "words of the diagnostics"),
)
COUNTED: tuple[tuple[ModuleType, str, str], ...] = (
    (detect, "extract", "files read"),
    (update, "resolve_file", "files resolved"),
    (index, "resolve_file", "files resolved"),
    (update, "build", "projects built"),
    (index, "build", "projects built"),
)
"""The functions whose calls are counted for the law, each where it is called from."""

_RUNS = 5


class Clock:
    """CPU seconds and calls by part."""

    def __init__(self) -> None:
        self.seconds: collections.Counter[str] = collections.Counter()
        self.calls: collections.Counter[str] = collections.Counter()
        self._inner: list[float] = [0.0]

    def wrap(self, module: ModuleType, name: str, part: str) -> None:
        """Count a function of a module from now on."""
        setattr(module, name, self.timed(getattr(module, name), part))

    def timed(self, function: Callable[..., Any], part: str) -> Callable[..., Any]:
        """The function, counted."""

        def counted(*args: Any, **kwargs: Any) -> Any:
            self._inner.append(0.0)
            begun = time.thread_time()
            try:
                return function(*args, **kwargs)
            finally:
                spent = time.thread_time() - begun
                self.seconds[part] += spent - self._inner.pop()
                self._inner[-1] += spent
                self.calls[part] += 1

        return counted


class Keys(NamedTuple):
    """One line typed in memory: milliseconds by part, and calls by part, per keystroke."""

    milliseconds: dict[str, float]
    calls: dict[str, float]


def inside(project: Project) -> list[Row]:
    """The parts of a keystroke, and the law: one file read, none resolved when no fact changed."""
    project_edges = edges(project)
    clock = Clock()
    for module, name, part in PARTS:
        clock.wrap(module, name, part)
    clock.wrap(detect, "extract", "other (snapshot, keys of pieces)")
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        rules = Path(temporary) / "rules.yaml"
        write_rules(rules, project_edges)
        for n_lines in SIZES:
            rows += _of_size(project, sample(project, n_lines, project_edges), rules, clock)
        rows += _law(project, sample(project, 2_000, project_edges), hub(project, project_edges), rules)
    return rows


def _of_size(project: Project, place: Sample, rules: Path, clock: Clock) -> list[Row]:
    keystrokes = _type(project, place, rules, orm_line(place.model), clock, _RUNS)
    total = sum(keystrokes.milliseconds.values())
    title = f"{place.n_lines:,} lines, in process"
    rows = [Row(project.name, f"{title}: all", total, "ms/key")]
    for part, value in sorted(keystrokes.milliseconds.items(), key=lambda pair: -pair[1]):
        calls = f"{100 * value / total:.0f} %, {keystrokes.calls[part]:.2g} calls"
        rows.append(Row(project.name, f"{title}: {part}", value, "ms/key", None, calls))
    return rows


def _law(project: Project, place: Sample, models_place: Sample, rules: Path) -> list[Row]:
    """How many files are read and resolved for a keystroke, at worst, and how often the whole project is."""
    counts: collections.Counter[str] = collections.Counter()
    originals = [(module, name, getattr(module, name)) for module, name, _ in COUNTED]
    for module, name, unit in COUNTED:
        setattr(module, name, _counting(getattr(module, name), unit, counts))
    line = orm_line(place.model)
    rows = []
    try:
        kinds = (
            ("comment", f"# {line}", place),
            ("ORM line", line, place),
            ("return", f"return {place.model}.objects.first()", place),
            ("field", FIELD, models_place),
        )
        for name, typed_line, typing_place in kinds:
            highest_counts: collections.Counter[str] = collections.Counter()

            def note(n_keys: int, highest_counts: collections.Counter[str] = highest_counts) -> None:
                for _, _, unit in COUNTED if n_keys else ():
                    highest_counts[unit] = max(highest_counts[unit], counts[unit])
                counts.clear()

            _type(project, typing_place, rules, typed_line, Clock(), 1, note)
            limits = {"files read": 1.0, "files resolved": _RESOLVED[name], "projects built": 0.0}
            rows += [
                Row(project.name, f"law, {name}: {unit} per key, at most", highest_counts[unit], "", limit)
                for unit, limit in limits.items()
            ]
    finally:
        for module, name, function in originals:
            setattr(module, name, function)
    return rows


_RESOLVED: dict[str, float | None] = {"comment": 0.0, "ORM line": 1.0, "return": None, "field": None}


def _counting(function: Callable[..., Any], unit: str, counts: collections.Counter[str]) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        counts[unit] += 1
        return function(*args, **kwargs)

    return call


def _type(
    project: Project,
    typing_place: Sample,
    rules: Path,
    line: str,
    clock: Clock,
    n_runs: int,
    after_key: Callable[[int], None] = lambda _: None,
) -> Keys:
    path = str(typing_place.path)
    text = Text.of(typing_place.text)
    folder = folders.open_whole(project.base, Options(rules=rules, cache=False, today="2030-01-01"), {path: text}, None)
    offset = text.byte(typing_place.line + 1, typing_place.column + 1)
    folder = folders.with_texts(folder, {path: text.splice(offset, offset, b" ")})
    publish = clock.timed(_Publish(typing_place.path), "convert and encode")
    splice = clock.timed(Text.splice, "splice the text")
    clock.seconds.clear()
    clock.calls.clear()
    after_key(0)
    for _ in range(n_runs):
        current_text = text
        for number, char in enumerate(line):
            current_text = splice(current_text, offset + number, offset + number, char.encode())
            next_folder = folders.with_texts(folder, {path: current_text})
            findings = session.findings_between(folder, next_folder)
            location = next_folder.locate(path)
            assert location is not None, "the sample is a file of the project"
            file_findings = findings.get(path)
            if file_findings is None:
                file_findings = diagnostics.diagnostics(location[0].snapshot, location[1])
            publish(file_findings, current_text)
            folder = next_folder
            after_key(number + 1)
        folder = folders.with_texts(folder, {path: text})
    n_keys = n_runs * len(line)
    return Keys(
        {part: 1e3 * value / n_keys for part, value in clock.seconds.items()},
        {part: value / n_keys for part, value in clock.calls.items()},
    )


class _Publish:
    """What the server does with findings: to the protocol's values, to JSON."""

    def __init__(self, path: Path) -> None:
        self._uri = path.as_uri()
        self._converter = default_converter()
        able = t.PublishDiagnosticsClientCapabilities(related_information=True, code_description_support=True)
        document = t.TextDocumentClientCapabilities(publish_diagnostics=able)
        params = t.InitializeParams(capabilities=t.ClientCapabilities(text_document=document))
        self._client = client_capabilities(params, "utf-16")

    def __call__(self, findings: tuple[Diagnostic, ...], text: Text) -> bytes:
        def locate(place: Place) -> t.Location:
            return t.Location(f"file:///{place.path}", range_of(place.span, None, "utf-16"))

        items = [convert.diagnostic(it, text, self._client, locate) for it in findings]
        params = t.PublishDiagnosticsParams(uri=self._uri, version=1, diagnostics=items)
        notification = t.PublishDiagnosticsNotification(params=params)
        return json.dumps(self._converter.unstructure(notification)).encode()


if __name__ == "__main__":
    name, base, n_files, n_bytes = sys.argv[1:]
    print(json.dumps(inside(Project(name, Path(base), int(n_files), int(n_bytes)))))
