"""Names that mean something to Django in the classes of a project: views, forms, serializers, the admin.

Generic views: https://docs.djangoproject.com/en/stable/ref/class-based-views/mixins-single-object/
Model forms: https://docs.djangoproject.com/en/stable/topics/forms/modelforms/
Admin: https://docs.djangoproject.com/en/stable/ref/contrib/admin/#modeladmin-methods
Serializers: https://www.django-rest-framework.org/api-guide/serializers/
"""

from typing import Literal, NamedTuple

from coupling_lsp.django import third_party
from coupling_lsp.django.managers import ROWS_METHODS

Kind = Literal["row", "rows", "model", "form"]
"""What has to do with a model: a row, a query, the class, a form for it."""


class Member(NamedTuple):
    """A member of a class that is declared for a model: what it holds or returns.

    For a method, `like` is the method of a manager that returns the same.
    """

    name: str
    gives: Kind
    like: str = ""


ROW = "instance"
"""What holds the row of a serializer or form."""

_MEMBERS = (
    Member("object", "row"),
    Member(ROW, "row"),
    Member("queryset", "rows"),
    Member("model", "model"),
    Member("get_object", "row", like="get"),
    Member(ROWS_METHODS[0], "rows", like="all"),
    Member("save", "row", like="get"),
    Member("create", "row", like="get"),
    Member("update", "row", like="get"),
)

FORM_MEMBERS: dict[str, Kind] = {"instance": "row", "save": "row", "queryset": "rows"}
"""The members of the forms and formsets that Django makes for a model."""

MEMBERS: dict[str, Kind] = {it.name: it.gives for it in _MEMBERS}

INSTANCES = frozenset(it.name for it in _MEMBERS if it.gives == "row" and not it.like)
"""What holds an instance of the model a view, form or serializer is declared for."""

QUERIES = frozenset(it.name for it in _MEMBERS if it.gives == "rows" and not it.like)
"""What holds rows of it."""

SET = INSTANCES | QUERIES
"""What Django or a library sets, whatever else the class says of it."""

METHODS = {it.name: it.like for it in _MEMBERS if it.like}
"""Methods that give one or many rows, as the methods of a manager that do the same."""

ADMIN_OBJECT = "obj"
PARAMETERS = INSTANCES | {ADMIN_OBJECT}
"""Parameters of its methods that are handed an instance."""

ADMIN_PARAMETERS: dict[str, Kind] = {"queryset": "rows", "form": "form"}
"""Parameters of the methods of an admin that come behind the request.

https://docs.djangoproject.com/en/stable/ref/contrib/admin/actions/
"""

ACTIONS, ACTION_ADMIN = "actions", "0"
"""The option of an admin that lists functions, which are handed it, the request, and rows."""

ACTION_ARGUMENTS = (ACTION_ADMIN, "2")
"""The numbers of the arguments of such a function that tell of a model."""

DECLARING_MODEL, DECLARING_QUERY = "model", "queryset"
DECLARED_BY = (DECLARING_MODEL, DECLARING_QUERY)
"""Class attributes that declare the model; a class `Meta` with a `model` does so too."""

READERS = {
    DECLARING_MODEL: ("View", "Admin", "Inline", "FormSet", *third_party.MODEL_ENDINGS),
    "Meta.model": ("Form", *third_party.META_MODEL_ENDINGS),
}
"""How the names of the classes end that read a model under a name."""

READER_MODULES = ("django.views.generic.", "django.contrib.admin.", *third_party.MODEL_MODULES)
"""Where classes are that read `model`, whatever their names."""

DJANGO_FACTORIES = {
    "modelform_factory": ("model",),
    "modelformset_factory": ("model",),
    "inlineformset_factory": ("parent_model", "model"),
    "generic_inlineformset_factory": ("model",),
}
FORM_FACTORIES = {
    **{name: (len(parameters) - 1, parameters[-1]) for name, parameters in DJANGO_FACTORIES.items()},
    "formset_factory": (0, "form"),
}
"""Those of Django, and what it makes formsets of a form with: the number and name of what the forms are for."""

FACTORIES = {**DJANGO_FACTORIES, **third_party.FACTORIES}
"""Functions that make a class for a model, with the parameters that take the model.

https://docs.djangoproject.com/en/stable/ref/forms/models/
"""

FACTORY_PACKAGES = ("django", *third_party.FACTORY_PACKAGES)

REGISTER, ADMIN_SITE = "register", "AdminSite"
"""https://docs.djangoproject.com/en/stable/ref/contrib/admin/#modeladmin-objects"""

MODEL_ORDERING, MODEL_LATEST = "Meta.ordering", "Meta.get_latest_by"
MODEL_LOOKUP_OPTIONS = (MODEL_ORDERING, MODEL_LATEST)
"""Options of models that are lookups."""

LIST_DISPLAY = "list_display"
LOADING_OPTIONS = ("list_select_related", LIST_DISPLAY)
"""Options of the admin that load relations."""

ORDERING_OPTIONS = ("ordering", MODEL_ORDERING)
"""Options that put rows in order."""

DJANGO_LOOKUP_OPTIONS = (
    *("search_fields", "list_filter", "date_hierarchy", "slug_field", *LOADING_OPTIONS, *ORDERING_OPTIONS),
    MODEL_LATEST,
)
LOOKUP_OPTIONS = frozenset(DJANGO_LOOKUP_OPTIONS + third_party.LOOKUP_OPTIONS)
"""Options of classes that are lookups: https://docs.djangoproject.com/en/stable/ref/contrib/admin/#modeladmin-options"""

LISTING_OPTIONS = ("search", "list", "ordering", "filter", "filterset", "order_by", "select", "prefetch")
"""How the names of those options begin that hold lists of lookups."""

REQUESTS = ("request", "self.request")
"""How the request is written whose `REQUEST_USER` is a row of the model of users.

https://docs.djangoproject.com/en/stable/ref/request-response/#django.http.HttpRequest.user
"""

REQUEST_USER = "user"
