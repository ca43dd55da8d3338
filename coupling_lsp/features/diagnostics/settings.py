"""Diagnostics of settings: places that leave open which apps there are, what they are called, or who the users are."""

from collections.abc import Iterator, Mapping

from coupling_lsp.model.edges import SettingsTopic
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.snapshot.state import Snapshot

_MESSAGES: Mapping[SettingsTopic, tuple[str, str]] = {
    "apps": (
        "Which apps this installs cannot be read from the source\nIt is left out",
        "Apps found on disk fill in; write the names as text to be exact",
    ),
    "source": ("The source of an installed app is not read", ""),
    "user-model": (
        "Which model the users are cannot be read from the source\nRelations to it are left out",
        "Write `app.Model` as text, or as the default",
    ),
    "label": (
        "The label of this app is not certain",
        "Write `label` in its `AppConfig`, other than those of all other apps",
    ),
}
"""What the first lines of a message say, with the reason behind them, and what the last one advises."""


def open_places(snapshot: Snapshot, path: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each place in a file that leaves something of the apps open."""
    for place in snapshot.unresolved_in_settings():
        if place.path == path:
            problem, advice = _MESSAGES[place.topic]
            separator = ": " if "\n" in problem else "\n"
            message = f"{problem}{separator}{place.reason}\n{advice}".rstrip()
            yield Diagnostic(snapshot.span(path, place.site), "information", "unresolved-app", message)
