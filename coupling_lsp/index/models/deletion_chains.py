"""What deleting one row does in the end: the rows that go with it, chain by chain, and what stops it."""

from collections.abc import Iterator
from typing import NamedTuple

from coupling_lsp.index.models.deletions import Deletion, Deletions
from coupling_lsp.index.symbols.target import Target


class DeletionStep(NamedTuple):
    """One thing that a deletion does, and the deletions through which it comes to that, in order.

    `spared_by` are the deletions by which the rows of a `RESTRICT` may go as well, which lets them go.
    """

    deletion: Deletion
    chain: tuple[Deletion, ...] = ()
    spared_by: tuple[Deletion, ...] = ()


def deletion_steps(deletions: Deletions, model: Target) -> tuple[DeletionStep, ...]:
    """Return all that deleting a row of a model does, the nearest first; each relation counts once, also in a cycle.

    A row under `RESTRICT` does not stop it where the same row goes by another relation:
    https://docs.djangoproject.com/en/stable/ref/models/fields/#django.db.models.RESTRICT
    """
    steps = list(_walk(deletions, model))
    deleting: dict[Target, tuple[Deletion, ...]] = {}
    for step in steps:
        if step.deletion.effect == "delete":
            deleting[step.deletion.model] = (*deleting.get(step.deletion.model, ()), step.deletion)
    spared_by = (deleting.get(it.deletion.model, ()) if it.deletion.effect == "restrict" else () for it in steps)
    return tuple(step._replace(spared_by=deletions) for step, deletions in zip(steps, spared_by, strict=True))


def _walk(deletions: Deletions, model: Target) -> Iterator[DeletionStep]:
    waiting: list[tuple[Target, tuple[Deletion, ...]]] = [(model, ())]
    deleted_models = {model}
    visited: set[Deletion] = set()
    for current, chain in waiting:
        for deletion in deletions.of(current):
            if deletion in visited or (deletion.way == "parent" and deletion.model in deleted_models):
                continue
            visited.add(deletion)
            yield DeletionStep(deletion, chain)
            # What hangs on the row of a parent goes with the child: `Deletions.of` has it.
            if deletion.effect == "delete" and deletion.way != "parent" and deletion.model not in deleted_models:
                deleted_models.add(deletion.model)
                waiting.append((deletion.model, (*chain, deletion)))
