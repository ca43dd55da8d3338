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

LOADED_MODULES = (CONFIG_MODULE, "models", "admin", "tasks")
"""The modules of an installed app that are loaded although nothing imports them.

Django loads the configuration and the models, its admin the module `admin`, Celery the tasks:
https://docs.djangoproject.com/en/stable/ref/applications/#how-applications-are-loaded
https://docs.djangoproject.com/en/stable/ref/contrib/admin/#discovery-of-admin-files
https://docs.celeryq.dev/en/stable/django/first-steps-with-django.html
"""

REGISTERING_MODULES = frozenset(
    ["signals", "receivers", "handlers", "listeners", "checks", "hooks", "wagtail_hooks", "tasks", "admin", "lookups"]
)
"""Modules that are imported for what they register, by a habit of Django's users.

https://docs.djangoproject.com/en/stable/topics/signals/#connecting-receiver-functions
"""

LOOKED_UP_NAMES = frozenset(
    [
        *("handler400", "handler403", "handler404", "handler500", "urlpatterns", "app_name", "application"),
        *("register", "Command", "default_app_config", "celery_app", "app", "pytest_plugins"),
    ]
)
"""Names by which Django, a server, Celery or pytest finds something in a module.

https://docs.djangoproject.com/en/stable/ref/urls/#handler400
https://docs.djangoproject.com/en/stable/howto/custom-template-tags/#code-layout
https://docs.djangoproject.com/en/stable/howto/custom-management-commands/
"""
