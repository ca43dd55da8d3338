"""What the process that asks jedi can do at most: shown with a jedi that tries everything."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from coupling_lsp.workspace.inference import process

WORKER = Path(process.__file__).with_name("infer_worker.py")

# A stand-in for jedi: a question's text is run, and the answer tells what became of it.
JEDI = """
import types
settings = types.SimpleNamespace()
class Project:
    def __init__(self, *given, **named): pass
class Script:
    def __init__(self, text, path=None, **given): self.text, self.path = text, path
    def infer(self, line, column):
        if self.path is None:
            return []
        from pathlib import Path
        try:
            exec(compile(self.text, "<question>", "exec"), {})
            told = "done"
        except Exception as error:
            told = type(error).__name__
        it = types.SimpleNamespace(type="class", module_path=Path("it.py"), module_name="m", full_name=f"m.{told}")
        return [it]
"""

REFUSED = [
    "import os; os.system('true')",
    "import subprocess; subprocess.Popen(['true'])",
    "import os; os.posix_spawn('/bin/true', ['true'], {})",
    "import os; os.fork()",
    "import os; os.execv('/bin/true', ['true'])",
    "import socket; socket.create_connection(('127.0.0.1', 9))",
    "import ctypes; ctypes.CDLL(None).system(b'true')",
    "import os; os.kill(1, 0)",
    "open('PROJECT/new.py', 'w')",
    "open('PROJECT/views.py', 'a')",
    "import os; os.open('PROJECT/new.py', os.O_CREAT | os.O_WRONLY)",
    "import os; os.remove('PROJECT/views.py')",
    "import os; os.mkdir('PROJECT/new')",
    "import os; os.rename('PROJECT/views.py', 'PROJECT/other.py')",
    "import runpy; runpy.run_path('PROJECT/views.py')",
    "import sys; sys.path.insert(0, 'PROJECT'); import views",
    "exec(compile(open('PROJECT/views.py').read(), 'PROJECT/views.py', 'exec'))",
]
ALLOWED = [
    "open('PROJECT/views.py').read()",
    "import colorsys, wave",
    "import collections; collections.namedtuple('Point', 'x y')",
]


def told(tmp_path: Path, text: str) -> str:
    library, project = (tmp_path / name for name in ("library", "project"))
    (library / "jedi/api").mkdir(parents=True)
    (library / "jedi/__init__.py").write_text(JEDI)
    (library / "parso").mkdir()
    for name in ("jedi/api/__init__.py", "parso/__init__.py", "parso/cache.py"):
        (library / name).write_text("")
    (library / "jedi/api/environment.py").write_text("class InterpreterEnvironment: pass\n")
    project.mkdir()
    (project / "views.py").write_text(f"open({str(project / 'sprung')!r}, 'w')\n")
    text = text.replace("PROJECT", project.as_posix())
    first = {"root": str(project), "roots": [], "memory": 1 << 30, "libraries": [str(library)]}
    question = {"path": "it.py", "text": text, "places": [[1, 0, False]], "seconds": 60, "fresh": False}
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(WORKER)],
        input=f"{json.dumps(first)}\n{json.dumps(question)}\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [it.name for it in project.iterdir()] == ["views.py"]
    ready, answer = map(json.loads, done.stdout.splitlines())
    assert ready == {"ready": True}
    return str(answer["found"][0][1])


@pytest.mark.parametrize("text", REFUSED)
def test_what_answering_never_needs_is_refused(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text) == "RefusedError"


@pytest.mark.parametrize("text", ALLOWED)
def test_reading_is_not(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text) == "done"
