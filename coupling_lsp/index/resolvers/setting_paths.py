"""Which dotted strings in a settings module import something: middleware, backends, handlers.

https://docs.djangoproject.com/en/stable/ref/settings/
"""

from coupling_lsp.index.resolvers.context import Context

_NAMES = (
    *("LOGGING", "TEMPLATES", "CACHES", "STORAGES", "DATABASES", "DATABASE_ROUTERS", "REST_FRAMEWORK"),
    *("PASSWORD_HASHERS", "AUTH_PASSWORD_VALIDATORS", "CSRF_FAILURE_VIEW", "TEST_RUNNER", "FORM_RENDERER"),
    *("LOGGING_CONFIG", "SPECTACULAR_SETTINGS", "GRAPHENE", "CHANNEL_LAYERS", "SOCIAL_AUTH_PIPELINE"),
    *("HAYSTACK_CONNECTIONS", "ACCOUNT_FORMS", "CELERY_IMPORTS", "MIGRATION_MODULES", "TEMPLATE_CONTEXT_PROCESSORS"),
)
_ENDS = (
    *("MIDDLEWARE", "MIDDLEWARE_CLASSES", "_BACKEND", "_BACKENDS", "_ENGINE", "_SERIALIZER", "_SERIALIZERS"),
    *("_URLCONF", "_APPLICATION", "_STORAGE", "_FINDERS", "_HANDLERS", "_CLASS", "_ADAPTER", "_PIPELINE"),
)


def imported(setting: str, path: str, context: Context) -> str:
    """Return the path if a setting imports it: a class in any setting, a module or function in well-known ones."""
    modules = context.names.modules
    is_path_setting = setting in _NAMES or setting.endswith(_ENDS)
    if path in modules:
        return path if is_path_setting else ""
    module, _, name = path.rpartition(".")
    if module.partition(".")[0] not in modules.tops or not modules.paths.get(module):
        return ""
    target = context.names.member(module, name, context.dependencies)
    is_class = context.names.find_class(target.module, target.name, context.dependencies) is not None
    return path if is_class or (is_path_setting and "." in module) else ""
