"""Where collectors keep raw downloads, inputs and reports."""

from pathlib import Path

from django.conf import settings


def app_folder(app_label: str, *parts: str) -> Path:
    """Return a folder in the app's part of the workspace; it exists afterwards."""
    folder = Path(settings.WORKSPACE_DIR, app_label, *parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
