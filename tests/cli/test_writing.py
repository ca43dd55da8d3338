"""A file of the user's is replaced whole or left as it was: every command that writes, when writing fails."""

import ctypes
import errno
import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coupling_lsp.workspace.atomic import replace_file, replace_files
from coupling_lsp.workspace.errors import WorkspaceError

from .project import RULES
from .test_fix import FIXABLE
from .test_program import PROGRAM

LONG = "# Why these rules are as they are.\n" * 200
PAID = """\
  - id: paid
    from: crm
    to: billing
    via: [import]
    intent: tech-debt
    why: It was needed once.
"""
UNDECLARED = "version: 1\n" + LONG + "edges: []\n"

COMMANDS = {
    "init": (["init", "--force"], UNDECLARED, {}),
    "baseline": (["init", "--baseline"], UNDECLARED, {}),
    "prune": (["init", "--prune"], RULES + PAID + LONG, {}),
    "export-schema": (["export", "schema", "--into", "schema.json"], RULES, {}),
    "export-import-linter": (["export", "import-linter", "--into", "contracts.ini"], RULES, {}),
    "report": (["report", "--into", "couplings.md"], RULES, {"couplings.md": LONG}),
    "fix": (["fix", "--write"], FIXABLE, {"billing/services.py": '"""Services."""\n' + LONG}),
}


def _limit_file_size() -> None:
    """Let no file grow beyond a few bytes, as on a full disk: `ulimit -f`."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))


def _obey_modes() -> None:
    """Make the superuser obey the modes of files like anybody else; tests may run as root."""
    if os.geteuid() == 0:
        drop_from_bounding_set, override_modes = 24, 1  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE
        assert ctypes.CDLL(None).prctl(drop_from_bounding_set, override_modes, 0, 0, 0) == 0


def _contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _run_with(prepare: Callable[[], None], arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    command = [*PROGRAM, *arguments]
    return subprocess.run(command, cwd=folder, preexec_fn=prepare, capture_output=True, text=True, check=False)


@pytest.fixture(params=COMMANDS)
def case(request: pytest.FixtureRequest, write) -> tuple[list[str], Path]:
    """A command line, and the project in which it would change a file that is there already."""
    arguments, rules, changes = COMMANDS[request.param]
    folder = write(rules, changes)
    if request.param.startswith("export"):
        done = subprocess.run([*PROGRAM, *arguments], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        written = folder / arguments[-1]
        written.write_bytes(written.read_bytes() + LONG.encode())
    return arguments, folder


@pytest.fixture
def locked_folders(case) -> Iterator[Path]:
    _, folder = case
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for path in folders:
        path.chmod(0o555)
    yield folder
    for path in folders:
        path.chmod(0o755)


def test_on_a_full_disk_the_old_file_stays(case, tmp_path):
    arguments, folder = case
    before = _contents(tmp_path)
    done = _run_with(_limit_file_size, arguments, folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert " cannot be written: File too large. Nothing was changed. Make room on the disk" in done.stderr
    assert _contents(tmp_path) == before, "also of the cache nothing is left half"


def test_in_a_folder_that_cannot_be_written_to_the_old_file_stays(case, locked_folders):
    arguments, folder = case
    before = _contents(folder)
    done = _run_with(_obey_modes, arguments, folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert " cannot be written: Permission denied. Nothing was changed. Make the file and its folder" in done.stderr
    assert _contents(folder) == before


def test_a_file_that_cannot_be_written_to_stays(write):
    folder = write(UNDECLARED)
    (folder / "rules.yaml").chmod(0o444)
    done = _run_with(_obey_modes, ["init", "--baseline"], folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "rules.yaml cannot be written: Permission denied. Nothing was changed." in done.stderr
    assert (folder / "rules.yaml").read_text() == UNDECLARED


def test_every_case_changes_a_file_where_nothing_stops_it(case):
    arguments, folder = case
    before = _contents(folder)
    assert _run_with(lambda: None, arguments, folder).returncode == 0
    after = _contents(folder)
    assert after.keys() == before.keys()
    assert [path for path in before if after[path] != before[path]]


def test_mode_owner_and_links_stay(tmp_path):
    old, link = tmp_path / "old.yaml", tmp_path / "link.yaml"
    old.write_bytes(b"old")
    old.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(old, 1234, 4321)
    link.symlink_to("old.yaml")
    before = old.stat()
    replace_file(link, b"new\r\n\xff")
    after = old.stat()
    assert old.read_bytes() == b"new\r\n\xff"
    assert link.is_symlink()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "old.yaml"]


def test_a_new_file_has_the_usual_mode(tmp_path):
    replace_file(tmp_path / "new.yaml", b"new")
    (tmp_path / "usual.yaml").touch()
    assert (tmp_path / "new.yaml").stat().st_mode == (tmp_path / "usual.yaml").stat().st_mode


def test_a_pipe_is_written_to(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    replace_file(pipe, b"new")
    assert os.read(reader, 10) == b"new"
    os.close(reader)
    assert pipe.is_fifo()


def test_of_several_files_none_is_replaced_when_one_cannot_be_written(tmp_path):
    (tmp_path / "first.py").write_bytes(b"old")
    missing = tmp_path / "missing/second.py"
    with pytest.raises(WorkspaceError, match=f"second.py cannot be written: .* Create the folder {missing.parent}"):
        replace_files({tmp_path / "first.py": b"new", missing: b"new"})
    assert _contents(tmp_path) == {tmp_path / "first.py": b"old"}


def test_a_folder_is_no_file_to_replace(tmp_path):
    (tmp_path / "first.py").write_bytes(b"old")
    (tmp_path / "folder").mkdir()
    with pytest.raises(WorkspaceError, match=r"folder cannot be written: Is a directory\. Nothing was changed\."):
        replace_files({tmp_path / "first.py": b"new", tmp_path / "folder": b"new"})
    assert _contents(tmp_path) == {tmp_path / "first.py": b"old"}


def test_the_message_does_not_hide_what_is_written_already(tmp_path, monkeypatch):
    replace = Path.replace

    def fail_at_second(path: Path, target: Path) -> Path:
        if target.name == "second.py":
            raise OSError(errno.EIO, "Input/output error")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail_at_second)
    with pytest.raises(WorkspaceError, match=r"second.py cannot be written: Input/output error\. Other files are"):
        replace_files({tmp_path / "first.py": b"new", tmp_path / "second.py": b"new"})
    assert _contents(tmp_path) == {tmp_path / "first.py": b"new"}
