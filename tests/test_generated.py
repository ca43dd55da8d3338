"""The files that `scripts/generate` writes are what the tables of the package say."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_no_generated_file_is_out_of_date() -> None:
    command = [sys.executable, ROOT / "scripts" / "generated_files.py", "--check"]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert (process.returncode, process.stdout, process.stderr) == (0, "", "")
