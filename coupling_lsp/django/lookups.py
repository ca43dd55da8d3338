"""Lookups of queries: the expressions they stand in, and what may end them.

https://docs.djangoproject.com/en/stable/ref/models/expressions/
"""

CONDITIONS = ("Q", "When")
"""The expressions whose keywords are lookups: https://docs.djangoproject.com/en/stable/ref/models/querysets/#q-objects"""

LITERAL = "Value"
"""The expression that holds no lookup."""

OUTER_REFERENCE = "OuterRef"
"""The expression whose lookup is one of the query around."""

PREFETCH = "Prefetch"

LOOKUP_PARAMETERS = (
    *("then", "default", "ordering", "order_by", "partition_by", "expression", "lookup", "relation_name"),
)
"""The parameters of expressions that take a lookup."""

KEY_LOOKUPS = frozenset(["exact", "in", "isnull", "gt", "gte", "lt", "lte"])
"""The lookups that a foreign key has itself."""

PRIMARY_KEY = "pk"

TEXT_LOOKUPS = frozenset(
    ["iexact", "contains", "icontains", "startswith", "istartswith", "endswith", "iendswith", "regex", "iregex"]
)
"""The lookups that compare with a text, whatever the field."""

FIELD_LOOKUPS = KEY_LOOKUPS | TEXT_LOOKUPS | {"range", "date", "time"}
"""What may end the keyword of a condition: https://docs.djangoproject.com/en/stable/ref/models/querysets/#field-lookups

Parts of dates and lookups of PostgreSQL are left out: with these a keyword is read as a longer path.
"""
