"""What lies in the folder of a Django app: the modules that Django, or a habit of its users, gives a meaning.

https://docs.djangoproject.com/en/stable/ref/applications/
https://docs.djangoproject.com/en/stable/intro/tutorial01/#creating-the-polls-app
"""

CONFIG_MODULE = "apps"
"""The module in which Django looks for the `AppConfig` of an app."""

MODELS_MODULE = "models"
"""The module or package in which Django looks for the models of an app."""

MIGRATIONS_PACKAGE = "migrations"
"""https://docs.djangoproject.com/en/stable/topics/migrations/"""

APP_MODULES = frozenset(
    [
        CONFIG_MODULE,
        MODELS_MODULE,
        MIGRATIONS_PACKAGE,
        "admin",
        "views",
        "urls",
        "management",
        "templatetags",
        "signals",
        "tasks",
    ]
)
"""Modules and packages by one of which a folder looks like an app."""
