"""The rules change while the editor runs."""

from pathlib import Path

from lsprotocol import types as t

from e2e.editor import Editor, path_of
from e2e.projects import RECEIPTS_SHOWN, RULES, RULES_SHOWN, VIEWS_SHOWN, shop, write

ALLOWED = RULES.replace("intent: forbidden", "intent: intentional")


async def test_an_unsaved_change_of_the_rules_is_seen_in_other_files_at_once(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    views, rules = editor.open(base / "orders/views.py"), editor.open(base / "rules.yaml")
    editor.replace(rules, "intent: forbidden", "intent: intentional")
    await editor.settled()
    assert editor.squiggles(views) == VIEWS_SHOWN[1:]
    assert editor.squiggles(base / "orders/receipts.py") == RECEIPTS_SHOWN
    assert "intentional" in await editor.hover(views, "Invoice")
    editor.change(rules, (None, editor.text(rules) + "\npolicy:\n  undeclared: off\n"))
    await editor.settled()
    assert editor.squiggles(base / "orders/receipts.py") == []
    editor.close(rules)
    await editor.settled()
    assert editor.squiggles(views) == VIEWS_SHOWN, "what was not saved does not count any more"
    assert editor.squiggles(base / "orders/receipts.py") == RECEIPTS_SHOWN
    assert editor.squiggles(rules) == RULES_SHOWN


async def test_rules_that_are_half_typed_do_not_flood_the_workspace(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    rules = editor.open(base / "rules.yaml")
    await editor.settled()
    marked = set(editor.marked())
    entry = "  - id: half\n    from: [orders\n"
    for number in range(1, len(entry) + 1):
        editor.change(rules, (None, RULES + entry[:number]))
        await editor.settled()
        assert set(editor.marked()) <= marked, f"after {entry[:number]!r}"
        assert ("undeclared-edge", "Invoice") not in editor.squiggles(base / "orders/views.py")
    assert "invalid-rules" in [it.code for it in editor.shown(rules)]
    editor.change(rules, (None, RULES))
    await editor.settled()
    assert editor.squiggles(rules) == RULES_SHOWN
    assert editor.squiggles(base / "orders/views.py") == VIEWS_SHOWN


async def test_faults_of_half_typed_rules_are_marked_inside_the_text(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    rules = editor.open(base / "rules.yaml")
    for unfinished in ("    fro", "    from: [ord", "    from: [orders\n"):
        editor.change(rules, (None, f"{RULES}  - id: half\n{unfinished}"))
        await editor.settled()
        n_lines = editor.text(rules).count("\n") + 1
        last = len(editor.text(rules).rpartition("\n")[2])
        for it in editor.shown(rules):
            assert (it.range.end.line, it.range.end.character) <= (n_lines - 1, last), f"after {unfinished!r}: {it}"


async def test_typing_a_rule_approves_an_edge_when_it_is_complete(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    rules, receipts = editor.open(base / "rules.yaml"), base / "orders/receipts.py"
    entry = "  - id: r\n    from: orders\n    to: billing.Receipt\n    intent: intentional\n    why: Agreed.\n"
    end = editor.range(rules, "Services are what billing offers.\n").end
    for letter in reversed(entry):
        editor.change(rules, (t.Range(end, end), letter))
    await editor.settled()
    assert editor.text(rules) == RULES + entry
    assert editor.squiggles(receipts) == []
    assert editor.squiggles(rules) == RULES_SHOWN


async def test_a_fault_in_the_rules_is_shown_at_its_place_with_a_suggestion(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    rules = editor.open(base / "rules.yaml")
    editor.replace(rules, "from: orders.Order.invoice", "from: order.Order.invoice")
    await editor.settled()
    faults = [it for it in editor.shown(rules) if it.code == "invalid-rules"]
    assert editor.underlined(rules, faults) == [("invalid-rules", "order.Order.invoice")]
    assert "orders" in faults[0].message


async def test_rules_saved_by_another_program_are_read_again(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    await editor.ready(base)
    views, rules = base / "orders/views.py", base / "rules.yaml"
    rules.write_text(ALLOWED)
    editor.watched(changed=[rules])
    await editor.settled()
    assert editor.squiggles(views) == VIEWS_SHOWN[1:]
    rules.unlink()
    editor.watched(deleted=[rules])
    await editor.settled()
    assert editor.marked() == [], "no rules, no verdicts"
    rules.write_text(RULES)
    editor.watched(created=[rules])
    await editor.settled()
    assert editor.squiggles(views) == VIEWS_SHOWN
    assert editor.squiggles(rules) == RULES_SHOWN


async def test_the_first_rules_of_a_project_count_when_they_are_saved(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", rules=None)
    await editor.ready(base)
    views, rules = editor.open(base / "orders/views.py"), base / "rules.yaml"
    assert "no `rules.yaml` yet" in await editor.hover(views, "Invoice")
    assert editor.marked() == []
    rules.write_text(RULES)
    editor.watched(created=[rules])
    await editor.settled()
    assert editor.squiggles(views) == VIEWS_SHOWN


async def test_rules_above_the_workspace_folder_apply_and_are_marked(editor: Editor, tmp_path: Path) -> None:
    repository = write(tmp_path / "repository", {".git/HEAD": "", "rules.yaml": RULES})
    base = shop(repository / "backend", rules=None)
    await editor.ready(base)
    assert editor.squiggles(base / "orders/views.py") == VIEWS_SHOWN
    assert editor.squiggles(repository / "rules.yaml") == RULES_SHOWN
    related = editor.shown(base / "orders/views.py")[0].related_information or ()
    assert path_of(related[0].location.uri) == repository / "rules.yaml"
    rules = editor.open(repository / "rules.yaml")
    editor.change(rules, (None, ALLOWED))
    await editor.settled()
    assert editor.squiggles(base / "orders/views.py") == VIEWS_SHOWN[1:]


async def test_new_apps_in_the_settings_are_known_at_once(editor: Editor, tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", config__settings='INSTALLED_APPS = ["billing"]\n')
    await editor.ready(base)
    settings = editor.open(base / "config/settings.py")
    editor.change(settings, (None, 'INSTALLED_APPS = ["orders", "billing"]\n'))
    await editor.settled()
    assert editor.squiggles(base / "orders/views.py") == VIEWS_SHOWN
