"""Events wait in the workspace until a collector reads them."""

from pathlib import Path
from typing import Any

from core.files import write_json
from core.workspace import app_folder


def spool_event(envelope: dict[str, Any]) -> Path:
    """Write an event to its own file; a repeated delivery replaces the first one."""
    return write_json(app_folder("slack_event_handler", "spool") / f"{envelope['event_id']}.json", envelope)
