"""A rules file from anywhere is read fast and safely: bounded size, depth and aliases, no tags."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest

from coupling_lsp.model.rules import RuleSet
from coupling_lsp.rules.loading import loader
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text

_SECONDS = 2.0
_LETTERS = tuple(pairwise("abcdefghi"))


def load(written: str) -> RuleSet:
    with within(_SECONDS):
        return loader.load(Text.of(written), "rules.yaml")


def messages(written: str) -> str:
    return "\n".join(it.message for it in load(written).problems)


def test_a_file_over_one_megabyte_is_not_read() -> None:
    rules = load("version: 1\n" + "# filler\n" * 120_000)
    assert "larger than 1000 kB" in rules.problems[0].message
    assert rules.broken
    assert not rules.rules


def test_a_file_just_below_the_limit_is_read() -> None:
    rule = "  - {id: r%d, from: a%d, to: b, intent: forbidden, why: x}\n"
    rules = load("version: 1\nedges:\n" + "".join(rule % (n, n) for n in range(3_000)))
    assert len(rules.rules) == 3_000
    assert not rules.problems


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_stops_the_reading(opening: str) -> None:
    rules = load("version: 1\nedges: " * (opening in "[{") + opening * 200_000)
    assert rules.problems
    assert rules.broken


def test_depth_that_people_write_is_fine() -> None:
    assert not load("version: 1\nedges:\n  - {id: a, from: [a], to: [b], intent: forbidden, why: x}\n").problems


def test_an_alias_bomb_does_not_grow() -> None:
    levels = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    levels += [f"{name}: &{name} [{', '.join(['*' + before] * 9)}]" for before, name in _LETTERS]
    written = "version: 1\n" + "\n".join(levels) + "\nedges: *i\n"
    assert "Unknown key `a`" in messages(written)


def test_an_alias_bomb_under_every_key_does_not_grow() -> None:
    levels = ["  - &a {id: x, from: [o, o, o], to: b, intent: forbidden, why: x}"]
    levels += [f"  - &{name} [{', '.join(['*' + before] * 9)}]" for before, name in _LETTERS]
    bomb = "version: 1\nedges:\n" + "\n".join(levels) + "\n"
    assert len(load(bomb).rules) == 1
    for key in ("apps", "policy", "contracts", "project", "version"):
        load(f"{bomb}{key}: *i\n")
    load(f"{bomb}contracts:\n  - {{id: *i, type: *i, layers: *i, apps: *i, from: *i, to: *i, why: *i}}\n")


def test_too_many_aliases_stop_the_reading() -> None:
    assert "More than 1000 aliases" in messages("a: &a x\nb: [" + "*a, " * 5_000 + "]\n")


@pytest.mark.parametrize(
    "written",
    [
        "version: 1\nedges: &a\n  - *a\n",
        "version: 1\nedges: &a [*a, *a]\n",
        "version: &a {x: *a}\nedges: [{id: &b [*b], from: *b, to: *b}]\n",
        "&a {*a : *a}\n",
        "&a *a\n",
        "apps: &a\n  x: *a\n",
        "contracts: &a\n  - layers: *a\n    id: *a\n",
    ],
)
def test_a_value_that_holds_itself_ends(written: str) -> None:
    load(written)


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system [exit 1]",
        "!!python/name:os.system",
        "!!python/object/new:os.system [exit 1]",
        "!local x",
        "!<tag:example.org,2002:x> y",
    ],
)
def test_a_tag_makes_no_object_and_is_told(tag: str) -> None:
    written = f"version: 1\nedges:\n  - id: {tag}\n    from: a\n    to: b\n    intent: forbidden\n    why: x\n"
    assert "Tags are not read" in messages(written)


@pytest.mark.parametrize("written", ["version: !!int 1\n", "version: !!str 1\n", "version: 1\nedges: !!seq []\n"])
def test_a_tag_of_plain_data_is_fine(written: str) -> None:
    assert not load(written).problems


def test_a_long_line_is_read() -> None:
    rules = load(f"version: 1\nedges:\n  - {{id: a, from: a, to: b, intent: forbidden, why: {'x ' * 300_000}}}\n")
    assert len(rules.rules) == 1


def test_a_merge_key_is_no_merge() -> None:
    written = "version: 1\nedges:\n  - &a {id: a, from: a, to: b, intent: forbidden, why: x}\n  - <<: *a\n    id: b\n"
    assert "Unknown key `<<`" in messages(written)


@pytest.mark.parametrize(
    "selector", ["a." * 2_000 + "b", "*." * 2_000 + "*", "**." * 30 + "x", "**.*." * 15 + "x", "**." * 2_000 + "x"]
)
def test_a_long_selector_is_matched_fast(selector: str) -> None:
    deep = "a/" + "/".join(["b"] * 25) + "/c.py"
    texts = {"settings.py": 'INSTALLED_APPS = ["a", "z"]', "z/x.py": "V = 1\n", deep: "from z.x import V\n"}
    rules = f"version: 1\nedges:\n  - {{id: a, from: 'a.{selector}', to: z, intent: forbidden, why: x}}\n"
    with within(_SECONDS):
        snapshot = Snapshot.of_texts({**texts, "rules.yaml": rules}, Layout(settings=("settings",)))
    assert len(list(snapshot.edges())) == 1


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail what takes more seconds of the processor, also when it would never end; what else runs does not count."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"more than {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
