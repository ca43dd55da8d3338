"""What took the place of a class or an app that rules name and that is not there any more; nothing where that is open.

A class or an app is near when an entry that names the lost one would have an edge by naming it instead.
"""

import re
from collections.abc import Iterator

from coupling_lsp.django.app_layout import MIGRATIONS_PACKAGE
from coupling_lsp.fixes.renaming.claims import Claim, claims, open_ends
from coupling_lsp.fixes.renaming.classes import ClassName, LostClass, ProjectClasses
from coupling_lsp.fixes.renaming.model_history import ModelHistory, model_history
from coupling_lsp.fixes.renaming.renamed_app import RenamedApp
from coupling_lsp.fixes.renaming.renamed_class import RenamedClass
from coupling_lsp.fixes.rules_file import meaning
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.rules import Selector
from coupling_lsp.rules.matching.specificity import rank_of
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text

_KEYWORD = re.compile(r"\b([A-Za-z]\w*?)(?:__\w+)?\s*=(?!=)")
_PRIMARY_KEYS = {"id", "pk"}
"""Fields that any model has."""


def successor_of_class(
    snapshot: Snapshot, classes: ProjectClasses, lost_class: LostClass, read_text: ReadText
) -> ClassName | None:
    """Return the class that a lost one became: the one of its name elsewhere, else the nearest in its place."""
    near_classes = set(_near_classes(snapshot, classes, lost_class))
    namesakes = classes.by_name.get(lost_class.name, set())
    if namesakes:
        return next(iter(namesakes)) if len(namesakes) == 1 and namesakes <= near_classes else None
    history = model_history(_migrations(snapshot, lost_class.label, read_text))
    candidates = [it for it in near_classes if _is_in_place(it, lost_class) and not _is_named(snapshot, it)]
    if name_now := history.name_now(lost_class.name):
        candidates = [it for it in candidates if it.name == name_now]
        return candidates[0] if len(candidates) == 1 else None
    return _most_alike(snapshot, classes, lost_class, candidates, history)


def successor_of_app(snapshot: Snapshot, lost_label: str) -> str:
    """Return the label that an app has now; empty where none, or more than one, is nearest."""
    labels = set(snapshot.apps) - _named_labels(snapshot)
    numbers = dict.fromkeys(labels, 0)
    for claim in claims(snapshot):
        if any(it.app == lost_label for it in (*claim.sources, *claim.targets)):
            for label in _near_labels(snapshot, claim, lost_label) & labels:
                numbers[label] += 1
    most = max(numbers.values(), default=0)
    nearest_labels = [label for label, number in numbers.items() if number == most > 0]
    return nearest_labels[0] if len(nearest_labels) == 1 else ""


def _near_classes(snapshot: Snapshot, classes: ProjectClasses, lost_class: LostClass) -> Iterator[ClassName]:
    """Yield the classes by which an entry that names the lost class would have an edge."""
    for claim in claims(snapshot):
        if not any(_names(classes, it, lost_class) for it in (*claim.sources, *claim.targets)):
            continue
        for selectors, end in open_ends(snapshot, claim):
            name = ClassName(end.app, end.module, end.symbol[0] if end.symbol else "")
            if name not in classes.by_name.get(name.name, ()):
                continue
            names = RenamedClass(classes, lost_class, name)
            new_selectors = (names.selector(it.written) for it in selectors if _names(classes, it, lost_class))
            if any(rank_of(meaning.selector(it), end) is not None for it in new_selectors):
                yield name


def _near_labels(snapshot: Snapshot, claim: Claim, lost_label: str) -> set[str]:
    """Return the labels by which an entry that names the lost one would have an edge."""
    labels: set[str] = set()
    ends_lost = [any(it.app == lost_label for it in selectors) for selectors in (claim.sources, claim.targets)]
    for selectors, end in open_ends(snapshot, claim) if not all(ends_lost) else ():
        if end.app not in labels and any(it.app == lost_label for it in selectors):
            names = RenamedApp(snapshot, lost_label, end.app)
            new_selectors = (names.selector(it.written) for it in selectors if it.app == lost_label)
            if any(rank_of(meaning.selector(it), end) is not None for it in new_selectors):
                labels.add(end.app)
    return labels


def _names(classes: ProjectClasses, selector: Selector, lost_class: LostClass) -> bool:
    found_class = classes.lost(selector) if selector.app == lost_class.label else None
    return found_class is not None and found_class.name == lost_class.name


def _is_in_place(name: ClassName, lost_class: LostClass) -> bool:
    is_in_module = name.module[: len(lost_class.module)] == lost_class.module
    return name.label == lost_class.label and is_in_module


def _is_named(snapshot: Snapshot, name: ClassName) -> bool:
    """Return whether an entry names a class already: then it was there before."""
    selectors = (it for claim in claims(snapshot) for it in (*claim.sources, *claim.targets))
    return any(it.app == name.label and name.name in it.parts for it in selectors)


def _named_labels(snapshot: Snapshot) -> set[str]:
    ruleset = snapshot.ruleset
    selectors = (it for claim in claims(snapshot) for it in (*claim.sources, *claim.targets))
    return {it.app for it in selectors} | {it.label for it in ruleset.notes} | {it for it, _ in ruleset.mentions}


def _most_alike(
    snapshot: Snapshot,
    classes: ProjectClasses,
    lost_class: LostClass,
    candidates: list[ClassName],
    history: ModelHistory,
) -> ClassName | None:
    """Return the candidate with the most fields of the lost class; where none of these is known, the only candidate."""
    key = lost_class.name.lower()
    fields = (history.fields.get(key, set()) | _fields_in_rules(snapshot, classes, lost_class)) - _PRIMARY_KEYS
    if key in history.fields:
        candidates = [it for it in candidates if it.name.lower() not in history.fields]
    numbers = {it: len(fields & classes.fields(it)) for it in candidates}
    most = max(numbers.values(), default=0)
    nearest_classes = [it for it, number in numbers.items() if number == most]
    return nearest_classes[0] if len(nearest_classes) == 1 and (most or not fields) else None


def _fields_in_rules(snapshot: Snapshot, classes: ProjectClasses, lost_class: LostClass) -> set[str]:
    """Return the fields of a lost class that rules name: behind it in a selector, or as keywords of code to replace."""
    fields: set[str] = set()
    for rule in snapshot.ruleset.rules:
        for selector in (*rule.sources, *rule.targets):
            if _names(classes, selector, lost_class):
                fields.update(selector.parts[selector.parts.index(lost_class.name) + 1 :][:1])
        if any(_names(classes, it, lost_class) for it in rule.targets):
            fields.update(name for it in rule.fix.replacements for name in _KEYWORD.findall(it.pattern))
    return {it for it in fields if "*" not in it}


def _migrations(snapshot: Snapshot, label: str, read_text: ReadText) -> Iterator[Text]:
    """Yield the texts of the migrations of an app, in order."""
    folder = f"{snapshot.apps[label].path}/{MIGRATIONS_PACKAGE}/".lstrip("/")
    for path in sorted(it for it in snapshot.extractions if it.startswith(folder)):
        text = read_text(path)
        if text is not None:
            yield text
