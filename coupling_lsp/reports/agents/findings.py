"""What `check` finds, for an agent that is to mend it: in a file or in all, with the fix where there is one."""

from collections.abc import Sequence
from typing import Any

from coupling_lsp import fixes
from coupling_lsp.features import owners
from coupling_lsp.reports.findings import FAILING, Finding, check
from coupling_lsp.reports.project import Project

_MOST = 100


def findings(projects: Sequence[Project], path: str = "") -> dict[str, Any]:
    """Errors and warnings first. `path` is relative to the workspace; empty for every file."""
    checked = check(projects)
    found = [it for it in checked.findings if not path or it.path == path]
    found.sort(key=lambda it: it.diagnostic.severity not in FAILING)
    failing = sum(it.diagnostic.severity in FAILING for it in found)
    return {
        "errors_and_warnings": failing,
        "for_information": len(found) - failing,
        "findings": [_finding(it) for it in found[:_MOST]],
        "findings_left_out": max(len(found) - _MOST, 0),
    }


def _finding(it: Finding) -> dict[str, Any]:
    diagnostic, project = it.diagnostic, it.project
    told: dict[str, Any] = {
        "at": it.place,
        "severity": diagnostic.severity,
        "code": diagnostic.code,
        "message": diagnostic.message,
    }
    if diagnostic.rule is not None:
        told["rule"] = diagnostic.rule.id
    if diagnostic.edge is not None:
        told["owners"] = list(owners.edge_owners(project.snapshot, diagnostic.edge, diagnostic.rule))
    fix = next(iter(fixes.fixes_for(project.snapshot, it.path, diagnostic, project.read)), None)
    if fix is not None:
        told["fix"] = fix.title
    return told
