"""Hovers over uses of models that only jedi can tell of: probable, on request, and in nobody's way."""

import json
import os
import sys
from pathlib import Path

import psutil
import pytest

from e2e.conftest import CONFIG
from e2e.editor import PATIENCE, Editor
from e2e.projects import shop, write
from e2e.test_nothing_runs import sprung, trapped

REGISTRY = """\
from orders.models import Order

KINDS = {"order": Order}


def pick(kind):
    return KINDS[kind]


def show(kind, words):
    order = pick(kind)()
    words.invoice.number
    return order.invoice
"""

ON_REQUEST = {"backgroundInference": False}


def servers() -> list[psutil.Process]:
    """The servers that this test run started."""
    return [process for process in psutil.Process().children() if "coupling_lsp" in process.cmdline()]


def workers() -> list[psutil.Process]:
    """The processes that ask jedi, for any server."""
    return [worker for server in servers() for worker in workers_of(server)]


def workers_of(server: psutil.Process) -> list[psutil.Process]:
    """The processes that ask jedi for one server."""
    children = server.children(recursive=True)
    return [child for child in children if any(part.endswith("infer_worker.py") for part in child.cmdline())]


async def asked(editor: Editor, path: Path, part: str) -> str:
    """The hover over a part, asked again while the first answer takes longer than a hover waits."""
    return await editor.until_answer(lambda: editor.hover(path, part))


async def asked_before(editor: Editor, path: Path, part: str, known_path: Path) -> str:
    """The hover over a part after jedi answered about it: it answers one question after the other."""
    await editor.hover(path, part)
    assert await asked(editor, known_path, "order.invoice")
    return await editor.hover(path, part)


async def test_a_use_that_only_inference_tells_is_probable(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__registry=REGISTRY)
    await editor.ready(base, initialization_options=ON_REQUEST)
    registry = editor.open(base / "orders/registry.py")
    await editor.settled()
    told = await asked(editor, registry, "order.invoice")
    assert "**orders → billing** · ORM read, probably" in told
    assert "tech debt" in told
    assert "jedi infers that `order` is an instance of `Order`, so no check fails by this." in told
    assert editor.codes(registry) == []


async def test_what_jedi_does_not_know_either_is_not_told(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__registry=REGISTRY)
    await editor.ready(base, initialization_options=ON_REQUEST)
    registry = editor.open(base / "orders/registry.py")
    assert await asked(editor, registry, "order.invoice")
    for part in ("words.invoice", "kind", "KINDS", "return"):
        assert await editor.hover(registry, part) == "", part


async def test_the_text_of_the_editor_counts(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__registry="", orders__known=REGISTRY)
    await editor.ready(base, initialization_options=ON_REQUEST)
    registry, known = editor.open(base / "orders/registry.py"), editor.open(base / "orders/known.py")
    editor.change(registry, (None, f"# ß注文\n{REGISTRY}"))
    assert "probably" in await asked(editor, registry, "order.invoice")
    editor.change(registry, (None, REGISTRY.replace('{"order": Order}', "{}")))
    assert await asked_before(editor, registry, "order.invoice", known) == ""


async def test_other_files_count_as_they_are_on_disk_now(editor: Editor, tmp_path: Path) -> None:
    kinds = "from orders.models import Order\n\nKINDS = {}\n"
    views = "from orders.kinds import KINDS\n" + REGISTRY.partition("KINDS = ")[2].partition("\n")[2]
    base = shop(tmp_path / "shop", orders__registry=views, orders__kinds=kinds, orders__known=REGISTRY)
    await editor.ready(base, initialization_options=ON_REQUEST)
    registry, known = editor.open(base / "orders/registry.py"), editor.open(base / "orders/known.py")
    assert await asked_before(editor, registry, "order.invoice", known) == ""
    write(base, {"orders/kinds.py": kinds.replace("{}", "{1: Order}")})
    editor.watched(changed=[base / "orders/kinds.py"])
    await editor.settled()
    assert "probably" in await asked(editor, registry, "order.invoice")


