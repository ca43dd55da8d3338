"""The JSON schema and the reader of `rules.yaml` agree: every key, every word, every rules file of suites and docs."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from coupling_lsp.rules.loading import json_schema, keys, loader
from coupling_lsp.rules.loading.key import Key
from coupling_lsp.text import Text
from laws.pages import BLOCKS

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "rules.schema.json"
VALIDATOR = jsonschema.Draft7Validator(json_schema.schema())

UNSEEN = (
    "stands twice",
    "Another rule is called",
    "Only the first document",
    "Tags are not read",
    "No anchor",
    "Not valid YAML",
    "A key must be plain text",
    "Nested more than",
)
"""Faults that a schema cannot see: it is shown the values of one document, not its text."""


class Loader(yaml.SafeLoader):
    """Plain values as YAML 1.2 has them: `off` is a word and a date is text, as in the editors that read schemas."""


Loader.yaml_implicit_resolvers = {}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(true|false)$"), list("tf"))
Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?\d+$"), list("-+0123456789"))
Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(~|null|)$"), ["~", "n", ""])


def faults(text: str) -> list[str]:
    """What the schema has against a text; nothing against one that says nothing."""
    data = yaml.load(text, Loader)
    if data is None:
        return []
    return [f"{'/'.join(map(str, it.path))}: {it.message}" for it in VALIDATOR.iter_errors(data)]


def test_the_published_file_is_what_the_description_says() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == json_schema.render(), "coupling-lsp export schema >rules.schema.json"


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_the_bundled_rules_are_valid_and_name_the_file() -> None:
    text = (ROOT / "rules.yaml").read_text(encoding="utf-8")
    assert faults(text) == []
    match = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert match is not None
    assert (ROOT / match[1]).resolve() == SCHEMA


@pytest.mark.parametrize(("name", "text"), BLOCKS, ids=[name for name, _ in BLOCKS])
def test_the_schema_refuses_what_the_reader_refuses(name: str, text: str) -> None:
    problems = [it.message for it in loader.load(Text.of(text), "rules.yaml").problems]
    if not any(unseen in it for it in problems for unseen in UNSEEN):
        assert bool(faults(text)) == bool(problems), (faults(text), problems)


def test_both_sorts_of_rules_files_were_tried() -> None:
    broken = [bool(loader.load(Text.of(text), "").problems) for _, text in BLOCKS]
    assert broken.count(True) > 20
    assert broken.count(False) > 60


WHOLE = {
    "version": 1,
    "edges": [{"id": "a", "from": "x", "to": "y", "intent": "forbidden", "why": "z"}],
    "contracts": [{"id": "c", "type": "acyclic"}],
    "project": {},
    "policy": {},
    "apps": {"x": {}},
}

SAMPLES = {
    "version": 1,
    "text": "word",
    "texts": ["one", "two"],
    "date": "2027-03-31",
    "layers": [["a", "b"], "c"],
    "fix": {"advice": "Ask.", "replace": "a($X)", "with": "b.c($X)"},
    "section": {},
    "by-label": {},
    "entries": [],
}


def places(key: Key, data: Any) -> list[tuple[Any, Key]]:
    """Each mapping of a file with the key that describes it."""
    found = [(data, key)]
    for it in key.keys if isinstance(data, dict) else ():
        inner = data.get(it.name)
        if it.sort == "by-label":
            found += places(it.keys[0], inner["x"])
        elif it.sort == "entries":
            found += places(it, inner[0])
        elif it.sort == "section" and inner is not None:
            found += places(it, inner)
    return found


def test_every_key_and_word_is_known_to_both_and_no_other() -> None:
    tried = 0
    whole = json.loads(json.dumps(WHOLE))
    for mapping, key in places(keys.FILE, whole):
        for it in key.keys:
            before = dict(mapping)
            words = [word for word, _ in it.words] if it.sort in ("word", "words") else []
            sample = ["a -> b"] if it.names == "edge" else SAMPLES.get(it.sort)
            for value in words or [sample]:
                if it.name in ("version", "id", "type", "edges", "contracts", "project", "policy", "apps", "kinds"):
                    continue
                mapping[it.name] = value
                agreed(whole, [])
                tried += 1
            if words and it.name != "type":
                mapping[it.name] = "no-such-word"
                assert not agree(whole)
            mapping.clear()
            mapping.update(before)
        mapping["no-such-key"] = 1
        assert not agree(whole), f"an unknown key in {key.name}"
        del mapping["no-such-key"]
    assert tried >= 60


@pytest.mark.parametrize("key", [it.name for it in keys.FILE.keys[4].keys if it.needed])
def test_what_a_rule_needs_is_needed_by_both(key: str) -> None:
    whole = json.loads(json.dumps(WHOLE))
    del whole["edges"][0][key]
    assert not agree(whole)


@pytest.mark.parametrize("kind", ["independence", "layers", "forbidden"])
def test_what_a_contract_needs_is_needed_by_both(kind: str) -> None:
    whole = json.loads(json.dumps(WHOLE))
    whole["contracts"][0]["type"] = kind
    assert not agree(whole)
    for it in keys.REQUIRED_BY_TYPE[kind]:  # type: ignore[index]
        whole["contracts"][0][it] = ["x"]
    assert agree(whole)


def agreed(data: Any, expected: list[str]) -> None:
    text = json.dumps(data)
    problems = [it.message for it in loader.load(Text.of(text), "").problems]
    assert faults(text) == expected == problems, text


def agree(data: Any) -> bool:
    """Whether both find nothing; they must be of one mind."""
    text = json.dumps(data)
    problems = loader.load(Text.of(text), "").problems
    assert bool(faults(text)) == bool(problems), (text, faults(text), problems)
    return not problems
