"""Each dialect of patterns against a plain reading of it, and the work of matching, which never explodes."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coupling_lsp.globs.automaton import Automaton
from coupling_lsp.globs.dialects import (
    codeowners_pattern,
    label_matches,
    module_expression,
    path_matcher,
    selector_covers,
)
from coupling_lsp.globs.segments import SegmentPattern

REGEXES = {"**/": "(?:.*/)?", "/**": "(?:/.*)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def regex(glob):
    return "".join(REGEXES.get(part) or re.escape(part) for part in re.split(r"(\*\*/|/\*\*|\*\*|\*|\?)", glob))


GLOBS = st.lists(st.sampled_from([*"ab/.", *REGEXES]), max_size=6).map("".join)


@settings(max_examples=500)
@given(st.lists(GLOBS, max_size=3), st.lists(st.text("ab/.", max_size=8), max_size=8))
def test_a_glob_matches_what_its_regular_expression_does(globs, paths):
    is_match = path_matcher(tuple(globs))
    for path in paths:
        assert is_match(path) == any(re.fullmatch(regex(glob), path) for glob in globs), path


@pytest.mark.parametrize(
    ("glob", "path", "is_match"),
    [
        ("**/tests/**", "shop/tests/test_a.py", True),
        ("**/tests/**", "tests/a.py", True),
        ("**/tests/**", "shop/contests/a.py", False),
        ("**/test_*.py", "test_a.py", True),
        ("**/test_*.py", "shop/test_a/b.py", False),
        ("shop/*.py", "shop/a/b.py", False),
        ("shop/**.py", "shop/a/b.py", True),
        ("shop/?.py", "shop/ab.py", False),
        ("shop/[ab].py", "shop/a.py", False),
        ("größe/*", "größe/maß.py", True),
    ],
)
def test_globs_of_paths(glob, path, is_match):
    assert path_matcher((glob,))(path) == is_match


def test_without_globs_nothing_matches():
    assert not path_matcher(())("")
    assert path_matcher(("",))("")


class Counting(Automaton):
    """Counts the states it looks at."""

    n_visits = 0

    def _follow(self, state_set, character):
        self.n_visits += len(state_set.states)
        return super()._follow(state_set, character)


@pytest.mark.parametrize("repeated", ["**/", "***/", "*", "*a", "**a", "/**", "**/*", "a/**/", "?*"])
def test_the_work_at_a_path_grows_no_faster_than_with_pattern_and_path(repeated, monkeypatch):
    monkeypatch.setattr("coupling_lsp.globs.dialects.Automaton", Counting)
    for size in (8, 16, 32, 64):
        glob, path = f"{repeated * size}zzz", "a/aa" * size
        matches = path_matcher((glob,))
        assert not matches(path)
        most = 3 * (len(glob) + 2) * len(path)
        assert 0 < matches.__self__.n_visits <= most
        assert not matches(path)
        assert matches.__self__.n_visits <= most, "what is known is not looked at again"
    path_matcher.cache_clear()


def test_sets_of_states_are_dropped_when_there_are_many(monkeypatch):
    monkeypatch.setattr("coupling_lsp.globs.automaton._MAX_STATE_SETS", 3)
    matches = path_matcher(("**/a*b?c", "x**y"))
    paths = ["d/aabbc", "xyxy", "d/a/bbc", "x", "abc", "xabcy", "aXbYc"] * 3
    assert [matches(path) for path in paths] == [True, True, False, False, False, True, True] * 3
    path_matcher.cache_clear()


class Name(str):
    """A part of a name that counts how often it is compared."""

    n_compared = 0

    def __eq__(self, other):
        Name.n_compared += 1
        return str(self) == str(other)

    __hash__ = str.__hash__


@pytest.mark.parametrize("is_whole", [False, True])
@pytest.mark.parametrize("repeated", [("**",), ("**", "a"), ("**", "a", "a"), ("a", "**")])
def test_segments_are_compared_at_most_once_for_each_of_the_pattern(repeated, is_whole):
    for size in (8, 16, 32, 64):
        pattern, names = SegmentPattern((*repeated * size, "z"), is_whole), [Name("a")] * 2 * size
        Name.n_compared = 0
        assert not pattern.matches(names)
        assert 0 < Name.n_compared <= len(pattern.segments) * (len(names) + 1)


SEGMENTS = st.lists(st.sampled_from(["a", "b", "ab", "a*", "*", "**"]), max_size=5).map(tuple)
NAMES = st.lists(st.sampled_from(["a", "b", "ab", "abb"]), max_size=6).map(tuple)


def plainly(pattern, names, is_whole):
    """The same, by trying every number of segments for each `**`."""
    if not pattern:
        return not is_whole or not names
    if pattern[0] == "**":
        return any(plainly(pattern[1:], names[n:], is_whole) for n in range(len(names) + 1))
    fits = bool(names) and re.fullmatch(pattern[0].replace("*", ".*"), names[0]) is not None
    return fits and plainly(pattern[1:], names[1:], is_whole)


@settings(max_examples=500)
@given(SEGMENTS, NAMES)
def test_a_selector_covers_what_it_names_and_what_is_inside(pattern, names):
    assert selector_covers(pattern, names) == plainly(pattern, names, is_whole=False)
    assert SegmentPattern(pattern, is_whole=True).matches(names) == plainly(pattern, names, is_whole=True)


@pytest.mark.parametrize(
    ("pattern", "label", "is_match"),
    [("*", "a", True), ("**", "a", True), ("a*", "ab", True), ("a", "ab", False), ("*a", "ab", False)],
)
def test_the_app_of_a_selector(pattern, label, is_match):
    assert label_matches(pattern, label) == is_match


@pytest.mark.parametrize(
    ("expression", "module", "is_match"),
    [
        ("a.b", "a.b", True),
        ("a.b", "a.b.c", False),
        ("a.*", "a.b", True),
        ("a.*", "a", False),
        ("a.*", "a.b.c", False),
        ("a.**", "a.b.c", True),
        ("a.**", "a", False),
        ("**.models", "a.b.models", True),
        ("**.models", "models", False),
        ("a.**.c", "a.c", False),
        ("*.b.*", "a.b.c", True),
    ],
)
def test_module_expressions(expression, module, is_match):
    assert module_expression(expression).matches(module.split(".")) == is_match


@pytest.mark.parametrize(
    ("pattern", "path", "is_match"),
    [
        ("app/[slug]/", "app/[slug]/page.py", True),
        ("app/[slug]/", "app/s/page.py", False),
        ("[ab]*.py", "[ab]c.py", True),
        ("shop/?.py", "shop/a.py", True),
        ("shop/?.py", "shop/ab.py", False),
        ("shop/*/**", "shop", False),
        ("shop/*/**", "shop/a/b.py", True),
    ],
)
def test_signs_of_codeowners(pattern, path, is_match):
    assert codeowners_pattern(pattern, is_gitlab=False).matches(path.split("/")) == is_match
