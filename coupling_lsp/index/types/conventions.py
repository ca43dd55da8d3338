"""What Django and its companions hand to the methods of a class: the instance of a form, the object of a view.

Generic views: https://docs.djangoproject.com/en/stable/ref/class-based-views/mixins-single-object/
Model forms: https://docs.djangoproject.com/en/stable/topics/forms/modelforms/
Admin: https://docs.djangoproject.com/en/stable/ref/contrib/admin/#modeladmin-methods
Serializers: https://www.django-rest-framework.org/api-guide/serializers/
"""

INSTANCES = frozenset(["object", "instance"])
"""What holds an instance of the model a view, form or serializer is declared for."""

QUERIES = frozenset(["queryset"])
"""What holds rows of it."""

SET = INSTANCES | QUERIES
"""What Django or a library sets, whatever else the class says of it."""

METHODS = {"get_object": "get", "get_queryset": "all", "save": "get", "create": "get", "update": "get"}
"""Methods that give one or many rows, as the methods of a manager that do the same."""

PARAMETERS = frozenset(["obj", "instance", "object"])
"""Parameters of its methods that are handed an instance."""

DECLARED_BY = ("model", "queryset")
"""Class attributes that declare the model; a class `Meta` with a `model` does so too."""
