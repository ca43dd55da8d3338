"""A form of report: places of edges, and numbers of findings."""

from pathlib import Path

import pytest
from cli.project import FILES, RULES

from recipes.package_copy import Recipe, follow, paths_named

EDGES = '''
"""`edges --format places`: the place of each edge on a line of its own."""

from collections.abc import Sequence

from coupling_lsp.reports.contents.edge_rows import EdgeFilter, edge_rows
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.terminal.screen import Screen

NAME = "places"


def render(projects: Sequence[ProjectView], edge_filter: EdgeFilter, screen: Screen) -> str:
    """Return the lines."""
    return "".join(
        f"{project.place(row.edge.path, row.span.line, row.span.column)}\\n"
        for project in projects
        for row in edge_rows(project.snapshot, edge_filter)
    )
'''
CHECK = '''
"""`check --format codes`: the code of each finding on a line of its own."""

from coupling_lsp.reports.contents.check_findings import CheckResult
from coupling_lsp.reports.terminal.screen import Screen

NAME = "codes"


def render(check_result: CheckResult, screen: Screen) -> str:
    """Return the lines."""
    return "".join(f"{finding.diagnostic.code}\\n" for finding in check_result.findings)
'''
RECIPES = {
    "edges": Recipe(
        {"reports/edges/places.py": EDGES},
        {
            "reports/edges/__init__.py": [
                ("edges_markdown, edges_table\n", "edges_markdown, edges_table, places\n"),
                ("edges_csv, edges_markdown)", "edges_csv, edges_markdown, places)"),
            ],
            "cli/commands/edges.py": [('"csv", "md")', '"csv", "md", "places")')],
        },
    ),
    "check": Recipe(
        {"reports/check/codes.py": CHECK},
        {
            "reports/check/__init__.py": [
                ("import findings_json", "import codes, findings_json"),
                ("sarif, github_annotations)", "sarif, github_annotations, codes)"),
            ],
            "cli/commands/check.py": [('"sarif", "github")', '"sarif", "github", "codes")')],
        },
    ),
}


@pytest.mark.parametrize(
    ("command", "name", "code", "lines"),
    [
        ("edges", "places", 0, ["orders/models.py:5:33", "orders/tests.py:1:24", "orders/views.py:1:28"]),
        ("check", "codes", 1, ["forbidden-edge", "tech-debt"]),
    ],
)
def test_a_form_is_one_file_and_two_lines(command: str, name: str, code: int, lines: list[str], tmp_path: Path) -> None:
    copy = follow(RECIPES[command], tmp_path, {**FILES, "rules.yaml": RULES})
    touched_paths = {path.replace(name, "<name>").replace(command, "<command>") for path in RECIPES[command].paths}
    assert paths_named("a report") == touched_paths
    assert set(lines) <= set(copy.output(command, "--format", name, code=code).splitlines())
    assert f"{name}}}" in copy.output(command, "--help")
    assert copy.tidiness() == ""
