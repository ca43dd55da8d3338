"""What jedi knows arrives without being asked for, while nobody types; and in nobody's way."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import psutil
from lsprotocol import types as t

from e2e import capabilities as able
from e2e.conftest import CONFIG, Another
from e2e.editor import PATIENCE, Editor
from e2e.projects import SHOP, shop, write
from e2e.test_inferring import ON_REQUEST, hostile, workers, workers_of
from e2e.test_navigation import references, titles
from e2e.test_nothing_runs import sprung

CHANGE = """\
from orders.models import Order

KINDS = {"order": Order}


def pick(kind):
    return KINDS[kind]


def change(kind, words):
    words.invoice.save()
    order = pick(kind)()
    order.invoice.save()
"""
SHOWN = [("write-outside-services", "order.invoice")]


async def arrives(condition: Callable[[], object]) -> None:
    """Wait for what needs a pause in typing and a process to start."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.05)


async def another_is_answered(another: Another, folder: Path) -> None:
    """Wait until a server that started later has asked jedi and shows the answer: an earlier one would have, too."""
    base = shop(folder, orders__registry=CHANGE)
    editor = await another()
    await editor.ready(base)
    await arrives(lambda: editor.shown(base / "orders/registry.py"))


def workers_for(editor: Editor) -> list[psutil.Process]:
    """The processes that ask jedi for the server of one editor."""
    assert editor._server is not None
    return workers_of(psutil.Process(editor._server.pid))


async def pauses(path: Path, editor: Editor) -> None:
    """Wait until everything was asked about: until the answers about another file are there, which comes last."""
    await arrives(lambda: editor.shown(path))


async def test_an_answer_arrives_unasked_and_says_what_it_is(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__registry=CHANGE)
    await editor.ready(base)
    registry = editor.open(base / "orders/registry.py")
    await editor.settled()
    assert editor.shown(registry) == []
    await arrives(lambda: editor.shown(registry))
    assert editor.squiggles(registry) == SHOWN
    (shown,) = editor.shown(registry)
    assert shown.severity == t.DiagnosticSeverity.Information, "an error would be one that no check finds"
    assert "orders probably writes billing.Invoice" in shown.message
    assert "jedi infers it, so no check fails by it" in shown.message
    assert "**orders → billing** · ORM write, probably" in await editor.hover(registry, "order.invoice")
    offered = [it.title for it in await editor.actions(registry, "order.invoice")]
    assert offered == ["Annotate order: Order"], "a rule or a comment would be one no check needs"


async def test_closed_files_follow_and_are_in_what_others_show(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__registry=CHANGE)
    await editor.ready(base, can=able.navigating(configures=False))
    models = editor.open(base / "billing/models.py")
    await editor.settled()
    assert "probabl" not in (await titles(editor, models))["Invoice"]
    n_before = editor.n_lens_refreshes
    await arrives(lambda: editor.shown(base / "orders/registry.py"))
    await arrives(lambda: editor.n_lens_refreshes > n_before)
    assert (await titles(editor, models))["Invoice"].endswith("1 read, 1 write, 1 key · 1 tech debt, 1 probable")
    assert "1 ORM write, probably" in await editor.hover(models, "Invoice")
    places = await references(editor, models, "Invoice")
    assert ("registry.py", "order.invoice") in places


async def test_what_cannot_be_known_stays_unsaid(editor: Editor, tmp_path: Path) -> None:
    nothing = CHANGE.replace('{"order": Order}', "{}")
    base = shop(tmp_path / "shop", orders__registry=CHANGE, orders__another=nothing, orders__test_it=CHANGE)
    await editor.ready(base)
    another, tests = editor.open(base / "orders/another.py"), editor.open(base / "orders/test_it.py")
    await pauses(base / "orders/registry.py", editor)
    assert editor.shown(another) == editor.shown(tests) == []


async def test_typing_is_answered_at_once_and_takes_back_what_was_said(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__registry=CHANGE)
    await editor.ready(base)
    registry = editor.open(base / "orders/registry.py")
    await arrives(lambda: editor.shown(registry))
    edited = f"from billing.models import Receipt\n{CHANGE}"
    for number in range(5):
        version = editor.change(registry, (None, f"{edited}# {number}\n"))
        await editor.settled()
        assert editor.codes(registry) == ["undeclared-edge"], "at once, and without what is no longer known"
        assert editor.history[-1].version in (version, None)
    await arrives(lambda: len(editor.shown(registry)) == 2)
    assert editor.squiggles(registry) == [("undeclared-edge", "Receipt"), *SHOWN]


async def test_a_file_that_was_read_for_an_answer_counts_as_it_is_on_disk(editor: Editor, tmp_path: Path) -> None:
    kinds, rest = CHANGE.split("\n\n\n", 1)
    registry = f"from orders.kinds import KINDS\n\n\n{rest}"
    base = shop(tmp_path / "shop", orders__registry=registry, orders__kinds=kinds)
    await editor.ready(base)
    await arrives(lambda: editor.shown(base / "orders/registry.py"))
    write(base, {"orders/kinds.py": "KINDS = {}\n"})
    editor.watched(changed=[base / "orders/kinds.py"])
    await arrives(lambda: not editor.shown(base / "orders/registry.py"))


async def test_it_can_be_switched_off_and_on(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__registry=CHANGE)
    await editor.ready(base)
    registry = base / "orders/registry.py"
    await arrives(lambda: editor.shown(registry))
    for is_on in (False, True):
        settings = {"coupling": {"backgroundInference": is_on}}
        editor.workspace_did_change_configuration(t.DidChangeConfigurationParams(settings))
        await arrives(lambda is_on=is_on: bool(editor.shown(registry)) == is_on)  # type: ignore[misc]


