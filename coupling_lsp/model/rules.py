"""Values of a rules file: rules, contracts and policy as it states them, and decisions on edges."""

from typing import Literal, NamedTuple

from coupling_lsp.model.config import Config
from coupling_lsp.model.edge_kinds import CHANNELS, EDGE_KINDS, Kind
from coupling_lsp.model.edges import ATTRIBUTE, Edge
from coupling_lsp.text import WHOLE_FIRST_LINE, Span

Intent = Literal["intentional", "tech-debt", "forbidden"]
INTENTS: tuple[Intent, ...] = ("intentional", "tech-debt", "forbidden")

Verdict = Literal["approved", "tech-debt", "undeclared", "forbidden"]
Severity = Literal["error", "warning", "information", "hint", "off"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "information", "hint", "off")


def quieter(severity: Severity, other_severity: Severity) -> Severity:
    """Return the less loud of two severities."""
    return max(severity, other_severity, key=SEVERITIES.index)


ContractType = Literal["independence", "layers", "forbidden", "acyclic"]
CONTRACT_TYPES: tuple[ContractType, ...] = ("independence", "layers", "forbidden", "acyclic")

Code = Literal[
    "undeclared-edge",
    "tech-debt",
    "forbidden-edge",
    "write-outside-services",
    "contract-broken",
    "reexport-shim",
    "stale-rule",
    "shadowed-rule",
    "expired-rule",
    "invalid-rules",
    "unused-ignore",
    "ignore-without-reason",
    "reason-missing",
    "unresolved-app",
]
CODES: tuple[str, ...] = Code.__args__  # type: ignore[attr-defined]  # typing gives no public name for it

POLICY: dict[str, Severity] = {
    "undeclared": "warning",
    "tech-debt": "information",
    "forbidden": "error",
    "write-outside-services": "error",
    "own-writes": "off",
    "attribute-reads": "off",
    "joins": "off",
    "contracts": "error",
    "reexport-shim": "information",
    "tests": "off",
}
"""The severity of each kind of finding when `rules.yaml` says nothing of it."""


class Replacement(NamedTuple):
    """The code to replace, with placeholders, and the call of a service that takes its place; each with its span."""

    pattern: str
    call: str
    pattern_span: Span
    call_span: Span

    @property
    def callee(self) -> str:
        """The dotted path of the function that is called."""
        return self.call.partition("(")[0]


class Fix(NamedTuple):
    """What to do instead: words, and for a quick fix what takes the place of code; the first that fits is used."""

    advice: str = ""
    replacements: tuple[Replacement, ...] = ()


class Selector(NamedTuple):
    """One end of a rule: an app label (or `*`), and the parts of a module path and symbol inside it."""

    written: str
    app: str
    parts: tuple[str, ...]
    span: Span


class Rule(NamedTuple):
    """An entry of `edges:`.

    `span` is where its id stands in the file, or its first key when it has none; `review_span` and `why_span` the same
    of the date and the reason.
    """

    id: str
    sources: tuple[Selector, ...]
    targets: tuple[Selector, ...]
    via: tuple[Kind, ...]
    intent: Intent
    why: str
    fix: Fix
    owner: str
    review_by: str
    span: Span
    review_span: Span = WHOLE_FIRST_LINE
    why_span: Span = WHOLE_FIRST_LINE


class IgnoredEdge(NamedTuple):
    """Edges that a contract does not count: an entry `from -> to` of `ignore`, which stands at `span`."""

    source: Selector
    target: Selector
    span: Span


class Contract(NamedTuple):
    """A rule about the shape of the whole graph.

    `apps` are those of `independence` and `acyclic`, `layers` go from top to bottom, `sources` and `targets` are those
    of `forbidden`.
    """

    id: str
    type: ContractType
    apps: tuple[str, ...]
    layers: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    why: str
    span: Span
    ignore: tuple[IgnoredEdge, ...] = ()
    why_span: Span = WHOLE_FIRST_LINE


class AppNote(NamedTuple):
    """What `apps:` says of one app."""

    label: str
    role: str
    owners: tuple[str, ...]
    span: Span


BLANK = "TODO say why"
"""What stands in place of a reason until somebody gives one."""


def is_blank(reason: str) -> bool:
    """Whether a reason is what was written in its place, whatever its case and the dots behind it."""
    return reason.strip().rstrip(".:!?…").rstrip().casefold() == BLANK.casefold()


class Remedy(NamedTuple):
    """An edit that mends a fault of the rules file: other text in its place, or a key to add or to remove there."""

    sort: Literal["replace", "add", "remove"]
    text: str
    span: Span | None = None


class Problem(NamedTuple):
    """A fault of the rules file, at its place."""

    message: str
    span: Span
    remedy: Remedy | None = None


Mention = tuple[str, Span]
"""A name of an app or module, or a glob, in a rules file, outside of rules, and where it stands."""


class RuleSet(NamedTuple):
    """A rules file. `path` is relative to the workspace, empty when the project has no rules.

    A file that stops being YAML half-way is `broken`: what follows is unknown, so nothing is called undeclared.
    `mentions` are the app labels named outside of rules, `modules` the modules of settings and services, `packages` the
    patterns of `project.apps`, `roots` the globs of source roots, each with its place; `kinds` is what policy says of
    single kinds.
    """

    path: str = ""
    config: Config = Config()
    notes: tuple[AppNote, ...] = ()
    policy: tuple[tuple[str, Severity], ...] = tuple(POLICY.items())
    rules: tuple[Rule, ...] = ()
    contracts: tuple[Contract, ...] = ()
    problems: tuple[Problem, ...] = ()
    broken: bool = False
    mentions: tuple[Mention, ...] = ()
    modules: tuple[Mention, ...] = ()
    kinds: tuple[tuple[Kind, Severity], ...] = ()
    packages: tuple[Mention, ...] = ()
    roots: tuple[Mention, ...] = ()

    def severity(self, name: str) -> Severity:
        """Return the severity that policy gives to a sort of finding, `off` where it has no such key."""
        return next((severity for key, severity in self.policy if key == name), "off")

    def undeclared_severity(self, edge: Edge) -> Severity:
        """Return the severity of an edge that no rule speaks of."""
        if edge.mechanism == ATTRIBUTE:
            return self.severity("attribute-reads")
        stated_severity = dict(self.kinds).get(edge.kind)
        if stated_severity is not None:
            return stated_severity
        return self.severity(EDGE_KINDS[edge.kind].policy)

    def judges(self, edge: Edge, rule: "Rule | None" = None) -> bool:
        """Whether an edge counts: policy does not have its like off, or a rule names its kind in `via`.

        A rule on ORM reads names none that an attribute makes as long as these are off.
        """
        if edge.mechanism == ATTRIBUTE:
            return self.severity("attribute-reads") != "off"
        return self.judges_kind(edge.kind) or (rule is not None and edge.kind in rule.via)

    def judges_kind(self, kind: Kind) -> bool:
        """Whether edges of a kind count without being named."""
        default_severity = self.severity(EDGE_KINDS[kind].policy) if kind in CHANNELS else "on"
        return dict(self.kinds).get(kind, default_severity) != "off"

    def note(self, label: str) -> AppNote | None:
        """Return what the file says of an app, None where it says nothing."""
        return next((it for it in self.notes if it.label == label), None)


class Decision(NamedTuple):
    """What the rules say of one edge: the rule that decided, and the numbers of all that match."""

    verdict: Verdict
    rule: Rule | None = None
    matched: tuple[int, ...] = ()
