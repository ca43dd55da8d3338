"""The tables of `coupling_lsp.django` say what the installed Django says of itself, and leave nothing out unsaid."""

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from coupling_lsp.detect import detectors
from coupling_lsp.django import (
    conventions,
    dispatch,
    fields,
    managers,
    model_classes,
    queryset_api,
    saving,
    settings_names,
)
from coupling_lsp.django import shortcuts as shortcut_table

SCRIPT = Path(__file__).with_name("django_api.py")

_OF_A_CLASS = "a manager as a part of the class that declares it: no row is touched"
_OF_LOADING = "how Django itself loads what `prefetch_related` names"
_OF_VALIDATION = "looks whether a row at hand is valid; what gave the row is the access"
_OF_THE_ROW = "about the row at hand; what gave it is the access"
_UNCALLED = "private, and no program calls it by itself"

LEFT_OUT = {
    **dict.fromkeys(("check", "contribute_to_class", "deconstruct", "auto_created", "creation_counter"), _OF_A_CLASS),
    **dict.fromkeys(("use_in_migrations", "do_not_call_in_templates", "constrained_target"), _OF_A_CLASS),
    **dict.fromkeys(("get_prefetch_cache", "get_prefetch_queryset", "get_prefetch_querysets"), _OF_LOADING),
    **dict.fromkeys(("clean", "clean_fields", "full_clean", "get_constraints"), _OF_VALIDATION),
    **dict.fromkeys(("validate_constraints", "validate_unique"), _OF_VALIDATION),
    **dict.fromkeys(("date_error_message", "unique_error_message"), _OF_VALIDATION),
    **dict.fromkeys(("get_deferred_fields", "pk", "prepare_database_save", "serializable_value"), _OF_THE_ROW),
    **dict.fromkeys(("_insert", "_update"), _UNCALLED),
    "from_db": "makes a row of what the database gave; the query is the access",
    "normalize_email": "about a string",
    "ordered": "a flag of a query",
    "resolve_expression": "how a query becomes part of another one; that one is the access",
}
"""The members of Django's classes that are no access to rows, each with the reason."""

NO_PLAIN_FIELDS = {
    "Field": "abstract",
    "RelatedField": "abstract",
    "OrderWrt": "made by Django for `order_with_respect_to`",
    "CommaSeparatedIntegerField": "removed; kept for old migrations",
    "IPAddressField": "removed; kept for old migrations",
    "NullBooleanField": "removed; kept for old migrations",
}

NO_SHORTCUTS = {"render": "takes the name of a template", "reverse": "one of `django.urls`"}

NO_FACTORIES = {"formset_factory": "takes a form"}

REMOVED_SETTINGS = {"TEMPLATE_CONTEXT_PROCESSORS": "before Django 1.10"}


@pytest.fixture(scope="module", name="api")
def _api() -> dict[str, Any]:
    process = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=True)
    api: dict[str, Any] = json.loads(process.stdout)
    return api


def _methods(holder: queryset_api.Holder) -> Iterator[queryset_api.Method]:
    return (it for it in queryset_api.METHODS if holder in it.holders)


HOLDERS: tuple[queryset_api.Holder, ...] = ("queryset", "manager", "related manager", "row")


@pytest.mark.parametrize("holder", HOLDERS)
def test_every_member_is_in_a_table_or_left_out_for_a_reason(api: dict[str, Any], holder: queryset_api.Holder) -> None:
    about_managers = {*managers.MANAGER_ATTRIBUTES, managers.AS_MANAGER, managers.FROM_QUERYSET, *managers.ROWS_METHODS}
    explained = {it.name for it in _methods(holder)} | about_managers | LEFT_OUT.keys()
    assert not api["members"][holder].keys() - explained


@pytest.mark.parametrize("holder", HOLDERS)
def test_every_method_is_one_of_django(api: dict[str, Any], holder: queryset_api.Holder) -> None:
    assert not {it.name for it in _methods(holder)} - api["members"][holder].keys()


@pytest.mark.parametrize("holder", HOLDERS)
def test_a_method_writes_if_django_says_so(api: dict[str, Any], holder: queryset_api.Holder) -> None:
    assert {it.name: it.writes for it in _methods(holder)} == {
        it.name: api["members"][holder][it.name] for it in _methods(holder)
    }


def test_no_reason_is_given_for_what_django_does_not_have(api: dict[str, Any]) -> None:
    assert not LEFT_OUT.keys() - set(chain.from_iterable(api["members"].values()))


def test_a_method_has_one_row() -> None:
    names = [it.name for it in queryset_api.METHODS]
    assert len(names) == len(set(names))


