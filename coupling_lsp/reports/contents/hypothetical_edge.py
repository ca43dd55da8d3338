"""Edges that nobody has written yet, to ask what the rules would say of them."""

from coupling_lsp.model.edge_kinds import Kind
from coupling_lsp.model.edges import Edge


def hypothetical_edge(
    kind: Kind, *, app: str, module: str, symbol: str, to_app: str, to_module: str, to_symbol: str
) -> Edge:
    """Return an edge between two ends that is in no file. What rules do not look at is left at its most ordinary."""
    return Edge(
        kind,
        mechanism="",
        app=app,
        module=module,
        symbol=symbol,
        path="",
        site=0,
        to_app=to_app,
        to_module=to_module,
        to_symbol=to_symbol,
        through="",
        symbol_kind="utility",
        timing="eager",
        test=False,
    )
