"""Whom to ask about an edge."""

from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Rule
from coupling_lsp.snapshot.state import Snapshot


def asked(snapshot: Snapshot, edge: Edge, rule: Rule | None) -> tuple[str, ...]:
    """The owner its rule names, else those of the app it leads to."""
    return (rule.owner,) if rule is not None and rule.owner else snapshot.owners(edge.to_app)


def told(snapshot: Snapshot, edge: Edge, rule: Rule | None) -> str:
    """`owner @identity`, or `owner of billing @money` where the rule names none; empty when nobody is known."""
    owners = asked(snapshot, edge, rule)
    what = "owner" if rule is not None and rule.owner else f"owner of {edge.to_app}"
    return f"{what} {', '.join(owners)}" if owners else ""