def test_methods_that_load_end_alike() -> None:
    loading = queryset_api.LOADING_METHODS | queryset_api.PREFETCHING_METHODS
    assert {it.name for it in queryset_api.METHODS if it.name.endswith(queryset_api.LOADING_ENDING)} == loading


def test_every_pattern_has_one_detector() -> None:
    patterns = list(chain.from_iterable(detector.PATTERNS for detector in detectors.DETECTORS))
    assert sorted(patterns) == sorted(set(patterns))


def test_every_fact_has_a_source() -> None:
    rows = (*queryset_api.METHODS, *fields.RELATION_FIELDS, *shortcut_table.SHORTCUTS)
    assert all(it.source.startswith("https://") and it.name in it.source.replace("-", "_") for it in rows)


def test_relation_fields_take_what_django_says(api: dict[str, Any]) -> None:
    assert {it.name for it in fields.RELATION_FIELDS} == api["relation fields"].keys() - NO_PLAIN_FIELDS.keys()
    for field in fields.RELATION_FIELDS:
        assert list(field.parameters) == api["relation fields"][field.name][: len(field.parameters)]


def test_every_other_field_is_plain(api: dict[str, Any]) -> None:
    plain_fields = set(api["plain fields"]) - api["relation fields"].keys() - NO_PLAIN_FIELDS.keys()
    assert set(fields.PLAIN_FIELDS) == plain_fields
    assert not NO_PLAIN_FIELDS.keys() - set(api["plain fields"])


def test_the_name_of_a_field_tells_its_mechanism() -> None:
    for field in fields.RELATION_FIELDS:
        mechanism = next(kind for name, kind in fields.RELATION_MECHANISMS if field.name.endswith(name))
        assert mechanism == field.mechanism
        assert fields.parameters_of(f"models.{field.name}") == field.parameters


def test_models_are_where_django_has_them(api: dict[str, Any]) -> None:
    assert {it.name: it.module for it in model_classes.MODEL_TABLE} == api["models"]


def test_options_of_a_class_meta_are_of_django(api: dict[str, Any]) -> None:
    of_forms = {conventions.DECLARING_MODEL}
    assert not set(model_classes.META_OPTIONS) - set(api["meta options"]) - of_forms
    assert not {it.removeprefix("Meta.") for it in model_classes.ONLY_OF_MODELS} - set(api["meta options"])


def test_shortcuts_are_those_of_django(api: dict[str, Any]) -> None:
    names = {it.name for it in shortcut_table.SHORTCUTS}
    assert names == set(api["functions"]["django.shortcuts"]) - NO_SHORTCUTS.keys()


def test_functions_that_take_names_are_of_django(api: dict[str, Any]) -> None:
    of_urls = {*dispatch.URL_FUNCTIONS} - {*shortcut_table.URL_SHORTCUTS} | {dispatch.INCLUDE}
    assert not of_urls - set(api["functions"]["django.urls"])
    assert dispatch.RECEIVER in api["functions"]["django.dispatch"]
    assert dispatch.CALL_COMMAND in api["functions"]["django.core.management"]
    assert not {dispatch.CONNECT, *dispatch.SEND_METHODS} - api["members"]["signal"].keys()


def test_factories_are_those_of_django(api: dict[str, Any]) -> None:
    modules = ("django.forms.models", "django.contrib.contenttypes.forms")
    factories = {name for it in modules for name in api["functions"][it] if name.endswith("_factory")}
    assert factories - NO_FACTORIES.keys() == conventions.DJANGO_FACTORIES.keys()


def test_members_of_views_and_of_the_admin_are_of_django(api: dict[str, Any]) -> None:
    members = api["members"]["view"].keys() | api["members"]["admin"].keys()
    assert not {it for it in conventions.DJANGO_LOOKUP_OPTIONS if "." not in it} - members
    assert not {*conventions.DECLARED_BY, "get_object", "get_queryset"} - members


def test_classes_of_django_have_the_methods_that_save(api: dict[str, Any]) -> None:
    own_names = set()
    for saving_method in saving.SAVINGS:
        for name, members in api["saving"].items():
            if name.endswith(saving_method.endings):
                own_names.add(name)
                assert {saving_method.name, *filter(None, (saving_method.getter, *saving_method.methods))} <= {*members}
    assert own_names == api["saving"].keys()
    assert {name for name in saving.VIEW_MEMBERS if "form" in name} <= {*api["saving"]["CreateView"]}


def test_settings_are_those_of_django(api: dict[str, Any]) -> None:
    settings = set(api["settings"]) | REMOVED_SETTINGS.keys()
    assert not {*settings_names.IMPORTING_SETTINGS, settings_names.INSTALLED_APPS} - settings
    assert settings_names.AUTH_USER_MODEL in settings
