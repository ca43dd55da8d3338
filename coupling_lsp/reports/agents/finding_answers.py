"""Findings of `check` for an agent that is to fix them: of one file or of all, with quick fixes where there are any."""

from collections.abc import Sequence
from typing import Any

from coupling_lsp import fixes
from coupling_lsp.features import owners
from coupling_lsp.reports.contents.check_findings import FAILING_SEVERITIES, Finding, check_projects
from coupling_lsp.reports.contents.project_view import ProjectView

_MAX_FINDINGS = 100
"""Findings listed; how many more there are is told as `findings_left_out`."""


def findings_answer(projects: Sequence[ProjectView], path: str = "") -> dict[str, Any]:
    """Return the findings, errors and warnings first. `path` is relative to the workspace; empty means every file."""
    check_result = check_projects(projects)
    findings = [it for it in check_result.findings if not path or it.path == path]
    findings.sort(key=lambda it: it.diagnostic.severity not in FAILING_SEVERITIES)
    failing = sum(it.diagnostic.severity in FAILING_SEVERITIES for it in findings)
    return {
        "errors_and_warnings": failing,
        "for_information": len(findings) - failing,
        "findings": [_finding_answer(it) for it in findings[:_MAX_FINDINGS]],
        "findings_left_out": max(len(findings) - _MAX_FINDINGS, 0),
    }


def _finding_answer(finding: Finding) -> dict[str, Any]:
    diagnostic, project = finding.diagnostic, finding.project
    answer: dict[str, Any] = {
        "at": finding.place,
        "severity": diagnostic.severity,
        "code": diagnostic.code,
        "message": diagnostic.message,
    }
    if diagnostic.rule is not None:
        answer["rule"] = diagnostic.rule.id
    if diagnostic.edge is not None:
        answer["owners"] = list(owners.edge_owners(project.snapshot, diagnostic.edge, diagnostic.rule))
    fix = fixes.first_fix(project.snapshot, finding.path, diagnostic, project.read)
    if fix is not None:
        answer["fix"] = fix.title
    return answer
