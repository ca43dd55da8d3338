"""What is typed, where, and under which rules."""

import ast
import collections
import json
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from measure import Project, program

SIZES = (500, 2_000, 6_500)
LENGTH = 89
FIELD = 'approved_by = models.ForeignKey("auth.User", null=True, on_delete=models.SET_NULL)'
_INTENTS = ("forbidden", "tech-debt", "intentional", "forbidden")


class Sample(NamedTuple):
    """A file open in the editor, and the line of it to type into; the text need not be that of the disk."""

    path: Path
    text: str
    line: int
    column: int
    model: str

    @property
    def n_lines(self) -> int:
        """How long the file is."""
        return self.text.count("\n")


def edges(project: Project) -> list[dict[str, Any]]:
    """The edges of a project."""
    command = [*program(), "edges", str(project.base), "--format", "json", "--no-cache"]
    output = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    project_edges: list[dict[str, Any]] = output["edges"]
    return project_edges


def write_rules(target: Path, project_edges: list[dict[str, Any]]) -> None:
    """Rules for most pairs of apps, so that a file with edges has many diagnostics."""
    pairs = sorted({(it["source"]["app"], it["target"]["app"]) for it in project_edges})
    entries = "".join(
        f"  - id: pair-{number}\n    from: {source}\n    to: {goal}\n    intent: {_INTENTS[number % 4]}\n"
        "    why: Rules like this one are made up to be measured.\n"
        for number, (source, goal) in enumerate(pairs)
        if number % 5
    )
    target.write_text(f"version: 1\npolicy:\n  tests: error\nedges:\n{entries}")


def sample(project: Project, n_lines: int, project_edges: list[dict[str, Any]]) -> Sample:
    """The file with edges whose length is nearest; when none is near, several of one app joined to one text."""
    counts: dict[str, int] = {}
    for edge in project_edges:
        if edge["target"]["symbol"]:
            counts[edge["source"]["path"]] = counts.get(edge["source"]["path"], 0) + 1
    texts = {path: text for path in counts if (text := _text(project.base / path)) is not None}
    near = sorted(texts, key=lambda path: (abs(texts[path].count("\n") - n_lines), path))
    for path in near[:20]:
        if abs(texts[path].count("\n") - n_lines) < n_lines * 0.15 and (place := _place(texts[path])):
            return Sample(project.base / path, *place, _model(path, project_edges))
    for path in sorted(texts, key=lambda path: (-counts[path], path)):
        joined_text = _joined(texts, path, n_lines)
        if place := _place(joined_text):
            return Sample(project.base / path, *place, _model(path, project_edges))
    raise SystemExit(f"{project.name} has no file to type into")


def hub(project: Project, project_edges: list[dict[str, Any]]) -> Sample:
    """The models other apps use most, and a place for one more field: what is typed there, many files look at."""
    use_counts = collections.Counter(it["target"]["module"] for it in project_edges if it["symbol_kind"] == "model")
    for module, _ in use_counts.most_common():
        for path in sorted(project.base.rglob(f"{module.replace('.', '/')}.py")):
            text = _text(path) or ""
            classes = [it for it in _nodes(text) if isinstance(it, ast.ClassDef)]
            if place := _before(
                [it for class_node in classes for it in class_node.body if isinstance(it, ast.Assign)], text
            ):
                return Sample(path, *place, _model("", project_edges))
    raise SystemExit(f"{project.name} has no models that another app uses")


def orm_line(model: str) -> str:
    """A statement of 89 characters, longer only for a model with a very long name."""
    rest = f' = {model}.objects.select_related("owner").filter(pk=pk, active=True).first()'
    return "account_of_the_user_we_look_for"[: max(LENGTH - len(rest), 1)] + rest


def _text(path: Path) -> str | None:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return text if text.isascii() else None


def _joined(texts: dict[str, str], path: str, n_lines: int) -> str:
    """A file and then others, those of its folder first, up to the wanted length."""
    folder = path.partition("/")[0]
    parts, length = [texts[path]], texts[path].count("\n")
    for other_path in sorted(texts, key=lambda it: (it.partition("/")[0] != folder, it)):
        n_lines_more = texts[other_path].count("\n")
        if length + n_lines_more <= n_lines * 1.02 and texts[other_path].endswith("\n"):
            parts.append(texts[other_path])
            length += n_lines_more
    return "".join(parts)


def _model(path: str, project_edges: list[dict[str, Any]]) -> str:
    """A model of another app that the file imports, else any."""
    models = [it for it in project_edges if it["symbol_kind"] == "model" and it["kind"] == "import"]
    own = [it["target"]["symbol"] for it in models if it["source"]["path"] == path]
    return str((own or [it["target"]["symbol"] for it in models] or ["Account"])[0])


def _place(text: str) -> tuple[str, int, int] | None:
    """The text with an empty line before a statement of a function, from 40 % of the text on; the line, the column."""
    start = int(text.count("\n") * 0.4)
    functions = [it for it in _nodes(text) if isinstance(it, ast.FunctionDef)]
    statements = [it for function in functions for it in function.body[1:] if isinstance(it, ast.Assign | ast.Return)]
    return _before([it for it in statements if it.lineno > start], text)


def _before(statements: Sequence[ast.stmt], text: str) -> tuple[str, int, int] | None:
    if not statements:
        return None
    first = min(statements, key=lambda it: it.lineno)
    lines = text.split("\n")
    lines.insert(first.lineno - 1, " " * first.col_offset)
    return "\n".join(lines), first.lineno - 1, first.col_offset


def _nodes(text: str) -> Iterable[ast.AST]:
    try:
        return list(ast.walk(ast.parse(text)))
    except SyntaxError:
        return ()
