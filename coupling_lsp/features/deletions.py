"""What deleting a row does to rows of other apps, in a few lines for hovers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from coupling_lsp.django.deletion import Effect
from coupling_lsp.index.models.deletion_chains import DeletionStep, deletion_steps
from coupling_lsp.index.models.deletions import Deletion
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.edges import Edge
from coupling_lsp.snapshot.state import Snapshot

_MAX_NAMES = 4
"""How many models or keys a line names; of more it says how many there are."""

_MAX_LINES = 6
"""How many lines a relation gets; heirs of an abstract model that come later are left out."""

_CLAUSES: tuple[tuple[tuple[Effect, ...], str, bool], ...] = (
    (("protect",), "It is stopped by", True),
    (("restrict",), "It is stopped, unless these rows go as well, by", True),
    (("update",), "It changes", False),
    (("nothing",), "It leaves to the database", False),
    (("unknown",), "It does something that is not known to", False),
)
"""Effects, what is said of the keys with them, and whether keys of the model's own app count as well."""


def model_name(snapshot: Snapshot, model: Target) -> str:
    """Return the name of a model with its app: `orders.Order`."""
    label = snapshot.deletions.labels.get(model, model.module)
    return f"{label}.{model.name}"


def rows_name(deletion: Deletion) -> str:
    """Return whose rows a deletion reaches: `orders.Order`; a table that Django makes has the name of its field."""
    return key_name(deletion) if deletion.way == "join table" else f"{deletion.label}.{deletion.model.name}"


def key_name(deletion: Deletion) -> str:
    """Return the relation of a deletion with its app: `orders.Order.invoice`."""
    return f"{deletion.label}.{deletion.field}"


def on_delete_name(deletion: Deletion) -> str:
    """Return what decides on the rows: `CASCADE`, or `generic relation` and the like, where no key of theirs does."""
    if deletion.way in ("join table", "generic"):
        return {"join table": "join table", "generic": "generic relation"}[deletion.way]
    return deletion.on_delete or "on_delete not known"


def of_model(snapshot: Snapshot, model: Target, app: str) -> list[str]:
    """Return what deleting a row of a model of an app does to other apps, as lines of Markdown; none if nothing."""
    return list(_lines(f"Deleting a row of `{model.name}`", deletion_steps(snapshot.deletions, model), app))


def of_key(snapshot: Snapshot, edge: Edge) -> list[str]:
    """Return what a relation does when the row it leads to is deleted, and what comes of that, as lines of Markdown.

    A relation of an abstract model does it for every model that inherits it.
    """
    deletions = _deletions_of(snapshot, edge)
    if not deletions:
        return []
    first = deletions[0]
    deleted_model = f"`{model_name(snapshot, first.deleted)}`"
    if first.effect != "delete":
        return [f"{_SENTENCES[first.effect](deleted_model, first)}."]
    rows = _listed(f"`{rows_name(it)}`" for it in deletions)
    lines = [f"{on_delete_name(first)}: deleting a row of {deleted_model} deletes {rows}."]
    for deletion in deletions if first.way != "join table" else ():
        steps = deletion_steps(snapshot.deletions, deletion.model)
        lines.extend(_lines(f"Deleting a row of `{rows_name(deletion)}`", steps, deletion.label))
    return lines[:_MAX_LINES]


_SENTENCES: dict[Effect, Callable[[str, Deletion], str]] = {
    "protect": lambda model, deletion: (
        f"{deletion.on_delete}: no row of {model} can be deleted while this one leads to it"
    ),
    "restrict": lambda model, deletion: (
        f"{deletion.on_delete}: no row of {model} can be deleted while this one leads to it, "
        "unless this one goes as well"
    ),
    "update": lambda model, deletion: f"{deletion.on_delete}: deleting a row of {model} changes `{deletion.field}`",
    "nothing": lambda model, deletion: (
        f"{deletion.on_delete}: deleting a row of {model} leaves `{deletion.field}` to the database"
    ),
    "unknown": lambda model, deletion: (
        f"What deleting a row of {model} does here is "
        + (f"decided by `{deletion.on_delete}`" if deletion.on_delete else "not known")
    ),
}


def _deletions_of(snapshot: Snapshot, edge: Edge) -> list[Deletion]:
    """Return the deletions by the relation of an edge."""
    target = Target(edge.to_module, edge.to_symbol, True)
    if edge.mechanism == "generic":
        deletions: Iterable[Deletion] = chain.from_iterable(snapshot.deletions.by_model.values())
    else:
        deletions = snapshot.deletions.by_model.get(target, ())
    return [it for it in deletions if it.path == edge.path and (it.site == edge.site or _is_parent_link(it, edge))]


def _is_parent_link(deletion: Deletion, edge: Edge) -> bool:
    """Return whether an edge to a model that another one extends, which stands at the base, is a deletion."""
    return edge.mechanism == "mti" and deletion.way == "child" and deletion.model.name == edge.symbol


def _lines(subject: str, steps: Sequence[DeletionStep], app: str) -> Iterator[str]:
    """Yield what a deletion does to other apps, and what stops it, in any app; nothing where no other app is hit."""
    foreign_steps = [it for it in steps if it.deletion.label != app and it.deletion.way != "parent"]
    if not foreign_steps:
        return
    steps_by_rows = {it.deletion.model: it for it in reversed(foreign_steps) if it.deletion.effect == "delete"}
    deleted_rows = [it for it in foreign_steps if steps_by_rows.get(it.deletion.model) is it]
    if deleted_rows:
        yield f"{subject} deletes {_listed(map(_chain, deleted_rows))}."
    else:
        yield f"{subject} deletes no row of another app."
    for effects, words, is_of_any_app in _CLAUSES:
        keys = [it.deletion for it in (steps if is_of_any_app else foreign_steps) if it.deletion.effect in effects]
        if keys:
            yield f"{words} {_listed(f'`{key_name(it)}` ({on_delete_name(it)})' for it in keys)}."


def _chain(step: DeletionStep) -> str:
    """Return the models that go one after the other, with what decides on the last: `` `a.A` → `b.B` (CASCADE)``."""
    names = [f"`{rows_name(it)}`" for it in (*step.chain, step.deletion)]
    return f"{' → '.join(names)} ({on_delete_name(step.deletion)})"


def _listed(names: Iterable[str]) -> str:
    every_name = list(dict.fromkeys(names))
    shown_names = every_name[:_MAX_NAMES]
    n_left_out = len(every_name) - len(shown_names)
    return ", ".join(shown_names) + (f" and {n_left_out} more" if n_left_out else "")
