"""What shows that an edit of a Python file does no harm, before it is offered."""

from coupling_lsp.fixes.proof import unbound_names
from coupling_lsp.fixes.proof.compiling import syntax_error
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.findings import QuickFix
from coupling_lsp.text import Text


def fault(before: Text | None, after: Text) -> str:
    """Return what would be wrong with a Python file after an edit; empty for nothing.

    Of a file that does not compile nothing can be shown, so nothing may be changed in it.
    """
    if before is not None and (error := syntax_error(before)):
        return f"the file does not compile: {error}"
    if error := syntax_error(after):
        return f"the file would no longer compile: {error}"
    names = unbound_names.added(before or Text(b""), after)
    return f"{', '.join(f'`{it}`' for it in sorted(names))} would no longer be known" if names else ""


def fix_fault(fix: QuickFix, read_text: ReadText) -> str:
    """Return what would be wrong with a file after a fix; empty for nothing."""
    for file in fix.files:
        before = read_text(file.path)
        if reason := fault(before, (before or Text(b"")).apply(file.edits)):
            return reason
    return ""
