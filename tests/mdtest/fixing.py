"""Whether quick fixes are offered, do what a diff says, and keep their promise: the diagnostic goes, no other comes."""

import ast
import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from coupling_lsp.features.diagnostics import diagnostics, paths
from coupling_lsp.features.rules_file import actions
from coupling_lsp.model.findings import Diagnostic, QuickFix
from coupling_lsp.model.rules import BLANK
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text
from mdtest.markers import Marker
from mdtest.suite import Diff

Faults = Iterator[tuple[int, str]]
Build = Callable[[dict[str, Text]], Snapshot]
Offered = list[tuple[str, Diagnostic, QuickFix]]


def offered(snapshot: Snapshot) -> Offered:
    """Every fix of every diagnostic, in order."""
    from coupling_lsp import fixes

    found: Offered = []
    for path in paths(snapshot):
        for it in diagnostics(snapshot, path):
            found.extend((path, it, fix) for fix in fixes.fixes_for(snapshot, path, it, snapshot.texts.get))
    return found


def check(snapshot: Snapshot, markers: list[Marker], expected: list[Diff], build: Build) -> Faults:
    """The `fix:` markers and diffs of a test, and the promise of every fix that is offered."""
    fixes = offered(snapshot)
    first: dict[str, QuickFix] = {}
    for marker in (it for it in markers if it.kind == "fix"):
        here = [
            fix
            for path, it, fix in fixes
            if path == marker.path and marker.covers(it.span) and all(word in fix.title for word in marker.words)
        ]
        if marker.payload != "none":
            here += _rewrites(snapshot, marker)
        ids = {fix.id for fix in here}
        unwanted = marker.payload.removeprefix("not ")
        if marker.payload == "none":
            if ids:
                yield marker.number, f"offered: {', '.join(sorted(ids))}"
        elif marker.payload != unwanted:
            if unwanted in ids:
                yield marker.number, f"`{unwanted}` is offered"
        elif marker.payload not in ids:
            yield marker.number, f"`{marker.payload}` is not offered; there is {', '.join(sorted(ids)) or 'none'}"
        else:
            first.setdefault(marker.payload, next(fix for fix in here if fix.id == marker.payload))
    yield from diffs(snapshot, first, expected)
    for path, it, fix in fixes:
        for fault in _promise(snapshot, path, it, fix, build):
            yield 0, f"the fix `{fix.id}` of {path}:{it.span.line} [{it.code}] {fault}"


def _rewrites(snapshot: Snapshot, marker: Marker) -> list[QuickFix]:
    """What may be done with the rule on the line a marker speaks of, although nothing is wrong there."""
    if marker.path != snapshot.ruleset.path:
        return []
    rewrites = actions.actions(snapshot, snapshot.texts[marker.path], marker.lines[0])
    return [fix for fix in rewrites if all(word in fix.title for word in marker.words)]


def apply(snapshot: Snapshot, fix: QuickFix) -> dict[str, Text]:
    """The texts of the project after a fix."""
    texts = dict(snapshot.texts)
    for change in fix.files:
        if change.creates == (change.path in texts):
            raise AssertionError(f"{change.path} {'exists' if change.creates else 'does not exist'}")
        texts[change.path] = texts.get(change.path, Text(b"")).apply(change.edits)
    return texts


def diffs(snapshot: Snapshot, first: dict[str, QuickFix], told: list[Diff]) -> Faults:
    """Whether fixes do what diffs say; `first` are those that markers name."""
    for name in dict.fromkeys(diff.fix for diff in told):
        expected = {diff.path: diff for diff in told if diff.fix == name}
        number = next(iter(expected.values())).number
        if name not in first:
            yield number, f"no marker `fix: {name}` says where it is offered"
            continue
        after = apply(snapshot, first[name])
        changed = {path for path, text in after.items() if snapshot.texts.get(path) != text}
        for path in sorted(changed - expected.keys()):
            yield number, f"`{name}` also changes {path}:\n{_unified(snapshot.texts.get(path), after[path])}"
        for path, diff in expected.items():
            before = snapshot.texts.get(path, Text(b""))
            actual = after.get(path, before)
            if _patched(before, diff) != str(actual):
                yield diff.number, f"`{name}` does this to {path}:\n{_unified(before, actual)}"


