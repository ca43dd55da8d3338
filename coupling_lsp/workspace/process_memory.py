"""Returns memory to the system after a folder was read: the many short-lived values leave holes behind."""

import contextlib
import ctypes
import gc
import sys


def release_unused() -> None:
    """Return unused memory to the system; where the system has no way to do so, nothing happens."""
    gc.collect()
    gc.freeze()  # What is there now stays for long; looking through it again and again would cost keystrokes.
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
