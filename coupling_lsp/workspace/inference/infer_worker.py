"""The process that asks jedi; run as a script, it imports nothing of this package and nothing of the project.

Its first line is the settings, each further line a question, and it answers a line each, all as JSON. Whatever jedi
does, no process is started, no connection made, no file written, and no code executed but that of Python and jedi: an
audit hook refuses it, https://docs.python.org/3/library/sys.html#sys.addaudithook
"""

import contextlib
import faulthandler
import json
import os
import sys
from typing import Any

_MAX_CLASSES = 3
"""How many classes one name may stand for; with more it counts as unknown: code for any class is no use of each."""

_NICENESS = 10
"""How far other processes go before this one, as `nice` counts."""

_REFUSED_EVENTS = (
    *("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile", "os.kill"),
    *("socket.", "ctypes.", "pty.", "winreg."),
)
_WRITING_EVENTS = ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.chmod", "os.link", "os.symlink", "os.truncate")
_TRUSTED_LIBRARIES = ("jedi", "parso")


class RefusedError(PermissionError):
    """Something was tried that answering a question about types never needs."""


def main() -> None:
    """Answer until the input ends."""
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 1)  # What jedi may print is no answer.
    settings = json.loads(sys.stdin.readline())
    stdlib = list(sys.path)
    _limit_memory(int(settings["memory"]))
    with contextlib.suppress(AttributeError, OSError):
        os.nice(_NICENESS)  # Who types goes first. Windows has no such thing.
    sys.path += settings["libraries"]
    trusted = [os.path.join(it, name) for it in settings["libraries"] for name in _TRUSTED_LIBRARIES]  # noqa: PTH118
    sys.addaudithook(_Guard((*stdlib, *trusted)))
    answers = _Answers(settings["root"], settings["roots"], stdlib)
    sys.path[:] = stdlib  # Compiled modules are imported by jedi to be looked at: no other can be found now.
    _send(output, {"ready": True})
    for line in sys.stdin:
        question = json.loads(line)
        faulthandler.dump_traceback_later(float(question["seconds"]) + 1, exit=True, file=devnull)
        _send(output, answers.to(question))
        faulthandler.cancel_dump_traceback_later()


def _send(output: Any, answer: dict[str, Any]) -> None:
    output.write(json.dumps(answer) + "\n")
    output.flush()


def _limit_memory(n_bytes: int) -> None:
    """Bound the memory, where the system can; a question that needs more ends the process."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (n_bytes, n_bytes))


class _Guard:
    """An audit hook that refuses what is not needed. It cannot be taken away again."""

    def __init__(self, trusted: tuple[str, ...]) -> None:
        self._trusted = tuple(os.path.join(it, "") for it in trusted if it)  # noqa: PTH118

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Raise `RefusedError` for what must not happen."""
        if event.startswith(_REFUSED_EVENTS):
            raise RefusedError(event)
        if event == "exec" and not self._is_trusted(getattr(arguments[0], "co_filename", "")):
            raise RefusedError("code of a project")
        if event == "import" and arguments[1] and not self._is_trusted(arguments[1]):
            raise RefusedError("a compiled module of a project")
        if event in _WRITING_EVENTS or (event == "open" and _writes(arguments)):
            raise RefusedError(event)

    def _is_trusted(self, path: str) -> bool:
        return path.startswith((*self._trusted, "<"))


def _writes(arguments: tuple[Any, ...]) -> bool:
    _, mode, flags = arguments
    is_writing_mode = isinstance(mode, str) and not set(mode).isdisjoint("wax+")
    return is_writing_mode or (isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR)))


class _Answers:
    """Answers questions about names with jedi, from the source of the project and Python's own."""

    def __init__(self, root: str, roots: list[str], stdlib: list[str]) -> None:
        import jedi
        import parso.cache
        from jedi.api.environment import InterpreterEnvironment

        # A cache on disk would be left half-written when the process is ended, and spoil all later answers.
        parso.cache._load_from_file_system = parso.cache._save_to_file_system = _no_cache
        parso.cache._remove_cache_and_update_lock = _no_cache
        jedi.settings.auto_import_modules = []
        jedi.settings.dynamic_params = False  # Who calls a function is known to who asks, and without guessing.
        jedi.settings.allow_unsafe_interpreter_executions = False
        self._script = jedi.Script
        self._folders = tuple(os.path.join(it, "") for it in (root, *roots))  # noqa: PTH118
        self._latest: tuple[str, str, Any] | None = None
        self._environment = InterpreterEnvironment()
        self._project = jedi.Project(
            root, sys_path=[*roots, *stdlib], smart_sys_path=False, load_unsafe_extensions=False
        )
        self._script("str.join", environment=self._environment, project=self._project).infer(1, 5)  # Reads builtins.

    def _script_of(self, path: str, text: str) -> Any:
        """Return jedi's view of a file; the same for one question about it after the other."""
        if self._latest is None or self._latest[:2] != (path, text):
            script = self._script(text, path=path, environment=self._environment, project=self._project)
            self._latest = path, text, script
        return self._latest[2]

    def to(self, question: dict[str, Any]) -> dict[str, Any]:
        """Return the classes in the project behind the first of the places that is known, as dotted names in files.

        Places count lines from 1 and columns from 0. What jedi cannot do is no answer; running out of memory ends all.
        `read` are the files that were read for it, or for another question about the same text.
        """
        if question["fresh"]:
            self._latest = None
        number, classes = 0, list[tuple[str, str, str]]()
        try:
            number, classes = self._first(question)
        except MemoryError:
            os._exit(1)
        except Exception:  # jedi is at the mercy of what it reads, and every fault of it means the same: not known.
            number, classes = 0, []
        files = self._files_read(self._latest[2] if self._latest is not None else None)
        return {"place": number, "found": classes if len(classes) <= _MAX_CLASSES else [], "read": files}

    def _first(self, question: dict[str, Any]) -> tuple[int, list[tuple[str, str, str]]]:
        script = self._script_of(question["path"], question["text"])
        for number, (line, column, is_called) in enumerate(question["places"]):
            names = script.infer(line, column)
            classes = _classes([it for name in names for it in name.execute()] if is_called else names)
            if classes:
                return number, classes
        return 0, []

    def _files_read(self, script: Any) -> list[str]:
        """Return the files of the project that jedi read for a text: those of the modules it has in memory for it."""
        cache = getattr(getattr(script, "_inference_state", None), "module_cache", None)
        modules = [it for group in getattr(cache, "_name_cache", {}).values() for it in group]
        files = {str(path()) for it in modules if (path := getattr(it, "py__file__", None)) is not None}
        return sorted(it for it in files if it.startswith(self._folders))


def _no_cache(*_arguments: Any, **_keywords: Any) -> None:
    """Neither read nor write trees of files."""


def _classes(names: list[Any]) -> list[tuple[str, str, str]]:
    """Return file, dotted name and sort (`class` or `instance`) of what jedi's names stand for, each once."""
    classes: dict[tuple[str, str, str], None] = {}
    for name in names:
        path, full_name, module = name.module_path, name.full_name or "", name.module_name or ""
        if (
            name.type in ("class", "instance")
            and path is not None
            and path.suffix == ".py"
            and full_name.startswith(module)
        ):
            classes[path.as_posix(), full_name[len(module) + 1 :] or name.name, name.type] = None
    return list(classes)


if __name__ == "__main__":
    main()
