"""Which method of a chain on a query writes rows of its model.

`Order.objects.filter(…).archive()` writes where `archive` of its manager or queryset does. A chain leaves the query at
the first method that gives a row or a value: what follows is called on that, and of a row only its own methods write
it, right behind.
"""

from collections.abc import Sequence

from coupling_lsp.django.queryset_api import QUERY_WRITES, RELATION_WRITES, RESULTS, ROW_WRITES
from coupling_lsp.index.resolvers.context import Context
from coupling_lsp.index.symbols.target import Target


def writing_method(context: Context, model: Target, manager: str, links: Sequence[str]) -> str:
    """Return the method that writes, of those called one after the other on a manager; empty when none does."""
    for number, link in enumerate(links):
        if link in QUERY_WRITES or link in RELATION_WRITES:
            return link
        match RESULTS.get(link):
            case None if context.models.managers.writes(model, manager, link, context.dependencies):
                return link
            case "row" | "rows":
                return next((method for method in links[number + 1 : number + 2] if method in ROW_WRITES), "")
            case "value":
                return ""
            case _:
                pass
    return ""
