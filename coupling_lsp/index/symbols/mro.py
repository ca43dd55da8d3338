"""The method resolution order of classes, by C3 as Python has it.

https://docs.python.org/3/howto/mro.html. Where C3 has no order, Python refuses the class; while code is typed that
happens, so such a class gets its bases depth first.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from coupling_lsp.index.symbols.target import Target

MAX_CLASSES = 64
"""How many classes an order has; those behind are left out."""

_MAX_DEPTH = 100
"""How far bases of bases are followed; those above are taken for roots."""

Bases = Callable[[Target], Sequence[Target]]
"""The direct bases of a class, in the order of the class statement."""


def mro(target: Target, bases: Bases) -> tuple[Target, ...]:
    """Return a class and all it inherits from, in the order in which Python looks for a member.

    A class that inherits from itself by some way is found once; `bases` is asked once for each class.
    """
    orders: dict[Target, tuple[Target, ...]] = {}
    _linearize(target, bases, orders, 0)
    return orders[target]


def reachable(order: Iterable[Target], bases: Bases, passes: Callable[[Target], bool]) -> list[Target]:
    """Return the classes of an order to which a way leads from the first through classes that pass, and itself."""
    classes: dict[Target, None] = {}
    open_to = set[Target]()
    for target in order:
        if not classes or target in open_to:
            classes[target] = None
            if len(classes) == 1 or passes(target):
                open_to.update(bases(target))
    return list(classes)


def _linearize(target: Target, bases: Bases, orders: dict[Target, tuple[Target, ...]], depth: int) -> None:
    orders[target] = (target,)  # What is found of a class that inherits from itself, while it is worked out.
    direct = list(dict.fromkeys(bases(target)))
    for base in direct:
        if base not in orders and depth < _MAX_DEPTH:
            _linearize(base, bases, orders, depth + 1)
    parents = [orders.get(base, (base,)) for base in direct if base != target]
    if len(parents) < 2:  # Most classes: there is nothing to merge.
        tail: tuple[Target, ...] | None = parents[0] if parents else ()
    else:
        tail = _merge([*parents, tuple(base for base in direct if base != target)])
    order = tail if tail is not None else tuple(dict.fromkeys(chain.from_iterable(parents)))
    orders[target] = (target, *(ancestor for ancestor in order if ancestor != target))[:MAX_CLASSES]


def _merge(sequences: Sequence[Sequence[Target]]) -> tuple[Target, ...] | None:
    """Return the C3 merge; None where there is none."""
    order: list[Target] = []
    rest = [list(sequence) for sequence in sequences if sequence]
    while rest:
        tails = {target for sequence in rest for target in sequence[1:]}
        head = next((sequence[0] for sequence in rest if sequence[0] not in tails), None)
        if head is None:
            return None
        order.append(head)
        rest = [remainder for sequence in rest if (remainder := sequence[1:] if sequence[0] == head else sequence)]
    return tuple(order)
