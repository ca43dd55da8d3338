"""Who reads type annotations while a program runs, so that the names in them have to be there.

Python itself evaluates an annotation where it is written, unless it is a string or stands in a function body:
https://docs.python.org/3/reference/compound_stmts.html#annotations

Django reads none: neither its models, forms, views and admin nor its decorators. Where it looks at the parameters of a
function, as for template tags and receivers, it takes their names: https://docs.djangoproject.com/en/stable/
"""

READERS = {
    "adrf": "https://github.com/em1208/adrf",
    "agents": "https://openai.github.io/openai-agents-python/tools/#function-tools",
    "apischema": "https://wyfo.github.io/apischema/latest/data_model/",
    "attr": "https://www.attrs.org/en/stable/types.html",
    "attrs": "https://www.attrs.org/en/stable/types.html",
    "beartype": "https://beartype.readthedocs.io/en/latest/api_decor/",
    "cattr": "https://catt.rs/en/stable/customizing.html",
    "cattrs": "https://catt.rs/en/stable/customizing.html",
    "cyclopts": "https://cyclopts.readthedocs.io/en/latest/",
    "dacite": "https://github.com/konradhalas/dacite",
    "dependency_injector": "https://python-dependency-injector.ets-labs.org/wiring.html",
    "discord": "https://discordpy.readthedocs.io/en/stable/ext/commands/commands.html#converters",
    "django_typer": "https://django-typer.readthedocs.io/",
    "dishka": "https://dishka.readthedocs.io/en/stable/",
    "fastapi": "https://fastapi.tiangolo.com/python-types/",
    "fastmcp": "https://gofastmcp.com/servers/tools",
    "injector": "https://injector.readthedocs.io/en/latest/terminology.html",
    "jsonargparse": "https://jsonargparse.readthedocs.io/en/stable/",
    "kink": "https://github.com/kodemore/kink",
    "lagom": "https://lagom-di.readthedocs.io/",
    "langchain": "https://python.langchain.com/docs/how_to/custom_tools/",
    "langchain_core": "https://python.langchain.com/docs/how_to/custom_tools/",
    "litestar": "https://docs.litestar.dev/latest/usage/dependency-injection.html",
    "marshmallow_dataclass": "https://github.com/lovasoa/marshmallow_dataclass",
    "mashumaro": "https://github.com/Fatal1ty/mashumaro",
    "mcp": "https://modelcontextprotocol.github.io/python-sdk/server/",
    "msgspec": "https://jcristharif.com/msgspec/structs.html",
    "multipledispatch": "https://multiple-dispatch.readthedocs.io/",
    "ninja": "https://django-ninja.dev/guides/input/path-params/",
    "ninja_extra": "https://eadwincode.github.io/django-ninja-extra/",
    "ninja_schema": "https://github.com/eadwinCode/ninja-schema",
    "plum": "https://beartype.github.io/plum/",
    "prefect": "https://docs.prefect.io/v3/develop/write-flows",
    "punq": "https://punq.readthedocs.io/en/latest/",
    "pydantic": "https://docs.pydantic.dev/latest/concepts/models/",
    "pydantic_ai": "https://ai.pydantic.dev/tools/",
    "pydantic_settings": "https://docs.pydantic.dev/latest/concepts/pydantic_settings/",
    "djantic": "https://github.com/jordaneremieff/djantic",
    "rodi": "https://www.neoteroi.dev/rodi/",
    "sqlmodel": "https://sqlmodel.tiangolo.com/",
    "strawberry": "https://strawberry.rocks/docs/types/resolvers",
    "strawberry_django": "https://strawberry.rocks/docs/django",
    "temporalio": "https://docs.temporal.io/develop/python",
    "typeguard": "https://typeguard.readthedocs.io/en/latest/userguide.html",
    "typer": "https://typer.tiangolo.com/tutorial/",
    "wireup": "https://maldoinc.github.io/wireup/latest/",
}
"""Packages that evaluate annotations of the functions and classes they are given, each with what says so."""

EVERYWHERE = frozenset(("beartype", "typeguard", "injector", "punq", "lagom", "rodi", "dishka"))
"""Those of them that may read any function or class of a project, by a hook or as what is to be constructed."""

CLASS_READERS = frozenset(("dataclasses", "typing", "typing_extensions", "graphene", "enum"))
"""Packages whose decorators and bases look at the annotations in the body of a class, and no others.

https://docs.python.org/3/library/dataclasses.html
https://docs.python.org/3/library/typing.html#typing.NamedTuple
"""

QUIET = frozenset(
    (
        *("django", "rest_framework", "graphene", "graphene_django", "celery", "factory", "mptt", "polymorphic"),
        *("functools", "contextlib", "abc", "typing", "typing_extensions", "dataclasses", "enum", "unittest", "pytest"),
        *("collections", "warnings", "asyncio", "mock", "freezegun", "responses", "modelcluster", "wagtail", "taggit"),
        *("django_filters", "django_tables2", "import_export", "rest_framework_simplejwt", "channels", "crispy_forms"),
        *("waffle", "structlog", "tenacity", "promise", "guardian", "reversion", "simple_history", "model_utils"),
    )
)
"""Packages that take functions or classes and evaluate no annotation of a function."""

SCHEMA_GENERATORS = frozenset(("drf_spectacular", "drf_yasg"))
"""Packages that read the methods of serializers and filters, and the properties of models, to describe an API.

https://drf-spectacular.readthedocs.io/en/latest/customization.html#step-3-extend-schema-field-and-type-hints
"""

DESCRIBED_ENDINGS = ("Serializer", "FilterSet", "Field", "View", "ViewSet")
"""How the names of the classes end whose methods they read."""

READING_WORDS = (
    *("get_type_hints", "get_annotations", "__annotations__", "eval_str", "singledispatch", "singledispatchmethod"),
)
"""Names of Python by which code of a project reads annotations: https://docs.python.org/3/library/inspect.html"""

PYDANTIC_OPTION = "pydantic"
"""The option by which a task of Celery reads its annotations.

https://docs.celeryq.dev/en/stable/userguide/tasks.html#argument-validation-with-pydantic
"""
