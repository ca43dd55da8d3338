"""How often a client is told that what it shows is no longer current; no clock is involved."""

import asyncio
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from coupling_lsp.lsp.session.lens_refresh import LensRefresh
from coupling_lsp.lsp.session.view_notifier import ViewNotifier
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text

FILES = {
    "settings.py": 'INSTALLED_APPS = ["orders", "billing"]\n',
    "billing/__init__.py": "",
    "billing/models.py": "from django.db import models\n\n\nclass Invoice(models.Model):\n    pass\n",
    "orders/__init__.py": "",
    "orders/views.py": "",
}
IMPORT = "from billing.models import Invoice\n"


class Timers:
    """A loop whose timers end when the test says so."""

    def __init__(self) -> None:
        self.callbacks: list[Callable[[], None]] = []
        self.pauses: list[float] = []

    def call_later(self, seconds: float, callback: Callable[[], None]) -> object:
        self.pauses.append(seconds)
        self.callbacks.append(callback)
        return callback

    def end(self) -> None:
        callbacks, self.callbacks = self.callbacks, []
        for callback in callbacks:
            callback()


class Server:
    """What a client is sent."""

    def __init__(self) -> None:
        self.sent: list[object] = []
        self.protocol = SimpleNamespace(notify=lambda _method, params: self.sent.append(params))

    def workspace_code_lens_refresh(self, _params: None) -> None:
        self.sent.append("lenses")


@pytest.fixture
def timers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Timers]:
    timers = Timers()
    with monkeypatch.context() as patched:
        patched.setattr(asyncio, "get_running_loop", lambda: timers)
        yield timers


def states(*texts: str) -> Iterator[dict[str, Any]]:
    """The folders while a file is edited; each state follows from the one before."""
    snapshot = Snapshot.of_texts(FILES, Layout(settings=("settings",)))
    for text in ("", *texts):
        snapshot = snapshot.with_texts({"orders/views.py": Text(text.encode())})
        project = SimpleNamespace(root="", snapshot=snapshot)
        yield {"shop": SimpleNamespace(projects=(project,), complete=True)}


def test_lenses_are_asked_for_at_most_once_a_second(timers: Timers) -> None:
    server: Any = Server()
    capabilities: Any = SimpleNamespace(refreshes_lenses=True)
    lenses = LensRefresh(server, capabilities, is_enabled=True)
    for folders in states(IMPORT, "", IMPORT):
        lenses.compare(folders)
    assert (timers.pauses, server.sent) == ([1.0], [])
    timers.end()
    assert server.sent == ["lenses"]
    assert timers.callbacks == []


def test_a_comment_alters_no_lens(timers: Timers) -> None:
    server: Any = Server()
    capabilities: Any = SimpleNamespace(refreshes_lenses=True)
    lenses = LensRefresh(server, capabilities, is_enabled=True)
    first, *others = states("# one\n", "# two\n\n", f"# three\n{IMPORT}")
    lenses.compare(first)
    timers.end()
    for folders in others[:-1]:
        lenses.compare(folders)
        assert timers.callbacks == []
    lenses.compare(others[-1])
    assert len(timers.callbacks) == 1


def test_a_view_is_told_of_many_changes_at_once(timers: Timers) -> None:
    server: Any = Server()
    session: Any = SimpleNamespace(folders={})
    first, *others = states(IMPORT, "", f"\n{IMPORT}", f"\n\n{IMPORT}")
    session.folders = first
    notifier = ViewNotifier(server, session)
    for folders in others[:-1]:
        session.folders = folders
        notifier.schedule()
    assert (timers.pauses, server.sent) == ([0.4], [])
    timers.end()
    assert server.sent == [{"edges": True}]
    session.folders = others[-1]
    notifier.schedule()
    timers.end()
    assert server.sent[1:] == [{"edges": False}], "the edges are the same, further down"
