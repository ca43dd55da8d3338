"""Extraction never raises, its pieces cover the text, its places lie inside, and memory changes nothing."""

import ast
import random
import sys
import sysconfig
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coupling_lsp.detect import extract
from coupling_lsp.model.facts import Extraction, Sites, class_sites
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.source.pieces import cut
from coupling_lsp.text import Text, decode
from laws.sources import FILES, SNIPPETS, damaged, edit_of, edited

SOURCES = st.sampled_from(sorted(FILES.values())).flatmap(lambda text: damaged(text, SNIPPETS))


SEARCH_TERMS = Snapshot.of_texts(FILES, Layout(settings=("settings",))).search_terms


def check(text: Text) -> Extraction:
    """Extract, also what the search_terms of a project ask for, and demand that all places lie in the text."""
    found = extract(text, search_terms=SEARCH_TERMS)[0]
    sites = Sites.of(found.facts)
    count = sites.reads + len(found.facts.reads)
    assert len(found.spans) == count * 16
    for span in [*(found.span(site) for site in range(count)), *(it.span for it in found.ignores)]:
        start, end = text.byte(*span[:2]), text.byte(*span[2:])
        assert start <= end
        assert text.span(start, end) == span, span
    for it, site in class_sites(found.facts):
        assert text.slice(found.span(site)) == it.name.rpartition(".")[2]
    return found


@settings(max_examples=150)
@given(st.binary(max_size=200))
def test_any_bytes_give_facts(raw: bytes) -> None:
    check(decode(raw))


@settings(max_examples=200)
@given(st.lists(st.sampled_from(SNIPPETS), max_size=40).map("".join))
@example('class A:\n    """\n    x\n\tdef f(self):\n')
@example("class A(\n)")
@example("x = 1  # coupling: ignore[x] y\r\n")
@example("class A(b)\n:x=1\r def f")
@example("lazy import")
@example("from . import")
@example("import a.\n")
@example("x" * 3 + ".objects" * 300)
@example("(" * 400 + "Invoice.objects" + ")" * 400)
@example("f(" * 300 + "Invoice.objects.all()" + ")" * 300)
@example("class A:\n" * 50)
@example("".join("    " * n + f"class A{n}:\n" for n in range(60)))
@example("".join("    " * n + f"def f{n}():\n" for n in range(60)) + "    " * 60 + "A.objects.first()\n")
@example("def f(self):\n    return (\n        .filter(invoice__number=1)\n    )\n")
@example("def f(given: list[]):\n    given.invoice.save()\n    given.filter(invoice__number=1)\n")
def test_any_pile_of_code_gives_facts(written: str) -> None:
    check(Text.of(written))


@settings(max_examples=300)
@given(SOURCES)
@example("class A(B)\n    def f(self):\n        pass\n\n    y = models.ForeignKey('a.B')\n")
def test_damaged_code_gives_facts(written: str) -> None:
    check(Text.of(written))


@settings(max_examples=300)
@given(SOURCES)
def test_the_pieces_are_the_whole_text_in_order(written: str) -> None:
    data = Text.of(written.replace("\r\n", "\n").replace("\r", "\n")).data
    pieces = cut(data)
    if pieces:
        assert pieces[0].start == 0
        assert pieces[-1].end == len(data)
        assert all(before.end == after.start for before, after in pairwise(pieces))
        assert all(piece.start < piece.end for piece in pieces)


@settings(max_examples=150)
@given(st.sampled_from(sorted(FILES.values())), st.lists(edit_of(SNIPPETS), min_size=1, max_size=8))
def test_memory_changes_nothing(written: str, edits: list[tuple[int, int, int, str]]) -> None:
    _, memory = extract(Text.of(written), search_terms=SEARCH_TERMS)
    for edit in edits:
        written = edited(written, edit)
        text = Text.of(written)
        with_memory, memory = extract(text, memory, search_terms=SEARCH_TERMS)
        assert with_memory == extract(text, search_terms=SEARCH_TERMS)[0]


LIBRARY = sorted(path for path in Path(sysconfig.get_path("stdlib")).rglob("*.py") if "site-packages" not in path.parts)
SAMPLE = random.Random(7).sample(LIBRARY, min(400, len(LIBRARY)))


def test_imports_and_classes_of_the_standard_library_are_those_python_sees() -> None:
    compared, wrong = 0, []
    for path in SAMPLE:
        raw = path.read_bytes()
        try:
            tree = ast.parse(raw)
        except (SyntaxError, ValueError):
            continue
        if sys.version_info < (3, 12) and b"\f" in raw:
            continue
        text = decode(raw)
        found = check(text)
        compared += 1
        imports = {(it.module, it.name, it.level, found.span(site).line) for site, it in enumerate(found.facts.imports)}
        classes = {(it.name.rpartition(".")[2], found.span(site).line) for it, site in class_sites(found.facts)}
        wrong += [(path.name, "import", it) for it in imports ^ _imports(tree)]
        wrong += [(path.name, "class", it) for it in classes ^ _classes(tree)]
    assert compared > 300
    assert not wrong, f"{len(wrong)} differ: {sorted(map(str, wrong))[:20]}"


def _imports(tree: ast.AST) -> set[tuple[str, str, int, int]]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {(it.name, "", 0, it.lineno) for it in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
            found |= {(node.module or "", it.name, node.level, it.lineno) for it in node.names}
    return found


def _classes(tree: ast.AST) -> set[tuple[str, int]]:
    """The classes but those called `Meta` inside another, which are options of that one."""
    found = set()
    inside = {id(it) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for it in node.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and not (node.name == "Meta" and id(node) in inside):
            found.add((node.name, node.lineno))
    return found


@pytest.mark.parametrize("path", sorted(FILES))
def test_the_project_of_the_laws_has_facts(path: str) -> None:
    compile(FILES[path], path, "exec", flags=ast.PyCF_ONLY_AST)
    check(Text.of(FILES[path]))