def _patched(before: Text, diff: Diff) -> str | None:
    """The text after the hunks of a diff; None when one of them does not fit."""
    lines, position = str(before).split("\n"), 0
    for hunk in _hunks(diff.lines):
        old = [line[1:] for line in hunk if line[:1] != "+"]
        new = [line[1:] for line in hunk if line[:1] != "-"]
        fitting = (at for at in range(position, len(lines) - len(old) + 1) if lines[at : at + len(old)] == old)
        at = next(fitting, None)
        if at is None:
            return None
        lines[at : at + len(old)] = new
        position = at + len(new)
    return "\n".join(lines)


def _hunks(lines: Iterable[str]) -> Iterator[list[str]]:
    hunk: list[str] = []
    for line in lines:
        if line.startswith("@@"):
            if hunk:
                yield hunk
            hunk = []
        else:
            hunk.append(line or " ")
    if hunk:
        yield hunk


def _unified(before: Text | None, after: Text) -> str:
    old = str(before or "").split("\n")
    return "\n".join(list(difflib.unified_diff(old, str(after).split("\n"), lineterm="", n=2))[2:])


def damage(snapshot: Snapshot, texts: dict[str, Text]) -> Iterator[str]:
    """Which files parse no more, or have other line ends, with these texts."""
    for changed, text in texts.items():
        before = snapshot.texts.get(changed)
        if before != text and changed.endswith(".py") and _parses(before) and not _parses(text):
            yield f"breaks {changed}:\n{_unified(before, text)}"
        if before is not None and before != text and len(_ends(before)) == 1 and not _ends(text) <= _ends(before):
            yield f"mixes the line ends of {changed}"


def _promise(snapshot: Snapshot, path: str, it: Diagnostic, fix: QuickFix, build: Build) -> Iterator[str]:
    texts = apply(snapshot, fix)
    yield from damage(snapshot, texts)
    after = build(texts)
    old, new = _told(snapshot), _told(after)
    here = path, it.code, snapshot.texts[path].slice(it.span)
    if new[here] >= old[here]:
        yield "leaves its diagnostic in place"
    for told in new - old:
        if told[1] == "reason-missing" and any(BLANK in edit.text for file in fix.files for edit in file.edits):
            continue  # a placeholder is told of until somebody says why
        if fix.id in ("approve-debt", "extend-rule", "follow-rename") and told[1] == "tech-debt":
            continue  # agreed debt stays in sight
        if fix.id == "follow-rename" and told[1] == "forbidden-edge":
            continue  # what was forbidden is so by its new name
        if fix.id == "use-service" and told[1] == "stale-rule":
            continue  # where the last debt of a rule is paid, the rule has nothing left to do
        if fix.id == "ignore-line" and told[1] == "unused-ignore" and any(it[:2] == told[:2] for it in old):
            continue  # a code in the comment that silences nothing is told of as before
        if fix.id in ("did-you-mean", "add-key", "remove-key") and told[1] != "invalid-rules":
            continue  # a rule that is mended decides again, or turns out to match nothing
        yield f"adds {told[1]} at {told[2]!r} in {told[0]}"


def _told(snapshot: Snapshot) -> Counter[tuple[str, str, str]]:
    return Counter(
        (path, it.code, snapshot.texts[path].slice(it.span))
        for path in paths(snapshot)
        for it in diagnostics(snapshot, path)
    )


def _ends(text: Text) -> set[str]:
    return set(re.findall(r"\r\n|\n|\r", str(text)))


def _parses(text: Text | None) -> bool:
    try:
        ast.parse(str(text or ""))
    except (SyntaxError, ValueError):
        return False
    return True
