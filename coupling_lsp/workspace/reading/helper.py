"""The program of the second process that `helper_process` starts: reads the files it is told, and answers."""

import contextlib
import gc
import os
import sys
from pathlib import Path
from typing import IO

import msgspec

from coupling_lsp import detect
from coupling_lsp.model.facts import Extraction
from coupling_lsp.workspace.reading.extractor import Extractor, File
from coupling_lsp.workspace.reading.helper_protocol import Start, Task, read_message, write_message


def serve(tasks: IO[bytes], answers: IO[bytes]) -> None:
    """Answer each task until there is no other."""
    start = msgspec.msgpack.decode(read_message(tasks), type=Start)
    decoder, encoder = msgspec.msgpack.Decoder(Task), msgspec.msgpack.Encoder()
    extractor = Extractor(Path(os.fsdecode(start.base)), start.loaders, start.keyed)
    look = detect.second_pass_over(extractor.text)
    extractions: dict[str, Extraction] = {}
    while message := read_message(tasks):
        task = decoder.decode(message)
        if task.paths:
            files = list(extractor.first_pass(task.paths, task.words))
        else:
            files = [File(path, b"", extraction) for path, extraction in look(extractions, task.words).items()]
        extractions.update((file.path, file.extraction) for file in files)
        write_message(answers, encoder.encode(files))


if __name__ == "__main__":
    gc.disable()
    with contextlib.suppress(OSError, KeyboardInterrupt, msgspec.MsgspecError):
        serve(sys.stdin.buffer, sys.stdout.buffer)
