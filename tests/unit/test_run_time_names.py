"""Which names a program would miss at run time, in files that this Python may not be able to read."""

from coupling_lsp.fixes.proof import run_time_names
from coupling_lsp.text import Text

_BEFORE = "from billing.models import Account\n"
_AFTER = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from billing.models import Account\n"


def fault(use: str) -> str:
    return run_time_names.fault(Text.of(_BEFORE + use), Text.of(_AFTER + use))


def test_an_annotation_in_quotes_reads_nothing_at_run_time() -> None:
    assert fault('def show(account: "Account"): ...\n') == ""


def test_a_call_reads_its_function_at_run_time() -> None:
    assert fault("Account()\n") == "`Account` is read when the program runs"


def test_a_file_that_this_python_cannot_read_is_left_with_a_reason() -> None:
    """Syntax that no Python has stands for that of a newer one, whatever Python runs the tests."""
    reason = fault('def show(account: "Account") yields None: ...\n')
    assert reason == "the file is in the syntax of a newer Python than the one that checks it"
