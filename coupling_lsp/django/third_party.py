"""What libraries for Django add to it: relation fields, ways to a model, options, settings, tasks."""

from typing import NamedTuple

RELATION_MECHANISMS = (("ParentalKey", "fk"),)
"""https://github.com/wagtail/django-modelcluster"""

SWAPPED_MODELS = ("get_model_name", "load_model")
"""Functions of django-swappable-models, which ask a setting first: `BILLING_INVOICE_MODEL`."""

LOAD_MODEL = SWAPPED_MODELS[1]

MODEL_WRAPPERS = ("WithAnnotations",)
"""Annotations of django-stubs for a row with more attributes: `WithAnnotations[Order, Counts]`.

https://github.com/typeddjango/django-stubs#how-do-i-annotate-cases-where-i-called-querysetannotate
"""

WITH_METACLASS = "with_metaclass"
"""https://six.readthedocs.io/#six.with_metaclass"""

NO_MODEL_MODULES = ("forms", "serializers", "graphene")
"""Where the fields are that are none of a model; `forms` is Django's own."""

NO_MODEL_PACKAGES = frozenset(
    (
        *("pydantic", "pydantic_settings", "pydantic_ai", "ninja", "ninja_extra", "ninja_schema", "djantic"),
        *("sqlmodel", "msgspec", "marshmallow", "marshmallow_dataclass", "schematics", "attr", "attrs", "dataclasses"),
        *("mashumaro", "sqlalchemy", "flask_sqlalchemy", "mongoengine", "peewee", "tortoise", "odmantic", "beanie"),
        *("pynamodb", "openai", "langchain", "langchain_core", "transformers", "keras", "tensorflow", "torch"),
        *("torchvision", "django_pydantic_field", "graphene", "graphene_django", "strawberry", "strawberry_django"),
        "factory",
    )
)
"""Packages with models of another sort, some of them installed as apps."""

FACTORIES = {"filterset_factory": ("model",), "table_factory": ("model",)}
"""Functions of django-filter and django-tables2 that make a class for a model, with the parameters that take it."""

FACTORY_PACKAGES = ("django_filters", "django_tables2")

MODEL_ENDINGS = ("ViewSet",)
META_MODEL_ENDINGS = ("Serializer", "FilterSet", "Table", "DjangoObjectType")
"""How the names of the classes of libraries end that read `model` and `Meta.model`."""

MODEL_MODULES = ("rest_framework.generics.", "rest_framework.viewsets.")
"""Where classes are that read `model`, whatever their names."""

SERIALIZER, SERIALIZER_CLASS, SERIALIZED_FIELD = "Serializer", "serializer_class", "get_"
"""https://www.django-rest-framework.org/api-guide/fields/#serializermethodfield"""


class AttributePath(NamedTuple):
    """A parameter that takes attributes of a row, one of the other, in a string.

    `makers` are the ends of the names of the classes that have it, `separators` the pattern of what stands between
    attributes.
    """

    parameter: str
    makers: tuple[str, ...]
    separators: str


ATTRIBUTE_PATHS = (
    AttributePath("source", ("Field", "Serializer"), r"\."),
    AttributePath("accessor", ("Column",), r"\.|__"),
    AttributePath("attribute", ("Field",), "__"),
)
"""Of serializers, of the tables of django-tables2, of the resources of django-import-export.

https://www.django-rest-framework.org/api-guide/fields/#source
https://django-tables2.readthedocs.io/en/stable/pages/accessors.html
https://django-import-export.readthedocs.io/en/stable/api_fields.html
"""

KEY_FIELDS, MANY = ("PrimaryKeyRelatedField",), "many"
"""The fields of a serializer that show the key of one row without loading it.

https://www.django-rest-framework.org/api-guide/relations/#primarykeyrelatedfield
"""

MODEL_FORMS = ("ClusterForm", "MoveNodeForm", "MPTTAdminForm")
"""Model forms that do not say so in their names.

https://github.com/wagtail/django-modelcluster
https://django-treebeard.readthedocs.io/en/latest/forms.html
https://django-mptt.readthedocs.io/en/latest/forms.html
"""

FILTER_SET, FILTER_SET_FIELDS = "FilterSet", "Meta.fields"
"""`Meta.fields` of other classes, as serializers and forms, are names of their own fields, whatever these look like."""

LOOKUP_OPTIONS = (
    *("ordering_fields", "filterset_fields", "filter_fields", "order_by_fields", "lookup_field"),
    *(FILTER_SET_FIELDS, "Meta.filter_fields", "select_related", "prefetch_related"),
)
"""Options of views and filters that are lookups; those named like methods of queries load relations, as these do.

https://www.django-rest-framework.org/api-guide/filtering/
https://django-filter.readthedocs.io/en/stable/ref/filterset.html
https://django-braces.readthedocs.io/en/stable/other.html#selectrelatedmixin
"""

FILTERED_ROWS = ("queryset", "qs")
"""What methods of a `FilterSet` call their first parameter, the rows to filter.

https://django-filter.readthedocs.io/en/stable/ref/filters.html#method
"""

FILTER, ORDERING_FILTER = "Filter", "OrderingFilter"
FILTER_PARAMETERS = ("field_name", "name")
"""The parameters of a filter that take its lookup; `method` in their place takes it for something else."""

URL_PACKAGE = "rest_framework"
"""The package whose `reverse` is like that of Django."""

IMPORTING_SETTINGS = (
    *("REST_FRAMEWORK", "SPECTACULAR_SETTINGS", "GRAPHENE", "CHANNEL_LAYERS", "SOCIAL_AUTH_PIPELINE"),
    *("HAYSTACK_CONNECTIONS", "ACCOUNT_FORMS", "CELERY_IMPORTS"),
)
"""Settings whose strings are imported, besides those that end so."""

CELERY = "celery"
SEND_TASK, TASK_SIGNATURES, SHARED_TASK = "send_task", ("signature", "subtask"), "shared_task"
"""https://docs.celeryq.dev/en/stable/userguide/tasks.html"""

CURSOR_FUNCTIONS = ("execute_values", "execute_batch")
"""Functions of psycopg2 that take a cursor, then SQL."""

SPLIT_SETTINGS, INCLUDE_SETTINGS, OPTIONAL_SETTINGS = "split_settings", "include", "optional"
"""The package django-split-settings, and its functions: https://django-split-settings.readthedocs.io/"""

MERGE_MARKERS = ("dynaconf_merge", "dynaconf_merge_unique", "@")
"""How entries of a list begin by which dynaconf merges it with those of other files.

https://www.dynaconf.com/merging/
"""
