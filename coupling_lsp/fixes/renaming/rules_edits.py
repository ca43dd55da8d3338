"""The edit by which a rules file follows files and folders that get other paths, and what of it has to wait for people.

The edit is proved: the file as it is then is loaded, says what it said but for the names, and gives every edge of today
the verdict it had. A rule, contract or section of which that is not so stays as it is.
"""

from collections.abc import Iterable, Sequence

from coupling_lsp.fixes.renaming.names_after import NamesAfter
from coupling_lsp.fixes.renaming.project_after import ProjectAfter
from coupling_lsp.fixes.renaming.verdicts import Difference, differences, rules_without_edges
from coupling_lsp.fixes.rules_file.parts import Part, all_changes, all_edits, changed_parts
from coupling_lsp.fixes.rules_file.proved import first_proved
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.findings import FileEdit
from coupling_lsp.model.rules import RuleSet
from coupling_lsp.rules.loading import loader
from coupling_lsp.text import Text

_MAX_PLACES = 3
"""How many edges are named in a remark; the number of all is told."""

Followed = tuple[FileEdit | None, list[str]]
"""An edit of a file, None where nothing in it changes, and remarks on what people have to change."""


def rules_edit(projects: Sequence[ProjectAfter], read_text: ReadText) -> Followed:
    """Return the edit of the rules file that some projects share."""
    path = projects[0].snapshot.ruleset.path
    text = read_text(path) if path else None
    if text is None:
        return None, []
    faults = [fault for project in projects for fault in project.faults()]
    if faults:
        return None, [f"{path} stays as it is: {fault}. Change its names by hand." for fault in faults]
    remarks: list[str] = []
    for number, project in enumerate(projects):
        other_projects = [*projects[:number], *projects[number + 1 :]]
        file, own_remarks = _edit(text, project, other_projects)
        remarks += own_remarks
        if file is not None:
            return file, remarks
    return None, remarks


def _edit(text: Text, project: ProjectAfter, other_projects: Sequence[ProjectAfter]) -> Followed:
    ruleset, names = project.snapshot.ruleset, NamesAfter(project)
    path = ruleset.path
    homeless_selectors = {
        number: it.written
        for number, rule in enumerate(ruleset.rules)
        for it in (*rule.sources, *rule.targets)
        if names.is_lost(it.written)
    }
    remarks = [_homeless(ruleset, number, selector) for number, selector in homeless_selectors.items()]
    parts, unwritten_parts = _written(text, path, list(changed_parts(text, ruleset, names)))
    remarks += [f"{path}: {it.title} cannot be edited by itself. Change its names by hand." for it in unwritten_parts]
    while True:
        file = first_proved(text, path, [all_edits(parts)], all_changes(parts)) if parts else None
        rules_after = loader.load(text.apply(file.edits), path) if file is not None else ruleset
        found_differences = list(differences(project, rules_after))
        doubtful_parts = [it for it in parts if _is_doubtful(it, found_differences)]
        if not doubtful_parts:
            break
        remarks += [_doubt(path, it, found_differences) for it in doubtful_parts]
        parts = [it for it in parts if it not in doubtful_parts]
    if file is not None and any(_has_differences(it, rules_after) for it in other_projects):
        return None, [f"{path} stays as it is: another project that it judges needs the names as they are."]
    remarks += [_without_edges(ruleset, it) for it in sorted(rules_without_edges(project) - homeless_selectors.keys())]
    return file, remarks + _other_verdicts(ruleset, found_differences)


def _homeless(ruleset: RuleSet, number: int, selector: str) -> str:
    problem = f"the rule `{ruleset.rules[number].id}` names `{selector}`, which will belong to no app"
    return f"{ruleset.path}: {problem}. Remove or change the rule."


def _without_edges(ruleset: RuleSet, number: int) -> str:
    problem = f"the rule `{ruleset.rules[number].id}` will have no edge, as none of its own leads to another app then"
    return f"{ruleset.path}: {problem}. Remove it."


def _has_differences(project: ProjectAfter, rules_after: RuleSet) -> bool:
    return next(differences(project, rules_after), None) is not None


def _written(text: Text, path: str, parts: list[Part]) -> tuple[list[Part], list[Part]]:
    """Return the parts whose edits do what they are to do, and the other_projects."""
    if not parts or first_proved(text, path, [all_edits(parts)], all_changes(parts)) is not None:
        return parts, []
    written_parts = [it for it in parts if first_proved(text, path, [it.edits], it.change) is not None]
    if written_parts and first_proved(text, path, [all_edits(written_parts)], all_changes(written_parts)) is None:
        return [], parts
    return written_parts, [it for it in parts if it not in written_parts]


def _is_doubtful(part: Part, found_differences: Iterable[Difference]) -> bool:
    return any(part.rule in it.rules or part.contract in it.contracts for it in found_differences)


def _doubt(path: str, part: Part, found_differences: Iterable[Difference]) -> str:
    edges = [it for it in found_differences if part.rule in it.rules or part.contract in it.contracts]
    return (
        f"{path}: {part.title} stays as it is, as with new names it would not cover the same: {_places(edges)}. {_HAND}"
    )


def _other_verdicts(ruleset: RuleSet, found_differences: Iterable[Difference]) -> list[str]:
    """Return remarks on the edges that leave, or come to, a rule which names more than what moves."""
    by_rules: dict[tuple[int | None, int | None], list[Difference]] = {}
    for difference in found_differences:
        if difference.before != difference.after:
            by_rules.setdefault((difference.before, difference.after), []).append(difference)
    remarks = []
    for numbers, edges in by_rules.items():
        sides = [f"the rule `{ruleset.rules[it].id}`" if it is not None else "no rule" for it in numbers]
        change = f"{sides[1]} will decide, where {sides[0]} does now, on {_places(edges)}"
        remarks.append(f"{ruleset.path}: {change}. {_HAND}")
    return remarks


_HAND = "Change the rule by hand, or approve these edges anew."


def _places(found_differences: Sequence[Difference]) -> str:
    names = [f"{it.edge.module} -> {it.edge.target}" for it in found_differences]
    first_names = list(dict.fromkeys(names))[:_MAX_PLACES]
    n_edges = len(found_differences)
    return f"{n_edges} {'edge' if n_edges == 1 else 'edges'} ({', '.join(first_names)})"
