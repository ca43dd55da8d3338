"""`coupling-lsp demo`: the whole job, and nothing that is not so."""


def test_the_demo_shows_each_step(run):
    result = run("demo")
    assert (result.code, result.err) == (0, "")
    for told in (
        "update_repository_from_csv.py:22:15",
        "The importer looks an account up in the hub's table instead of asking its service layer.",
        "+    account = get_github_account_by_username(owner)",
        "+from cppa_user_tracker.services import get_github_account_by_username",
        "Applied: 2 tech-debt gone",
        "coupling(undeclared-edge)",
        "Undo: the squiggle is gone",
    ):
        assert told in result.out
    assert "\x1b" not in result.out


def test_the_demo_needs_no_width(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "1")
    assert run("demo").code == 0
