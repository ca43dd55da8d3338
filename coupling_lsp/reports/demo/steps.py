"""`demo`: what an editor shows of the bundled example, step by step. Every line is computed, none is canned."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from coupling_lsp import fixes
from coupling_lsp.features.diagnostics import diagnostics
from coupling_lsp.features.wording import count
from coupling_lsp.model.rules import Code
from coupling_lsp.reports.contents.check_findings import Finding, check_projects
from coupling_lsp.reports.contents.edge_rows import JUDGED_EDGES
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.contents.unresolved_places import unresolved_places
from coupling_lsp.reports.demo.editor_view import diff_lines, finding_lines
from coupling_lsp.reports.explain import place_text
from coupling_lsp.reports.terminal.screen import Screen
from coupling_lsp.reports.wording import counts
from coupling_lsp.text import Span, Text, TextEdit

_IMPORTER_PATH = "boost_usage_tracker/update_repository_from_csv.py"
_QUERY = "GitHubAccount.objects"
_MODELS_PATH = "github_activity_tracker/models.py"
_RELATION = '"cppa_user_tracker.GitHubAccount"'
_EDITED_PATH = "discord_activity_tracker/services.py"
_LINE_BELOW_TYPED = "from cppa_user_tracker.services import"
"""Begin of the line above which the import is typed."""

_TYPED_LINE = "from cppa_slack_tracker.models import SlackMessage"


class Stage(NamedTuple):
    """What the steps work on; `clock` returns seconds."""

    project: ProjectView
    screen: Screen
    clock: Callable[[], float]


def render(stage: Stage) -> Iterator[str]:
    """Yield the text of each step as soon as the step is done."""
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
    decisions = f"{verdicts.count('approved')} intentional, {verdicts.count('tech-debt')} agreed tech debt"
    yield f"By the {rules} of rules.yaml: {decisions}, {verdicts.count('undeclared')} undeclared"
    n_unresolved = sum(1 for _ in unresolved_places(snapshot, JUDGED_EDGES))
    yield f"{counts.unresolved_count(n_unresolved).capitalize()}; no project code was run"


def _show_squiggle(stage: Stage) -> Iterator[str]:
    yield from finding_lines([_query_finding(stage.project)], stage.screen)


def _show_hover(stage: Stage) -> Iterator[str]:
    finding = _query_finding(stage.project)
    yield from place_text.hover_lines(stage.project, finding.path, finding.diagnostic.span, stage.screen)


def _show_approved_edge(stage: Stage) -> Iterator[str]:
    path = _path_of(stage.project, _MODELS_PATH)
    span = _span_of(stage.project, path, _RELATION)
    yield from place_text.source_lines(stage.project, path, span, stage.screen)
    yield from place_text.hover_lines(stage.project, path, span, stage.screen)


def _apply_fix(stage: Stage) -> Iterator[str]:
    project, screen = stage.project, stage.screen
    finding = _query_finding(project)
    fix = fixes.fixes_for(project.snapshot, finding.path, finding.diagnostic, project.read)[0]
    yield screen.paint("note", fix.title)
    yield ""
    texts = {}
    for file in fix.files:
        original = project.read(file.path) or Text(b"")
        texts[file.path] = original.apply(file.edits)
        yield from diff_lines(project, file.path, original, texts[file.path], screen)
    yield ""
    yield from _fix_effect(project, project._replace(snapshot=project.snapshot.with_texts(texts)))


def _fix_effect(original_project: ProjectView, fixed_project: ProjectView) -> Iterator[str]:
    """Yield which findings a fix removes from a project, which it adds, and which rules it makes stale."""
    diagnostics_before_fix = [it.diagnostic for it in check_projects([original_project]).findings]
    diagnostics_after_fix = [it.diagnostic for it in check_projects([fixed_project]).findings]
    codes_before_fix = Counter(it.code for it in diagnostics_before_fix)
    codes_after_fix = Counter(it.code for it in diagnostics_after_fix)
    added_codes = codes_after_fix - codes_before_fix
    del added_codes["stale-rule"]  # The line below tells of these.
    removed_counts, added_counts = _code_counts(codes_before_fix - codes_after_fix), _code_counts(added_codes)
    yield f"Applied: {removed_counts or 'nothing'} gone, {added_counts or 'nothing'} new"
    stale_rules = [it.rule.id for it in diagnostics_after_fix if it.code == "stale-rule" and it.rule]
    if stale_rules:
        yield f"The rules {' and '.join(stale_rules)} have done their work and can be removed"


def _code_counts(codes: Counter[Code]) -> str:
    return ", ".join(f"{number} {code}" for code, number in codes.items())


def _type_import(stage: Stage) -> Iterator[str]:
    project, screen = stage.project, stage.screen
    path = _path_of(project, _EDITED_PATH)
    text = project.read(path)
    assert text is not None, "the example has the file that is edited"
    line = _span_of(project, path, _LINE_BELOW_TYPED).line
    edited_text = text.apply([TextEdit(Span(line, 1, line, 1), f"{_TYPED_LINE}\n")])
    diagnostics_before_edit = diagnostics(project.snapshot, path)
    yield f"In {project.show(path)}, not saved, a line is typed:"
    yield ""
    yield screen.paint("good", f"+ {_TYPED_LINE}")
    yield ""
    opened_snapshot = project.snapshot.with_texts({path: text})
    start = stage.clock()
    edited_snapshot = opened_snapshot.with_texts({path: edited_text})
    diagnostics_after_edit = diagnostics(edited_snapshot, path)
    duration = counts.duration_text(stage.clock() - start)
    buffer = project._replace(snapshot=edited_snapshot, read=lambda it: edited_text if it == path else project.read(it))
    yield from finding_lines(
        [Finding(path, it, buffer) for it in diagnostics_after_edit if it not in diagnostics_before_edit],
        screen,
    )
    yield ""
    diagnostics_after_undo = diagnostics(edited_snapshot.with_texts({path: text}), path)
    yield f"It took {duration} from the edit to the squiggle"
    is_undone = diagnostics_after_undo == diagnostics_before_edit
    yield f"Undo: {'the squiggle is gone' if is_undone else 'the squiggle stays'}"


STEPS: tuple[tuple[str, Callable[[Stage], Iterator[str]]], ...] = (
    ("A Django project, read but not run", _show_inventory),
    ("A squiggle where one app queries another app's table", _show_squiggle),
    ("The hover there says why, and what was agreed", _show_hover),
    ("An edge that was approved explains itself, too", _show_approved_edge),
    ("The quick fix writes the missing helper and calls it", _apply_fix),
    ("An import nobody agreed to, while it is typed", _type_import),
)
"""The steps with their titles, in the order they are shown."""


def _query_finding(project: ProjectView) -> Finding:
    """Return the finding at the importer's query."""
    path = _path_of(project, _IMPORTER_PATH)
    place = _span_of(project, path, _QUERY)
    file_diagnostics = diagnostics(project.snapshot, path)
    return Finding(path, next(it for it in file_diagnostics if it.span[:2] == place[:2]), project)


def _path_of(project: ProjectView, path: str) -> str:
    """Return a path of the example as its snapshot knows it."""
    root = project.snapshot.layout.root
    return f"{root}/{path}" if root else path


def _span_of(project: ProjectView, path: str, words: str) -> Span:
    """Return where words stand in a file of the example."""
    text = project.read(path)
    assert text is not None, f"the example has {path}"
    start = text.data.index(words.encode())
    return text.span(start, start + len(words))
