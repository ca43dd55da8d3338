"""Watch over the client's process: the server ends with it, even if something else keeps our stdin open."""

import asyncio
import logging
import os
import sys
from collections.abc import Callable

log = logging.getLogger(__name__)

_SECONDS_BETWEEN_CHECKS = 3.0


async def watch_parent(pid: int, stop: Callable[[], None]) -> None:
    """Call `stop` once the process `pid` is gone."""
    while _is_alive(pid):
        await asyncio.sleep(_SECONDS_BETWEEN_CHECKS)
    log.warning("The client is gone; the server stops")
    stop()


def _is_alive(pid: int) -> bool:
    if sys.platform == "win32":
        return True  # There stdin ends with the client.
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
