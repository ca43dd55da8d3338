"""Database transactions: what begins one.

https://docs.djangoproject.com/en/stable/topics/db/transactions/
"""

ATOMIC, ATOMIC_MODULE = "atomic", "django.db.transaction"
"""The decorator and context manager: `transaction.atomic`."""

ATOMIC_REQUESTS = "ATOMIC_REQUESTS"
"""The key of a database in `DATABASES` that makes each request a transaction."""

METHOD_DECORATOR = "method_decorator"
"""What makes a decorator of functions one of methods, also of one that the decorated class names.

https://docs.djangoproject.com/en/stable/ref/utils/#django.utils.decorators.method_decorator
"""

CONTEXT_MANAGER = "contextmanager"
"""The decorator of a generator that makes a context manager of it: https://docs.python.org/3/library/contextlib.html"""
