"""Which model an expression names: a name, a string, a setting, a call that gives one.

Swappable models: https://docs.djangoproject.com/en/stable/topics/auth/customizing/#referencing-the-user-model
"""

from collections.abc import Mapping

from coupling_lsp.django.model_classes import GET_USER_MODEL
from coupling_lsp.django.settings_names import AUTH_USER_MODEL, DEFAULT_USER
from coupling_lsp.django.third_party import SWAPPED_MODELS
from coupling_lsp.index.apps.discovery import Apps
from coupling_lsp.index.apps.settings import Settings
from coupling_lsp.index.incremental.dependencies import REGISTERED_MODEL, Dependencies
from coupling_lsp.index.symbols.name_resolution import Names
from coupling_lsp.index.symbols.target import NOWHERE, Target

_MAX_ALIASES = 24
"""How many names, strings and settings in a row may stand for a model; what is behind more is not known."""

Registry = Mapping[str, Target]
"""Models by `label.name` in lower case, as Django's own registry has them."""


class References:
    """Resolves expressions that name a model."""

    def __init__(self, names: Names, apps: Apps, settings: Settings) -> None:
        self._names = names
        self._apps = apps
        self._strings = settings.strings

    def target(self, written: str, module: str, label: str, registry: Registry, dependencies: Dependencies) -> Target:
        """The class an expression names as a model: a name, a string, a setting, `get_user_model()`."""
        for _ in range(_MAX_ALIASES):
            if written.startswith('"'):
                return self._by_string(written[1:], label, registry, dependencies)
            if "(" in written:
                written = self.text_of_call(written) or self._asked(written, module, dependencies)
            else:
                target = self._names.expression(written, module, dependencies)
                if target.assigned:
                    written, module = target.assigned, target.module
                elif (setting := self._setting(target, written)) is not None:
                    written = f'"{setting}' if setting else ""
                else:
                    return target
            if not written:
                return NOWHERE
        return NOWHERE

    def _asked(self, written: str, module: str, dependencies: Dependencies) -> str:
        """`getattr(settings, "NAME", default)` as a simpler expression: the value of the setting, or the default."""
        callee, _, given = written.partition("(")
        arguments = given.removesuffix(")").split(",")
        if callee != "getattr" or len(arguments) < 2 or not arguments[1].startswith('"'):
            return ""
        asked = f"{arguments[0]}.{arguments[1][1:]}"
        value = self._setting(self._names.expression(asked, module, dependencies), asked)
        return f'"{value}' if value else arguments[2] if value is not None and len(arguments) > 2 else ""

    def _setting(self, target: Target, written: str) -> str | None:
        """The value of a setting that an expression leads to, also by way of a name another module gives to it."""
        if target.module == "django.conf" and not target.in_project:
            return self.setting(target.name)
        return None if self._names.find_class(target.module, target.name, Dependencies()) else self.setting(written)

    def base(self, written: str, module: str, registry: Registry, dependencies: Dependencies) -> Target:
        """The class that a class statement names as a base."""
        found = self._names.expression(written, module, dependencies)
        made = found.assigned or ("" if found else written)
        return self.target(made, found.module or module, "", registry, dependencies) if "(" in made else found

    def _by_string(self, written: str, label: str, registry: Registry, dependencies: Dependencies) -> Target:
        app, dot, name = written.rpartition(".")
        if dot and app not in self._apps.by_label:
            return Target(app, name, False)  # A model of an installed app that is not part of the project.
        key = (written if dot else f"{label}.{written}").lower()
        dependencies.add(REGISTERED_MODEL.of(key))
        return registry.get(key, NOWHERE)

    def text_of_call(self, written: str) -> str:
        """A call as a simpler expression: the string or the setting it returns."""
        callee, _, given = written.rstrip(")").partition("(")
        last = callee.rpartition(".")[2].rpartition(":")[2]
        arguments = [part.partition("=")[2] if "=" in part else part for part in given.split(",")]
        values = [part.removeprefix('"') for part in arguments if part.startswith('"')]
        swapped = "_".join([*values, "MODEL"]).upper() if last in SWAPPED_MODELS else ""
        if swapped in self._strings:
            return '"' + self._strings[swapped]
        if last == GET_USER_MODEL and not given:
            return '"' + self._strings.get(AUTH_USER_MODEL, DEFAULT_USER)
        if "model" in last.lower() and values and len(values) == len(arguments) <= 2:
            return '"' + ".".join(values[:2])
        return ""

    def setting(self, written: str) -> str | None:
        """The value of `settings.NAME`, empty when it is not known; None for an expression of another kind."""
        before, dot, name = written.rpartition(".")
        if not dot or not name.isupper() or before.rpartition(".")[2].rpartition(":")[2] not in ("settings", "conf"):
            return None
        if name == AUTH_USER_MODEL:
            return self._strings.get(name, DEFAULT_USER)
        return self._strings.get(name, "")

    def bases(self, target: Target, registry: Registry, dependencies: Dependencies) -> list[Target]:
        """The bases of a class that are classes of the project, those that `get_user_model()` gives among them."""
        it = self._names.find_class(target.module, target.name, dependencies)
        found = (
            self.base(written, target.module, registry, dependencies)
            for written in (it.bases if it is not None else ())
        )
        return [Target(*base[:3]) for base in found if base.in_project and base.name]
