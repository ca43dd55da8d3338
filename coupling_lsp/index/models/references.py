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
from coupling_lsp.model.expression import (
    UNKNOWN,
    Expression,
    attribute,
    call_of,
    is_call,
    is_literal,
    last_name,
    literal,
    literal_value,
    split_attribute,
)

_MAX_ALIASES = 24
"""How many names, strings and settings in a row may stand for a model; what is behind more is not known."""

Registry = Mapping[str, Target]
"""Models by `label.name` in lower case, as Django's own registry has them."""


def registry_key(label: str, name: str) -> str:
    """Return the key under which the registry has a model: `billing.invoice`."""
    return f"{label}.{name}".lower()


class References:
    """Resolves expressions that name a model."""

    def __init__(self, names: Names, apps: Apps, settings: Settings) -> None:
        self._names = names
        self._apps = apps
        self._strings = settings.strings

    def target(
        self, expression: str, module: str, label: str, registry: Registry, dependencies: Dependencies
    ) -> Target:
        """Return the class that an expression names as a model: by name, string, setting or `get_user_model()`."""
        for _ in range(_MAX_ALIASES):
            if is_literal(expression):
                return self._by_string(literal_value(expression), label, registry, dependencies)
            if is_call(expression):
                expression = self.simplified(expression) or self._default(expression, module, dependencies)
            else:
                target = self._names.expression(expression, module, dependencies)
                if target.assigned:
                    expression, module = target.assigned, target.module
                elif (setting := self._setting(target, expression)) is not None:
                    expression = literal(setting) if setting else UNKNOWN
                else:
                    return target
            if not expression:
                return NOWHERE
        return NOWHERE

    def _default(self, expression: str, module: str, dependencies: Dependencies) -> Expression:
        """Return what `getattr(settings, "NAME", default)` gives: the value of the setting, or the default."""
        call = call_of(expression)
        if call is None or call.callee != "getattr" or len(call.arguments) < 2 or not is_literal(call.arguments[1]):
            return UNKNOWN
        setting = attribute(call.arguments[0], literal_value(call.arguments[1]))
        value = self._setting(self._names.expression(setting, module, dependencies), setting)
        if value:
            return literal(value)
        return call.arguments[2] if value is not None and len(call.arguments) > 2 else UNKNOWN

    def _setting(self, target: Target, expression: str) -> str | None:
        """Return the value of a setting that an expression leads to, also by an alias; None if it leads to none."""
        if target.module == "django.conf" and not target.in_project:
            return self.setting(target.name)
        return None if self._names.find_class(target.module, target.name, Dependencies()) else self.setting(expression)

    def base(self, expression: str, module: str, registry: Registry, dependencies: Dependencies) -> Target:
        """Return the class that a class statement names as a base."""
        target = self._names.expression(expression, module, dependencies)
        call = target.assigned or ("" if target else expression)
        return self.target(call, target.module or module, "", registry, dependencies) if is_call(call) else target

    def _by_string(self, model_name: str, label: str, registry: Registry, dependencies: Dependencies) -> Target:
        app, dot, name = model_name.rpartition(".")
        if dot and app not in self._apps.by_label:
            return Target(app, name, False)  # A model of an installed app that is not part of the project.
        key = registry_key(app if dot else label, name)
        dependencies.add(REGISTERED_MODEL.of(key))
        return registry.get(key, NOWHERE)

    def simplified(self, expression: str) -> Expression:
        """Return the string literal that a call of a getter of models stands for; unknown for any other call."""
        call = call_of(expression)
        if call is None or call.rest:
            return UNKNOWN
        values = [literal_value(argument) for argument in call.arguments if is_literal(argument)]
        setting = "_".join([*values, "MODEL"]).upper() if call.name in SWAPPED_MODELS else ""
        if setting in self._strings:
            return literal(self._strings[setting])
        if call.name == GET_USER_MODEL and not call.arguments:
            user_model = self._strings.get(AUTH_USER_MODEL, DEFAULT_USER)
            return literal(user_model) if user_model else UNKNOWN
        if "model" in call.name.lower() and values and len(values) == len(call.arguments) <= 2:
            return literal(".".join(values))
        return UNKNOWN

    def setting(self, expression: str) -> str | None:
        """Return the value of `settings.NAME`, empty when it is not known; None for any other expression."""
        owner, name = split_attribute(expression)
        if not name.isupper() or last_name(owner) not in ("settings", "conf"):
            return None
        if name == AUTH_USER_MODEL:
            return self._strings.get(name, DEFAULT_USER)
        return self._strings.get(name, "")

    def bases(self, target: Target, registry: Registry, dependencies: Dependencies) -> list[Target]:
        """Return the bases of a class in the project, those that `get_user_model()` gives among them."""
        class_ = self._names.find_class(target.module, target.name, dependencies)
        targets = (
            self.base(expression, target.module, registry, dependencies)
            for expression in (class_.bases if class_ is not None else ())
        )
        return [Target(*base[:3]) for base in targets if base.in_project and base.name]
