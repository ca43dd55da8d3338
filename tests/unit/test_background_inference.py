"""What is asked in the background, when, and in which order: with a clock that only the test moves."""

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as t

from coupling_lsp.features.questions import Question, questions
from coupling_lsp.lsp.session.documents import Documents
from coupling_lsp.lsp.session.inference.background import BackgroundInference
from coupling_lsp.lsp.session.inference.service import InferenceTarget
from coupling_lsp.lsp.session.inference.throttle import SECONDS_WITHOUT_EDIT
from coupling_lsp.lsp.session.session import ProjectFile
from coupling_lsp.snapshot.answered import Answered
from coupling_lsp.text import Text
from coupling_lsp.workspace import folder as folders
from coupling_lsp.workspace.reading.load import Options

FILES = {
    "manage.py": "",
    "config/settings.py": 'INSTALLED_APPS = ["orders", "billing"]\n',
    "config/__init__.py": "",
    "billing/__init__.py": "",
    "billing/models.py": "from django.db import models\n\n\nclass Invoice(models.Model):\n    pass\n",
    "orders/__init__.py": "",
    "orders/a.py": "def a(it):\n    it.save()\n",
    "orders/b.py": "def b(it):\n    it.save()\n    it.delete()\n",
    "orders/c.py": "def c(it):\n    it.save()\n",
    "orders/test_d.py": "def d(it):\n    it.save()\n",
}


class Jedi:
    """What is asked, and when; each question takes some time, and `then` happens."""

    def __init__(self) -> None:
        self.now, self.takes = 0.0, 0.0
        self.questions_asked: list[tuple[str, int]] = []
        self.times: list[float] = []
        self.n_unanswered, self.is_hopeless = 0, False
        self.is_mute_about: tuple[str, ...] = ()
        self.seconds: list[float] = []
        self.read: list[str] = []
        self.then: Callable[[], None] = lambda: None
        self.idle = asyncio.Event()

    def target(self, file: ProjectFile, text: Text) -> InferenceTarget:
        return InferenceTarget(file.folder.base, file.snapshot, file.path, text)

    async def questions(self, it: InferenceTarget) -> list[Question]:
        return list(questions(it.snapshot, it.path, it.text))

    async def answer(self, it: InferenceTarget, question: Question, seconds: float) -> Answered | None:
        self.questions_asked.append((Path(it.path).name, question.span.line))
        self.times.append(self.now)
        self.now += self.takes
        self.seconds.append(seconds)
        self.n_unanswered = self.n_unanswered + 1 if Path(it.path).name in self.is_mute_about else 0
        self.then()
        return None

    async def dependents(self, _paths: Iterable[str]) -> list[str]:
        return self.read

    async def save(self) -> None:
        self.idle.set()


class Session:
    """A folder that was read, and the documents that are open in it."""

    def __init__(self, base: Path) -> None:
        self.folder = folders.open_whole(base, Options(cache=False), {}, None)
        self.folders = {str(base): self.folder}
        self.documents = Documents()

    async def wait_until_current(self) -> None:
        """All is computed at once here."""

    def locate(self, path: str) -> ProjectFile | None:
        found = self.folder.locate(path)
        return ProjectFile(self.folder, *found) if found is not None else None