async def test_nothing_is_asked_when_it_is_off(editor: Editor, another: Another, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__registry=CHANGE)
    await editor.ready(base, initialization_options=ON_REQUEST)
    registry = editor.open(base / "orders/registry.py")
    await editor.settled()
    await another_is_answered(another, tmp_path / "another")
    assert workers_for(editor) == []
    assert editor.shown(registry) == []


async def test_no_process_is_started_where_nothing_is_left_open(
    editor: Editor, another: Another, tmp_path: Path
) -> None:
    await editor.ready(write(tmp_path / "shop", dict(SHOP)))
    await another_is_answered(another, tmp_path / "another")
    assert workers_for(editor) == []


async def test_a_project_with_traps_is_not_sprung(editor: Editor, tmp_path: Path) -> None:
    traps = tmp_path / "traps"
    traps.mkdir()
    base = hostile(tmp_path / "shop", traps)
    spring = (base / "json.py").read_text()
    write(base, {"orders/registry.py": f"{CHANGE}\n\n{spring}"})
    await editor.ready(base)
    await arrives(lambda: editor.shown(base / "orders/registry.py"))
    assert sprung(traps) == []


async def test_what_was_said_is_there_at_the_next_start(tmp_path: Path, env: dict[str, str]) -> None:
    cache = Path(env["COUPLING_LSP_CACHE"])
    others = set(cache.glob("*.inferred"))
    base = shop(tmp_path / "shop", orders__registry=CHANGE)
    first = await CONFIG.start()
    assert isinstance(first, Editor)
    await first.ready(base)
    await arrives(lambda: first.shown(base / "orders/registry.py"))
    await arrives(lambda: set(cache.glob("*.inferred")) - others)
    await first.leave()
    await first.stop()
    second = await CONFIG.start()
    assert isinstance(second, Editor)
    await second.ready(base)
    await arrives(lambda: second.shown(base / "orders/registry.py"))
    assert workers() == [], "no process was needed"
    await second.leave()
    await second.stop()


async def test_a_pulling_editor_is_told_too(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__registry=CHANGE)
    await editor.ready(base, can=able.pulled())
    registry = editor.open(base / "orders/registry.py")

    async def is_shown() -> bool:
        report = await editor.pull(registry)
        return editor.underlined(registry, getattr(report, "items", ())) == SHOWN

    await editor.until_answer(is_shown)


async def test_a_process_that_is_killed_costs_no_answer_of_the_server(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__registry=CHANGE)
    await editor.ready(base)
    registry = editor.open(base / "orders/registry.py")
    await arrives(workers)
    workers()[0].kill()
    assert "ORM read" in await editor.hover(editor.open(base / "orders/views.py"), "Invoice.objects")
    editor.change(registry, (None, f"{CHANGE}\n"))
    await arrives(lambda: editor.shown(registry))


async def test_what_a_name_is_can_be_found_out_on_request(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__registry=CHANGE)
    await editor.ready(base, initialization_options=ON_REQUEST)
    registry = editor.open(base / "orders/registry.py")
    (action,) = await editor.actions(registry, "order.invoice")
    assert (action.title, action.kind) == ("Find out what invoice is", t.CodeActionKind.QuickFix)
    assert await find_out(editor, action) == (
        "order is an instance of Order, as jedi infers: orders probably writes billing.Invoice"
    )
    await arrives(lambda: editor.shown(registry))
    assert editor.squiggles(registry) == SHOWN
    (action,) = await editor.actions(registry, "words.invoice")
    assert "does not know either what invoice is" in await find_out(editor, action)
    assert editor.squiggles(registry) == SHOWN
    for known in ("order.invoice", "pick", "KINDS"):
        assert not [it for it in await editor.actions(registry, known) if it.command], known


async def find_out(editor: Editor, action: t.CodeAction) -> str:
    """What the command of an action says."""
    assert action.command is not None
    n_before = len(editor.messages)
    given = t.ExecuteCommandParams(action.command.command, action.command.arguments)
    await asyncio.wait_for(editor.workspace_execute_command_async(given), PATIENCE)
    await arrives(lambda: len(editor.messages) > n_before)
    return editor.messages[-1].message


async def test_what_was_found_out_can_be_written_down(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__registry=CHANGE)
    await editor.ready(base)
    registry = editor.open(base / "orders/registry.py")
    await arrives(lambda: editor.shown(registry))
    (action,) = await editor.actions(registry, "order.invoice", only=[t.CodeActionKind.RefactorRewrite])
    assert action.title == "Annotate order: Order"
    assert action.edit is not None
    editor.apply(action.edit)
    assert editor.text(registry) == CHANGE.replace("order = pick", 'order: "Order" = pick')
    await editor.settled()
    (shown,) = editor.shown(registry)
    assert (shown.severity, shown.code) == (t.DiagnosticSeverity.Error, "write-outside-services"), "it is certain now"
    assert "probably" not in shown.message


async def test_the_light_bulb_that_follows_the_cursor_costs_nothing(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", orders__registry=CHANGE)
    await editor.ready(base, initialization_options=ON_REQUEST)
    registry = editor.open(base / "orders/registry.py")
    context = t.CodeActionContext([], trigger_kind=t.CodeActionTriggerKind.Automatic)
    at = editor.range(registry, "order.invoice")
    params = t.CodeActionParams(t.TextDocumentIdentifier(registry.as_uri()), at, context)
    assert not await editor.text_document_code_action_async(params)
    params.context.trigger_kind = t.CodeActionTriggerKind.Invoked
    assert await editor.text_document_code_action_async(params)
