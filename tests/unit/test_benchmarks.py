"""Benchmarks wrap functions of the package from outside; here is told when one of these has moved."""

import importlib
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent.parent / "benchmarks"


def test_every_function_that_is_timed_or_counted_is_where_the_benchmark_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    inside = importlib.import_module("inside")
    functions = (*inside.PARTS, *inside.COUNTED)
    missing = [
        f"{module.__name__}.{name}" for module, name, _ in functions if not callable(getattr(module, name, None))
    ]
    assert functions
    assert not missing
