"""The edges to cut: no circle is left, none of them could stay, and in small graphs no lighter set would do."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from coupling_lsp.rules.cycles import cycles
from coupling_lsp.rules.lightest import lightest


def graphs(names, most):
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda pair: pair[0] != pair[1])
    return st.dictionaries(pairs, st.integers(1, 20), max_size=most)


def left(weights, cut):
    return cycles({pair: number for pair, number in weights.items() if pair not in cut})


@given(graphs("abcdefghijkl", 40))
def test_no_circle_is_left_and_every_cut_is_needed(weights):
    cut = lightest(weights)
    assert left(weights, cut) == ()
    assert all(left(weights, {*cut} - {pair}) for pair in cut)
    assert cut == lightest(dict(reversed(weights.items())))


@settings(max_examples=300)
@given(graphs("abc", 6))
def test_in_a_small_graph_no_lighter_set_would_do(weights):
    places = ({app: number for number, app in enumerate(row)} for row in permutations("abc"))
    best = min(sum(number for (a, b), number in weights.items() if place[a] > place[b]) for place in places)
    assert sum(weights[pair] for pair in lightest(weights)) == best


def test_the_lighter_direction_is_cut():
    assert lightest({("a", "b"): 30, ("b", "a"): 2, ("b", "c"): 1}) == (("b", "a"),)


def test_without_circles_there_is_nothing_to_cut():
    assert lightest({("a", "b"): 1, ("b", "c"): 1, ("a", "c"): 1}) == ()
    assert lightest({}) == ()
