"""Work in the background waits for a pause in typing and leaves most of the time to others; no clock is involved."""

from coupling_lsp.lsp.session.inference.throttle import QUIET, Pace


def test_nothing_waits_when_nothing_happened() -> None:
    assert Pace().wait(0.0) == 0.0
    assert Pace().wait(100.0) == 0.0


def test_each_edit_starts_the_pause_anew() -> None:
    pace = Pace()
    pace.typed(100.0)
    assert pace.wait(100.5) == QUIET - 0.5
    pace.typed(101.0)
    assert pace.wait(101.5) == QUIET - 0.5
    assert pace.wait(101.0 + QUIET) == 0.0


def test_work_takes_a_quarter_of_the_time() -> None:
    pace, now, worked = Pace(), 0.0, 0.0
    while now < 60.0:
        now += pace.wait(now)
        pace.worked(now, now + 0.5)
        now, worked = now + 0.5, worked + 0.5
    assert 0.24 < worked / now < 0.27


def test_typing_does_not_shorten_the_pause_after_long_work() -> None:
    pace = Pace()
    pace.worked(0.0, 3.0)
    pace.typed(3.0)
    assert pace.wait(3.0) == 9.0
    pace.typed(11.0)
    assert pace.wait(12.0) == QUIET - 1.0
