"""Models that something is made for, as one file says it."""

from typing import Literal

from msgspec import Struct

from coupling_lsp.model.timing import Timing


class Declaration(Struct, frozen=True, array_like=True, gc=False):
    """A model that something is made for or of: a view, form, serializer or admin, a relation or class made by a call.

    `form` tells by what: `model` and `Meta.model` of the class `symbol`; `register` and `factory`, a call of `callee`
    with the model; `relation`, a field made by `callee` and put into the model's class as `symbol`, `Order.invoice`;
    `type`, a class made of `bases`, without a target. Any other empty target comes with the `reason`.
    `on_delete` is the expression of that argument of a relation.
    """

    form: Literal["model", "Meta.model", "register", "factory", "relation", "type"]
    target: str
    symbol: str
    timing: Timing
    callee: str = ""
    reason: str = ""
    bases: tuple[str, ...] = ()
    on_delete: str = ""
