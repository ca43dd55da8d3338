"""Lines that cannot hold a comment are not offered one; no marker of a literate test can stand on them either."""

from coupling_lsp import fixes
from coupling_lsp.features.diagnostics import diagnostics
from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot

_TEXTS = {
    "settings.py": 'INSTALLED_APPS = ["billing", "orders"]\n',
    "billing/models.py": "from django.db import models\nclass Invoice(models.Model): pass\n",
    "rules.yaml": "version: 1\n",
}


def offered(text: str) -> set[str]:
    snapshot = Snapshot.of_texts({**_TEXTS, "orders/views.py": text}, Layout(settings=("settings",)))
    (found,) = diagnostics(snapshot, "orders/views.py")
    return {it.id for it in fixes.fixes_for(snapshot, "orders/views.py", found, snapshot.texts.get)}


def test_a_line_with_code_can() -> None:
    assert "ignore-line" in offered("from billing.models import Invoice\n")


def test_a_line_behind_a_backslash_cannot() -> None:
    assert "ignore-line" not in offered("import billing.models; x = 1 + \\\n    2\n")


def test_a_line_that_a_string_leaves_cannot() -> None:
    assert "ignore-line" not in offered('import billing.models; x = """\n"""\n')


def test_a_line_that_a_string_leaves_behind_a_backslash_cannot() -> None:
    assert "ignore-line" not in offered("import billing.models; x = 'a\\\nb'\n")
