"""The order of the code itself: layers, size, docstrings, visible lists of members, a page for each code."""

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from coupling_lsp.model.rules import CODES

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "coupling_lsp"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "example" not in path.relative_to(PACKAGE).parts)
NAMES = {path: path.relative_to(ROOT).as_posix() for path in MODULES}

PURE = (
    "text.py",
    "graphs",
    "globs",
    "model",
    "source",
    "detect",
    "index",
    "rules",
    "snapshot",
    "fixes",
    "features",
    "reports",
)


def test_each_layer_knows_only_those_below() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=NAMES.get)
def test_a_module_is_short_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300, "at most 300 lines"
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring, "a docstring"
    assert len(docstring.split()) >= 3, "a docstring that says something"


@pytest.mark.parametrize("path", [it for it in MODULES if it.relative_to(PACKAGE).parts[0] in PURE], ids=NAMES.get)
def test_the_core_is_pure(path: Path) -> None:
    """No printing, no files, no environment, no clock, and no broad `except`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("print", "open", "input", "eval", "exec", "__import__"), f"line {node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in ("now", "today", "utcnow"), f"line {node.lineno}"
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type is not None else "BaseException"
            assert caught not in ("Exception", "BaseException"), f"line {node.lineno}"


@pytest.mark.parametrize(
    "name",
    [
        "detect.detectors",
        "detect.channels",
        "fixes",
        "fixes.refactorings",
        "reports.check",
        "reports.edges",
        "reports.diff",
        "cli.commands",
        "lsp.handlers",
    ],
)
def test_every_member_is_in_the_list_of_its_package(name: str) -> None:
    package = importlib.import_module(f"coupling_lsp.{name}")
    lists = [value for key, value in vars(package).items() if key.isupper() and isinstance(value, tuple)]
    members = {it for value in lists for it in value if isinstance(it, ModuleType)}
    assert members, "a visible list of its members"
    folder = PACKAGE.joinpath(*name.split("."))
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    files |= {path.parent.name for path in folder.glob("*/__init__.py")}
    # The channels are one detector of `detect.detectors`, in a package of their own.
    own = f"{package.__name__}."
    listed = {it.__name__.rpartition(".")[2] for it in members if it.__name__.startswith(own)}
    assert listed <= files
    strict = name in ("detect.detectors", "fixes")
    missing = files - listed - _used(name, folder if strict else PACKAGE)
    assert not missing, f"in no list of {name}/__init__.py, and used nowhere: {', '.join(sorted(missing))}"


def _used(name: str, where: Path) -> set[str]:
    """The modules of a package that are imported in a folder: helpers, not members."""
    found = set()
    for path in where.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                if node.module == f"coupling_lsp.{name}":
                    found |= {it.name for it in node.names}
                elif (node.module or "").startswith(f"coupling_lsp.{name}."):
                    found.add((node.module or "").rpartition(".")[2])
    return found


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_page(code: str) -> None:
    page = ROOT / "docs" / "codes" / f"{code}.md"
    assert page.is_file(), f"docs/codes/{code}.md"
    assert code in page.read_text(encoding="utf-8")


def test_every_page_is_of_a_code() -> None:
    pages = {path.stem for path in (ROOT / "docs" / "codes").glob("*.md")} - {"README", "index"}
    assert pages <= set(CODES)


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "mdtest").glob("*.md")), ids=lambda path: path.name)
def test_a_suite_is_prose_and_blocks(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    headings = [line for line in text.split("\n") if line.startswith("## ")]
    assert len(headings) == len(set(headings)), "each heading stands once"


@pytest.mark.parametrize("page", ["docs/reading.md", "docs/architecture.md", "docs/glossary.md", "CONTRIBUTING.md"])
def test_a_page_names_modules_that_exist(page: str) -> None:
    """Each `index/update.py` and each `index.update` in backticks is a module, a member of one, or a folder."""
    text = (ROOT / page).read_text(encoding="utf-8")
    rooms = "|".join(sorted(path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()))
    files = re.findall(rf"`(?:coupling_lsp/)?((?:{rooms})/[\w/]+\.py)`", text)
    missing = [name for name in files if not (PACKAGE / name).is_file()]
    for name in re.findall(rf"`((?:{rooms})(?:\.\w+)+)`", text):
        if name.endswith((".py", ".yaml")):
            continue
        parts = name.split(".")
        members = [parts[:length] for length in range(len(parts), 0, -1)]
        module = next((part for part in members if PACKAGE.joinpath(*part).with_suffix(".py").is_file()), None)
        package = PACKAGE.joinpath(*parts)
        source = PACKAGE.joinpath(*module).with_suffix(".py").read_text(encoding="utf-8") if module else ""
        rest = parts[len(module) :] if module else []
        if not (package.is_dir() or (module and all(re.search(rf"\b{part}\b", source) for part in rest))):
            missing.append(name)
    assert not missing


ASKING_FOLDERS = ("detect", "index", "source")
"""Folders that ask expressions and value paths through their modules in `model`, and never cut them themselves."""

SIGNS = frozenset('"()[]{}#^')
LONE_SIGNS = frozenset([":", "=", "!", "?", "*", "-", "|", "<", ">"])
CUTTING = frozenset(
    (
        *("startswith", "endswith", "removeprefix", "removesuffix", "strip", "lstrip", "rstrip"),
        *("partition", "rpartition", "split", "rsplit", "replace", "find", "rfind", "index", "rindex", "count"),
    )
)
TEXTS_OF_OTHERS = {
    "detect/channels/tasks.py": {"["},  # The source of an assignment: `app.conf["beat_schedule"] = …`.
    "detect/detectors/annotated_results.py": {"(", ")"},  # The source of a `return` statement.
    "source/annotations.py": {"[", "]", "\"'"},  # The source of annotations.
    "source/tree.py": {"\"'"},  # The source of string literals.
    "index/models/registry.py": {'"'},  # SQL puts names of tables into quotes.
    "index/resolvers/channels/urls.py": {":"},  # Namespaces of URLs.
}
"""Signs that a module cuts other texts at."""


def _signs(code: ast.AST) -> set[str]:
    """The constants with signs of expressions and value paths by which code tests, cuts or builds a text."""
    operands: list[ast.expr] = []
    for node in ast.walk(code):
        match node:
            case ast.Compare(left=left, ops=operators) if any(isinstance(it, ast.In | ast.NotIn) for it in operators):
                operands.append(left)
            case ast.Compare(left=ast.Subscript(), comparators=others):  # `text[0] == ")"`
                operands += others
            case ast.Call(func=ast.Attribute(value=ast.Name("re"))):
                pass
            case ast.Call(func=ast.Attribute(attr=method), args=arguments) if method in CUTTING:
                operands += arguments
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                operands += (left, right)
            case ast.JoinedStr(values=[ast.Constant(value=str() as text), *_]) if text.startswith('"'):
                operands.append(ast.Constant('"'))
    parts = (it for operand in operands for it in (operand.elts if isinstance(operand, ast.Tuple) else [operand]))
    texts = {it.value for it in parts if isinstance(it, ast.Constant) and isinstance(it.value, str)}
    return {text for text in texts if text in LONE_SIGNS or SIGNS & {*text}}


ASKING = [it for it in MODULES if it.relative_to(PACKAGE).parts[0] in ASKING_FOLDERS]


@pytest.mark.parametrize("path", ASKING, ids=NAMES.get)
def test_expressions_and_value_paths_are_asked_through_their_modules(path: Path) -> None:
    allowed = TEXTS_OF_OTHERS.get(path.relative_to(PACKAGE).as_posix(), set())
    assert _signs(ast.parse(path.read_text(encoding="utf-8"))) == allowed


@pytest.mark.parametrize(
    "code",
    [
        *("text.startswith('\"')", "text.removeprefix('\"')", "'(' in text", "'()' not in text", "text[0] == '\"'"),
        *(
            "text.partition('(')",
            "text.rpartition(':')",
            "text.split('=')",
            "text.rstrip(')')",
            "text.endswith((')', ']'))",
        ),
        *("'\"' + text", "f'\"{text}'", "text.replace('.from_queryset(', '|')", "text.endswith('*')", "'#' in text"),
    ],
)
def test_a_cut_through_an_expression_is_noticed(code: str) -> None:
    assert _signs(ast.parse(code))


@pytest.mark.parametrize("code", ["name.rpartition('.')", "name == '*'", "f'{label}.{name}'", "path.startswith('/')"])
def test_other_texts_may_be_cut(code: str) -> None:
    assert not _signs(ast.parse(code))


def test_variables_are_named_by_what_they_are() -> None:
    """At most 3 % are named by a pronoun, a participle or a bare adverb; the script says which words these are."""
    done = subprocess.run([sys.executable, "scripts/names"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
