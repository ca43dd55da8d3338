"""Which selector covers which end of an edge, and how specific it is there: the whole table."""

import pytest

from coupling_lsp.model.rules import RuleSet, Selector
from coupling_lsp.rules.loading import loader
from coupling_lsp.rules.matching.rule_index import RuleIndex
from coupling_lsp.rules.matching.specificity import EdgeEnd, Rank, rank_of
from coupling_lsp.text import Text

MODULE = "orders", ("views",), ("Order", "invoice")
COMMAND = "orders", ("management", "commands", "pay"), ("Command", "handle")
WHOLE = "orders", ("views",), ()
PACKAGE = "orders", (), ()

WILDCARD, APP = (0, 0), (1, 0)


@pytest.mark.parametrize(
    ("written", "end", "rank"),
    [
        ("*", MODULE, WILDCARD),
        ("**", MODULE, WILDCARD),
        ("orders", MODULE, APP),
        ("orders", PACKAGE, APP),
        ("billing", MODULE, None),
        ("order", MODULE, None),
        ("orders.views", MODULE, (2, 1)),
        ("orders.views", WHOLE, (2, 1)),
        ("orders.views", PACKAGE, None),
        ("orders.view", MODULE, None),
        ("orders.forms", MODULE, None),
        ("orders.Order", MODULE, (3, 1)),
        ("orders.Order", WHOLE, None),
        ("orders.Order.invoice", MODULE, (3, 2)),
        ("orders.Order.other", MODULE, None),
        ("orders.invoice", MODULE, None),
        ("orders.views.Order", MODULE, (3, 2)),
        ("orders.views.Order.invoice", MODULE, (3, 3)),
        ("orders.views.Basket", MODULE, None),
        ("orders.management", COMMAND, (2, 1)),
        ("orders.management.commands", COMMAND, (2, 2)),
        ("orders.management.commands.pay", COMMAND, (2, 3)),
        ("orders.management.commands.*", COMMAND, (2, 2)),
        ("orders.management.*.pay", COMMAND, (2, 2)),
        ("orders.**.pay", COMMAND, (2, 1)),
        ("orders.**.pay.Command", COMMAND, (3, 2)),
        ("orders.**.views", MODULE, (2, 1)),
        ("orders.commands", COMMAND, None),
        ("orders.*", MODULE, (1, 1)),
        ("orders.**", MODULE, (1, 1)),
        ("orders.*", PACKAGE, None),
        ("orders.**", PACKAGE, (1, 1)),
        ("*.views", MODULE, (2, 1)),
        ("*.forms", MODULE, None),
        ("orders.Order.*", MODULE, (3, 1)),
    ],
)
def test_rank(written: str, end: tuple[str, tuple[str, ...], tuple[str, ...]], rank: Rank | None) -> None:
    assert rank_of(selector(written), EdgeEnd(*end)) == rank


@pytest.mark.parametrize(
    "written", ["orders.Ord*", "orders.vi*", "orders.*ews", "orders.v*s", "orders.views*", "orders.*views"]
)
def test_a_star_inside_a_part_covers_what_fits(written: str) -> None:
    assert rank_of(selector(written), EdgeEnd(*MODULE)) is not None


@pytest.mark.parametrize("written", ["orders.viewsx*", "orders.x*", "orders.view*xs", "orders.vie*iews"])
def test_a_star_inside_a_part_covers_nothing_else(written: str) -> None:
    assert rank_of(selector(written), EdgeEnd(*MODULE)) is None


def test_an_exact_name_outranks_a_pattern_for_it() -> None:
    exact, pattern = (rank_of(selector(written), EdgeEnd(*MODULE)) for written in ("orders.views", "orders.vi*"))
    assert exact is not None
    assert pattern is not None
    assert exact > pattern


@pytest.mark.parametrize(
    "written", ["", ".", "a.", ".a", "a..b", "a b", "a/b", "a.b()", "a:b", "é é", "a.'b'", "-a", "[a]", "a,b"]
)
def test_what_is_no_selector_is_told(written: str) -> None:
    rules = load(written)
    assert not rules.rules
    assert rules.problems


@pytest.mark.parametrize("written", ["a", "*", "**", "a.b", "a.*", "a.**.b", "a.b_*", "a.B.c", "größe.Maß", "a.b-c"])
def test_what_is_a_selector_is_read(written: str) -> None:
    assert load(written).rules[0].sources[0].written == written


def test_only_rules_that_begin_where_an_edge_does_are_looked_at() -> None:
    written = ["orders.views", "orders.Order.*", "orders", "*", *(f"orders.m{n}" for n in range(100)), "billing"]
    rules = [load(it).rules[0] for it in written]
    assert [number for number, _ in RuleIndex(rules).candidates(*MODULE)] == [0, 1, 2, 3]


def selector(written: str) -> Selector:
    return load(written).rules[0].sources[0]


def load(written: str) -> RuleSet:
    escaped = written.replace("'", "''")
    entry = f"{{id: x, from: '{escaped}', to: b, intent: forbidden, why: x}}"
    return loader.load(Text.of(f"version: 1\nedges:\n  - {entry}\n"), "rules.yaml")
