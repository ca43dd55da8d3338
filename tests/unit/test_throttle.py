"""Work in the background waits for a pause in typing and leaves most of the time to others; no clock is involved."""

from coupling_lsp.lsp.session.inference.throttle import SECONDS_WITHOUT_EDIT, Throttle


def test_nothing_waits_when_nothing_happened() -> None:
    assert Throttle().seconds_to_wait(0.0) == 0.0
    assert Throttle().seconds_to_wait(100.0) == 0.0


def test_each_edit_starts_the_pause_anew() -> None:
    throttle = Throttle()
    throttle.record_edit(100.0)
    assert throttle.seconds_to_wait(100.5) == SECONDS_WITHOUT_EDIT - 0.5
    throttle.record_edit(101.0)
    assert throttle.seconds_to_wait(101.5) == SECONDS_WITHOUT_EDIT - 0.5
    assert throttle.seconds_to_wait(101.0 + SECONDS_WITHOUT_EDIT) == 0.0


def test_work_takes_a_quarter_of_the_time() -> None:
    throttle, now, worked = Throttle(), 0.0, 0.0
    while now < 60.0:
        now += throttle.seconds_to_wait(now)
        throttle.record_work(now, now + 0.5)
        now, worked = now + 0.5, worked + 0.5
    assert 0.24 < worked / now < 0.27


def test_typing_does_not_shorten_the_pause_after_long_work() -> None:
    throttle = Throttle()
    throttle.record_work(0.0, 3.0)
    throttle.record_edit(3.0)
    assert throttle.seconds_to_wait(3.0) == 9.0
    throttle.record_edit(11.0)
    assert throttle.seconds_to_wait(12.0) == SECONDS_WITHOUT_EDIT - 1.0
