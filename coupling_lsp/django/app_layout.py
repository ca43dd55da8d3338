"""What lies in the folder of a Django app: the modules that Django, or a habit of its users, gives a meaning.

https://docs.djangoproject.com/en/stable/ref/applications/
https://docs.djangoproject.com/en/stable/intro/tutorial01/#creating-the-polls-app
"""

CONFIG_MODULE = "apps"
"""The module in which Django looks for the `AppConfig` of an app."""

APP_MODULES = frozenset(
    [CONFIG_MODULE, "models", "migrations", "admin", "views", "urls", "management", "templatetags", "signals", "tasks"]
)
"""Modules and packages by one of which a folder looks like an app."""

LOADED_MODULES = (CONFIG_MODULE, "models", "admin", "tasks")
"""The modules of an installed app that are loaded although nothing imports them.

Django loads the configuration and the models, its admin the module `admin`, Celery the tasks:
https://docs.djangoproject.com/en/stable/ref/applications/#how-applications-are-loaded
https://docs.djangoproject.com/en/stable/ref/contrib/admin/#discovery-of-admin-files
https://docs.celeryq.dev/en/stable/django/first-steps-with-django.html
"""