async def test_nothing_is_started_until_somebody_asks(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__registry=REGISTRY)
    await editor.ready(base, initialization_options=ON_REQUEST)
    registry, views = editor.open(base / "orders/registry.py"), editor.open(base / "orders/views.py")
    for number in range(5):
        editor.change(registry, (None, f"{REGISTRY}    # {number}\n"))
        await editor.settled()
    assert await editor.hover(views, "Invoice")
    assert await editor.hover(views, "number") == ""
    assert await editor.actions(views, "Invoice.objects")
    assert workers() == []
    assert await asked(editor, registry, "order.invoice")
    (worker,) = workers()
    assert await editor.hover(registry, "order.invoice")
    assert workers() == [worker], "one process serves all questions"


async def test_a_process_that_dies_is_started_again(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__registry=REGISTRY)
    await editor.ready(base, initialization_options=ON_REQUEST)
    registry, views = editor.open(base / "orders/registry.py"), editor.open(base / "orders/views.py")
    assert await asked(editor, registry, "order.invoice")
    workers()[0].kill()
    editor.change(registry, (None, f"{REGISTRY}\n"))
    assert "probably" in await asked(editor, registry, "order.invoice")
    assert await editor.hover(views, "Invoice")


async def test_the_process_ends_with_the_server(tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__registry=REGISTRY)
    leaving = await CONFIG.start()
    assert isinstance(leaving, Editor)
    await leaving.ready(base, initialization_options=ON_REQUEST)
    assert await asked(leaving, leaving.open(base / "orders/registry.py"), "order.invoice")
    (worker,) = workers()
    await leaving.leave()
    await leaving.stop()
    gone, alive = psutil.wait_procs([worker], timeout=PATIENCE)
    assert (gone, alive) == ([worker], [])


@pytest.fixture
def traps(tmp_path: Path) -> Path:
    """The folder in which a trap leaves its mark."""
    folder = tmp_path / "traps"
    folder.mkdir()
    return folder


def hostile(base: Path, traps: Path) -> Path:
    """The trapped project with more of what jedi could be led to import, run or believe."""
    trapped(base, traps)
    spring = (base / "json.py").read_text()
    python = f"#!/bin/sh\ntouch {traps}/python\n"
    config = json.dumps([{"environment_path": str(base / ".venv/bin/python"), "load_unsafe_extensions": True}, 1])
    also = ("jedi/__init__.py", "parso/__init__.py", "typing_extensions.py", "gi.py", "faulthandler.py")
    write(base, dict.fromkeys(also, spring))
    write(base, {"orders/registry.py": f"{REGISTRY}\n\n{spring}", ".jedi/project.json": config})
    write(base, {".venv/pyvenv.cfg": "home = /\n", ".venv/bin/python": python, ".venv/bin/python3": python})
    for name in ("python", "python3"):
        (base / ".venv/bin" / name).chmod(0o755)
    return base


async def test_a_hostile_project_is_read_and_nothing_of_it_runs(editor: Editor, tmp_path: Path, traps: Path) -> None:
    base = hostile(tmp_path / "shop", traps)
    await editor.ready(base, initialization_options=ON_REQUEST)
    registry = editor.open(base / "orders/registry.py")
    assert "probably" in await asked(editor, registry, "order.invoice")
    assert sprung(traps) == []


PATIENT = """
from coupling_lsp.__main__ import main
from coupling_lsp.workspace.inference import infer, process
assert process._MAX_START_SECONDS and infer._MAX_SECONDS_PER_QUESTION, "jedi's two time limits have new names"
process._MAX_START_SECONDS = infer._MAX_SECONDS_PER_QUESTION = 600.0
main()
"""
"""The command line, with time for jedi on a busy machine."""


def test_nor_does_it_on_the_command_line(tmp_path: Path, traps: Path, env: dict[str, str]) -> None:
    base = hostile(tmp_path / "shop", traps)
    active = {**env, "VIRTUAL_ENV": str(base / ".venv"), "CONDA_PREFIX": str(base / ".venv")}
    active["PATH"] = f"{base / '.venv/bin'}{os.pathsep}{env['PATH']}"
    command = [sys.executable, "-P", "-c", PATIENT, "edges", "--infer=600", "--format", "csv"]
    done = psutil.Popen(command, cwd=base, env=active, stdout=-1, stderr=-1, text=True)
    out, err = done.communicate()
    assert "asked jedi about" in err
    assert "orders/registry.py" in out
    assert sprung(traps) == []
