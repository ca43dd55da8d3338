"""Ask import-linter about configurations: whether each is kept, and which imports break it by themselves.

Run as a program: reads lines of `project folder <tab> folder of its configuration`, writes a line of JSON for each.
Only what import-linter documents is used: its command `lint-imports`, the names under which it looks for a
configuration, and the report that it prints.
"""

import contextlib
import io
import json
import os
import re
import sys
from importlib.metadata import entry_points

# An import that breaks a contract by itself is a chain of one line: `- importer -> imported (l.3, l.7)`.
DIRECT_IMPORT = re.compile(r"^-\s+(?P<importer>[\w.]+) -> (?P<imported>[\w.]+) \(l\.[^)]*\)[ ]*\n\s*$", re.MULTILINE)
PACKAGE_WITH_CIRCLE = re.compile(r"^No cycles are allowed in (\S+)\.$", re.MULTILINE)
SUMMARY = re.compile(r"^Contracts: (?P<kept>\d+) kept, (?P<broken>\d+) broken\.$", re.MULTILINE)


def main():
    os.environ["COLUMNS"] = "1000"  # no line of the report is wrapped
    (command,) = entry_points(group="console_scripts", name="lint-imports")
    lint_imports = command.load()
    for line in sys.stdin:
        project_folder, configuration_folder = line.rstrip("\n").split("\t")
        os.chdir(configuration_folder)
        report = printed_report(lint_imports, project_folder)
        print(json.dumps(verdict(report)), flush=True)


def printed_report(lint_imports, project_folder):
    """Return what `lint-imports --no-cache` prints in the current folder about the packages of a project."""
    search_path = list(sys.path)
    sys.path.insert(0, project_folder)
    sys.argv = ["lint-imports", "--no-cache"]
    try:
        with contextlib.redirect_stdout(io.StringIO()) as output, contextlib.suppress(SystemExit):
            lint_imports()
    finally:
        sys.path[:] = search_path
    return output.getvalue()


def verdict(report):
    """Return what a printed report says; `error` alone if no contract could be checked."""
    summary = SUMMARY.search(report)
    if summary is None:
        return {"error": report.strip()}
    direct_imports = {(match["importer"], match["imported"]) for match in DIRECT_IMPORT.finditer(report)}
    return {
        "kept": summary["broken"] == "0",
        "direct": sorted(direct_imports),
        "circles": sorted(set(PACKAGE_WITH_CIRCLE.findall(report))),
    }


if __name__ == "__main__":
    main()
