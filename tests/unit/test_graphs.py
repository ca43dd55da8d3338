"""Searches, components, cuts and feedback arc sets of small graphs, against trying everything."""

from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coupling_lsp.graphs.arcs import between, successors_of
from coupling_lsp.graphs.components import cyclic_components
from coupling_lsp.graphs.feedback_arc_set import light_feedback_arc_set, smallest_feedback_arc_set
from coupling_lsp.graphs.minimum_cut import minimum_cut
from coupling_lsp.graphs.search import (
    breadth_first,
    distances,
    path_back,
    reachable,
    shortest_cycle,
    shortest_path,
)

NAMES = "abcde"


def graphs(names, most):
    arcs = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda arc: arc[0] != arc[1])
    return st.dictionaries(arcs, st.integers(1, 20), max_size=most)


SMALL = graphs(NAMES, 12)


def is_acyclic(arcs):
    return any(all(order.index(a) < order.index(b) for a, b in arcs) for order in permutations(NAMES))


def paths(arcs, start, end):
    """All paths of different nodes from one to another, the shortest first, then by name; cycles if the two are one."""
    inner = sorted({*NAMES} - {start, end})
    for number in range(len(inner) + 1):
        for middle in permutations(inner, number):
            path = (start, *middle, end)
            if all(arc in arcs for arc in pairwise(path)):
                yield path


@given(SMALL)
def test_a_shortest_path_is_the_first_of_all_paths(weights):
    successors = successors_of(weights)
    for start, end in permutations(NAMES, 2):
        assert shortest_path(start, end, successors) == next(paths(weights, start, end), ())
    assert shortest_path("a", "a", successors) == ("a",)


@given(SMALL)
def test_what_has_a_path_is_reachable_and_as_far_away_as_its_shortest_path_is_long(weights):
    successors = successors_of(weights)
    for start in NAMES:
        lengths = {end: len(path) - 1 for end in NAMES if (path := next(paths(weights, start, end), ()))}
        assert reachable(start, successors) == lengths.keys()
        assert distances(start, successors) == {**lengths, start: 0}


@given(SMALL)
def test_a_search_finds_each_node_once_and_never_a_farther_one_first(weights):
    successors = successors_of(weights)
    arcs = list(breadth_first("ab", lambda node: successors.get(node, ())))
    far = {"a": 0, "b": 0}
    for tail, head in arcs:
        assert (tail, head) in weights
        assert head not in far
        far[head] = far[tail] + 1
        assert far[head] == max(far.values())
    assert far.keys() == {"a", "b"} | reachable("a", successors) | reachable("b", successors)


def test_a_search_stops_where_its_reader_stops():
    asked = []

    def successors(node):
        asked.append(node)
        return [node + 1]

    assert next(breadth_first([0], successors)) == (0, 1)
    assert asked == [0]


def test_a_path_back_begins_where_nothing_leads():
    assert path_back("c", {"c": "b", "b": "a"}) == ("a", "b", "c")
    assert path_back("a", {}) == ("a",)


@given(SMALL)
def test_a_shortest_cycle_is_one_and_none_is_shorter(weights):
    cycles = [list(pairwise(path)) for node in NAMES for path in paths(weights, node, node)]
    cycle = shortest_cycle(weights)
    assert list(cycle) == min(cycles, key=len, default=[])


@given(SMALL)
def test_a_component_is_what_reaches_each_other(weights):
    successors = successors_of(weights)
    ahead = {node: reachable(node, successors) for node in NAMES}
    together = {tuple(sorted(it for it in ahead[node] if node in ahead[it])) for node in NAMES}
    assert cyclic_components(weights) == tuple(sorted(it for it in together if len(it) > 1))


def test_a_long_cycle_is_one_component():
    length = 50_000
    assert cyclic_components((n, (n + 1) % length) for n in range(length)) == (tuple(range(length)),)


@settings(max_examples=150, deadline=None)
@given(SMALL)
def test_no_arcs_separate_two_nodes_for_less(weights):
    def is_separated(arcs):
        return "e" not in reachable("a", successors_of(weights.keys() - {*arcs}))

    cut = minimum_cut(weights, "a", "e")
    assert is_separated(cut)
    least = min(
        sum(weights[arc] for arc in some)
        for number in range(len(weights) + 1)
        for some in combinations(weights, number)
        if is_separated(some)
    )
    assert sum(weights[arc] for arc in cut) == least


def test_a_cut_is_made_near_the_source():
    assert minimum_cut({("a", "b"): 2, ("b", "c"): 2}, "a", "c") == (("a", "b"),)
    assert minimum_cut({}, "a", "c") == ()


@given(graphs("abcdefghijkl", 40))
def test_no_cycle_is_left_and_each_arc_is_needed(weights):
    for arcs in (light_feedback_arc_set(weights), smallest_feedback_arc_set(weights).arcs):
        assert cyclic_components(weights.keys() - {*arcs}) == ()
        assert all(cyclic_components(weights.keys() - {*arcs} | {arc}) for arc in arcs)
    assert light_feedback_arc_set(weights) == light_feedback_arc_set(dict(reversed(weights.items())))


@settings(max_examples=300)
@given(graphs("abc", 6))
def test_in_a_graph_of_three_nodes_no_set_is_lighter(weights):
    places = ({node: place for place, node in enumerate(order)} for order in permutations("abc"))
    least = min(sum(weight for (a, b), weight in weights.items() if place[a] > place[b]) for place in places)
    assert sum(weights[arc] for arc in light_feedback_arc_set(weights)) == least


def test_the_lighter_direction_is_removed():
    assert light_feedback_arc_set({("a", "b"): 30, ("b", "a"): 2, ("b", "c"): 1}) == (("b", "a"),)


@pytest.mark.parametrize("weights", [{}, {("a", "b"): 1, ("b", "c"): 1, ("a", "c"): 1}])
def test_without_cycles_nothing_is_removed(weights):
    assert light_feedback_arc_set(weights) == ()
    assert smallest_feedback_arc_set(weights) == ((), True)


@settings(max_examples=60, deadline=None)
@given(SMALL)
def test_no_set_of_fewer_arcs_would_do_and_none_as_small_is_lighter(weights):
    arcs, is_exact = smallest_feedback_arc_set(weights)
    assert is_exact
    every = (some for number in range(len(arcs) + 1) for some in combinations(weights, number))
    best = min((len(some), sum(weights[it] for it in some)) for some in every if is_acyclic(weights.keys() - {*some}))
    assert (len(arcs), sum(weights[arc] for arc in arcs)) == best


def test_many_cycles_are_cut_without_certainty():
    names = [f"app{n}" for n in range(24)]
    weights = {(a, b): 1 for a in names for b in names if a != b}
    arcs, is_exact = smallest_feedback_arc_set(weights)
    assert not is_exact
    assert shortest_cycle(weights.keys() - {*arcs}) == ()
    assert len(arcs) == len(weights) // 2


def test_beyond_certainty_fewer_arcs_are_still_worth_more_than_light_ones():
    names = [f"app{n:02}" for n in range(12)]
    weights = {(a, b): 1 for a in names for b in names if a != b}
    weights |= {("x", "y"): 5, ("y", "z1"): 1, ("y", "z2"): 1, ("z1", "x"): 1, ("z2", "x"): 1}
    light, smallest = light_feedback_arc_set(weights), smallest_feedback_arc_set(weights)
    assert {("y", "z1"), ("y", "z2")} < {*light}
    assert ("x", "y") in smallest.arcs


def test_arcs_between_some_nodes():
    assert between("ab", {("a", "b"): 1, ("b", "c"): 2}) == {("a", "b"): 1}
