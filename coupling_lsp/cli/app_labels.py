"""App labels that are arguments of a command."""

from collections.abc import Iterable, Sequence

from coupling_lsp.cli.errors import CommandError
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.rules.suggestions import suggest


def require(labels: Iterable[str], projects: Sequence[ProjectView]) -> None:
    """Raise `CommandError` for a label that no app has; it names the one that was probably meant."""
    known_labels = dict.fromkeys(label for it in projects for label in it.snapshot.apps)
    for label in labels:
        if label not in known_labels:
            hint = suggest(label, known_labels) or (
                f". The apps are {', '.join(sorted(known_labels))}" if known_labels else ": it has no apps"
            )
            raise CommandError(f"there is no app `{label}` in this project{hint}")
