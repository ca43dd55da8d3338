"""Loading rules never raises, keeps its places inside the text, and gives rules that decide on any edge."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from coupling_lsp.features.diagnostics import diagnostics
from coupling_lsp.model.rules import Fix, Rule, Selector
from coupling_lsp.rules.loading import loader
from coupling_lsp.rules.loading.keys import key_names
from coupling_lsp.rules.matching.rule_index import RuleIndex
from coupling_lsp.rules.matching.specificity import EdgeEnd, rank_of
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Span, Text, decode
from laws.sources import FILES, RULES, YAML_SNIPPETS, damaged

NOWHERE = Span(1, 1, 1, 1)
PROJECT = Snapshot.of_texts(FILES, Layout(settings=("settings",), today="2026-07-01"))


def check(text: Text) -> None:
    rules = loader.load(text, "rules.yaml")
    assert rules == loader.load(text, "rules.yaml")
    after = PROJECT.with_rules(rules)
    assert len(list(after.edges())) <= len(list(PROJECT.edges()))
    for path in ("rules.yaml", *FILES):
        for it in diagnostics(after, path):
            assert it.message
            if path == "rules.yaml":
                start, end = text.byte(*it.span[:2]), text.byte(*it.span[2:])
                assert text.span(start, end) == it.span, (it.span, it.message)


@settings(max_examples=150)
@given(st.binary(max_size=80))
@example(b"\xff\xfev\x00:\x00")
@example(b"\x00")
@example(b"a: \x85")
@example(b"\xef\xbb\xbfversion: 1\n")
def test_any_bytes_are_rules(raw: bytes) -> None:
    check(decode(raw))


@settings(max_examples=300)
@given(st.lists(st.sampled_from(YAML_SNIPPETS), max_size=25).map("".join))
def test_any_pile_of_yaml_is_rules(written: str) -> None:
    check(decode(written.encode()))


@settings(max_examples=300)
@given(damaged(RULES, YAML_SNIPPETS, most=3))
def test_damaged_rules_are_rules(written: str) -> None:
    check(decode(written.encode()))


VALUES = st.recursive(
    st.sampled_from(["x", "1", "[]", "{}", "~", '""', "'*'", "off", "orders", "2026-01-01", "!!int x", "é"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(st.sampled_from(["id", "from", "x", "with", "layers"]), inner, max_size=3).map(
            lambda items: "{" + ", ".join(f"{key}: {value}" for key, value in items.items()) + "}"
        ),
    ),
    max_leaves=6,
)
KEYS = {
    "": key_names(),
    "project": key_names("project"),
    "edges": key_names("edges"),
    "contracts": key_names("contracts"),
    "apps": key_names("apps", "*"),
    "policy": ("undeclared", "tests", "contracts"),
}


@st.composite
def shapes(draw: st.DrawFn) -> str:
    """A rules file with known keys and values of any type."""
    section = draw(st.sampled_from(sorted(KEYS)))
    known = draw(st.lists(st.sampled_from(KEYS[section]), unique=True, max_size=6))
    entry = "{" + ", ".join(f"{key}: {draw(VALUES)}" for key in known) + "}"
    if not section:
        return entry
    whole = {"edges": f"[{entry}]", "contracts": f"[{entry}]", "apps": f"{{orders: {entry}}}"}.get(section, entry)
    return f"{{version: 1, {section}: {whole}}}"


@settings(max_examples=300)
@given(shapes())
def test_any_value_under_any_key_is_read(written: str) -> None:
    check(Text.of(written))


PARTS = st.lists(st.sampled_from(["a", "b", "ab", "*", "**", "a*"]), max_size=4).map(tuple)
PLAIN = st.lists(st.sampled_from(["a", "b", "ab"]), max_size=3).map(tuple)
APPS = st.sampled_from(["a", "b", "*", "a*"])


@settings(max_examples=500)
@given(st.lists(st.lists(st.tuples(APPS, PARTS), min_size=1, max_size=2), max_size=6), PLAIN, PLAIN)
def test_no_rule_that_names_an_end_is_left_out(written, module, symbol):
    """Rules are looked up by where their sources begin; asking each of them gives the same."""
    rules = [_rule([Selector("", app, parts, NOWHERE) for app, parts in sources]) for sources in written]
    end = EdgeEnd("a", module, symbol)
    found = {number for number, _ in RuleIndex(rules).candidates(*end)}
    naming = {number for number, rule in enumerate(rules) if any(rank_of(it, end) is not None for it in rule.sources)}
    assert naming <= found


def _rule(sources: list[Selector]) -> Rule:
    return Rule("", tuple(sources), (), (), "intentional", "", Fix(), "", "", NOWHERE)
