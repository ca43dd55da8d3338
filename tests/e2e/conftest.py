"""Starts the server under test."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
import pytest_lsp
from pytest_lsp import ClientServerConfig

from e2e.editor import Editor

COMMAND = [sys.executable, "-P", "-m", "coupling_lsp", "serve", "--stdio"]
Another = Callable[[], Awaitable[Editor]]
"""What the fixture `another` is: starts one more editor, with a server of its own."""

CONFIG = ClientServerConfig(server_command=COMMAND, client_factory=Editor, server_env=dict(os.environ))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A message the client did not declare it could take fails the test."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning"))


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder of the tests' own."""
    folder = tmp_path_factory.mktemp("cache")
    assert CONFIG.server_env is not None
    CONFIG.server_env["COUPLING_LSP_CACHE"] = str(folder)
    return folder


@pytest.fixture
def env(cache: Path) -> dict[str, str]:
    """The environment of servers that a test starts by itself."""
    return {**os.environ, "COUPLING_LSP_CACHE": str(cache)}


@pytest_lsp.fixture(config=CONFIG)
async def editor(lsp_client: Editor) -> AsyncIterator[None]:
    """An editor with a server that was not initialized yet."""
    yield
    await lsp_client.leave()


@pytest_asyncio.fixture
async def another(cache: Path) -> AsyncIterator[Another]:
    """Starts more editors, each with a server of its own."""
    started: list[Editor] = []

    async def start() -> Editor:
        client = await CONFIG.start()
        assert isinstance(client, Editor)
        started.append(client)
        return client

    yield start
    for it in started:
        await it.leave()
    await asyncio.gather(*(it.stop() for it in started))