class Stage:
    """The background between the two; `lines` is what it told the client's log."""

    def __init__(self, base: Path) -> None:
        for path, text in FILES.items():
            (base / path).parent.mkdir(exist_ok=True)
            (base / path).write_text(text)
        self.base, self.jedi, self.session = base, Jedi(), Session(base)
        self.lines: list[str] = []
        given: Any = (self.session, self.jedi)  # As much of them as is used.
        self.background = BackgroundInference(*given, self.lines.append, True, lambda: self.jedi.now, self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.jedi.now += seconds

    def open(self, name: str) -> str:
        path = self.base / "orders" / name
        self.session.documents.open(t.TextDocumentItem(path.as_uri(), "python", 1, path.read_text()))
        return str(path)

    async def until_idle(self) -> list[tuple[str, int]]:
        """What is asked until nothing more is to be asked."""
        self.jedi.idle.clear()
        self.jedi.questions_asked.clear()
        task = asyncio.create_task(self.background.run())
        await asyncio.wait_for(self.jedi.idle.wait(), 600)
        task.cancel()
        return list(self.jedi.questions_asked)


ALL = [("a.py", 2), ("b.py", 2), ("b.py", 3), ("c.py", 2)]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


async def test_every_open_place_outside_tests_is_asked_about_once(stage: Stage) -> None:
    stage.background.record_new_folder()
    assert await stage.until_idle() == ALL
    stage.background.record_changes([], False)
    assert await stage.until_idle() == []


async def test_open_files_come_first(stage: Stage) -> None:
    stage.open("c.py")
    stage.background.record_new_folder()
    assert await stage.until_idle() == [("c.py", 2), *ALL[:3]]


async def test_a_file_that_is_opened_meanwhile_is_next(stage: Stage) -> None:
    stage.jedi.then = lambda: None if len(stage.jedi.questions_asked) > 1 else stage.open("c.py") and None
    stage.background.record_new_folder()
    assert await stage.until_idle() == [("a.py", 2), ("c.py", 2), ("b.py", 2), ("b.py", 3)]


async def test_nothing_is_asked_while_somebody_types(stage: Stage) -> None:
    stage.background.record_new_folder()
    stage.background.record_changes([stage.open("a.py")], True)
    await stage.until_idle()
    assert min(stage.jedi.times) >= SECONDS_WITHOUT_EDIT


async def test_an_edit_stops_what_is_asked_about_its_file_and_it_is_asked_anew(stage: Stage) -> None:
    path = stage.open("b.py")
    edited = iter([True])
    stage.jedi.then = lambda: stage.background.record_changes([path], True) if next(edited, False) else None
    stage.background.record_new_folder()
    assert await stage.until_idle() == [("b.py", 2), ("b.py", 2), ("b.py", 3), ("a.py", 2), ("c.py", 2)]
    assert stage.jedi.times[1] >= stage.jedi.times[0] + SECONDS_WITHOUT_EDIT


async def test_asking_takes_a_quarter_of_the_time(stage: Stage) -> None:
    stage.jedi.takes = 1.0
    stage.background.record_new_folder()
    await stage.until_idle()
    assert stage.jedi.times == [0.0, 4.0, 8.0, 12.0]


async def test_files_whose_answers_depend_on_one_that_changed_are_asked_about_again(stage: Stage) -> None:
    stage.background.record_new_folder()
    await stage.until_idle()
    stage.jedi.read = [str(stage.base / "orders/c.py")]
    stage.background.record_changes([str(stage.base / "orders/models.py")], False)
    assert await stage.until_idle() == [("c.py", 2)]


async def test_a_process_that_never_answers_is_given_up_and_told_of_twice_at_most(stage: Stage) -> None:
    stage.jedi.is_mute_about = tuple(f"{name}.py" for name in "abcefghij")
    for name in "efghij":
        (stage.base / f"orders/{name}.py").write_text(FILES["orders/b.py"])
    stage.session.folder = folders.open_whole(stage.base, Options(cache=False), {}, None)
    stage.session.folders = {str(stage.base): stage.session.folder}
    stage.background.record_new_folder()
    assert len(await stage.until_idle()) == 5
    assert stage.lines == [
        "jedi took too long or too much memory at orders/a.py:2 and was stopped; it goes on elsewhere",
        "jedi was stopped 5 times in a row, so nothing more is asked in the background",
    ]


async def test_what_took_too_long_gets_more_time_once_and_last(stage: Stage) -> None:
    stage.jedi.is_mute_about = ("b.py",)
    stage.background.record_new_folder()
    assert await stage.until_idle() == [*ALL, ("b.py", 2), ("b.py", 3)]
    assert stage.jedi.seconds[:4] < stage.jedi.seconds[4:]
    stage.background.record_changes([], False)
    assert await stage.until_idle() == []
    assert len(stage.lines) == 1


async def test_one_that_cannot_be_started_is_told_of_once(stage: Stage) -> None:
    stage.jedi.is_hopeless, stage.jedi.is_mute_about = True, ("a.py",)
    stage.background.record_new_folder()
    assert len(await stage.until_idle()) == 1
    assert stage.lines == ["jedi cannot be started, so nothing is asked of it"]


async def test_switched_off_it_asks_nothing(stage: Stage) -> None:
    stage.background.switch(False)
    stage.background.record_new_folder()
    assert await stage.until_idle() == []
    stage.background.switch(True)
    assert await stage.until_idle() == ALL
