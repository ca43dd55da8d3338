"""The program around the commands: versions, faults, pipes, and what is imported."""

import os
import subprocess
import sys

import pytest

from coupling_lsp import __version__
from coupling_lsp.cli import app

PROGRAM = (sys.executable, "-P", "-m", "coupling_lsp")


def test_version(run):
    assert run("--version").out == f"coupling-lsp {__version__}\n"


def test_no_command_is_a_usage_error(run):
    assert run().code == 2


@pytest.mark.parametrize("command", app.COMMANDS, ids=lambda it: it.NAME)
def test_each_command_explains_itself(run, command):
    result = run(command.NAME, "--help")
    assert result.code == 0
    assert command.HELP.split()[0] in result.out


def test_serve_hands_the_port_to_the_server():
    ports = []

    def start(port):
        ports.append(port)
        return 7

    assert app.run(["serve"], start) == 7
    assert app.run(["serve", "--stdio", "--stdio"], start) == 7
    assert app.run(["serve", "--tcp", "4711"], start) == 7
    assert ports == [None, None, 4711]


@pytest.mark.parametrize("port", ["x", "-1", "70000", "²"])
def test_a_port_that_is_none_is_a_usage_error(run, port):
    assert run("serve", "--tcp", port).code == 2


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (PermissionError(13, "Permission denied", "secret"), 2, "secret: Permission denied"),
        (RuntimeError("odd"), 2, "internal error: RuntimeError: odd"),
    ],
)
def test_a_fault_is_a_sentence_on_stderr(capsys, error, code, told):
    def start(port):
        raise error

    assert app.run(["serve"], start) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"coupling-lsp: {told}")
    assert "Traceback" not in said.err


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_leaves_early_is_no_traceback(write, tmp_path, unbuffered):
    long = "".join(f"from billing.models import Invoice as I{number}\n" for number in range(3000))
    folder = write(changes={"orders/views.py": long})
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    command = [*PROGRAM, "edges", str(folder), "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read().decode()
    assert process.returncode == 2
    assert said == "coupling-lsp: the output was closed before its end\n"


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_long_output_is_whole(write, unbuffered):
    long = "".join(f"from billing.models import Invoice as I{number}\n" for number in range(3000))
    folder = write(changes={"orders/views.py": long})
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    command = [*PROGRAM, "edges", str(folder), "--format", "json"]
    result = subprocess.run(command, stdout=subprocess.PIPE, env=environment, check=True)
    assert result.stdout.endswith(b'"unresolved": []}\n')


def test_a_terminal_without_unicode_gets_question_marks(write):
    folder = write()
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    result = subprocess.run([*PROGRAM, "check", str(folder)], capture_output=True, env=environment, check=False)
    assert (result.returncode, result.stderr) == (1, b"")


def test_listing_edges_does_not_load_the_protocol(write):
    write()
    code = (
        "import sys; from coupling_lsp.cli import app; app.run(['edges'], None); "
        "names = ('pygls', 'lsprotocol', 'jedi', 'asyncio', 'django', 'mcp', 'pydantic'); "
        "print([name for name in names if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.split("\n")[-2] == "[]"


def test_nothing_is_written_into_the_project(write, run):
    folder = write()
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for arguments in (["check"], ["edges"], ["explain", "orders", "billing"]):
        run(*arguments)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
