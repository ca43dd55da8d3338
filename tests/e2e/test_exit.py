"""The end of a conversation, and what never gets onto the wire."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from e2e.projects import VIEWS, shop
from e2e.rawclient import Raw


@pytest.fixture
def raw(env: dict[str, str]) -> Iterator[Raw]:
    client = Raw(env)
    yield client
    client.kill()


def test_shutdown_and_exit_end_with_code_zero_and_a_clean_log(raw: Raw, tmp_path: Path) -> None:
    raw.start(shop(tmp_path / "shop"))
    assert raw.end() == 0
    assert raw.strays == []
    assert raw.stderr == []


def test_exit_without_shutdown_ends_with_code_one(raw: Raw, tmp_path: Path) -> None:
    raw.start(shop(tmp_path / "shop"))
    raw.notify("exit", None)
    assert raw.wait() == 1


def test_exit_before_initialize_ends_the_server(raw: Raw) -> None:
    raw.notify("exit", None)
    assert raw.wait() == 1


def test_closing_the_input_ends_the_server(raw: Raw, tmp_path: Path) -> None:
    raw.start(shop(tmp_path / "shop"))
    children = psutil.Process(raw.process.pid).children(recursive=True)
    assert raw.process.stdin is not None
    raw.process.stdin.close()
    assert raw.wait() == 1
    assert not [it for it in children if it.is_running()]


def test_an_input_that_ends_inside_a_message_ends_the_server(raw: Raw, tmp_path: Path) -> None:
    raw.start(shop(tmp_path / "shop"))
    raw.send(b'Content-Length: 5000\r\n\r\n{"jsonrpc"')
    assert raw.process.stdin is not None
    raw.process.stdin.close()
    assert raw.wait() == 1
    assert "Traceback" not in "".join(raw.stderr)


def test_a_client_that_was_killed_takes_the_server_with_it(raw: Raw, tmp_path: Path) -> None:
    client = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    try:
        raw.start(shop(tmp_path / "shop"), processId=client.pid)
        assert raw.process.poll() is None
    finally:
        client.kill()
        client.wait()
    assert raw.process.stdin is not None
    assert not raw.process.stdin.closed
    raw.wait()


LOUD = """
import os, sys
from coupling_lsp.features import hover
quiet = hover.hover
def loud(*given):
    print("stray print")
    sys.stdout.flush()
    sys.__stdout__.write("stray write")
    sys.__stdout__.flush()
    os.write(1, b"stray bytes")
    os.system("echo stray child")
    return quiet(*given)
hover.hover = loud
sys.argv = ["coupling-lsp", "serve", "--stdio"]
from coupling_lsp.__main__ import main
main()
"""


def test_stray_prints_never_reach_the_client(env: dict[str, str], tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    raw = Raw(env, (sys.executable, "-P", "-c", LOUD))
    try:
        raw.start(base)
        uri = (base / "orders/views.py").as_uri()
        item = {"uri": uri, "languageId": "python", "version": 1, "text": VIEWS}
        raw.notify("textDocument/didOpen", {"textDocument": item})
        for _ in range(3):
            params = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 28}}
            assert "orders → billing" in raw.request("textDocument/hover", params)["result"]["contents"]["value"]
        assert raw.end() == 0
    finally:
        raw.kill()
    assert raw.strays == []
    log = "".join(raw.stderr)
    assert all(words in log for words in ("stray print", "stray write", "stray bytes", "stray child"))


def test_modules_of_the_project_never_shadow_those_of_the_server(env: dict[str, str], tmp_path: Path) -> None:
    poison = "raise SystemExit('project code was run')\n"
    base = shop(tmp_path / "shop", json=poison, asyncio=poison, yaml=poison, manage=poison + "# django\n")
    raw = Raw({**env, "PWD": str(base)})
    try:
        raw.start(base)
        assert raw.end() == 0
    finally:
        raw.kill()
