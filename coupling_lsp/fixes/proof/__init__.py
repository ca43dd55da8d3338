"""What shows that an edit of a Python file does no harm, before it is offered."""

from coupling_lsp.fixes.proof import unbound_names
from coupling_lsp.fixes.proof.compiling import is_of_newer_python, syntax_error
from coupling_lsp.fixes.texts import ReadText
from coupling_lsp.model.findings import QuickFix
from coupling_lsp.text import Text


def fault(before: Text | None, after: Text) -> str:
    """Return what would be wrong with a Python file after an edit; empty for nothing.

    Of a file that does not compile nothing can be shown, so nothing may be changed in it.
    """
    original = before or Text(b"")
    if error := syntax_error(original):
        return f"the file does not compile: {error}"
    if error := syntax_error(after, is_newer=is_of_newer_python(original)):
        return f"the file would no longer compile: {error}"
    names = unbound_names.added(original, after)
    return f"{', '.join(f'`{it}`' for it in sorted(names))} would no longer be known" if names else ""


def fault_of_fix(fix: QuickFix, read_text: ReadText) -> str:
    """Return what would be wrong with a file after a fix; a file beside that of the query is named."""
    for number, file in enumerate(fix.files):
        before = read_text(file.path)
        if reason := fault(before, (before or Text(b"")).apply(file.edits)):
            return f"{file.path}: {reason}" if number else reason
    return ""
