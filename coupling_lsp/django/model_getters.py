"""Functions that return a model class by its name."""

from coupling_lsp.django.model_classes import GET_MODEL, GET_USER_MODEL
from coupling_lsp.django.third_party import LOAD_MODEL

MODEL_GETTERS = (GET_MODEL, GET_USER_MODEL, LOAD_MODEL)
"""How the names of functions end that return a model class: `apps.get_model("billing", "Invoice")`."""

NAMED_MODEL_CALLS = tuple(f"{name}(" for name in MODEL_GETTERS if name != GET_USER_MODEL)
"""Calls that are given the name of the model."""
