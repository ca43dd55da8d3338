"""The JSON schema of `rules.yaml`, made from the description of its keys: for editors that know no other way."""

import json
from collections.abc import Mapping
from typing import Any

from coupling_lsp.rules.loading.key import Key
from coupling_lsp.rules.loading.keys import FILE, MAX_SELECTOR_LENGTH, REQUIRED_BY_TYPE

Schema = Mapping[str, Any]

_DIALECT = "http://json-schema.org/draft-07/schema#"
_SCALAR = ["string", "number", "boolean"]
_SELECTOR = r"^[^\s./]+(\.[^\s./]+)*$"  # Looser than the reader's: what a letter is differs between dialects.
_DATE = r"^\d{4}-?\d{2}-?\d{2}$|^\d{4}-?W\d{2}(-?\d)?$"


def render() -> str:
    """Return the schema as the text of a file."""
    return f"{json.dumps(schema(), indent=2, ensure_ascii=False)}\n"


def schema() -> Schema:
    """Return the schema. What it lets through, the reader may still refuse: it knows no apps and no dates."""
    return {"$schema": _DIALECT, "title": FILE.name, "description": FILE.doc, **_mapping(FILE)}


def _key(key: Key) -> Schema:
    doc = f"{key.doc}\nDefault: {key.default}" if key.default else key.doc
    return {"description": doc, **_value(key)}


def _value(key: Key) -> Schema:
    match key.sort:
        case "version":
            return {"enum": [1, "1"]}
        case "word":
            return _word(key)
        case "words":
            return _one_or_many(_word(key), empty=not key.needed)
        case "text":
            return {"type": _SCALAR, "minLength": 1} if key.needed else {"type": [*_SCALAR, "null"]}
        case "texts":
            return _one_or_many(_text(key), empty=not key.needed)
        case "date":
            return {"type": ["string", "null"], "pattern": _DATE}
        case "layers":
            return {"type": ["array", "null"], "items": _one_or_many(_text(key), empty=True)}
        case "fix":
            return {"anyOf": [{"type": [*_SCALAR, "null"]}, _mapping(key)]}
        case "section":
            return _mapping(key, empty=True)
        case "by-label":
            inner = {"description": key.keys[0].doc, **_mapping(key.keys[0], empty=True)}
            return {"type": ["object", "null"], "additionalProperties": inner}
        case "entries":
            return {"type": ["array", "null"], "items": _mapping(key)}


def _text(key: Key) -> Schema:
    if key.names == "selector":
        return {"type": _SCALAR, "pattern": _SELECTOR, "maxLength": MAX_SELECTOR_LENGTH}
    if key.names == "edge":
        selector_pattern = _SELECTOR.removeprefix("^").removesuffix("$")
        return {"type": _SCALAR, "pattern": f"^\\s*{selector_pattern}\\s*->\\s*{selector_pattern}\\s*$"}
    return {"type": _SCALAR}


def _word(key: Key) -> Schema:
    return {"enum": [word for word, _ in key.words], "enumDescriptions": [doc for _, doc in key.words]}


def _one_or_many(value_schema: Schema, *, empty: bool) -> Schema:
    list_schema = {"type": "array", "items": value_schema, **({} if empty else {"minItems": 1})}
    return {"anyOf": [value_schema, list_schema, {"type": "null"}] if empty else [value_schema, list_schema]}


def _mapping(key: Key, *, empty: bool = False) -> Schema:
    needed_keys = [it.name for it in key.keys if it.needed]
    mapping_schema: dict[str, Any] = {
        "type": ["object", "null"] if empty else "object",
        "properties": {it.name: _key(it) for it in key.keys},
        "additionalProperties": False,
        **({"required": needed_keys} if needed_keys else {}),
    }
    if key.name == "contracts":
        mapping_schema["allOf"] = [
            {"if": {"properties": {"type": {"const": name}}, "required": ["type"]}, "then": {"required": list(keys)}}
            for name, keys in REQUIRED_BY_TYPE.items()
            if keys
        ]
    if key.sort == "fix":
        mapping_schema["dependencies"] = {"replace": ["with"], "with": ["replace"]}
    return mapping_schema
