"""Move the date of a rule that was to be reviewed."""

from collections.abc import Iterator

from coupling_lsp.fixes.rules_file import meaning
from coupling_lsp.fixes.rules_file.proved import first_proved
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.findings import Diagnostic, QuickFix, Refusal
from coupling_lsp.rules.suggestions import month_end
from coupling_lsp.snapshot.state import Snapshot
from coupling_lsp.text import TextEdit

ID = "review-later"


def fixes(snapshot: Snapshot, path: str, diagnostic: Diagnostic, read_text: ReadText) -> Iterator[QuickFix | Refusal]:
    """Yield two dates to choose from, each the end of a month."""
    source, today, rule = read_text(path), snapshot.layout.today, diagnostic.rule
    if diagnostic.code != "expired-rule" or source is None or not today or rule is None:
        return
    original = source.slice(diagnostic.span)
    quote = original[:1] if original[:1] in ("'", '"') else ""
    is_date = original[len(quote) :][:1].isdigit()
    number = snapshot.ruleset.rules.index(rule)
    for months in (6, 12):
        day = month_end(today, months)
        edit = TextEdit(diagnostic.span, f"{quote}{day}{quote}")
        file = first_proved(source, path, [(edit,)], meaning.date_moved(number, day)) if is_date else None
        if file is None:
            yield Refusal(ID, f"the date of the rule `{rule.id}` does not stand by itself")
            return
        yield QuickFix(ID, f"Decided anew: review again by {day}", (file,), diagnostic)
