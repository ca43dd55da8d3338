"""An edit that changes only what kind an edge is, under every type of contract, tells what a cold load tells."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coupling_lsp.features.diagnostics import changed_paths, diagnostics, paths
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text

LAYOUT = Layout(settings=("settings",), today="2026-07-01")

FILES = {
    "settings.py": 'INSTALLED_APPS = ["a", "b", "c"]\n',
    "a/__init__.py": "",
    "b/__init__.py": "",
    "c/__init__.py": "",
    "a/models.py": "from django.db import models\n\n\nclass A1(models.Model):\n    name = models.TextField()\n",
    "c/models.py": (
        "from django.db import models\n\n\n"
        "class C1(models.Model):\n    one = models.ForeignKey('a.A1', models.CASCADE)\n"
    ),
    "b/views.py": "from c.models import C1\n\n\ndef show(row: C1):\n    return {expression}\n",
    "a/views.py": "from b.views import show\n",
}

EXPRESSIONS = (
    "row.one.name",
    "row.one",
    "row.one.save()",
    "row.one.delete()",
    "C1.objects.filter(one__name='x')",
    "C1.objects.select_related('one')",
    "__import__('a.models')",
    "None",
)

CONTRACTS = {
    "independence": "apps: [a, b]",
    "forbidden": "from: [b]\n    to: [a]",
    "layers": "layers: [a, b]",
    "acyclic": "apps: [a, b]",
}


def _texts(contract: str, expression: str) -> dict[str, str]:
    rules = f"version: 1\nedges: []\ncontracts:\n  - id: shape\n    type: {contract}\n    {CONTRACTS[contract]}\n"
    texts = {path: text.replace("{expression}", expression) for path, text in FILES.items()}
    return {**texts, "rules.yaml": rules}


@pytest.mark.parametrize("contract", CONTRACTS)
@settings(max_examples=30)
@given(expressions=st.lists(st.sampled_from(EXPRESSIONS), min_size=2, max_size=5))
def test_a_contract_is_judged_as_on_a_cold_load(contract: str, expressions: list[str]) -> None:
    snapshot = Snapshot.of_texts(_texts(contract, expressions[0]), LAYOUT)
    for expression in expressions[1:]:
        previous = snapshot
        texts = _texts(contract, expression)
        snapshot = snapshot.with_texts({"b/views.py": Text.of(texts["b/views.py"])})
        cold = Snapshot.of_texts(texts, LAYOUT)
        for path in {*paths(cold), *paths(snapshot)}:
            assert diagnostics(snapshot, path) == diagnostics(cold, path)
        unchanged = {*paths(previous), *paths(snapshot)} - changed_paths(previous, snapshot)
        for path in unchanged:
            assert diagnostics(previous, path) == diagnostics(snapshot, path)


def test_the_expressions_break_contracts_and_keep_them() -> None:
    for contract in CONTRACTS:
        codes = [
            any(it.code == "contract-broken" for path in FILES for it in diagnostics(snapshot, path))
            for snapshot in (Snapshot.of_texts(_texts(contract, expression), LAYOUT) for expression in EXPRESSIONS)
        ]
        assert any(codes)
        if contract != "independence":  # `a` uses `b` in any case.
            assert not all(codes)
