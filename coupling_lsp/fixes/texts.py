"""How fixes and features get the texts of files: through a function, so that they stay pure."""

from collections.abc import Callable

from coupling_lsp.text import Text

ReadText = Callable[[str], Text | None]
"""Returns the text of a file by its path in the snapshot, as the editor has it, else as the disk has it.

None when there is no such file, or it cannot be read.
"""
