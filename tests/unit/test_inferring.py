"""The process that asks jedi, from the side of who asks: whatever it does, there is an answer or none, in time."""

import sys
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest

from coupling_lsp.workspace.inference import process as inferring_module
from coupling_lsp.workspace.inference.process import ClassReference, JediProcess, Name

PATIENCE = 600.0
"""Seconds for an answer that is to come."""

READY = "import sys, time; sys.stdin.readline(); print('{}', flush=True); sys.stdin.readline(); "

VIEWS = """\
from models import Order

KINDS = {"order": Order}


def pick(kind):
    return KINDS[kind]


def show(kind):
    order = pick(kind)()
    return order.invoice
"""


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of its own, and time for the process to start on a busy machine."""
    monkeypatch.setenv("COUPLING_LSP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(inferring_module, "_MAX_START_SECONDS", PATIENCE)


def inferring(tmp_path: Path, command: Sequence[str] | None = None) -> JediProcess:
    (tmp_path / "models.py").write_text("class Order:\n    pass\n")
    return JediProcess(tmp_path, [tmp_path], command)


def children() -> list[psutil.Process]:
    return psutil.Process().children()


def test_it_tells_the_class_behind_a_name(tmp_path: Path) -> None:
    it = inferring(tmp_path)
    try:
        for name, is_class in (Name(12, 11, False), False), (Name(11, 12, True), True), (Name(11, 12, False), None):
            reply = it.ask(tmp_path / "views.py", VIEWS, [name], PATIENCE)
            assert reply is not None
            expected = (
                () if is_class is None else (ClassReference((tmp_path / "models.py").as_posix(), "Order", is_class),)
            )
            assert reply.classes == expected, name
    finally:
        it.stop()
    assert children() == []


def test_the_first_name_that_is_known_counts(tmp_path: Path) -> None:
    it = inferring(tmp_path)
    try:
        reply = it.ask(tmp_path / "views.py", VIEWS, [Name(12, 17, False), Name(12, 11, False)], PATIENCE)
        assert reply is not None
        assert (reply.number, [found.name for found in reply.classes]) == (1, ["Order"])
    finally:
        it.stop()


@pytest.mark.parametrize("text", ["", "def (:\n", "\0", "x" * 300_000, "(" * 5_000, "order.\r\x0corder"])
def test_no_text_stops_it(tmp_path: Path, text: str) -> None:
    it = inferring(tmp_path)
    try:
        for name in (Name(1, 0, False), Name(90, 90, True)):
            reply = it.ask(tmp_path / "views.py", text, [name], PATIENCE)
            assert reply is None or reply.classes == ()
        assert it.ask(tmp_path / "views.py", VIEWS, [Name(12, 11, False)], PATIENCE).classes  # type: ignore[union-attr]
    finally:
        it.stop()


def test_a_process_that_sleeps_is_ended_and_started_again(tmp_path: Path) -> None:
    it = inferring(tmp_path, [sys.executable, "-c", f"{READY}time.sleep(3600)"])
    for _ in range(7):
        assert it.ask(tmp_path / "views.py", VIEWS, [Name(11, 4, False)], 0.2) is None
        assert not it.is_running
        assert children() == []


def test_one_that_does_not_even_read_is_ended_too(tmp_path: Path) -> None:
    sleeping = "import sys, time; sys.stdin.readline(); print('{}', flush=True); time.sleep(3600)"
    it = inferring(tmp_path, [sys.executable, "-c", sleeping])
    assert it.ask(tmp_path / "views.py", "x = 1\n" * 1_000_000, [Name(1, 0, False)], 0.5) is None
    assert children() == []


@pytest.mark.parametrize(
    "does",
    [
        "sys.exit(3)",
        "print('no JSON')",
        "print('[]')",
        """print('{"place": 0, "found": [["a"]]}')""",
        """print('{"place": 7, "found": []}')""",
        """print('{"place": 0, "found": null}')""",
        "import os; os.abort()",
    ],
)
def test_one_that_dies_or_talks_nonsense_gives_no_answer(tmp_path: Path, does: str) -> None:
    it = inferring(tmp_path, [sys.executable, "-c", READY + does])
    for _ in range(2):
        assert it.ask(tmp_path / "views.py", VIEWS, [Name(11, 4, False)], PATIENCE) is None
    assert children() == []


def test_one_that_cannot_be_started_is_not_tried_for_ever(tmp_path: Path) -> None:
    started = tmp_path / "started"
    dying = [sys.executable, "-c", f"open({str(started)!r}, 'a').write('x')"]
    for command in (dying, [str(tmp_path / "nothing")]):
        it = inferring(tmp_path, command)
        for _ in range(12):
            assert it.ask(tmp_path / "views.py", VIEWS, [Name(11, 4, False)], PATIENCE) is None
        assert children() == []
    assert len(started.read_text()) <= 5
