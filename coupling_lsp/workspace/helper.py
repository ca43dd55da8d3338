"""The program of the second process that `workspace.parallel` starts: reads the files it is told, and answers."""

import contextlib
import gc
import os
import sys
from pathlib import Path
from typing import IO

import msgspec

from coupling_lsp import detect
from coupling_lsp.model.facts import Extraction
from coupling_lsp.workspace.extracting import Extractor, File
from coupling_lsp.workspace.parallel import Start, Task, read, write


def serve(tasks: IO[bytes], answers: IO[bytes]) -> None:
    """Answer each task until there is no other."""
    start = msgspec.msgpack.decode(read(tasks), type=Start)
    decoder, encoder = msgspec.msgpack.Decoder(Task), msgspec.msgpack.Encoder()
    extractor = Extractor(Path(os.fsdecode(start.base)), start.loaders, start.keyed)
    look = detect.second_pass_over(extractor.text)
    known: dict[str, Extraction] = {}
    while message := read(tasks):
        task = decoder.decode(message)
        if task.paths:
            found = list(extractor.first(task.paths, task.words))
        else:
            found = [File(path, b"", it) for path, it in look(known, task.words).items()]
        known.update((it.path, it.extraction) for it in found)
        write(answers, encoder.encode(found))


if __name__ == "__main__":
    gc.disable()
    with contextlib.suppress(OSError, KeyboardInterrupt, msgspec.MsgspecError):
        serve(sys.stdin.buffer, sys.stdout.buffer)
