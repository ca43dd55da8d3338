"""Which dotted strings in a settings module import something: middleware, backends, handlers.

https://docs.djangoproject.com/en/stable/ref/settings/
"""

from coupling_lsp.django import settings_names, third_party
from coupling_lsp.index.resolvers.context import Context

_NAMES = frozenset(settings_names.IMPORTING_SETTINGS + third_party.IMPORTING_SETTINGS)


def imported(setting: str, path: str, context: Context) -> str:
    """The path, if it is imported: that of a class in any setting, that of a module or function in well-known ones."""
    modules = context.names.modules
    known = setting in _NAMES or setting.endswith(settings_names.IMPORTING_ENDINGS)
    if path in modules:
        return path if known else ""
    module, _, name = path.rpartition(".")
    if module.partition(".")[0] not in modules.tops or not modules.paths.get(module):
        return ""
    target = context.names.member(module, name, context.dependencies)
    is_class = context.names.find_class(target.module, target.name, context.dependencies) is not None
    return path if is_class or (known and "." in module) else ""
