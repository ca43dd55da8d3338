"""Read channels that a chat exporter wrote to the workspace."""

from pathlib import Path
from typing import Any

from core.collectors import CollectorBase
from core.commands import CollectorCommand
from core.files import read_json
from core.protocols import RunResult
from core.workspace import app_folder
from discord_activity_tracker.services import get_or_create_channel
from discord_activity_tracker.sync.messages import sync_message, sync_messages


class DiscordCollector(CollectorBase):
    """Stores every exported channel; of an export of edits, one message at a time."""

    name = "discord_activity_tracker"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def collect(self) -> RunResult:
        result = RunResult(self.name)
        for path in sorted(self.folder.glob("*.json")):
            result += self._read_export(read_json(path))
        return result

    def _read_export(self, export: dict[str, Any]) -> RunResult:
        server, channel_data = export["guild"], export["channel"]
        channel, _ = get_or_create_channel(
            int(server["id"]), server["name"], int(channel_data["id"]), channel_data["name"]
        )
        if not export.get("editsOnly"):
            return sync_messages(channel, export["messages"])
        created = sum(sync_message(channel, message) for message in export["messages"])
        return RunResult("discord edits", created, updated=len(export["messages"]) - created)


class Command(CollectorCommand):
    help = "Store exported Discord channels."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--folder", type=Path, help="where the exports are; the app's workspace when left out")

    def build_collector(self, options: dict[str, Any]) -> CollectorBase:
        return DiscordCollector(options["folder"] or app_folder("discord_activity_tracker", "exports"))
