"""The kinds of pieces that detectors choose from."""

from typing import NamedTuple


class PieceKind(NamedTuple):
    """A kind of piece: a function, members of a class, or statements of a module.

    `is_settings` says that its file may be a module of settings.
    """

    is_function: bool
    is_class_body: bool
    is_settings: bool
