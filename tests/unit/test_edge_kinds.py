"""The table of the kinds of edges, and the type that mypy cannot make of it."""

from typing import get_args

from coupling_lsp.features.navigation.lens import _NOUNS
from coupling_lsp.model.edge_kinds import CHANNELS, EDGE_KINDS, KINDS, ORM_KINDS, Kind
from coupling_lsp.model.rules import POLICY


def test_the_type_has_the_names_of_the_table_in_their_order():
    assert get_args(Kind) == KINDS


def test_a_policy_is_a_key_of_the_rules_file():
    assert {row.policy for row in EDGE_KINDS.values()} <= {*POLICY, ""}


def test_kinds_that_are_on_are_no_channels():
    assert {kind for kind in KINDS if EDGE_KINDS[kind].policy in ("", "joins")} == {*CHANNELS}
    assert ORM_KINDS == ("orm-read", "orm-write")


def test_ids_of_rules_differ_by_kind_as_its_verb_does():
    assert len({row.id_verb for row in EDGE_KINDS.values()}) == len(KINDS)


def test_counts_agree_in_number():
    assert [EDGE_KINDS["sql"].counted(number) for number in (0, 1, 2)] == [
        "0 SQL tables",
        "1 SQL table",
        "2 SQL tables",
    ]
    assert [EDGE_KINDS["schema"].counted(number) for number in (1, 2)] == ["1 schema", "2 schema"]
    assert [EDGE_KINDS[kind].edge_noun for kind in ("schema", "import")] == ["schema edge", "import"]


def test_lenses_tell_queries_first_and_what_has_no_noun_of_its_own_last():
    plurals = [plural for _, plural in _NOUNS]
    assert plurals[:6] == ["reads", "writes", "keys", "relations", "subclasses", "imports"]
    assert plurals[6:] == ["joins", "signals", "tables in SQL", "names looked up"]
