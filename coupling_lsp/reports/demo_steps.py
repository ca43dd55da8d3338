"""`demo`: what an editor shows of the bundled example, step by step. Nothing is canned: each step asks the program."""

import difflib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from coupling_lsp import fixes
from coupling_lsp.features.diagnostics import diagnostics
from coupling_lsp.features.words import count
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.reports.check.findings_text import SEVERITY_STYLES, source_lines
from coupling_lsp.reports.contents.check_findings import Finding, check_projects
from coupling_lsp.reports.contents.edge_rows import JUDGED_EDGES
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.contents.unresolved_places import unresolved_places
from coupling_lsp.reports.explain import place_text
from coupling_lsp.reports.terminal import cells
from coupling_lsp.reports.terminal.screen import Screen, Style
from coupling_lsp.reports.wording import counts as counts
from coupling_lsp.text import Span, Text, TextEdit

_IMPORTER_PATH = "boost_usage_tracker/update_repository_from_csv.py"
_QUERY = "GitHubAccount.objects"
_MODELS_PATH = "github_activity_tracker/models.py"
_RELATION = '"cppa_user_tracker.GitHubAccount"'
_EDITED_PATH = "discord_activity_tracker/services.py"
_LINE_BELOW_TYPED = "from cppa_user_tracker.services import"
_TYPED_LINE = "from cppa_slack_tracker.models import SlackMessage"


class Stage(NamedTuple):
    """What the steps work on. `clock` gives seconds."""

    project: ProjectView
    screen: Screen
    clock: Callable[[], float]


def render(stage: Stage) -> Iterator[str]:
    """The steps, each as it is done."""
    for number, (title, step) in enumerate(STEPS, 1):
        yield stage.screen.paint("strong", f"{number}  {title}") + "\n\n"
        for line in step(stage):
            yield f"   {line}".rstrip() + "\n"
        yield "\n"
    yield "On your own project: `coupling-lsp edges PATH` lists its edges, `coupling-lsp check PATH` judges them\n"


def _show_inventory(stage: Stage) -> Iterator[str]:
    snapshot = stage.project.snapshot
    verdicts = [decision.verdict for _, decision in snapshot.judged()]
    edges = counts.edges_by_kind(edge for edge, _ in snapshot.judged())
    yield f"{count(len(snapshot.extractions), 'file')}, {count(len(snapshot.apps), 'app')}, {edges}"
    rules = count(len(snapshot.ruleset.rules), "rule")
    told = f"{verdicts.count('approved')} intentional, {verdicts.count('tech-debt')} agreed tech debt"
    yield f"By the {rules} of rules.yaml: {told}, {verdicts.count('undeclared')} undeclared"
    n_unresolved = sum(1 for _ in unresolved_places(snapshot, JUDGED_EDGES))
    yield f"{counts.unresolved_count(n_unresolved).capitalize()}; no project code was run"


def _show_squiggle(stage: Stage) -> Iterator[str]:
    yield from _finding_lines([_query_finding(stage.project)], stage.screen)


def _show_hover(stage: Stage) -> Iterator[str]:
    span = _query_finding(stage.project).diagnostic.span
    yield from place_text.hover_lines(stage.project, _IMPORTER_PATH, span, stage.screen)


def _show_approved_edge(stage: Stage) -> Iterator[str]:
    span = _span_of(stage.project, _MODELS_PATH, _RELATION)
    yield from place_text.source_lines(stage.project, _MODELS_PATH, span, stage.screen)
    yield from place_text.hover_lines(stage.project, _MODELS_PATH, span, stage.screen)


def _apply_fix(stage: Stage) -> Iterator[str]:
    project, screen = stage.project, stage.screen
    finding = _query_finding(project)
    fix = fixes.fixes_for(project.snapshot, _IMPORTER_PATH, finding.diagnostic, project.read)[0]
    yield screen.paint("note", fix.title)
    yield ""
    texts = {}
    for file in fix.files:
        before = project.read(file.path) or Text(b"")
        texts[file.path] = before.apply(file.edits)
        yield from _diff(project, file.path, before, texts[file.path], screen)
    yield ""
    yield from _fix_effect(project, project._replace(snapshot=project.snapshot.with_texts(texts)))


