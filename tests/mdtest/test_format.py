"""The runner of the literate tests: what it cannot read fails at its line, and so does what is not as a marker says."""

import re

import pytest

from mdtest.run import run
from mdtest.suite import SuiteError, parse

_HEAD = """\
# Suite

`billing/models.py`:

```python
from django.db import models
class Invoice(models.Model): pass
```

## Test

"""

_IMPORT = """\
`rules.yaml`:

```yaml
version: 1
```

`orders/views.py`:

```python
from billing.models import Invoice
{}
```
"""


def check(body: str) -> None:
    for case in parse(_HEAD + body):
        run(case)


def test_a_heading_is_a_test_named_by_its_path() -> None:
    cases = parse("# A\n\n## B\n\n### C\n\n`x.py`:\n\n```python\nx = 1\n```\n\n## D\n\n`x.py`:\n\n```python\n```\n")
    assert [case.name for case in cases] == ["A - B - C", "A - D"]


def test_what_is_marked_passes() -> None:
    check(_IMPORT.format("# warning: [undeclared-edge] at `Invoice`\n# edge: orders -> billing (import from)"))


@pytest.mark.parametrize(
    ("marker", "line", "message"),
    [
        ("", 21, "not expected: warning: [undeclared-edge]"),
        ("# warning: [undeclared-edge] at `Inovice`", 22, "`Inovice` does not stand on the line"),
        ("# warning: [undeclared-edge] at `Invoice`#2", 22, "does not stand 2 times"),
        ("# warning: undeclared-edge", 22, "cannot read the marker"),
        ("# warning: [undeclared-edge] at Invoice", 22, "cannot read the marker"),
        ("# warnig: [undeclared-edge]", 22, "`warnig:` is no marker"),
        ("# error: [undeclared-edge]", 22, "no such diagnostic"),
        ("# warning: [undeclared-edge] at `from`", 22, "no such diagnostic"),
        ('# warning: [undeclared-edge] "other words"', 22, "no such diagnostic"),
        ("# warning: [undeclared-edge]\n# warning: [undeclared-edge]", 23, "no such diagnostic"),
        ("# warning: [undeclared-edge]\n# edge: orders -> billing (schema fk)", 23, "no such edge"),
        ("# warning: [undeclared-edge]\n# edge: billing -> orders (import)", 23, "no such edge"),
        ("# warning: [undeclared-edge]\n# edge: orders -> billing (import, lazy)", 23, "timing is 'eager'"),
        ("# warning: [undeclared-edge]\n# edge: orders billing (import)", 23, "cannot read the marker"),
        ('# warning: [undeclared-edge]\n# hover: at `Invoice` "nobody says this"', 23, "does not say"),
        ("# warning: [undeclared-edge]\n# hover: nothing at `Invoice`", 23, "hover"),
        ("# warning: [undeclared-edge]\n# hover: at `from`", 23, "nothing is shown"),
        ("# warning: [undeclared-edge]\n# unresolved: at `Invoice`", 23, "nothing unresolved here"),
        ('# warning: [undeclared-edge]\n# lens: at `Invoice` "1 app"', 23, "there is no lens here"),
        ("# warning: [undeclared-edge]\n# references: at `Invoice`", 23, "references: orders/views.py:1:28"),
        ('# warning: [undeclared-edge]\n# definition: at `Invoice` "a.py:1:1"', 23, "billing/models.py:2:7"),
        ('# warning: [undeclared-edge]\n# declaration: at `Invoice` "rules.yaml:1:1"', 23, "declaration: nowhere"),
        ("# warning: [undeclared-edge]\n# fix: dance", 23, "`dance` is not offered"),
        ("# warning: [undeclared-edge]\n# fix: none", 23, "offered: "),
        ("# warning: [undeclared-edge]\n# fix: not ignore-line", 23, "`ignore-line` is offered"),
    ],
)
def test_what_is_not_so_fails_at_its_line(marker: str, line: int, message: str) -> None:
    with pytest.raises(SuiteError) as caught:
        check(_IMPORT.format(marker))
    assert any(number == line and message in fault for number, fault in caught.value.faults), caught.value.faults


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("```python\nx = 1\n```\n", "needs its path"),
        ("`x.py`:\n\nProse.\n", "followed by a code block"),
        ("`x.py`:\n\n```python stage=2\n```\n", "no stage 1"),
        ("`x.py`:\n\n```python stages=1\n```\n", "unknown option"),
        ("`x.py`:\n\n```python ends=lf\n```\n", "ends is"),
        ("`x.py`:\n\n```diff\n+x\n```\n", "fix=ID"),
        ("`x.py`:\n\n```python\n", "has no end"),
        ("`x.py`:\n\n```python\n```\n\n`x.py`:\n\n```python\n```\n", "twice"),
        ("`x.py`:\n\n```python\n# hover: at `x`\n```\n", "no line above"),
        ("`x.py`:\n\n```python\nx = 1\n```\n\n`x.py`:\n\n```diff fix=dance\n+x\n```\n", "no marker"),
    ],
)
def test_a_suite_that_cannot_be_read_fails(body: str, message: str) -> None:
    with pytest.raises(SuiteError, match=re.escape(message)):
        check(body)


def test_a_stage_that_should_change_nothing_fails_when_it_does() -> None:
    body = _IMPORT.format("# warning: [undeclared-edge]") + (
        "\n`orders/views.py`:\n\n```python stage=1\n# unchanged: edges\nx = 1\n```\n"
    )
    with pytest.raises(SuiteError, match="another object"):
        check(body)


def test_no_edges_is_a_claim() -> None:
    body = "No edges.\n\n`orders/views.py`:\n\n```python\nfrom billing.models import Invoice\n```\n"
    with pytest.raises(SuiteError, match="not expected: edge"):
        check(body)
    check(body.removeprefix("No edges."))


def test_no_lenses_is_a_claim() -> None:
    body = _IMPORT.format("# warning: [undeclared-edge]")
    lens = "`billing/models.py`:\n\n```python\nfrom django.db import models\nclass Invoice(models.Model): pass{}\n```\n"
    with pytest.raises(SuiteError, match="not expected: lens '1 app depends on it: 1 import"):
        check("No lenses.\n\n" + body + lens.format(""))
    with pytest.raises(SuiteError, match="the lens says"):
        check(body + lens.format('  # lens: at `Invoice` "2 apps depend on it: 1 import"'))
    check(body + lens.format(""))


def test_a_diff_must_be_what_the_fix_does() -> None:
    body = _IMPORT.format("# warning: [undeclared-edge]\n# fix: ignore-line")
    diff = "\n`orders/views.py`:\n\n```diff fix=ignore-line\n-from billing.models import Invoice\n+{}\n```\n"
    with pytest.raises(SuiteError, match="does this to"):
        check(body + diff.format("pass"))
    line = "from billing.models import Invoice  # coupling: ignore[undeclared-edge] TODO say why"
    check(body + diff.format(line))
