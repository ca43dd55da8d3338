"""Reads the files of one folder, with the help of a second process where they are very many.

Where the helper cannot start, or dies, this process does all itself.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType

from coupling_lsp import detect
from coupling_lsp.model.facts import Extraction
from coupling_lsp.model.search_terms import SearchTerms
from coupling_lsp.workspace.reading.extractor import Extractor, File
from coupling_lsp.workspace.reading.helper_process import HelperProcess
from coupling_lsp.workspace.reading.helper_protocol import Start, Task
from coupling_lsp.workspace.reading.interning import Interner

MIN_FILES_FOR_HELPER = 800
"""So many files are worth a helper: it takes as long to start as it takes to read a few hundred."""

_N_FILES_PER_TASK = 40
_MAX_PENDING_TASKS = 2
"""How many tasks the helper has at a time: the next one waits in its pipe while it works on the first."""


class Readers:
    """Reads the files of one folder, with a helper where they are many. To be used in a `with` statement."""

    def __init__(self, base: Path, loaders: tuple[str, ...], keyed: bool) -> None:
        self.extractor = Extractor(base, loaders, keyed)
        self._look = detect.second_pass_over(self.extractor.text)
        self._start = Start(os.fsencode(base), loaders, keyed)
        self._helper: HelperProcess | None = None
        self._paths_of_helper: set[str] = set()
        self._interner = Interner()

    def __enter__(self) -> "Readers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._helper is not None:
            self._helper.stop()

    def prepare(self, n_files: int) -> None:
        """Start the helper if there are so many files to read that it saves time."""
        if n_files >= MIN_FILES_FOR_HELPER and self._helper is None and (os.cpu_count() or 1) > 1:
            self._helper = HelperProcess.start(self._start)

    def first_pass(self, paths: Iterable[str], words: SearchTerms, report: Callable[[int], None]) -> Iterator[File]:
        """Yield what files hold, in any order. `report` is told how many are done, and may raise to stop."""
        paths = tuple(paths)
        # Each has files from everywhere, so that both get their part of the code and of its tests: these are read once.
        n_tasks = -(-len(paths) // _N_FILES_PER_TASK)
        tasks = deque(paths[start::n_tasks] for start in range(n_tasks))
        tasks_of_helper: deque[tuple[str, ...]] = deque()
        n_done = 0
        while tasks or tasks_of_helper:
            while self._helper is not None and tasks and len(tasks_of_helper) < _MAX_PENDING_TASKS:
                tasks_of_helper.append(tasks.pop())
                self._helper.ask(Task(tasks_of_helper[-1], words))
            while tasks_of_helper and (self._helper is None or not tasks or self._helper.has_answer()):
                files = self._helper.answer() if self._helper is not None else None
                if files is None:  # It died: what it was given is still to be done.
                    self._helper = None
                    tasks.extend(tasks_of_helper)
                    tasks_of_helper.clear()
                    break
                n_done += len(tasks_of_helper[0])
                self._paths_of_helper.update(tasks_of_helper.popleft())
                yield from map(self._interned, files)
            report(n_done)
            if tasks:
                n_done += len(tasks[0])
                yield from map(self._interned, self.extractor.first_pass(tasks.popleft(), words))

    def second_pass(self, extractions: Mapping[str, Extraction], words: SearchTerms) -> dict[str, Extraction]:
        """Look at files again for more words, and return the extractions that hold more than before."""
        helper = self._helper
        paths_of_helper = self._paths_of_helper if helper is not None else frozenset()
        if helper is not None:
            helper.ask(Task((), words))
        changes = self._look({path: it for path, it in extractions.items() if path not in paths_of_helper}, words)
        files = helper.answer() if helper is not None else None
        if files is not None:
            changes.update((it.path, it.extraction) for it in map(self._interned, files) if it.path in extractions)
        elif helper is not None:
            self._helper = None
            changes.update(self._look({path: it for path, it in extractions.items() if path in paths_of_helper}, words))
        return changes

    def _interned(self, file: File) -> File:
        return file._replace(extraction=self._interner.extraction(file.extraction))
