"""Functions that take the name of what runs: a signal and its sender, a command, a URL, SQL, another migration.

https://docs.djangoproject.com/en/stable/topics/signals/
https://docs.djangoproject.com/en/stable/ref/django-admin/#running-management-commands-from-your-code
https://docs.djangoproject.com/en/stable/topics/http/urls/#reverse-resolution-of-urls
https://docs.djangoproject.com/en/stable/topics/db/sql/
https://docs.djangoproject.com/en/stable/topics/migrations/#dependencies
"""

from coupling_lsp.django.shortcuts import URL_SHORTCUTS

RECEIVER, CONNECT = "receiver", "connect"
SEND_METHODS = ("send", "send_robust", "asend", "asend_robust")
SENDER, SENT_ROW = "sender", "instance"
"""The parameters of a receiver: the model, and the row that was saved or deleted."""

SIGNAL_ENDING = "Signal"
"""How the name of the class of a signal ends."""

CALL_COMMAND = "call_command"

INCLUDE = "include"
URL_FUNCTIONS = ("reverse", "reverse_lazy", *URL_SHORTCUTS)
"""The functions that take the name of a URL."""

URL_NAME, ROUTER_SEPARATOR = "name", "-"
"""The argument that names a pattern, and what stands behind the basename in names that a router makes: `order-list`."""

ADMIN_NAMESPACE = "admin"
"""The outermost namespace of Django's admin: https://docs.djangoproject.com/en/stable/ref/contrib/admin/#reversing-admin-urls"""

URL_NAMESPACE, URL_PATTERNS = "app_name", "urlpatterns"
"""What a module of URLs says: https://docs.djangoproject.com/en/stable/ref/urls/#include"""

RAW_SQL, EXTRA = "RawSQL", "extra"

MIGRATION = "Migration"
MIGRATION_LISTS = {"dependencies": "dependency", "run_before": "run-before"}
"""The lists of a migration that name others, with the mechanism of the edges."""

SWAPPABLE_DEPENDENCY = "swappable_dependency"
