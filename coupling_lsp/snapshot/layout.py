"""Where a project lies in its workspace."""

from coupling_lsp.index.apps.source_roots import ALONE, Surroundings
from coupling_lsp.rules.codeowners import Codeowners

NOBODY = Codeowners()


class Layout:
    """Where a project lies and what the caller chose for it. Paths are relative to the workspace."""

    __slots__ = ("codeowners", "partial", "root", "roots", "settings", "settings_given", "surroundings", "today")

    def __init__(
        self,
        root: str = "",
        roots: tuple[str, ...] = ("",),
        settings: tuple[str, ...] = (),
        settings_given: tuple[str, ...] = (),
        today: str = "",
        codeowners: Codeowners = NOBODY,
        surroundings: Surroundings = ALONE,
        *,
        partial: bool = False,
    ) -> None:
        """`settings` were found by looking, `settings_given` come from the caller; `today` is an ISO date.

        `partial` while only the files near open ones are read: then nothing is said of what is not there.
        """
        self.root = root
        self.roots = roots
        self.settings = settings
        self.settings_given = settings_given
        self.today = today
        self.codeowners = codeowners
        self.surroundings = surroundings
        self.partial = partial
