"""Measures the program and holds it to its floors: `python benchmarks/run.py [PROJECT…] [--only PART,…]`.

Without projects it makes up two, one small and one large. Ends with 1 when a floor is missed by more than noise.
"""

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import batch
import keystrokes
import startup
import synthetic
from measure import NOISE, Project, Row


def _inside(project: Project, _n_runs: int) -> list[Row]:
    """In a process of its own: what it wraps must not touch the other figures, nor its memory theirs."""
    script = Path(__file__).with_name("inside.py")
    command = [sys.executable, str(script), project.name, str(project.base), str(project.n_files), str(project.n_bytes)]
    return [Row(*it) for it in json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)]


PARTS: dict[str, tuple[Callable[[Project, int], list[Row]], ...]] = {
    "cold": (batch.cold,),
    "warm": (batch.warm,),
    "keystroke": (keystrokes.keystroke, _inside),
    "memory": (startup.memory,),
    "start": (startup.start,),
}


def main() -> int:
    """Measure what the arguments ask for, print it, and judge it."""
    args = _arguments()
    rows: list[Row] = []
    with contextlib.ExitStack() as stack:
        projects = [_project(Path(path)) for path in args.projects] or list(stack.enter_context(_made_up()))
        for project in projects:
            print(f"\n{project.name}: {project.n_files:,} files, {project.n_bytes / 1e6:.1f} MB\n", flush=True)
            _header()
            for part in args.only:
                for measure in PARTS[part]:
                    for row in measure(project, args.runs):
                        _show(row)
                        rows.append(row)
    missed = [row for row in rows if row.missed]
    n_floors = sum(row.floor is not None for row in rows)
    print(f"\n{n_floors} floors, {len(missed)} missed by more than {100 * (NOISE - 1):.0f} %")
    for row in missed:
        print(f"  {row.project}: {row.what} took {row.value:.3g} {row.unit}, floor {row.floor:.3g}")
    return 1 if missed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("projects", nargs="*", metavar="PROJECT", help="folders to measure on")
    parser.add_argument("--only", type=_parts, default=list(PARTS), metavar="PART,…", help=", ".join(PARTS))
    parser.add_argument("--runs", type=int, default=5, help="how often to repeat each (default: 5)")
    return parser.parse_args()


def _parts(written: str) -> list[str]:
    parts = written.split(",")
    if unknown := [it for it in parts if it not in PARTS]:
        raise argparse.ArgumentTypeError(f"{unknown[0]} is none of {', '.join(PARTS)}")
    return parts


@contextlib.contextmanager
def _made_up() -> Iterator[tuple[Project, ...]]:
    with tempfile.TemporaryDirectory(prefix="coupling-benchmark-") as folder:
        small, large = Path(folder).resolve() / "small", Path(folder).resolve() / "large"
        synthetic.write(small, n_apps=16, n_files=573, n_bytes=3_000_000)
        synthetic.write(large, n_apps=40, n_files=5_850, n_bytes=36_000_000)
        yield _project(small), _project(large)


def _project(base: Path) -> Project:
    base = base.resolve()
    if not base.is_dir():
        raise SystemExit(f"{base} is not a folder")
    files = [path for path in base.rglob("*.py") if path.is_file()]
    return Project(base.name, base, len(files), sum(path.stat().st_size for path in files))


def _header() -> None:
    print(f"| {'':60} | {'measured':>16} | {'floor':>5} | {'':7} | |\n|---|---|---|---|---|", flush=True)


def _show(row: Row) -> None:
    floor = "" if row.floor is None else f"{row.floor:.3g}"
    verdict = "" if row.floor is None else "MISSED" if row.missed else "met" if row.value <= row.floor else "noise"
    print(f"| {row.what:60} | {row.value:9.3g} {row.unit:6} | {floor:>5} | {verdict:7} | {row.note} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
