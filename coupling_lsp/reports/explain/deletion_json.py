"""`explain APP.MODEL --format json`: what deleting a row of a model does, for programs."""

import msgspec
from msgspec import Struct

from coupling_lsp.features.deletions import key_name, model_name, rows_name
from coupling_lsp.index.models.deletion_chains import DeletionStep, deletion_steps
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.reports.contents.project_view import ProjectView


class _EffectRecord(Struct):
    effect: str
    app: str
    model: str
    way: str
    field: str
    on_delete: str | None
    chain: list[str]
    unless: list[str]
    path: str
    line: int
    column: int


class _ModelDocument(Struct):
    version: int
    model: str
    app: str
    effects: list[_EffectRecord]


def render(project: ProjectView, model: Target) -> str:
    """Return a JSON object. Paths are relative to the folder that was read.

    The `chain` has the models whose rows go before, the model itself first; `unless` the keys by which a row under
    `RESTRICT` may go as well.
    """
    snapshot = project.snapshot
    name = model_name(snapshot, model)
    effects = [_record(project, name, it) for it in deletion_steps(snapshot.deletions, model)]
    document = _ModelDocument(1, name, name.partition(".")[0], effects)
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"


def _record(project: ProjectView, model: str, step: DeletionStep) -> _EffectRecord:
    deletion = step.deletion
    span = project.snapshot.span(deletion.path, deletion.site)
    return _EffectRecord(
        deletion.effect,
        deletion.label,
        rows_name(deletion),
        deletion.way,
        key_name(deletion),
        deletion.on_delete or None,
        [model, *map(rows_name, step.chain)],
        [key_name(it) for it in step.spared_by],
        project.relative(deletion.path),
        span.line,
        span.column,
    )
