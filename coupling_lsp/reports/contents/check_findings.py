"""Findings of `check` in some projects, gathered once for all its reports."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coupling_lsp.features.diagnostics import diagnostics, paths
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.reports.contents.project_view import ProjectView

FAILING_SEVERITIES = ("error", "warning")
"""Severities at which `check` fails."""


class Finding(NamedTuple):
    """A diagnostic, its file, and the project it is from."""

    path: str
    diagnostic: Diagnostic
    project: ProjectView

    @property
    def place(self) -> str:
        """`path:line:column`, which terminals and editors make clickable."""
        span = self.diagnostic.span
        return self.project.place(self.path, span.line, span.column)


class Ratchet(NamedTuple):
    """Numbers of tech-debt edges at a base revision and now, and how many of them are new growth."""

    base: str
    commit: str
    debt_before: int
    debt_after: int
    n_new: int


class CheckResult(NamedTuple):
    """Findings of some projects by path and place.

    `seconds` is how long the check took, `notes` are lines that only people get to read.
    """

    projects: tuple[ProjectView, ...]
    findings: tuple[Finding, ...]
    seconds: float = 0.0
    ratchet: Ratchet | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether no finding is an error or a warning."""
        return not any(it.diagnostic.severity in FAILING_SEVERITIES for it in self.findings)


def check_projects(projects: Sequence[ProjectView]) -> CheckResult:
    """Return the findings of all projects.

    Where several projects share a rules file, a finding in that file counts only if each of them has it, and once.
    """
    findings_by_content: dict[tuple[str, Diagnostic], list[Finding]] = {}
    for finding in _all_findings(projects):
        findings_by_content.setdefault((finding.path, finding.diagnostic), []).append(finding)
    n_projects = Counter(path for it in projects for path in {it.snapshot.ruleset.path, it.snapshot.linted.config.path})
    shown_findings = [
        alike[0] for (path, _), alike in findings_by_content.items() if len(alike) >= n_projects.get(path, 1)
    ]
    return CheckResult(tuple(projects), sorted_findings(shown_findings))


def sorted_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings by path and place."""
    return tuple(sorted(findings, key=lambda it: (it.path, it.diagnostic.span)))


def _all_findings(projects: Sequence[ProjectView]) -> Iterator[Finding]:
    for project in projects:
        for path in paths(project.snapshot):
            for diagnostic in diagnostics(project.snapshot, path):
                yield Finding(path, diagnostic, project)
