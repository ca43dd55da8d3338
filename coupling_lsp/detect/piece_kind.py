"""What kind of piece a detector is asked about."""

from typing import NamedTuple


class PieceKind(NamedTuple):
    """A function, members of a class, or statements of a module; `is_settings` where its file may hold settings."""

    is_function: bool
    is_class_body: bool
    is_settings: bool
