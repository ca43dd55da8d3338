"""The names in a rules file after an app got another label."""

from coupling_lsp.fixes.rules_file.new_names import NewNames
from coupling_lsp.snapshot.state import Snapshot


class RenamedApp(NewNames):
    """The new label of one app: in selectors, contracts, `shared`, the keys of `apps`, and the paths of services."""

    def __init__(self, snapshot: Snapshot, lost_label: str, label: str) -> None:
        self._modules = snapshot.index.names.modules
        self._lost_label = lost_label
        self._label = label
        self._package = snapshot.apps[label].package

    def label(self, label: str) -> str:
        """Return the label of an app."""
        return self._label if label == self._lost_label else label

    def selector(self, selector: str) -> str:
        """Return a selector."""
        label, dot, rest = selector.partition(".")
        return f"{self.label(label)}{dot}{rest}"

    def service(self, name: str) -> str:
        """Return a service module or function, where its module is to be found in the app."""
        home = self._package.rpartition(".")[0]
        old_package = f"{home}.{self._lost_label}" if home else self._lost_label
        for old, new in ((old_package, self._package), (self._lost_label, self._label)):
            if name.startswith(f"{old}.") and old not in self._modules:
                return f"{new}{name.removeprefix(old)}"
        return name