def _fix_effect(before: ProjectView, after: ProjectView) -> Iterator[str]:
    """Which findings a change takes away from a project, and which it brings."""
    codes, then = (
        Counter(it.diagnostic.code for it in check_projects([project]).findings) for project in (before, after)
    )
    came = Counter({code: number for code, number in (then - codes).items() if code != "stale-rule"})
    gone, new = (", ".join(f"{number} {code}" for code, number in it.items()) for it in (codes - then, came))
    yield f"Applied: {gone or 'nothing'} gone, {new or 'nothing'} new"
    stale = [
        it.diagnostic.rule.id
        for it in check_projects([after]).findings
        if it.diagnostic.code == "stale-rule" and it.diagnostic.rule
    ]
    if stale:
        yield f"The rules {' and '.join(stale)} have done their work and can be removed"


def _type_import(stage: Stage) -> Iterator[str]:
    project, screen = stage.project, stage.screen
    text = project.read(_EDITED_PATH)
    assert text is not None, "the example has the file that is edited"
    line = _span_of(project, _EDITED_PATH, _LINE_BELOW_TYPED).line
    typed = text.apply([TextEdit(Span(line, 1, line, 1), f"{_TYPED_LINE}\n")])
    known = diagnostics(project.snapshot, _EDITED_PATH)
    yield f"In {project.show(_EDITED_PATH)}, not saved, a line is typed:"
    yield ""
    yield screen.paint("good", f"+ {_TYPED_LINE}")
    yield ""
    opened = project.snapshot.with_texts({_EDITED_PATH: text})
    started = stage.clock()
    edited = opened.with_texts({_EDITED_PATH: typed})
    found = diagnostics(edited, _EDITED_PATH)
    took = counts.duration_text(stage.clock() - started)
    buffer = project._replace(snapshot=edited, read=lambda path: typed if path == _EDITED_PATH else project.read(path))
    yield from _finding_lines([Finding(_EDITED_PATH, it, buffer) for it in found if it not in known], screen)
    yield ""
    undone = diagnostics(edited.with_texts({_EDITED_PATH: text}), _EDITED_PATH)
    yield f"It took {took} from the edit to the squiggle"
    yield f"Undo: {'the squiggle is gone' if undone == known else 'the squiggle stays'}"


STEPS: tuple[tuple[str, Callable[[Stage], Iterator[str]]], ...] = (
    ("A Django project, read but not run", _show_inventory),
    ("A squiggle where one app queries another app's table", _show_squiggle),
    ("The hover there says why, and what was agreed", _show_hover),
    ("An edge that was approved explains itself, too", _show_approved_edge),
    ("The quick fix writes the missing helper and calls it", _apply_fix),
    ("An import nobody agreed to, while it is typed", _type_import),
)


def _query_finding(project: ProjectView) -> Finding:
    """The finding at the importer's query."""
    place = _span_of(project, _IMPORTER_PATH, _QUERY)
    found = diagnostics(project.snapshot, _IMPORTER_PATH)
    return Finding(_IMPORTER_PATH, next(it for it in found if it.span[:2] == place[:2]), project)


def _span_of(project: ProjectView, path: str, words: str) -> Span:
    """Where words stand in a file of the example."""
    text = project.read(path)
    assert text is not None, f"the example has {path}"
    start = text.data.index(words.encode())
    return text.span(start, start + len(words))


def _finding_lines(found: list[Finding], screen: Screen) -> Iterator[str]:
    """Findings at one place as an editor shows them: a squiggle, and the messages on it."""
    for number, it in enumerate(found):
        if not number:
            yield screen.paint("faint", it.place)
            yield from source_lines(it, screen)
        yield from _message_lines(it.diagnostic, screen)


def _message_lines(it: Diagnostic, screen: Screen) -> Iterator[str]:
    first, *others = (cells.clean(line) for line in it.message.split("\n"))
    yield f"{screen.paint(SEVERITY_STYLES[it.severity], it.severity)} {screen.paint('strong', first)}"
    yield from (f"  {line}" for line in others)
    yield screen.paint("faint", f"  coupling({it.code})")


def _diff(project: ProjectView, path: str, before: Text, after: Text, screen: Screen) -> Iterator[str]:
    name = project.show(path)
    for line in difflib.unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}", lineterm="", n=2):
        style: Style = "good" if line.startswith("+") else "error" if line.startswith("-") else "faint"
        yield screen.paint(style, cells.clean(line))


def _lines(text: Text) -> list[str]:
    lines = [text.line(number + 1) for number in range(len(text.starts))]
    return lines if lines[-1] else lines[:-1]
