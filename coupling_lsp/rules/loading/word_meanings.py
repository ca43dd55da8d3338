"""What each word means that a rules file may use, as completion, hovers and the JSON schema tell it."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from coupling_lsp.model.rules import ContractType, Intent, Severity

INTENT_MEANINGS: Mapping[Intent, str] = {
    "intentional": "The team agreed to these edges; hovers explain them.",
    "tech-debt": "Known and to be paid back: shown as `tech-debt`.",
    "forbidden": "Not to be done, whatever it is good for: shown as `forbidden-edge`.",
}
SEVERITY_MEANINGS: Mapping[Severity, str] = {
    "error": "Shown as an error; `check` fails.",
    "warning": "Shown as a warning; `check` fails.",
    "information": "Shown; `check` does not fail.",
    "hint": "Shown faintly; `check` does not fail.",
    "off": "Not shown.",
}
CONTRACT_TYPE_MEANINGS: Mapping[ContractType, str] = {
    "independence": "No edge may lead between any two of `apps`.",
    "layers": "No edge may lead from an app to one of its own layer or of a layer above.",
    "forbidden": "No edge may lead from an app of `from` to an app of `to`.",
    "acyclic": "No edges may lead around in a circle.",
}
FINDING_MEANINGS: Mapping[str, str] = {
    "undeclared": "Edges no rule speaks of.",
    "tech-debt": "Edges a rule calls tech debt.",
    "forbidden": "Edges a rule forbids.",
    "write-outside-services": "Writes to another app's tables that no rule speaks of.",
    "own-writes": "Writes of an app's own models outside its service modules.",
    "attribute-reads": "Rows of another app that an attribute loads, as in `order.invoice`.",
    "joins": "Lookups in queries that walk into the table of another app: `order__invoice`.",
    "contracts": "Edges that break a contract.",
    "reexport-shim": "Imports of a name from an app that only passes it on.",
    "tests": "Edges in tests: none is shown louder than this there.",
}
"""What each sort of finding is about, by its name in `policy`."""

WordT = TypeVar("WordT", bound=str)


def with_meanings(words: Iterable[WordT], meanings: Mapping[WordT, str]) -> tuple[tuple[str, str], ...]:
    """Return each word with what it means."""
    return tuple((word, meanings[word]) for word in words)
