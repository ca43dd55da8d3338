"""Methods of forms, serializers, views and the admin that write rows of the model their class is declared for.

A class of the project has them where it inherits from a class of Django or of a library whose name ends so.

Model forms: https://docs.djangoproject.com/en/stable/topics/forms/modelforms/#the-save-method
Editing views: https://docs.djangoproject.com/en/stable/ref/class-based-views/mixins-editing/
Admin: https://docs.djangoproject.com/en/stable/ref/contrib/admin/#modeladmin-methods
Serializers: https://www.django-rest-framework.org/api-guide/serializers/#saving-instances
Generic views: https://www.django-rest-framework.org/api-guide/generic-views/#mixins
"""

from typing import NamedTuple

from coupling_lsp.django import third_party

SAVE, COMMIT = "save", "commit"
"""The method of forms, formsets and serializers, and the argument of it that is false where nothing is written."""

FORM_CLASS, GET_FORM_CLASS, GET_FORM = "form_class", "get_form_class", "get_form"
GET_SERIALIZER_CLASS, GET_SERIALIZER = "get_serializer_class", "get_serializer"
GET_OBJECT = "get_object"

MODEL_FORM_VIEWS = ("CreateView", "UpdateView", "ModelFormMixin")
"""The views that make a form of their model where they name none."""

ADMIN, INLINE = "Admin", "Inline"


class Saving(NamedTuple):
    """A method that writes, of library classes whose names end with one of `endings`.

    It saves what the `getter` of the same object gives, or calls one of its `methods`, so that all of them have to
    write; one without either writes rows of the model that the class is declared for.
    """

    endings: tuple[str, ...]
    name: str
    getter: str = ""
    methods: tuple[str, ...] = ()


_FORMS = (
    *("ModelForm", "UserCreationForm", "UserChangeForm", "ModelFormSet", "InlineFormSet"),
    *third_party.MODEL_FORMS,
)
_CREATING = ("CreateModelMixin", "CreateAPIView", "ModelViewSet")
_UPDATING = ("UpdateModelMixin", "UpdateAPIView", "UpdateDestroyAPIView", "ModelViewSet")
_DESTROYING = ("DestroyModelMixin", "DestroyAPIView", "ModelViewSet")
_DELETING = ("DeleteView", "DeletionMixin")
_SERIALIZERS = ("ModelSerializer",)

SAVINGS = (
    Saving(_FORMS, SAVE),
    Saving(_SERIALIZERS, SAVE, methods=("create", "update")),
    Saving(_SERIALIZERS, "create"),
    Saving(_SERIALIZERS, "update"),
    Saving(MODEL_FORM_VIEWS, "form_valid", getter=GET_FORM),
    Saving(("DeleteView",), "form_valid"),
    Saving(_DELETING, "delete"),
    Saving(_CREATING, "perform_create", getter=GET_SERIALIZER),
    Saving(_CREATING, "create", methods=("perform_create",)),
    Saving(_UPDATING, "perform_update", getter=GET_SERIALIZER),
    Saving(_UPDATING, "update", methods=("perform_update",)),
    Saving(_UPDATING, "partial_update", methods=("perform_update",)),
    Saving(_DESTROYING, "perform_destroy"),
    Saving(_DESTROYING, "destroy", methods=("perform_destroy",)),
    Saving((ADMIN,), "save_model"),
    Saving((ADMIN,), "delete_model"),
    Saving((ADMIN,), "delete_queryset"),
)

SAVING_METHODS = frozenset(it.name for it in SAVINGS)

GETTERS = {GET_FORM: GET_FORM_CLASS, GET_SERIALIZER: GET_SERIALIZER_CLASS}
"""Methods of views that make an instance of the class that another method gives."""

CLASS_GETTERS = {GET_FORM_CLASS: FORM_CLASS, GET_SERIALIZER_CLASS: third_party.SERIALIZER_CLASS}
"""Methods of views that give a class, and the attribute they take it from."""

VIEW_MEMBERS = frozenset((*GETTERS, *CLASS_GETTERS, *CLASS_GETTERS.values()))

REPLACEABLE_METHODS = SAVING_METHODS | GETTERS.keys() | CLASS_GETTERS.keys()
"""What of all this a class of the project may define anew; then its body tells what it does."""

PASSED_ARGUMENTS = {
    ("form_valid", "0"): GET_FORM,
    ("form_invalid", "0"): GET_FORM,
    ("perform_create", "0"): GET_SERIALIZER,
    ("perform_update", "0"): GET_SERIALIZER,
    ("perform_destroy", "0"): GET_OBJECT,
}
"""Arguments that a method of a view is handed, by its name and their number: what this member gives."""
