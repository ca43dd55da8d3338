"""The field classes of models: those that make a relation, with its mechanism, and the plain ones.

https://docs.djangoproject.com/en/stable/ref/models/fields/
"""

from typing import NamedTuple

from coupling_lsp.django.deletion import ON_DELETE


class RelationField(NamedTuple):
    """A class of relation fields, with the mechanism of its edges; one without a mechanism names no model.

    `parameters` are the names of its first positional arguments; `documentation` is an address up to the name.
    """

    name: str
    mechanism: str
    parameters: tuple[str, ...]
    documentation: str

    @property
    def source(self) -> str:
        """The address of what documents the class."""
        return f"{self.documentation}{self.name}"


_DOCS = "https://docs.djangoproject.com/en/stable/"
_FIELDS = f"{_DOCS}ref/models/fields/#django.db.models."
_GENERIC = f"{_DOCS}ref/contrib/contenttypes/#django.contrib.contenttypes.fields."
_CODE = "https://github.com/django/django/blob/main/django/db/models/fields/related.py#:~:text=class%20"

TARGET = "to"
"""The argument that names the model a relation leads to."""

THROUGH = "through"
"""The argument that names the model of the table between two models."""

PARENT_LINK, RELATED_NAME, RELATED_QUERY_NAME, TO_FIELD = (
    "parent_link",
    "related_name",
    "related_query_name",
    "to_field",
)

_TO_ONE = (TARGET, ON_DELETE, RELATED_NAME, RELATED_QUERY_NAME, "limit_choices_to", PARENT_LINK, TO_FIELD)
_TO_MANY = (TARGET, RELATED_NAME, RELATED_QUERY_NAME, "limit_choices_to", "symmetrical", THROUGH)

RELATION_FIELDS = (
    RelationField("GenericForeignKey", "", ("ct_field", "fk_field", "for_concrete_model"), _GENERIC),
    RelationField("GenericRelation", "generic", (TARGET, "object_id_field", "content_type_field"), _GENERIC),
    RelationField("ManyToManyField", "many-to-many", _TO_MANY, _FIELDS),
    RelationField("OneToOneField", "one-to-one", (TARGET, ON_DELETE, TO_FIELD), _FIELDS),
    RelationField("ForeignKey", "fk", _TO_ONE, _FIELDS),
    RelationField("ForeignObject", "fk", (TARGET, ON_DELETE, "from_fields", "to_fields"), _CODE),
)
"""The most special name first: what a name ends with tells the class."""


def parameters_of(callee: str) -> tuple[str, ...]:
    """Return the names of the positional arguments of a field, as far as what its class is called tells of a relation.

    A field of another class may be one of the project that takes the model first.
    """
    return next((it.parameters for it in RELATION_FIELDS if callee.endswith(it.name)), (TARGET,))


GENERIC_FOREIGN_KEY = RELATION_FIELDS[0].name
"""The field that may lead to any model."""

RELATION_MECHANISMS = tuple((it.name, it.mechanism) for it in RELATION_FIELDS)

KEY_MECHANISMS = ("fk", "one-to-one")
"""The mechanisms of fields with the key of another row."""

ONE_TO_ONE_FIELD = "OneToOneField"
RELATION_ENDINGS = ("Key", ONE_TO_ONE_FIELD, "ManyToManyField", "ForeignObject")
"""How the names of relation fields end that have an accessor back, those of libraries and projects included."""

FIELD_ENDINGS = ("Field", "ForeignKey")
"""How the names of classes end whose fields are columns."""

FIELD_MODULES = ("django.db.models.", "django.contrib.gis.db.models.")
"""Where the fields of Django are."""


class PlainField(NamedTuple):
    """A class of fields that are columns, and the type of their values, with the module that has it.

    The type is empty where values may be of any: https://docs.djangoproject.com/en/stable/ref/models/fields/
    """

    name: str
    value_type: str = ""
    type_module: str = ""


_PLAIN = (
    PlainField("AutoField", "int"),
    PlainField("BigAutoField", "int"),
    PlainField("BigIntegerField", "int"),
    PlainField("BinaryField", "bytes"),
    PlainField("BooleanField", "bool"),
    PlainField("CharField", "str"),
    PlainField("CompositePrimaryKey"),
    PlainField("DateField", "date", "datetime"),
    PlainField("DateTimeField", "datetime", "datetime"),
    PlainField("DecimalField", "Decimal", "decimal"),
    PlainField("DurationField", "timedelta", "datetime"),
    PlainField("EmailField", "str"),
    PlainField("FileField"),
    PlainField("FilePathField", "str"),
    PlainField("FloatField", "float"),
    PlainField("GeneratedField"),
    PlainField("GenericIPAddressField", "str"),
    PlainField("ImageField"),
    PlainField("IntegerField", "int"),
    PlainField("JSONField"),
    PlainField("PositiveBigIntegerField", "int"),
    PlainField("PositiveIntegerField", "int"),
    PlainField("PositiveSmallIntegerField", "int"),
    PlainField("SlugField", "str"),
    PlainField("SmallAutoField", "int"),
    PlainField("SmallIntegerField", "int"),
    PlainField("TextField", "str"),
    PlainField("TimeField", "time", "datetime"),
    PlainField("URLField", "str"),
    PlainField("UUIDField", "UUID", "uuid"),
)

PLAIN_FIELDS = {it.name: it for it in _PLAIN}
"""The plain fields of Django by the name of their class."""

PLAIN_FIELD_CALLS = frozenset(f"models.{name}" for name in PLAIN_FIELDS)
"""How plain fields are made: they lead to no model and make no manager."""

CLASS_PLACEHOLDERS, LABEL_PLACEHOLDER = ("%(class)s", "%(model_name)s"), "%(app_label)s"
"""What stands in a `related_name` for the name of the model, and for the label of its app."""
