"""Run as a program: what `show()` of `orders.views` gives and asks of the database in each folder that is named.

Each folder is a project of its own, so each has a process of its own; Django is imported once for all.
"""

import json
import os
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings


def outcome(folder: str) -> dict[str, object]:
    sys.path.insert(0, folder)
    settings.configure(
        INSTALLED_APPS=["billing", "orders"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    )
    django.setup()
    from billing.models import Account
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with connection.schema_editor() as editor:
        for model in apps.get_app_config("billing").get_models():
            editor.create_model(model)
    for name in "ab":
        Account.objects.create(username=name)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        import orders.views

        for path in sorted(Path(folder, "orders").glob("*.py")):
            __import__(f"orders.{path.stem}")
        result = repr(orders.views.show())
    return {"result": result, "queries": [it["sql"] for it in queries.captured_queries]}


def main() -> None:
    for folder in sys.argv[1:]:
        reader, writer = os.pipe()
        if not os.fork():
            try:
                text = json.dumps(outcome(folder))
            except BaseException as error:  # What a broken fix does is the finding.
                text = json.dumps({"error": repr(error)})
            os.write(writer, text.encode())
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as answer:
            print(answer.read())
        os.wait()


if __name__ == "__main__":
    main()
