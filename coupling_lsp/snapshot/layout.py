"""Where a project lies in its workspace."""


class Layout:
    """Where a project lies and what the caller chose for it. Paths are relative to the workspace."""

    __slots__ = ("root", "roots", "settings", "settings_given", "today")

    def __init__(
        self,
        root: str = "",
        roots: tuple[str, ...] = ("",),
        settings: tuple[str, ...] = (),
        settings_given: tuple[str, ...] = (),
        today: str = "",
    ) -> None:
        """`settings` were found by looking, `settings_given` come from the caller; `today` is an ISO date."""
        self.root = root
        self.roots = roots
        self.settings = settings
        self.settings_given = settings_given
        self.today = today
