"""Store talks whose metadata was downloaded to the workspace, one JSON file per video."""

from pathlib import Path
from typing import Any

from core.collectors import CollectorBase
from core.commands import CollectorCommand
from core.files import read_json
from core.protocols import RunResult
from core.timestamps import parse_timestamp
from core.workspace import app_folder
from cppa_user_tracker.services import get_or_create_youtube_speaker
from cppa_youtube_script_tracker.services import add_speaker, record_video
from cppa_youtube_script_tracker.titles import speaker_names


class VideoCollector(CollectorBase):
    """Stores every downloaded video with its speakers."""

    name = "cppa_youtube_script_tracker"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def collect(self) -> RunResult:
        created = updated = 0
        for path in sorted(self.folder.glob("*.json")):
            is_new = self._store(read_json(path))
            created, updated = created + is_new, updated + (not is_new)
        return RunResult(self.name, created, updated)

    def _store(self, data: dict[str, Any]) -> bool:
        video, is_new = record_video(
            data["id"],
            data["title"],
            published_at=parse_timestamp(data.get("published_at")),
            transcript=data.get("transcript", ""),
        )
        for name in speaker_names(data["title"]):
            speaker, _ = get_or_create_youtube_speaker(name)
            add_speaker(video, speaker.pk)
        return is_new


class Command(CollectorCommand):
    help = "Store downloaded talks, their transcripts and speakers."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--folder", type=Path, help="where the files are; the app's workspace when left out")

    def build_collector(self, options: dict[str, Any]) -> CollectorBase:
        return VideoCollector(options["folder"] or app_folder("cppa_youtube_script_tracker", "videos"))
