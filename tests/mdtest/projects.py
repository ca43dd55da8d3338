"""The files of a test as a project: its texts, and the settings it gets when it names none."""

import re

from coupling_lsp.snapshot.layout import Layout
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text, decode
from mdtest.suite import Case

TODAY = "2026-07-01"
_GIVEN = re.compile(rb"DJANGO_SETTINGS_MODULE\W+([\w.]+)")
_MANAGE = 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "{}")\n'


def texts_of(case: Case, stage: int) -> dict[str, Text]:
    """The texts of all files after a stage, those the test leaves to the runner included."""
    texts = {path: decode(block.raw) for path, block in case.files(stage).items()}
    if (settings := settings_of(case)) is None:
        settings = "settings"
        apps = sorted({path.partition("/")[0] for stage in case.stages for path in stage if _in_folder(path)})
        texts["settings.py"] = Text.of(f"INSTALLED_APPS = {apps!r}\n".replace("'", '"'))
    texts.setdefault("manage.py", Text.of(_MANAGE.format(settings)))
    return texts


def settings_of(case: Case) -> str | None:
    """The settings module the test names."""
    paths = sorted({path for stage in case.stages for path in stage}, key=len)
    if "manage.py" in paths and (match := _GIVEN.search(case.stages[0]["manage.py"].raw)):
        return match[1].decode()
    for path in paths:
        if path.rpartition("/")[2] == "settings.py":
            return path.removesuffix(".py").replace("/", ".")
    return None


def layout_of(case: Case) -> Layout:
    """Where the project of a test lies."""
    return Layout(settings=(settings_of(case) or "settings",), today=TODAY)


def cold(case: Case, texts: dict[str, Text]) -> Snapshot:
    """The snapshot of texts, from nothing."""
    return Snapshot.of_texts({path: str(text) for path, text in texts.items()}, layout_of(case))


def _in_folder(path: str) -> bool:
    return path.endswith(".py") and "/" in path
