"""The outline of a rules file sees what the parser sees, and goes on where the parser stops."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given

from coupling_lsp.rules.yaml import nodes
from coupling_lsp.rules.yaml.outline import outline
from coupling_lsp.rules.yaml.outline_tree import Block, Word, walk
from coupling_lsp.rules.yaml.parser import parse
from coupling_lsp.text import Span, Text
from laws.pages import BLOCKS
from laws.sources import RULES, YAML_SNIPPETS, damaged

ROOT = Path(__file__).parents[2]
Seen = tuple[tuple[str, ...], str, Span]


def parsed(node: nodes.Node | None, path: tuple[str, ...] = ()) -> Iterator[Seen]:
    """Each key and value of a text as the parser sees it: path, value, place."""
    if isinstance(node, nodes.Mapping):
        for key, value in node.items:
            yield (*path, key.value), "", key.span
            yield from parsed(value, (*path, key.value))
    elif isinstance(node, nodes.Sequence):
        for item in node.items:
            yield from parsed(item, path)
    elif isinstance(node, nodes.Scalar) and node.span[:2] != node.span[2:]:
        yield path, node.value, node.span


def outlined(text: Text) -> Iterator[Seen]:
    """The same as the outline has it."""
    for it in walk(outline(text)):
        if it.key is not None:
            yield it.path, "", it.key.span
        if isinstance(it.value, Word) and it.value.span[:2] != it.value.span[2:]:
            yield it.path, it.value.text, it.value.span


def agree(text: Text) -> None:
    """Keys and values are the same, at the same places; of texts over several lines only the beginning is compared."""
    mine = list(outlined(text))
    theirs = list(parsed(parse(text).root))
    assert [(path, span[:2]) for path, _, span in mine] == [(path, span[:2]) for path, _, span in theirs]
    for (_, value, span), (_, expected, other) in zip(mine, theirs, strict=True):
        if span[0] == span[2] and other[0] == other[2] and "\\" not in value and "''" not in value:
            assert value == expected
            assert span == other


@pytest.mark.parametrize(("name", "text"), BLOCKS, ids=[name for name, _ in BLOCKS])
def test_the_outline_of_a_text_without_faults_is_what_the_parser_sees(name: str, text: str) -> None:
    source = Text.of(text)
    document = parse(source)
    if not document.broken and not re.search(r"^\?|: [*&!]", text, re.M):  # The parser's places begin at the sign.
        agree(source)


def test_the_outline_of_the_bundled_rules_is_what_the_parser_sees() -> None:
    source = Text.of((ROOT / "rules.yaml").read_text(encoding="utf-8"))
    agree(source)
    assert sum(1 for _ in outlined(source)) > 1000


@pytest.mark.parametrize(
    "text",
    [
        RULES,
        RULES.replace("\n", "\r\n"),
        "{version: 1, edges: [{id: a, from: [b, \"c\"]}, {id: 'd'}],\n'policy': {x: y}}\n",
        "- a\n- - b\n  - c\n-\n  d: e\n",
        "edges:\n- id: a\n  from:\n  - b\n  - c\n  to: d\npolicy:\n",
        'a: "two\n  lines"\nb: two\n  lines # and a comment\nc: [d,\n  e # x\n  , f]\n',
        "a: b#c\nd: e:f\n'g h': i\n\"j\" : k\nl m: n\n",
        "a: |\n  text: no key\n\n  - no item\nb: >-\n  more\n",
        "  a: b\n  c:\n    d: e\n",
        "---\na: b\n---\nc: d\n",
        "--- {a: b,\n c: [d]}\n...\n",
        "---  # a remark\na: b\n",
        "é: 😋\n'ü': [\"😋\", 😋]\n",
        "# only a comment\n",
        "",
    ],
)
def test_ways_to_write_yaml(text: str) -> None:
    agree(Text.of(text))


@given(damaged(RULES, YAML_SNIPPETS))
def test_any_text_has_an_outline_with_places_inside(written: str) -> None:
    text = Text.of(written)
    for it in walk(outline(text)):
        assert it.end >= it.start
        words = [word for word in (it.key, it.value) if isinstance(word, Word)]
        for span in [part for word in words for part in (word.span, word.inner)]:
            assert text.span(text.byte(*span[:2]), text.byte(*span[2:])) == span
        assert not isinstance(it.value, Block) or it.value.owner is it


def test_anchors_and_tags_are_no_part_of_a_value() -> None:
    found = [seen[:2] for seen in outlined(Text.of("a: &x b\nc: !!str d\n&y e: f\n- &z g\n"))]
    assert found == [(("a",), ""), (("a",), "b"), (("c",), ""), (("c",), "d"), (("e",), ""), (("e",), "f"), ((), "g")]


def test_what_follows_an_unfinished_line_is_seen() -> None:
    text = Text.of(
        'version: 1\nedges:\n  - id: a\n    from: [orders, \n    to: "bil\n    via\n    why: {\n'
        "  - id: b\n    to: 'x\npolicy:\n"
    )
    found = [(it.path, it.value.text) for it in walk(outline(text)) if isinstance(it.value, Word)]
    assert found == [
        (("version",), "1"),
        (("edges", "id"), "a"),
        (("edges", "from"), "orders"),
        (("edges", "to"), "bil"),
        (("edges",), "via"),
        (("edges", "id"), "b"),
        (("edges", "to"), "x"),
    ]
