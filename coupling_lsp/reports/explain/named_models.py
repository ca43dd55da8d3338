"""The models that an argument of `explain` names."""

from collections.abc import Sequence

from coupling_lsp.features.deletions import model_name
from coupling_lsp.index.incremental.dependencies import Dependencies
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.rules.suggestions import suggest
from coupling_lsp.snapshot.state import Snapshot


def models_named(snapshot: Snapshot, name: str) -> list[Target]:
    """Return the models of `app.Model`, in upper or lower case; of a proxy, the one whose rows it has.

    One of an installed package that keys lead to counts as well.
    """
    model = snapshot.index.types.registry.get(name.lower())
    if model is not None:
        name = model_name(snapshot, snapshot.index.types.relations.tables.of(model, Dependencies()).concrete)
    return [it for it in _models(snapshot) if model_name(snapshot, it).lower() == name.lower()]


def missing_model(name: str, projects: Sequence[ProjectView]) -> str:
    """Return what to say of a name that is none of a model with rows, with the one that was probably meant."""
    if any(name.lower() in it.snapshot.index.types.registry for it in projects):
        return "with rows of its own in this project: it is abstract"
    names = dict.fromkeys(model_name(it.snapshot, model) for it in projects for model in _models(it.snapshot))
    return f"in this project{suggest(name, names)}"


def _models(snapshot: Snapshot) -> list[Target]:
    return list(dict.fromkeys((*snapshot.deletions.labels, *snapshot.deletions.by_model)))
