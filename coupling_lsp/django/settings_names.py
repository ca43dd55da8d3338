"""Settings: those that list apps and name models, and those whose dotted strings are imported.

https://docs.djangoproject.com/en/stable/ref/settings/
"""

INSTALLED_APPS = "INSTALLED_APPS"
AUTH_USER_MODEL, DEFAULT_USER = "AUTH_USER_MODEL", "auth.User"

SETTINGS_VARIABLE = "DJANGO_SETTINGS_MODULE"
"""https://docs.djangoproject.com/en/stable/topics/settings/#envvar-DJANGO_SETTINGS_MODULE"""

MARKS = (b"_APPS", AUTH_USER_MODEL.encode())
"""What a module of settings says."""

NO_PATH_ENDINGS = ("_APPS", "_MODEL")
"""How the names of settings end whose strings name apps and models, not modules."""

IMPORTING_SETTINGS = (
    *("LOGGING", "TEMPLATES", "CACHES", "STORAGES", "DATABASES", "DATABASE_ROUTERS", "PASSWORD_HASHERS"),
    *("AUTH_PASSWORD_VALIDATORS", "CSRF_FAILURE_VIEW", "TEST_RUNNER", "FORM_RENDERER", "LOGGING_CONFIG"),
    *("MIGRATION_MODULES", "TEMPLATE_CONTEXT_PROCESSORS"),
)
"""The settings of Django whose strings are imported, besides those that end so."""

IMPORTING_ENDINGS = (
    *("MIDDLEWARE", "MIDDLEWARE_CLASSES", "_BACKEND", "_BACKENDS", "_ENGINE", "_SERIALIZER", "_SERIALIZERS"),
    *("_URLCONF", "_APPLICATION", "_STORAGE", "_FINDERS", "_HANDLERS", "_CLASS", "_ADAPTER", "_PIPELINE"),
)
"""How the names of settings end whose strings are imported, those of libraries included."""
