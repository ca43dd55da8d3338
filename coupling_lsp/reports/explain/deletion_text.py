"""`explain APP.MODEL`: what deleting a row of a model does to the rows of all others, to the end of each chain."""

from collections.abc import Iterable, Iterator, Sequence

from coupling_lsp.django.deletion import Effect
from coupling_lsp.features import wording
from coupling_lsp.features.deletions import key_name, model_name, on_delete_name, rows_name
from coupling_lsp.index.models.deletion_chains import DeletionStep, deletion_steps
from coupling_lsp.index.models.deletions import Deletion
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen
from coupling_lsp.snapshot.class_places import class_place

_HEADINGS: tuple[tuple[Effect, str], ...] = (
    ("protect", "Keys that stop it"),
    ("restrict", "Keys that stop it, unless their rows go as well"),
    ("update", "Keys that it changes"),
    ("nothing", "Keys that it leaves to the database"),
    ("unknown", "Keys of which is not known what becomes of them"),
)


def render(project: ProjectView, model: Target, screen: Screen) -> str:
    """Return the explanation of a model."""
    steps = deletion_steps(project.snapshot.deletions, model)
    return "".join(f"{line}\n" for line in _lines(project, model, steps, screen))


def _lines(project: ProjectView, model: Target, steps: Sequence[DeletionStep], screen: Screen) -> Iterator[str]:
    name = model_name(project.snapshot, model)
    place = class_place(project.snapshot, model.module, model.name) if model.in_project else None
    shown_place = (
        project.place(place.path, place.span.line, place.span.column) if place is not None else "not in this project"
    )
    yield f"{screen.paint('strong', cells.clean(name))}  {screen.paint('faint', cells.clean(shown_place))}"
    deleted_steps = [it for it in steps if it.deletion.effect == "delete"]
    yield from _summary(name.partition(".")[0], steps)
    if deleted_steps:
        yield ""
        yield screen.paint("strong", "Rows that go with it")
        yield from _table(project, _in_order(deleted_steps), screen)
    for effect, heading in _HEADINGS:
        steps_of_effect = [it for it in steps if it.deletion.effect == effect]
        if steps_of_effect:
            yield ""
            yield screen.paint("strong", heading)
            yield from _table(project, steps_of_effect, screen)


def _summary(app: str, steps: Sequence[DeletionStep]) -> Iterator[str]:
    """Yield how far a deletion reaches, in one line."""
    if not steps:
        yield "Deleting a row of it does nothing to rows of other models"
        return
    deleted_models = {it.deletion.model for it in steps if it.deletion.effect == "delete"}
    other_apps = {it.deletion.label for it in steps} - {app}
    n_stops = sum(it.deletion.effect in ("protect", "restrict") for it in steps)
    stops = f"; {wording.count(n_stops, 'key')} can stop it" if n_stops else ""
    tables = wording.count(len(deleted_models), "other table") if deleted_models else "no other table"
    apps = wording.count(len(other_apps), "other app") if other_apps else "no other app"
    yield f"Deleting a row of it deletes rows of {tables} and reaches {apps}{stops}"


def _in_order(steps: Iterable[DeletionStep]) -> Iterator[DeletionStep]:
    """Yield the steps of a tree: each one before those it leads to."""
    steps_by_chain: dict[tuple[Deletion, ...], list[DeletionStep]] = {}
    for step in steps:
        steps_by_chain.setdefault(step.chain, []).append(step)

    def onward(chain: tuple[Deletion, ...]) -> Iterator[DeletionStep]:
        for step in steps_by_chain.get(chain, ()):
            yield step
            yield from onward((*chain, step.deletion))

    return onward(())


def _table(project: ProjectView, steps: Iterable[DeletionStep], screen: Screen) -> Iterator[str]:
    rows = [[cells.clean(it) for it in _columns(project, step)] for step in steps]
    widths = cells.column_widths(rows)
    for name, on_delete, place, note in rows:
        columns = cells.pad(name, widths[0]), cells.pad(on_delete, widths[1]), screen.paint("faint", place)
        yield f"  {'  '.join(columns)}{f'  {note}' if note else ''}"


def _columns(project: ProjectView, step: DeletionStep) -> tuple[str, str, str, str]:
    deletion = step.deletion
    span = project.snapshot.span(deletion.path, deletion.site)
    place = project.place(deletion.path, span.line, span.column)
    if deletion.effect == "delete":
        return f"{'  ' * len(step.chain)}{_rows(deletion)}", on_delete_name(deletion), place, ""
    notes = [f"of {rows_name(step.chain[-1])}"] if step.chain else []
    notes += [f"goes by {', '.join(map(key_name, step.spared_by))}"] if step.spared_by else []
    return key_name(deletion), on_delete_name(deletion), place, "; ".join(notes)


def _rows(deletion: Deletion) -> str:
    """Return whose rows go, and by which of their fields."""
    if deletion.way == "join table":
        return rows_name(deletion)
    if deletion.way == "parent":
        return f"{rows_name(deletion)}, its parent"
    return f"{rows_name(deletion)} by {deletion.field.rpartition('.')[2]}"
