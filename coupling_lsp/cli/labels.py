"""App labels given as arguments."""

from collections.abc import Iterable, Sequence

from coupling_lsp.cli.errors import CommandError
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.rules.reader import suggest


def require(labels: Iterable[str], projects: Sequence[ProjectView]) -> None:
    """Fail for a label that no app has, with the one that was probably meant."""
    known = dict.fromkeys(label for it in projects for label in it.snapshot.apps)
    for label in labels:
        if label not in known:
            told = suggest(label, known) or (
                f". The apps are {', '.join(sorted(known))}" if known else ": it has no apps"
            )
            raise CommandError(f"there is no app `{label}` in this project{told}")
