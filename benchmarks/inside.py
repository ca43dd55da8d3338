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
from coupling_lsp.detect import facts_builder as founds
from coupling_lsp.features import diagnostics
from coupling_lsp.index import project as index
from coupling_lsp.lsp.session import session
from coupling_lsp.lsp.transport import convert
from coupling_lsp.lsp.transport.capabilities import client_capabilities
from coupling_lsp.lsp.transport.positions import range_of
from coupling_lsp.model.findings import Diagnostic, Place
from coupling_lsp.snapshot import state
from coupling_lsp.text import Text
from coupling_lsp.workspace import folder as folders
from coupling_lsp.workspace.load import Options

_PARTS: tuple[tuple[ModuleType, str, str], ...] = (
    (folders, "with_texts", "other (snapshot, keys of pieces)"),
    (detect, "cut", "cut into pieces"),
    (detect, "_hits", "scan for patterns"),
    (detect, "Tree", "parse the piece"),
    (detect, "_read", "read its facts"),
    (detect, "join", "join the pieces"),
    (index, "replace", "compare facts, resolve"),
    (state, "decide", "match rules"),
    (session, "findings_between", "what changed"),
    (diagnostics, "diagnostics", "words of the diagnostics"),
)
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
    found = edges(project)
    clock = Clock()
    for module, name, part in _PARTS:
        clock.wrap(module, name, part)
    clock.wrap(detect, "extract", "other (snapshot, keys of pieces)")
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        rules = Path(temporary) / "rules.yaml"
        write_rules(rules, found)
        for n_lines in SIZES:
            rows += _of_size(project, sample(project, n_lines, found), rules, clock)
        rows += _law(project, sample(project, 2_000, found), hub(project, found), rules)
    return rows


def _of_size(project: Project, it: Sample, rules: Path, clock: Clock) -> list[Row]:
    typed = _type(project, it, rules, orm_line(it.model), clock, _RUNS)
    total = sum(typed.milliseconds.values())
    what = f"{it.n_lines:,} lines, in process"
    rows = [Row(project.name, f"{what}: all", total, "ms/key")]
    for part, value in sorted(typed.milliseconds.items(), key=lambda pair: -pair[1]):
        calls = f"{100 * value / total:.0f} %, {typed.calls[part]:.2g} calls"
        rows.append(Row(project.name, f"{what}: {part}", value, "ms/key", None, calls))
    return rows


def _law(project: Project, it: Sample, models: Sample, rules: Path) -> list[Row]:
    """How many files are read and resolved for a keystroke, at worst, and how often the whole project is."""
    counts: collections.Counter[str] = collections.Counter()
    counted = (
        (detect, "extract", "files read"),
        (index, "_resolve", "files resolved"),
        (index, "build", "projects built"),
    )
    kept = [(module, name, getattr(module, name)) for module, name, _ in counted]
    for module, name, what in counted:
        setattr(module, name, _counting(getattr(module, name), what, counts))
    line = orm_line(it.model)
    rows = []
    try:
        kinds = (
            ("comment", f"# {line}", it),
            ("ORM line", line, it),
            ("return", f"return {it.model}.objects.first()", it),
            ("field", FIELD, models),
        )
        for name, typed, where in kinds:
            most: collections.Counter[str] = collections.Counter()

            def note(n_keys: int, most: collections.Counter[str] = most) -> None:
                for _, _, what in counted if n_keys else ():
                    most[what] = max(most[what], counts[what])
                counts.clear()

            _type(project, where, rules, typed, Clock(), 1, note)
            limits = {"files read": 1.0, "files resolved": _RESOLVED[name], "projects built": 0.0}
            rows += [
                Row(project.name, f"law, {name}: {what} per key, at most", most[what], "", limit)
                for what, limit in limits.items()
            ]
    finally:
        for module, name, function in kept:
            setattr(module, name, function)
    return rows


_RESOLVED: dict[str, float | None] = {"comment": 0.0, "ORM line": 1.0, "return": None, "field": None}


def _counting(function: Callable[..., Any], what: str, counts: collections.Counter[str]) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        counts[what] += 1
        return function(*args, **kwargs)

    return call


def _type(
    project: Project,
    it: Sample,
    rules: Path,
    line: str,
    clock: Clock,
    n_runs: int,
    after_key: Callable[[int], None] = lambda _: None,
) -> Keys:
    path = str(it.path)
    text = Text.of(it.text)
    folder = folders.open_whole(project.base, Options(rules=rules, cache=False, today="2030-01-01"), {path: text}, None)
    at = text.byte(it.line + 1, it.column + 1)
    folder = folders.with_texts(folder, {path: text.splice(at, at, b" ")})
    publish = clock.timed(_Publish(it.path), "convert and encode")
    splice = clock.timed(Text.splice, "splice the text")
    clock.seconds.clear()
    clock.calls.clear()
    after_key(0)
    for _ in range(n_runs):
        now = text
        for number, char in enumerate(line):
            now = splice(now, at + number, at + number, char.encode())
            after = folders.with_texts(folder, {path: now})
            findings = session.findings_between(folder, after)
            place = after.locate(path)
            assert place is not None, "the sample is a file of the project"
            shown = findings.get(path)
            publish(shown if shown is not None else diagnostics.diagnostics(place[0].snapshot, place[1]), now)
            folder = after
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


assert founds.join is detect.join, "pieces are joined by the function that is timed"

if __name__ == "__main__":
    name, base, n_files, n_bytes = sys.argv[1:]
    print(json.dumps(inside(Project(name, Path(base), int(n_files), int(n_bytes)))))
