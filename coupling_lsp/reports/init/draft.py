"""`init`: a first `rules.yaml` from today's edges. It decides nothing; every reason is left as a blank."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from coupling_lsp.fixes.rules_file import notation
from coupling_lsp.model.config import Config
from coupling_lsp.model.edge_kinds import EDGE_KINDS
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import BLANK
from coupling_lsp.reports.init import grouping, rule_ids
from coupling_lsp.reports.init.from_doc.document_reading import NO_READING, DocumentReading
from coupling_lsp.reports.init.rule_groups import IntentStatement, RuleGroup, group_rule
from coupling_lsp.reports.init.selectors import Width
from coupling_lsp.rules.yaml import scalars
from coupling_lsp.snapshot.state import Snapshot

MAX_RULES_BYTES = 1_000_000
"""Largest rules file that is read; a draft that would be larger names apps only."""

_WIDTHS: tuple[Width, ...] = ("readable", "apps")

BLANK_STATEMENT = IntentStatement("intentional", BLANK)
"""What a draft says of an edge nobody has said anything of."""


class Draft(NamedTuple):
    """Text of a rules file, and numbers of what is in it.

    `faults` name the lines of a document that are not in it; `unnamed_edges` are edges between apps that no selector
    can name.
    """

    text: str
    n_rules: int
    n_edges: int
    n_blanks: int
    faults: tuple[str, ...] = ()
    unnamed_edges: tuple[Edge, ...] = ()


def draft_rules(
    snapshot: Snapshot, default: IntentStatement = BLANK_STATEMENT, document: DocumentReading = NO_READING
) -> Draft:
    """Return a draft with rules for every edge outside tests; `project`, `policy` and `apps` of old rules are kept."""
    edges = [edge for edge, _ in snapshot.judged() if not edge.test]
    head = [
        *_HEADER,
        "version: 1",
        "",
        *_project_lines(snapshot),
        "",
        *_apps_lines(snapshot, document.roles),
        "",
        *_policy_lines(snapshot),
    ]
    text, faults = "", document.faults
    groups: list[RuleGroup] = []
    for width in _WIDTHS:
        groups = grouping.group_edges(snapshot, edges, default, document.statements, width)
        faults = (*document.faults, *grouping.lost_lines(groups, document.statements))
        lines = [*head, "", "edges:" if groups else "edges: []"]
        text = (
            "".join(f"{line}\n" for line in lines)
            + "".join(_edge_entries(groups))
            + "".join(_unused_lines(document, faults))
        )
        if len(text.encode("utf-8", "replace")) <= MAX_RULES_BYTES:
            break
    covered_edges = {edge for group in groups for edge in group.edges}
    n_blanks = sum(group.statement.why == BLANK for group in groups)
    return Draft(
        text,
        len(groups),
        len(covered_edges),
        n_blanks,
        faults,
        tuple(edge for edge in edges if edge not in covered_edges),
    )


_HEADER = (
    "# What the apps of this project use of each other, and what the team says of it. Begun by `coupling-lsp init`.",
    "# Each rule under `edges` speaks of the edges it names: `from` one app `to` another, `via` its kind.",
    f"# `intent` is intentional, tech-debt or forbidden. `why` is what colleagues read; replace every `{BLANK}`.",
    "# Nothing was judged when this file was made: `intentional` stands wherever nobody has said otherwise yet.",
    "# An edge that no rule names is undeclared. `coupling-lsp check` finds it, and rules that match nothing any more.",
)


def _project_lines(snapshot: Snapshot) -> Iterator[str]:
    config, plain = snapshot.ruleset.config, Config()
    settings = config.settings or snapshot.layout.settings_given or snapshot.layout.settings
    values_by_key = {
        "settings": settings,
        "apps": config.apps,
        "shared": config.shared,
        "loaders": config.loaders,
    }
    lines = [f"  {key}: {scalars.inline_list(values)}" for key, values in values_by_key.items() if values]
    for key, patterns, default_patterns in (
        ("tests", config.tests, plain.tests),
        ("exclude", config.exclude, plain.exclude),
        ("roots", config.roots, plain.roots),
    ):
        lines += [f"  {key}: {scalars.inline_list(patterns)}"] if patterns != default_patterns else []
    hints = () if config.shared else ("  # shared: []  # apps that every app may use, like a core",)
    yield "project:" if lines else "project: {}"
    yield from (*lines, *hints)


def _apps_lines(snapshot: Snapshot, roles: Mapping[str, str]) -> Iterator[str]:
    yield "apps:" if snapshot.apps else "apps: {}"
    services = dict(snapshot.ruleset.config.services)
    for label in sorted(snapshot.apps):
        note = snapshot.ruleset.note(label)
        role = roles.get(label) or (note.role if note is not None else "")
        yield f"  {scalars.scalar_word(label)}:"
        yield f"    role: {scalars.scalar(role)}" if role else "    # role: what the app is for"
        if label in services:
            yield f"    services: {scalars.inline_list(services[label])}"
        if note is not None and note.owners:
            yield f"    owners: {scalars.inline_list(note.owners)}"


def _policy_lines(snapshot: Snapshot) -> Iterator[str]:
    yield "policy:"
    yield from (f"  {key}: {scalars.scalar_word(severity)}" for key, severity in snapshot.ruleset.policy)
    if snapshot.ruleset.kinds:
        yield "  kinds:"
        yield from (f"    {kind}: {scalars.scalar_word(severity)}" for kind, severity in snapshot.ruleset.kinds)


def _edge_entries(groups: Sequence[RuleGroup]) -> Iterator[str]:
    previous_kind = None
    for group, name in rule_ids.groups_with_ids(groups):
        kind = group.edges[0].kind
        separator = "" if previous_kind is None else "\n"
        if kind != previous_kind:
            yield f"{separator}  # ---- {EDGE_KINDS[kind].heading} ----\n\n"
            separator = ""
        yield separator + _entry_text(group, name)
        previous_kind = kind


def _entry_text(group: RuleGroup, name: str) -> str:
    return "".join(f"{line}\n" for line in notation.block_item(notation.rule_item(group_rule(group, name)), "  "))


def _unused_lines(document: DocumentReading, faults: Iterable[str]) -> Iterator[str]:
    if faults:
        yield f"\n{_comment(f'Of {document.name}, these lines are not in the rules above, or not wholly:')}\n"
        yield from (f"{_comment(it)}\n" for it in faults)


def _comment(text: str) -> str:
    return f"# {scalars.printable(text)}"
