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
from coupling_lsp.reports.findings import Checked, Finding
from coupling_lsp.reports.project import Project
from coupling_lsp.reports.screen import Screen
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
_NUMBERS = {code: number for number, code in enumerate(CODES)}

_Json = dict[str, Any]


def render(checked: Checked, screen: Screen) -> str:  # noqa: ARG001  # no screen is involved
    """The log of one run. Paths are relative to the current folder, which should be the root of the repository."""
    driver = {"name": "coupling-lsp", "semanticVersion": __version__, "rules": list(_rules())}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": list(_results(checked)),
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"


def _rules() -> Iterator[_Json]:
    for code, told in CODES.items():
        yield {
            "id": code,
            "name": "".join(part.capitalize() for part in code.split("-")),
            "shortDescription": {"text": told.short},
            "fullDescription": {"text": told.full},
            "help": {"text": told.help},
            "defaultConfiguration": {"level": _LEVELS[told.severity]},
            "properties": {"tags": ["architecture", "django"]},
        }


def _results(checked: Checked) -> Iterator[_Json]:
    seen: Counter[str] = Counter()
    for it in checked.findings:
        diagnostic, identity = it.diagnostic, _identity(it)
        seen[identity] += 1
        result = {
            "ruleId": diagnostic.code,
            "ruleIndex": _NUMBERS[diagnostic.code],
            "level": _LEVELS[diagnostic.severity],
            "message": {"text": diagnostic.message},
            "locations": [_location(it.project, it.path, diagnostic.span)],
            "partialFingerprints": {"couplingFinding/v1": _fingerprint(identity, seen[identity])},
        }
        related = [
            {"id": number, **_location(it.project, *one.place), "message": {"text": one.message}}
            for number, one in enumerate(diagnostic.related, 1)
        ]
        if related:
            result["relatedLocations"] = related
        if properties := _properties(it):
            result["properties"] = properties
        yield result


def _identity(it: Finding) -> str:
    """What a finding is about, without its line: the same text for the same finding in another revision."""
    diagnostic, edge = it.diagnostic, it.diagnostic.edge
    about: tuple[str, ...]
    if edge is not None:
        # The rule is left out: another wording or name for it makes no new finding.
        about = (edge.kind, edge.mechanism, edge.app, edge.module, edge.symbol, edge.target)
    elif diagnostic.rule is not None:
        about = (diagnostic.rule.id,)
    else:
        about = (diagnostic.message,)
    return "\n".join((diagnostic.code, it.path, *about))


def _fingerprint(identity: str, number: int) -> str:
    """A short name of the finding; `number` tells apart those that are alike, in the order of their places."""
    return hashlib.blake2b(f"{identity}\n{number}".encode("utf-8", "replace"), digest_size=16).hexdigest()


def _properties(it: Finding) -> _Json:
    edge, rule = it.diagnostic.edge, it.diagnostic.rule
    told: _Json = {}
    if edge is not None:
        told |= {"sourceApp": edge.app, "targetApp": edge.to_app, "kind": edge.kind, "target": edge.target}
    if rule is not None:
        told["rule"] = rule.id
    if edge is not None and (asked := owners.edge_owners(it.project.snapshot, edge, rule)):
        told["owners"] = asked
    return told


def _location(project: Project, path: str, span: Span) -> _Json:
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    artifact = {"uri": quote(project.show(path)), "uriBaseId": "%SRCROOT%"}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}
