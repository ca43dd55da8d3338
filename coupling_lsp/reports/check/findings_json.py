"""`check --format json`: every finding, for programs. Paths are relative to the folder that was read."""

from msgspec import Struct

from coupling_lsp.features import owners
from coupling_lsp.reports.contents.check_findings import CheckResult, Finding
from coupling_lsp.reports.contents.json_document import json_document
from coupling_lsp.reports.terminal.screen import Screen

NAME = "json"


class _FindingRecord(Struct, gc=False):
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    severity: str
    code: str
    message: str
    rule: str | None
    source_app: str | None
    target_app: str | None
    kind: str | None
    target: str | None
    owners: tuple[str, ...]


class _RatchetRecord(Struct, gc=False):
    base: str
    commit: str
    debt_before: int
    debt_after: int
    debt_new: int


def render(check_result: CheckResult, screen: Screen) -> str:  # noqa: ARG001  # no screen is involved
    """Return a JSON object with the findings, one a line, and with `--ratchet` how the debt changed."""
    ratchet = {} if check_result.ratchet is None else {"ratchet": [_RatchetRecord(*check_result.ratchet)]}
    return json_document({"findings": (_finding_record(it) for it in check_result.findings), **ratchet})


def _finding_record(finding: Finding) -> _FindingRecord:
    diagnostic = finding.diagnostic
    edge = diagnostic.edge
    return _FindingRecord(
        finding.project.relative(finding.path),
        *diagnostic.span,
        diagnostic.severity,
        diagnostic.code,
        diagnostic.message,
        diagnostic.rule.id if diagnostic.rule is not None else None,
        edge.app if edge is not None else None,
        edge.to_app if edge is not None else None,
        edge.kind if edge is not None else None,
        edge.target if edge is not None else None,
        owners.edge_owners(finding.project.snapshot, edge, diagnostic.rule) if edge is not None else (),
    )
