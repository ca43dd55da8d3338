"""`coupling-lsp mcp`, spoken to by the client of the official SDK over standard input and output."""

import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from coupling_lsp.model.edge_kinds import KINDS
from e2e.projects import RULES, VIEWS, shop, write
from e2e.test_nothing_runs import sprung, trapped

PROGRAM = ["-P", "-m", "coupling_lsp", "mcp"]

CONTRACT = """
contracts:
  - id: no-way-back
    type: forbidden
    from: [billing]
    to: [orders]
    why: Billing is sold without orders.
"""


class Agent:
    """A client that asks tools."""

    def __init__(self, session: ClientSession) -> None:
        self.session = session

    async def ask(self, tool: str, **given: Any) -> Any:
        """The answer of a tool; an error fails the test."""
        result = await self.session.call_tool(tool, given)
        assert not result.isError, result.content
        told = result.structuredContent
        assert told is not None
        return told["result"] if set(told) == {"result"} else told

    async def refused(self, tool: str, **given: Any) -> str:
        """What a tool says that cannot answer."""
        result = await self.session.call_tool(tool, given)
        assert result.isError
        return "".join(it.text for it in result.content)


@asynccontextmanager
async def agent(base: Path, env: dict[str, str], *arguments: str) -> AsyncIterator[Agent]:
    """An agent with a server of its own."""
    parameters = StdioServerParameters(command=sys.executable, args=[*PROGRAM, str(base), *arguments], env=env)
    async with stdio_client(parameters) as (read, sent), ClientSession(read, sent) as session:
        told = await session.initialize()
        assert told.serverInfo.name == "coupling-lsp"
        yield Agent(session)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Two apps, with a contract besides the rules."""
    return write(shop(tmp_path / "shop"), {"rules.yaml": RULES + CONTRACT, "CODEOWNERS": "/billing/ @money\n"})


async def test_the_tools_say_what_they_are_for_and_only_read(base: Path, env: dict[str, str]) -> None:
    async with agent(base, env) as it:
        tools = {tool.name: tool for tool in (await it.session.list_tools()).tools}
    assert set(tools) == {"may_use", "depends_on", "users_of", "check", "explain"}
    assert all(tool.annotations.readOnlyHint and tool.description for tool in tools.values())
    assert tools["may_use"].inputSchema["properties"]["kind"]["enum"] == list(KINDS)


async def test_what_may_be_used_and_what_to_call_instead(base: Path, env: dict[str, str]) -> None:
    async with agent(base, env) as it:
        told = await it.ask("may_use", source="orders.views", target="billing.Invoice", kind="orm-read")
        assert told["verdict"] == "tech-debt"
        assert told["answer"].startswith("better not")
        assert (told["rule"], told["why"]) == ("orders-invoice-lookup", "The view looks an invoice up by itself.")
        assert told["call_instead"] == "billing.services.get_invoice($N)"
        assert told["helpers"] == ["billing.services.get_invoice"]
        assert told["owners"] == ["@money"]
        assert told["sites_today"] == 1
        assert told["written_at"] == "rules.yaml:20:9"

        told = await it.ask("may_use", source="orders", target="billing.Invoice", kind="import")
        assert (told["verdict"], told["rule"]) == ("forbidden", "orders-no-invoice-import")
        told = await it.ask("may_use", source="orders", target="billing.services.get_invoice", kind="import")
        assert (told["answer"], told["verdict"]) == ("yes: it was agreed to", "approved")
        told = await it.ask("may_use", source="orders", target="billing.Receipt", kind="orm-write")
        assert (told["verdict"], told["answer"]) == ("undeclared", "not without a decision: no rule speaks of it")
        assert "Call a service of billing" in told["do"]
        told = await it.ask("may_use", source="orders.Order.invoice", target="billing.Invoice", kind="schema")
        assert (told["verdict"], told["rule"]) == ("approved", "orders-invoice-key")
        told = await it.ask("may_use", source="orders", target="orders.Order", kind="orm-read")
        assert told["answer"] == "yes: both are in one app"


async def test_a_contract_counts_whatever_rules_say(base: Path, env: dict[str, str]) -> None:
    async with agent(base, env) as it:
        told = await it.ask("may_use", source="billing", target="orders.Order", kind="orm-read")
    assert told["answer"] == "no: the contract no-way-back does not allow it"
    assert told["breaks"] == [{"contract": "no-way-back", "why": "Billing is sold without orders."}]


async def test_a_verdict_that_differs_by_module_says_so(base: Path, env: dict[str, str]) -> None:
    narrowed = RULES.replace("    from: orders\n    to: billing.Invoice\n    via: [orm-read]", SELECTED)
    write(base, {"rules.yaml": narrowed})
    async with agent(base, env) as it:
        told = await it.ask("may_use", source="orders", target="billing.Invoice", kind="orm-read")
    assert told["answer"] == "it depends on the module"
    cases = {case["verdict"]: case["modules"] for case in told["cases"]}
    assert cases["tech-debt"] == ["orders.views"]
    assert "orders.models" in cases["undeclared"]


SELECTED = "    from: orders.views\n    to: billing.Invoice\n    via: [orm-read]"


async def test_dependencies_both_ways(base: Path, env: dict[str, str]) -> None:
    async with agent(base, env) as it:
        told = await it.ask("depends_on", app="orders")
        assert told["edges"] == 4
        assert told["apps"][0]["kinds"] == {"import": 2, "orm-read": 1, "schema": 1}
        assert (
            "orders/views.py:5:12 orm-read orders → billing.Invoice, tech-debt by rule orders-invoice-lookup"
            in (told["places"])
        )
        told = await it.ask("users_of", target="billing.Receipt")
        assert told["places"] == ["orders/receipts.py:1:28 import orders → billing.Receipt, undeclared"]
        assert (await it.ask("users_of", target="orders"))["edges"] == 0
        assert (await it.ask("depends_on", app="billing"))["apps"] == []


async def test_a_file_is_checked_and_a_line_explained(base: Path, env: dict[str, str]) -> None:
    async with agent(base, env) as it:
        told = await it.ask("check", path="orders/views.py")
        assert [(one["at"], one["code"]) for one in told["findings"]] == [
            ("orders/views.py:1:28", "forbidden-edge"),
            ("orders/views.py:5:12", "tech-debt"),
        ]
        assert told["findings"][1]["fix"] == "Use `get_invoice` of billing.services"
        everything = await it.ask("check")
        assert {one["at"].partition(":")[0] for one in everything["findings"]} > {"orders/views.py", "rules.yaml"}
        assert (await it.ask("check", path=str(base / "orders/empty.py")))["findings"] == []
        text = await it.ask("explain", path="orders/views.py", line=5)
        assert "orders → billing · ORM read · tech debt" in text
        assert "no edge to another app" in await it.ask("explain", path="billing/models.py", line=1)


async def test_the_answers_are_those_of_the_disk_as_it_is_now(base: Path, env: dict[str, str]) -> None:
    async with agent(base, env) as it:
        assert (await it.ask("check", path="orders/empty.py"))["errors_and_warnings"] == 0
        write(base, {"orders/empty.py": VIEWS, "orders/fresh.py": VIEWS})
        assert (await it.ask("check", path="orders/empty.py"))["errors_and_warnings"] == 1
        assert (await it.ask("check", path="orders/fresh.py"))["errors_and_warnings"] == 1
        write(base, {"rules.yaml": RULES.replace("intent: forbidden", "intent: intentional")})
        assert (await it.ask("check", path="orders/fresh.py"))["errors_and_warnings"] == 0
        (base / "orders/fresh.py").unlink()
        assert "is not a file" in await it.refused("check", path="orders/fresh.py")
        write(base, {"CODEOWNERS": "* @cash\n"})
        asked = {"source": "orders", "target": "billing.Receipt", "kind": "orm-read"}
        assert (await it.ask("may_use", **asked))["owners"] == ["@cash"]
        (base / "rules.yaml").unlink()
        assert "no rules.yaml" in await it.refused("may_use", **asked)


async def test_what_cannot_be_answered_is_a_sentence(base: Path, env: dict[str, str]) -> None:
    async with agent(base, env) as it:
        told = await it.refused("may_use", source="order", target="billing.Invoice", kind="import")
        assert "There is no app `order` in this project. Did you mean `orders`?" in told
        told = await it.refused("may_use", source="orders", target="billing.Invoce", kind="import")
        assert "billing has no module and no class `Invoce`. Did you mean `Invoice`?" in told
        assert "Name a model" in await it.refused("may_use", source="orders", target="billing", kind="orm-read")
        assert "kind" in await it.refused("may_use", source="orders", target="billing", kind="reads")
        assert "There is no app" in await it.refused("users_of", target="")
        assert "has no line 99" in await it.refused("explain", path="orders/views.py", line=99)
        for path in ("../secret.py", "/etc/passwd", "orders", "nowhere.py", "\0"):
            assert "project" in await it.refused("check", path=path), path
        assert (await it.ask("depends_on", app="orders"))["edges"] == 4, "it still answers"


async def test_no_code_of_the_project_is_run(tmp_path: Path, env: dict[str, str]) -> None:
    traps = tmp_path / "traps"
    traps.mkdir()
    base = trapped(tmp_path / "shop", traps)
    before = {path: path.read_bytes() for path in base.rglob("*") if path.is_file()}
    async with agent(base, env) as it:
        await it.ask("may_use", source="orders", target="billing.Invoice", kind="import")
        await it.ask("depends_on", app="orders")
        await it.ask("users_of", target="billing.Invoice")
        assert (await it.ask("check"))["findings"]
        await it.ask("explain", path="orders/views.py", line=9)
    assert sprung(traps) == []
    assert {path: path.read_bytes() for path in base.rglob("*") if path.is_file()} == before


def test_a_missing_package_is_told_with_what_to_install(base: Path) -> None:
    code = "import sys; sys.modules['mcp'] = None; from coupling_lsp.cli import app; sys.exit(app.run(['mcp'], None))"
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=base, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'coupling-lsp[mcp]'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["nowhere"], [".", "--rules", "nowhere.yaml"]])
def test_a_folder_or_rules_that_are_not_there_are_told_at_once(base: Path, arguments: list[str]) -> None:
    command = [sys.executable, *PROGRAM, *arguments]
    done = subprocess.run(command, cwd=base, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (2, "")
    assert "nowhere" in done.stderr
