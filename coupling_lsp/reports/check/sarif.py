"""`check --format sarif`: findings in the Static Analysis Results Interchange Format 2.1.0, for code scanning.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import msgspec

from coupling_lsp import __version__
from coupling_lsp.features import owners
from coupling_lsp.model.rules import Severity
from coupling_lsp.reports.check.sarif_codes import CODES
from coupling_lsp.reports.contents.check_findings import CheckResult, Finding
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.terminal.screen import Screen
from coupling_lsp.text import Span

NAME = "sarif"

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: dict[Severity, str] = {
    "error": "error",
    "warning": "warning",
    "information": "note",
    "hint": "note",
    "off": "none",
}
_RULE_INDEXES = {code: number for number, code in enumerate(CODES)}

_Json = dict[str, Any]


def render(check_result: CheckResult, screen: Screen) -> str:  # noqa: ARG001  # no screen is involved
    """Return the log of one run. Paths are relative to the current folder, which should be the repository's root."""
    driver = {"name": "coupling-lsp", "semanticVersion": __version__, "rules": list(_rules())}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": list(_results(check_result)),
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"


def _rules() -> Iterator[_Json]:
    for code, description in CODES.items():
        yield {
            "id": code,
            "name": "".join(part.capitalize() for part in code.split("-")),
            "shortDescription": {"text": description.short},
            "fullDescription": {"text": description.full},
            "help": {"text": description.help},
            "defaultConfiguration": {"level": _LEVELS[description.severity]},
            "properties": {"tags": ["architecture", "django"]},
        }


def _results(check_result: CheckResult) -> Iterator[_Json]:
    n_alike: Counter[str] = Counter()
    for finding in check_result.findings:
        diagnostic, identity = finding.diagnostic, _identity(finding)
        n_alike[identity] += 1
        result = {
            "ruleId": diagnostic.code,
            "ruleIndex": _RULE_INDEXES[diagnostic.code],
            "level": _LEVELS[diagnostic.severity],
            "message": {"text": diagnostic.message},
            "locations": [_location(finding.project, finding.path, diagnostic.span)],
            "partialFingerprints": {"couplingFinding/v1": _fingerprint(identity, n_alike[identity])},
        }
        related = [
            {
                "id": number,
                **_location(finding.project, *related_place.place),
                "message": {"text": related_place.message},
            }
            for number, related_place in enumerate(diagnostic.related, 1)
        ]
        if related:
            result["relatedLocations"] = related
        if properties := _properties(finding):
            result["properties"] = properties
        yield result


def _identity(finding: Finding) -> str:
    """Return what a finding is about, without its line, so that it is the same text in another revision."""
    diagnostic, edge = finding.diagnostic, finding.diagnostic.edge
    subject: tuple[str, ...]
    if edge is not None:
        # The rule is left out: another wording or name for it makes no new finding.
        subject = (edge.kind, edge.mechanism, edge.app, edge.module, edge.symbol, edge.target)
    elif diagnostic.rule is not None:
        subject = (diagnostic.rule.id,)
    else:
        subject = (diagnostic.message,)
    return "\n".join((diagnostic.code, finding.path, *subject))


def _fingerprint(identity: str, number: int) -> str:
    """Return a hash of the identity; `number` tells apart findings that are alike, in the order of their places."""
    return hashlib.blake2b(f"{identity}\n{number}".encode("utf-8", "replace"), digest_size=16).hexdigest()


def _properties(finding: Finding) -> _Json:
    edge, rule = finding.diagnostic.edge, finding.diagnostic.rule
    properties: _Json = {}
    if edge is not None:
        properties |= {"sourceApp": edge.app, "targetApp": edge.to_app, "kind": edge.kind, "target": edge.target}
    if rule is not None:
        properties["rule"] = rule.id
    if edge is not None and (owner_names := owners.asked(finding.project.snapshot, edge, rule)):
        properties["owners"] = owner_names
    return properties


def _location(project: ProjectView, path: str, span: Span) -> _Json:
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    artifact = {"uri": quote(project.show(path)), "uriBaseId": "%SRCROOT%"}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}
