"""Takes rules out of `rules.yaml` whose tech debt the fixes of a run have paid, so that none is left stale."""

from collections.abc import Sequence

from coupling_lsp.features.diagnostics import diagnostics
from coupling_lsp.fixes import remove_rule
from coupling_lsp.model.findings import Diagnostic, QuickFix
from coupling_lsp.reports.fixing.fix_all import FixResult
from coupling_lsp.rules.loading import loader
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import Text


def without_paid_debts(results: Sequence[FixResult]) -> list[FixResult]:
    """Return the results without the rules that had debt before and have none after. Projects may share their rules."""
    snapshots = [_after(it) for it in results]
    return [_without_paid_debts(it, after, snapshots) for it, after in zip(results, snapshots, strict=True)]


def _without_paid_debts(result: FixResult, snapshot: Snapshot, snapshots: Sequence[Snapshot]) -> FixResult:
    """Return a result without the rules it has paid; `snapshot` is what it leaves, `snapshots` what all leave."""
    path = result.project.snapshot.ruleset.path
    text = result.project.read(path) if path and result.texts else None
    if text is None:
        return result
    paid = set.intersection(*(set(_stale_debts(it)) for it in snapshots if it.ruleset.path == path))
    paid -= _stale_debts(result.project.snapshot).keys()
    removed = list[str]()
    for rule in sorted(paid):
        shorter = _without_rule(snapshot, path, text, _stale_debts(snapshot)[rule])
        if shorter is not None:
            text, snapshot = shorter, snapshot.with_rules(loader.load(shorter, path))
            removed.append(rule)
    texts = {**result.texts, path: text} if removed else result.texts
    return result._replace(texts=texts, paid_rules=tuple(removed))


def _after(result: FixResult) -> Snapshot:
    snapshot = result.project.snapshot
    return snapshot.with_texts(result.texts) if result.texts else snapshot


def _stale_debts(snapshot: Snapshot) -> dict[str, Diagnostic]:
    """Return the findings of rules for tech debt that match nothing, by the ids of these rules."""
    found = ((it.rule, it) for it in diagnostics(snapshot, snapshot.ruleset.path) if it.code == "stale-rule")
    return {rule.id: it for rule, it in found if rule is not None and rule.intent == "tech-debt"}


def _without_rule(snapshot: Snapshot, path: str, text: Text, finding: Diagnostic) -> Text | None:
    """Return the rules file without a rule; None where it cannot be taken out by itself."""
    fix = next(remove_rule.fixes(snapshot, path, finding, {path: text}.get), None)
    return text.apply(fix.files[0].edits) if isinstance(fix, QuickFix) else None
