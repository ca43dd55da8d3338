"""`demo`: what an editor shows of the bundled example, step by step. Nothing is canned: each step asks the program."""

import difflib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from coupling_lsp import fixes
from coupling_lsp.features.diagnostics import diagnostics
from coupling_lsp.features.wording import count
from coupling_lsp.model.findings import Diagnostic
from coupling_lsp.reports import cells
from coupling_lsp.reports import count as counts
from coupling_lsp.reports.check.text import STYLES, source_lines
from coupling_lsp.reports.explain import place
from coupling_lsp.reports.findings import Finding, check
from coupling_lsp.reports.project import Project
from coupling_lsp.reports.rows import JUDGED, unresolved
from coupling_lsp.reports.screen import Screen, Style
from coupling_lsp.text import Span, Text, TextEdit

_IMPORTER = "boost_usage_tracker/update_repository_from_csv.py"
_QUERY = "GitHubAccount.objects"
_MODELS = "github_activity_tracker/models.py"
_RELATION = '"cppa_user_tracker.GitHubAccount"'
_EDITED = "discord_activity_tracker/services.py"
_ABOVE = "from cppa_user_tracker.services import"
_TYPED = "from cppa_slack_tracker.models import SlackMessage"


class Stage(NamedTuple):
    """What the steps work on. `clock` gives seconds."""

    project: Project
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


def _inventory(stage: Stage) -> Iterator[str]:
    snapshot = stage.project.snapshot
    verdicts = [decision.verdict for _, decision in snapshot.judged()]
    edges = counts.edges_by_kind(edge for edge, _ in snapshot.judged())
    yield f"{count(len(snapshot.extractions), 'file')}, {count(len(snapshot.apps), 'app')}, {edges}"
    rules = count(len(snapshot.ruleset.rules), "rule")
    told = f"{verdicts.count('approved')} intentional, {verdicts.count('tech-debt')} agreed tech debt"
    yield f"By the {rules} of rules.yaml: {told}, {verdicts.count('undeclared')} undeclared"
    yield f"{counts.not_resolved(sum(1 for _ in unresolved(snapshot, JUDGED))).capitalize()}; no project code was run"


def _squiggle(stage: Stage) -> Iterator[str]:
    yield from _shown([_query(stage.project)], stage.screen)


def _hover(stage: Stage) -> Iterator[str]:
    span = _query(stage.project).diagnostic.span
    yield from place.hover_lines(stage.project, _IMPORTER, span, stage.screen)


def _approved(stage: Stage) -> Iterator[str]:
    span = _find(stage.project, _MODELS, _RELATION)
    yield from place.source_lines(stage.project, _MODELS, span, stage.screen)
    yield from place.hover_lines(stage.project, _MODELS, span, stage.screen)


def _fix(stage: Stage) -> Iterator[str]:
    project, screen = stage.project, stage.screen
    finding = _query(project)
    fix = fixes.fixes_for(project.snapshot, _IMPORTER, finding.diagnostic, project.read)[0]
    yield screen.paint("note", fix.title)
    yield ""
    texts = {}
    for file in fix.files:
        before = project.read(file.path) or Text(b"")
        texts[file.path] = before.apply(file.edits)
        yield from _diff(project, file.path, before, texts[file.path], screen)
    yield ""
    yield from _effect(project, project._replace(snapshot=project.snapshot.with_texts(texts)))


def _effect(before: Project, after: Project) -> Iterator[str]:
    """Which findings a change takes away from a project, and which it brings."""
    codes, then = (Counter(it.diagnostic.code for it in check([project]).findings) for project in (before, after))
    came = Counter({code: number for code, number in (then - codes).items() if code != "stale-rule"})
    gone, new = (", ".join(f"{number} {code}" for code, number in it.items()) for it in (codes - then, came))
    yield f"Applied: {gone or 'nothing'} gone, {new or 'nothing'} new"
    stale = [
        it.diagnostic.rule.id
        for it in check([after]).findings
        if it.diagnostic.code == "stale-rule" and it.diagnostic.rule
    ]
    if stale:
        yield f"The rules {' and '.join(stale)} have done their work and can be removed"


def _typing(stage: Stage) -> Iterator[str]:
    project, screen = stage.project, stage.screen
    text = project.read(_EDITED)
    assert text is not None, "the example has the file that is edited"
    line = _find(project, _EDITED, _ABOVE).line
    typed = text.apply([TextEdit(Span(line, 1, line, 1), f"{_TYPED}\n")])
    known = diagnostics(project.snapshot, _EDITED)
    yield f"In {project.show(_EDITED)}, not saved, a line is typed:"
    yield ""
    yield screen.paint("good", f"+ {_TYPED}")
    yield ""
    opened = project.snapshot.with_texts({_EDITED: text})
    started = stage.clock()
    edited = opened.with_texts({_EDITED: typed})
    found = diagnostics(edited, _EDITED)
    took = counts.seconds(stage.clock() - started)
    buffer = project._replace(snapshot=edited, read=lambda path: typed if path == _EDITED else project.read(path))
    yield from _shown([Finding(_EDITED, it, buffer) for it in found if it not in known], screen)
    yield ""
    undone = diagnostics(edited.with_texts({_EDITED: text}), _EDITED)
    yield f"It took {took} from the edit to the squiggle"
    yield f"Undo: {'the squiggle is gone' if undone == known else 'the squiggle stays'}"


STEPS: tuple[tuple[str, Callable[[Stage], Iterator[str]]], ...] = (
    ("A Django project, read but not run", _inventory),
    ("A squiggle where one app queries another app's table", _squiggle),
    ("The hover there says why, and what was agreed", _hover),
    ("An edge that was approved explains itself, too", _approved),
    ("The quick fix writes the missing helper and calls it", _fix),
    ("An import nobody agreed to, while it is typed", _typing),
)


def _query(project: Project) -> Finding:
    """The finding at the importer's query."""
    place = _find(project, _IMPORTER, _QUERY)
    found = diagnostics(project.snapshot, _IMPORTER)
    return Finding(_IMPORTER, next(it for it in found if it.span[:2] == place[:2]), project)


def _find(project: Project, path: str, words: str) -> Span:
    """Where words stand in a file of the example."""
    text = project.read(path)
    assert text is not None, f"the example has {path}"
    start = text.data.index(words.encode())
    return text.span(start, start + len(words))


def _shown(found: list[Finding], screen: Screen) -> Iterator[str]:
    """Findings at one place as an editor shows them: a squiggle, and the messages on it."""
    for number, it in enumerate(found):
        if not number:
            yield screen.paint("faint", it.place)
            yield from source_lines(it, screen)
        yield from _message(it.diagnostic, screen)


def _message(it: Diagnostic, screen: Screen) -> Iterator[str]:
    first, *others = (cells.clean(line) for line in it.message.split("\n"))
    yield f"{screen.paint(STYLES[it.severity], it.severity)} {screen.paint('strong', first)}"
    yield from (f"  {line}" for line in others)
    yield screen.paint("faint", f"  coupling({it.code})")


def _diff(project: Project, path: str, before: Text, after: Text, screen: Screen) -> Iterator[str]:
    name = project.show(path)
    for line in difflib.unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}", lineterm="", n=2):
        style: Style = "good" if line.startswith("+") else "error" if line.startswith("-") else "faint"
        yield screen.paint(style, cells.clean(line))


def _lines(text: Text) -> list[str]:
    lines = [text.line(number + 1) for number in range(len(text.starts))]
    return lines if lines[-1] else lines[:-1]
