"""Why work on the files of a project cannot be done."""


class WorkspaceError(Exception):
    """Raised when work cannot be done; the text says what, why and what to do."""
