"""Runs the program over every project in a folder: `python benchmarks/corpus.py FOLDER [--into FILE] [--last FILE]`.

Each project has processes of its own. Ends with 1 when one crashed; the table is printed, or kept in a Markdown file.
"""

import argparse
import json
import os
import sys
import tomllib
from pathlib import Path

from corpus_runs import Figures, Known, measured
from corpus_tables import difference, moved, tables

from coupling_lsp.reports.document.document_file import replace_generated_part

_HERE = Path(__file__).parent
_TITLE = "# Accuracy\n\n"


def main() -> int:
    """Measure the projects the arguments name, tell what changed, and keep the counts for the next time."""
    args = _arguments()
    known = {it["name"]: Known(**it) for it in tomllib.loads((_HERE / "corpus.toml").read_text())["project"]}
    before = json.loads(args.last.read_text()) if args.last.is_file() else {}
    folders = [it for it in sorted(args.folder.iterdir()) if it.is_dir() and not it.name.startswith(".")]
    now: dict[str, Figures] = {}
    for folder in folders:
        if args.only and folder.name not in args.only:
            continue
        print(f"{folder.name} …", end=" ", flush=True)
        figures, edges = measured(folder, known.get(folder.name, Known(folder.name)))
        now[folder.name] = figures
        if figures["crash"]:
            print(f"CRASH\n\n{figures['crash']}\n")
            continue
        print(f"{sum(figures['edges'].values()):,} edges, {figures['seconds']:.1f} s, {figures['megabytes']:.0f} MB")
        for line in difference(before.get(folder.name), figures):
            print(f"    {line}")
        for line in moved(args.kept / f"{folder.name}.json", edges, args.show):
            print(f"    {line}")
    text = tables(now, before, known)
    if args.into:
        was = args.into.read_text(encoding="utf-8") if args.into.is_file() else ""
        args.into.write_text(replace_generated_part(was, _TITLE, text), encoding="utf-8")
        args.last.write_text(json.dumps(before | now, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    else:
        print(f"\n{text}")
    crashed = [name for name, it in now.items() if it["crash"]]
    if crashed:
        print(f"CRASHED: {', '.join(crashed)}", file=sys.stderr)
    return 1 if crashed else 0


def _arguments() -> argparse.Namespace:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "coupling-lsp-corpus"
    parser = argparse.ArgumentParser(prog="scripts/corpus", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of checked-out projects")
    parser.add_argument(
        "--into", type=Path, metavar="FILE", help="keep the tables in this file, and the counts in LAST"
    )
    parser.add_argument("--last", type=Path, default=_HERE / "corpus.json", help="the counts of the last run")
    parser.add_argument("--kept", type=Path, default=cache, help="where the edges of the last run are kept")
    parser.add_argument("--only", type=lambda it: it.split(","), metavar="NAME,…", help="only these projects")
    parser.add_argument("--show", type=int, default=10, help="how many edges that came and went to list (default: 10)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
