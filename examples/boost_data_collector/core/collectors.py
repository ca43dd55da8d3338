"""The base class of everything that fetches data on a schedule."""

import logging
import time
from abc import ABC, abstractmethod

from core.protocols import RunResult

logger = logging.getLogger(__name__)


class CollectorBase(ABC):
    """One collector: subclasses say what to collect, the base class times and logs the run."""

    name: str

    @abstractmethod
    def collect(self) -> RunResult:
        """Fetch and store; return what was done."""

    def run(self) -> RunResult:
        """Collect once and log the outcome."""
        started = time.monotonic()
        result = self.collect()
        logger.info("%s in %.1f s", result, time.monotonic() - started)
        return result
