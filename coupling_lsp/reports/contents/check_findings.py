"""Everything `check` has to tell about some projects, gathered once for whatever report tells it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coupling_lsp.features.diagnostics import diagnostics, paths
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.reports.contents.project_view import ProjectView

FAILING_SEVERITIES = ("error", "warning")
"""The severities at which `check` fails."""


class Finding(NamedTuple):
    """A diagnostic, its file, and the project it is from."""

    path: str
    diagnostic: Diagnostic
    project: ProjectView

    @property
    def place(self) -> str:
        """Where it is, to click on."""
        span = self.diagnostic.span
        return self.project.place(self.path, span.line, span.column)


class Ratchet(NamedTuple):
    """How many edges of tech debt there were at a revision and are now, and how many of those make it grow."""

    base: str
    commit: str
    before: int
    after: int
    grown: int


class CheckResult(NamedTuple):
    """What was read and what was found, by path and place. `seconds` is what it took; `told` are lines for people."""

    projects: tuple[ProjectView, ...]
    findings: tuple[Finding, ...]
    seconds: float = 0.0
    ratchet: Ratchet | None = None
    told: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing is an error or a warning."""
        return not any(it.diagnostic.severity in FAILING_SEVERITIES for it in self.findings)


def check_projects(projects: Sequence[ProjectView]) -> CheckResult:
    """The findings of all projects. Of a file that judges several projects, what all of them say, once."""
    found: dict[tuple[str, Diagnostic], list[Finding]] = {}
    for it in _all_findings(projects):
        found.setdefault((it.path, it.diagnostic), []).append(it)
    sharing = Counter(path for it in projects for path in {it.snapshot.ruleset.path, it.snapshot.linted.config.path})
    kept = [alike[0] for (path, _), alike in found.items() if len(alike) >= sharing.get(path, 1)]
    return CheckResult(tuple(projects), sorted_findings(kept))


def sorted_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by path and place."""
    return tuple(sorted(findings, key=lambda it: (it.path, it.diagnostic.span)))


def _all_findings(projects: Sequence[ProjectView]) -> Iterator[Finding]:
    for project in projects:
        for path in paths(project.snapshot):
            for it in diagnostics(project.snapshot, path):
                yield Finding(path, it, project)
