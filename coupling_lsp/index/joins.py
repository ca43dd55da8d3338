"""Lookups in queries to edges of kind `join`: one for each model of another app that a path walks to.

A last name that is a foreign key of the model at hand reads a column, not another table; so do its `pk`, `id`, `in` and
`isnull`. https://docs.djangoproject.com/en/stable/topics/db/queries/#lookups-that-span-relationships
"""

import re
from collections.abc import Iterator

from coupling_lsp.index.context import Context
from coupling_lsp.index.names import Target
from coupling_lsp.index.relations import KEY
from coupling_lsp.model.edges import Certainty, Edge
from coupling_lsp.model.facts import Access, Sites

_LOADING = ("select_related", "prefetch_related")
_OF_COLUMN = frozenset(["", "pk", "id", "in", "exact", "isnull"])
_BY_NAME = re.compile(r"[\w.:]+\.(?:objects|_default_manager|_base_manager)\b")


def resolve(context: Context) -> Iterator[Edge]:
    """The joins of the queries of a file."""
    for site, it in enumerate(context.facts.reads, Sites.of(context.facts).reads):
        if not it.manager:
            continue
        for found in context.types.evaluate(it.root, context.module, context.seen):
            if found.shape in ("query", "rows", "class"):
                yield from _edges(context, it, found.target, site)


def _edges(context: Context, it: Access, model: Target, site: int) -> Iterator[Edge]:
    certainty: Certainty = "exact" if _BY_NAME.match(it.root) else "inferred"
    told: set[Target] = set()
    for target, path in _walked(context, model, it.links[0].split("__"), loads=it.manager in _LOADING):
        if target not in told:
            told.add(target)
            yield from context.orm_edge(it, site, target, f"{it.manager}.{path}", "join", certainty)


def _walked(context: Context, model: Target, names: list[str], *, loads: bool) -> Iterator[tuple[Target, str]]:
    """The models whose tables a lookup reads besides the first, with the path to each."""
    relations = context.types.relations
    context.seen.add(KEY)
    for number, name in enumerate(names):
        known = relations.lookup(model, name)
        if known is None:
            return
        owner, relation = known
        path = "__".join(names[: number + 1])
        if owner != model and context.models.sort(owner, context.seen) == "concrete":
            yield owner, path
        following = names[number + 1] if number + 1 < len(names) else ""
        if not loads and not relation.many and following in _OF_COLUMN:
            return
        yield relation.target, path
        model = relation.target
