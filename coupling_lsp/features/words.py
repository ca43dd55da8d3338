"""The words in which edges and verdicts are told, the same in diagnostics, hovers and reports."""

from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Decision

_MECHANISMS = {
    "fk": "foreign key",
    "one-to-one": "one-to-one",
    "many-to-many": "many-to-many",
    "through": "through model",
    "mti": "multi-table inheritance",
    "proxy": "proxy",
    "abstract": "abstract base",
    "generic": "generic relation",
}
_VERBS = {
    "fk": "has a foreign key to",
    "one-to-one": "has a one-to-one key to",
    "many-to-many": "has a many-to-many relation to",
    "through": "relates through",
    "mti": "extends the table of",
    "proxy": "is a proxy of",
    "abstract": "inherits from",
    "generic": "has a generic relation to",
}
_CHANNELS = {
    "join": ("join", "joins"),
    "signal": ("signal", "listens to"),
    "task": ("task", "starts the task"),
    "command": ("command", "calls the command"),
    "url": ("URL", "links to"),
    "patch": ("patch", "patches"),
    "sql": ("raw SQL", "names the table of"),
    "migration": ("migration", "migrates after"),
}
"""What an edge of a channel is called, and its verb."""
_OTHER_VERBS = {"send": "sends", "include": "includes", "run-before": "migrates before"}
_TIMINGS = {"eager": "", "lazy": "lazy ", "lazy-import": "lazy ", "type-checking": "type-checking "}
VERDICTS = {"approved": "intentional", "tech-debt": "tech debt", "undeclared": "undeclared", "forbidden": "forbidden"}


def kind(edge: Edge) -> str:
    """What sort of edge it is: `foreign key`, `ORM read`, `lazy import`."""
    return f"{_kind(edge)}, probably" if edge.probable else _kind(edge)


def _kind(edge: Edge) -> str:
    if edge.kind == "schema":
        return _MECHANISMS.get(edge.mechanism, edge.mechanism)
    if edge.kind == "import":
        return f"{_TIMINGS[edge.timing]}{'dynamic ' if edge.mechanism == 'dynamic' else ''}import"
    if edge.kind in _CHANNELS:
        return _CHANNELS[edge.kind][0]
    return "ORM write" if edge.kind == "orm-write" else "ORM read"


def sentence(edge: Edge) -> str:
    """An edge as a short clause: `orders reads billing.Invoice`."""
    if edge.kind == "schema":
        subject = edge.symbol if edge.mechanism in ("mti", "proxy", "abstract") else edge.symbol or edge.app
        return f"{edge.app}.{subject} {_VERBS.get(edge.mechanism, 'relates to')} {edge.target}"
    if edge.kind in _CHANNELS:
        return f"{edge.app} {_OTHER_VERBS.get(edge.mechanism, _CHANNELS[edge.kind][1])} {edge.target}"
    verb = {"import": "imports", "orm-read": "reads", "orm-write": "writes"}[edge.kind]
    return f"{edge.app} {'probably ' if edge.probable else ''}{verb} {edge.target}"


def verdict(decision: Decision) -> str:
    """The verdict in words."""
    return VERDICTS[decision.verdict]


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 site`, `2 sites`."""
    return f"{number} {noun if number == 1 else noun + 's'}"
