"""The order of bases is Python's own wherever Python accepts the class."""

from hypothesis import given
from hypothesis import strategies as st

from coupling_lsp.index.symbols.mro import mro
from coupling_lsp.index.symbols.target import Target

Hierarchy = list[list[int]]
"""The numbers of the direct bases of each class, which come before it."""


@st.composite
def hierarchies(draw: st.DrawFn) -> Hierarchy:
    size = draw(st.integers(1, 8))
    return [
        draw(st.lists(st.integers(0, number - 1), unique=True, max_size=3)) if number else [] for number in range(size)
    ]


def _target(number: int) -> Target:
    return Target("shop.models", f"C{number}", True)


def _order(hierarchy: Hierarchy, number: int) -> list[str]:
    bases = {_target(index): [_target(base) for base in direct] for index, direct in enumerate(hierarchy)}
    return [target.name for target in mro(_target(number), lambda target: bases[target])]


@given(hierarchies())
def test_the_order_is_that_of_python(hierarchy: Hierarchy) -> None:
    classes: list[type | None] = []
    for number, direct in enumerate(hierarchy):
        bases = [base for index in direct if (base := classes[index]) is not None]
        try:
            classes.append(type(f"C{number}", tuple(bases), {}) if len(bases) == len(direct) else None)
        except TypeError:
            classes.append(None)
        made = classes[number]
        order = _order(hierarchy, number)
        if made is not None:
            assert order == [cls.__name__ for cls in made.__mro__[:-1]]
        assert order[0] == f"C{number}"
        assert len(order) == len(set(order))
        assert {f"C{index}" for index in direct} <= set(order)


def test_a_class_that_inherits_from_itself_has_an_order() -> None:
    bases = {_target(0): [_target(1)], _target(1): [_target(0), _target(1)]}
    assert mro(_target(0), lambda target: bases[target]) == (_target(0), _target(1))


def test_each_class_is_asked_once_for_its_bases() -> None:
    """Two new classes that both inherit from the two before: as many ways lead up as two to the power of thirty."""
    asked: list[Target] = []

    def bases(target: Target) -> list[Target]:
        asked.append(target)
        level = int(target.name[1:]) // 2 * 2
        return [_target(level - 2), _target(level - 1)] if level else []

    assert len(mro(_target(60), bases)) == 61
    assert len(asked) == len(set(asked)) == 61
