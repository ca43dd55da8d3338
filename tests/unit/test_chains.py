"""Chains between the nodes of small graphs, against trying everything."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from coupling_lsp.reports.explain.chains import shortest_chains

APPS = "abcdef"
GRAPHS = st.dictionaries(st.sampled_from([(a, b) for a in APPS for b in APPS if a != b]), st.integers(1, 4), max_size=9)


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
    assert list(shortest_chains([("b", "f")], "a", "f")) == []
