"""Chains and cuts of small graphs, against trying everything."""

from itertools import combinations, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from coupling_lsp.reports.explain.chains_and_cuts import minimum_cut, shortest_chains

APPS = "abcdef"
GRAPHS = st.dictionaries(st.sampled_from([(a, b) for a in APPS for b in APPS if a != b]), st.integers(1, 4), max_size=9)


def leads(pairs, source, target):
    reached = {source}
    for _ in APPS:
        reached |= {b for a, b in pairs if a in reached}
    return target in reached


@settings(max_examples=150, deadline=None)
@given(GRAPHS)
def test_no_set_of_pairs_cuts_for_less(graph):
    found = minimum_cut(graph, "a", "f")
    assert not leads(graph.keys() - set(found), "a", "f")
    least = min(
        sum(graph[it] for it in some)
        for number in range(len(graph) + 1)
        for some in combinations(graph, number)
        if not leads(graph.keys() - set(some), "a", "f")
    )
    assert sum(graph[it] for it in found) == least


@settings(max_examples=150, deadline=None)
@given(GRAPHS)
def test_chains_are_all_the_shortest_ones_through_others(graph):
    every = [
        ("a", *between, "f")
        for number in range(1, 5)
        for between in permutations("bcde", number)
        if all(it in graph for it in zip(("a", *between), (*between, "f"), strict=True))
    ]
    shortest = min(map(len, every), default=0)
    assert list(shortest_chains(graph, "a", "f")) == sorted(it for it in every if len(it) == shortest)


def test_nothing_leads_nowhere():
    assert minimum_cut({}, "a", "f") == ()
    assert list(shortest_chains([("b", "f")], "a", "f")) == []
