"""Model classes of Django, what a class `Meta` may say, how models are named without an import, app configurations.

https://docs.djangoproject.com/en/stable/topics/db/models/
"""

from typing import NamedTuple


class ModelClass(NamedTuple):
    """A class of Django that makes a model of its heirs, and the module that defines it.

    `has_groups` tells that the rows of the heirs belong to groups of users.
    """

    name: str
    module: str
    has_groups: bool = False


MODEL_TABLE = (
    ModelClass("Model", "django.db.models.base"),
    ModelClass("AbstractUser", "django.contrib.auth.models", has_groups=True),
    ModelClass("PermissionsMixin", "django.contrib.auth.models", has_groups=True),
    ModelClass("AbstractBaseUser", "django.contrib.auth.base_user"),
    ModelClass("User", "django.contrib.auth.models"),
    ModelClass("Group", "django.contrib.auth.models"),
    ModelClass("Permission", "django.contrib.auth.models"),
    ModelClass("ContentType", "django.contrib.contenttypes.models"),
    ModelClass("AbstractBaseSession", "django.contrib.sessions.base_session"),
    ModelClass("Session", "django.contrib.sessions.models"),
    ModelClass("Site", "django.contrib.sites.models"),
    ModelClass("FlatPage", "django.contrib.flatpages.models"),
    ModelClass("Redirect", "django.contrib.redirects.models"),
    ModelClass("LogEntry", "django.contrib.admin.models"),
)

MODEL = MODEL_TABLE[0].name
MODEL_CLASSES = frozenset(it.name for it in MODEL_TABLE)

GROUPED_USERS = frozenset(it.name for it in MODEL_TABLE if it.has_groups)
"""The classes that give a model of users the relations of `GROUPS`."""

GROUPS = (("groups", "Group"), ("user_permissions", "Permission"))
"""Relations of users to models of `AUTH_LABEL`, and the way back.

https://docs.djangoproject.com/en/stable/topics/auth/customizing/#custom-users-and-permissions
"""

AUTH_LABEL, GROUPS_BACK = "auth", "user_set"

META_OPTIONS = (
    *("abstract", "proxy", "app_label", "swappable", "model", "db_table", "ordering", "default_related_name"),
)
"""What of a class `Meta` counts: https://docs.djangoproject.com/en/stable/ref/models/options/"""

ONLY_OF_MODELS = frozenset(("Meta.abstract", "Meta.proxy", "Meta.app_label", "Meta.db_table"))
"""What only the `Meta` of a model says."""

NO_MODEL_ENDINGS = (
    *("Mixin", "Manager", "QuerySet", "Choices", "Field", "Form", "Serializer", "Admin", "Error", "Exception"),
)
"""How the names of classes end that stand beside models and are none."""

GET_MODEL, GET_USER_MODEL = "get_model", "get_user_model"
"""https://docs.djangoproject.com/en/stable/ref/applications/#django.apps.apps.get_model"""

GET_MODEL_PARAMETERS = ("app_label", "model_name")
GET_APP_CONFIG = "get_app_config"

PARENT_LINK_ENDING = "_ptr"
"""https://docs.djangoproject.com/en/stable/topics/db/models/#multi-table-inheritance"""

ADD_TO_CLASS, CONTRIBUTE_TO_CLASS = "add_to_class", "contribute_to_class"

APP_CONFIG = "AppConfig"
APP_NAME, APP_LABEL, APP_DEFAULT = "name", "label", "default"
APP_CONFIG_CONSTANTS = (APP_NAME, APP_LABEL, APP_DEFAULT)
"""https://docs.djangoproject.com/en/stable/ref/applications/#configurable-attributes"""

DEFAULT_APP_CONFIG = "default_app_config"
"""What a package called its configuration by up to Django 4.0.

https://docs.djangoproject.com/en/4.0/ref/applications/#configuring-applications
"""

NO_APP_PACKAGES = frozenset(("migrations", "management", "commands", "templatetags"))
"""Packages in an app that Django looks for by name."""
