"""`check --format json`: every finding, for programs. Paths are relative to the folder that was read."""

from msgspec import Struct

from coupling_lsp.features import owners
from coupling_lsp.reports.edges.json import document
from coupling_lsp.reports.findings import Checked, Finding
from coupling_lsp.reports.screen import Screen

NAME = "json"


class _Finding(Struct, gc=False):
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


class _Ratchet(Struct, gc=False):
    base: str
    commit: str
    debt_before: int
    debt_after: int
    debt_new: int


def render(checked: Checked, screen: Screen) -> str:  # noqa: ARG001  # no screen is involved
    """The document: a version and the findings, one a line; with `--ratchet`, what became of the debt."""
    ratchet = {} if checked.ratchet is None else {"ratchet": [_Ratchet(*checked.ratchet)]}
    return document({"findings": (_finding(it) for it in checked.findings), **ratchet})


def _finding(finding: Finding) -> _Finding:
    it = finding.diagnostic
    edge = it.edge
    return _Finding(
        finding.path,
        *it.span,
        it.severity,
        it.code,
        it.message,
        it.rule.id if it.rule is not None else None,
        edge.app if edge is not None else None,
        edge.to_app if edge is not None else None,
        edge.kind if edge is not None else None,
        edge.target if edge is not None else None,
        owners.edge_owners(finding.project.snapshot, edge, it.rule) if edge is not None else (),
    )
