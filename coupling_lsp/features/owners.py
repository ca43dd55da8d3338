"""The owners to ask about an edge."""

from coupling_lsp.model.edges import Edge
from coupling_lsp.model.rules import Rule
from coupling_lsp.snapshot.state import Snapshot


def edge_owners(snapshot: Snapshot, edge: Edge, rule: Rule | None) -> tuple[str, ...]:
    """Return the owner its rule names, else those of the app it leads to."""
    return (rule.owner,) if rule is not None and rule.owner else snapshot.owners(edge.to_app)


def owner_phrase(snapshot: Snapshot, edge: Edge, rule: Rule | None) -> str:
    """Return `owner @identity`, or `owner of billing @money` where the rule names none; empty when nobody is known."""
    owners = edge_owners(snapshot, edge, rule)
    role = "owner" if rule is not None and rule.owner else f"owner of {edge.to_app}"
    return f"{role} {', '.join(owners)}" if owners else ""
