"""Every key of `rules.yaml`: what it means, what it holds, which words it takes.

The reader, the JSON schema, completion and hovers all go by this one description.
"""

from collections.abc import Mapping

from coupling_lsp.model.config import DEFAULT_EXCLUDE, DEFAULT_TESTS
from coupling_lsp.model.edge_kinds import EDGE_KINDS
from coupling_lsp.model.rules import CONTRACT_TYPES, INTENTS, POLICY, SEVERITIES, ContractType
from coupling_lsp.rules.loading.key import Key
from coupling_lsp.rules.loading.word_meanings import (
    CONTRACT_TYPE_MEANINGS,
    FINDING_MEANINGS,
    INTENT_MEANINGS,
    SEVERITY_MEANINGS,
    with_meanings,
)

REQUIRED_BY_TYPE: Mapping[ContractType, tuple[str, ...]] = {
    "independence": ("apps",),
    "layers": ("layers",),
    "forbidden": ("from", "to"),
    "acyclic": (),
}
"""The keys a contract needs besides `id` and `type`, by its type."""

MAX_SELECTOR_LENGTH = 300
"""Longer selectors are refused."""

_PROJECT = (
    Key(
        "settings",
        "The settings modules that install the apps; of several, whatever any of them installs.",
        "texts",
        names="settings",
        default="found by itself",
    ),
    Key(
        "apps",
        "Packages that are apps though no settings install them, by dotted name: those that a registry loads when the "
        "project runs. `*` stands for any characters of one part, `**` for any number of parts.",
        "texts",
        names="package",
        default="none",
    ),
    Key(
        "shared",
        "Apps that every app may use: edges into them are not reported, edges out of them are.",
        "texts",
        names="app",
        default="none",
    ),
    Key("tests", "Files that are tests, as globs.", "texts", default=", ".join(DEFAULT_TESTS)),
    Key(
        "exclude", "Files whose edges are not reported, as glob patterns.", "texts", default=", ".join(DEFAULT_EXCLUDE)
    ),
    Key(
        "loaders",
        "Bare names of the project's own functions that import by dotted string, "
        "besides `import_module`, `import_string` and `__import__`.",
        "texts",
        default="none",
    ),
    Key(
        "roots",
        "Folders on the import path besides those found by themselves, as globs from the folder of this file: the "
        "folders that hold packages.",
        "texts",
        names="root",
        default="found by itself",
    ),
)
_APP = (
    Key("role", "What the app is for; for readers of the file."),
    Key(
        "services",
        "The modules other apps are meant to call, by their full dotted names or from the app's label on.",
        "texts",
        names="service",
        default="<package>.services",
    ),
    Key("owners", "Who answers for the app; for readers of the file.", "texts", names="owner"),
)
_NOTE = Key("app", "Notes on this app.", "section", keys=_APP)
_REPLACEMENT = (
    Key("replace", "The expression to look for; `$NAME` stands for any expression. Belongs together with `with`."),
    Key(
        "with",
        "The call that takes its place, by its full dotted name; each placeholder becomes the text it stood for.",
    ),
)
_FIX = (
    Key("advice", "What to do instead, in a sentence shown with the diagnostic."),
    *_REPLACEMENT,
    Key(
        "calls",
        "Further pairs of `replace` and `with`; the first that fits a query is used.",
        "entries",
        keys=tuple(it._replace(needed=True) for it in _REPLACEMENT),
    ),
)
_RULE = (
    Key("id", "The name of the rule; messages, hovers and reports use it, so each rule has its own.", needed=True),
    Key(
        "from",
        "Where the edges start: an app, or a module or symbol inside one. `*` is one part, `**` any number.",
        "texts",
        needed=True,
        names="selector",
    ),
    Key(
        "to",
        "Where the edges lead: an app, or a module or symbol inside one. `*` is one part, `**` any number.",
        "texts",
        needed=True,
        names="selector",
    ),
    Key(
        "via",
        "The kinds of edges it speaks of.",
        "words",
        words=tuple((kind.name, kind.description) for kind in EDGE_KINDS.values()),
        default="every kind",
    ),
    Key("intent", "The decision.", "word", needed=True, words=with_meanings(INTENTS, INTENT_MEANINGS)),
    Key("why", "The reason, as whoever meets the edge should read it.", needed=True),
    Key("fix", "What to do instead: a sentence, or a mapping with the code of a quick fix.", "fix", keys=_FIX),
    Key("owner", "Whom to ask; shown in hovers.", names="owner"),
    Key("review-by", "The day by which to decide anew; afterwards the rule is told as `expired-rule`.", "date"),
)
_CONTRACT = (
    Key("id", "The name of the contract.", needed=True),
    Key(
        "type",
        "What it demands.",
        "word",
        needed=True,
        words=with_meanings(CONTRACT_TYPES, CONTRACT_TYPE_MEANINGS),
    ),
    Key("apps", "For `independence` and `acyclic`: the apps it speaks of.", "texts", names="app"),
    Key(
        "layers",
        "For `layers`: the layers from top to bottom, each an app or a list of apps.",
        "layers",
        names="app",
    ),
    Key("from", "For `forbidden`: the apps that must not use those of `to`.", "texts", names="app"),
    Key("to", "For `forbidden`: the apps that those of `from` must not use.", "texts", names="app"),
    Key(
        "ignore",
        "Edges that the contract lets be, each `from -> to` with a selector at both ends.",
        "texts",
        names="edge",
    ),
    Key("why", "The reason, shown at each edge that breaks it."),
)

_SEVERITIES = with_meanings(SEVERITIES, SEVERITY_MEANINGS)
_OF_KINDS = Key(
    "kinds",
    "How loud edges of single kinds are that no rule speaks of. Signals and whatever else is looked up by name are off "
    "until they are named here, or by a rule in `via`.",
    "section",
    keys=tuple(
        Key(
            kind.name,
            kind.description,
            "word",
            words=_SEVERITIES,
            default="off" if kind.is_channel else "as `undeclared` says",
        )
        for kind in EDGE_KINDS.values()
    ),
)

FILE = Key(
    "rules.yaml",
    "Which app may use which, whether that was agreed to, and why.",
    "section",
    keys=(
        Key("version", "How to read this file.", "version", needed=True, words=(("1", "The only version there is."),)),
        Key("project", "What to read, and how.", "section", keys=_PROJECT),
        Key("apps", "Notes on single apps, by label.", "by-label", names="app", keys=(_NOTE,)),
        Key(
            "policy",
            "How loud each sort of finding is.",
            "section",
            keys=(
                *(
                    Key(name, FINDING_MEANINGS[name], "word", words=_SEVERITIES, default=usual)
                    for name, usual in POLICY.items()
                ),
                _OF_KINDS,
            ),
        ),
        Key("edges", "The rules: what is agreed of the edges between apps, and why.", "entries", keys=_RULE),
        Key("contracts", "Rules about the shape of the whole graph.", "entries", keys=_CONTRACT),
    ),
)
"""The file as a whole."""


def child_key(key: Key, name: str) -> Key | None:
    """Return the key of a name in a mapping, None where there is none; any label is a key of `apps`."""
    if key.sort == "by-label":
        return key.keys[0]
    return next((it for it in key.keys if it.name == name), None)


def key_at(*path: str) -> Key | None:
    """Return the key a path of names leads to, None where there is none; without names the file as a whole."""
    key: Key | None = FILE
    for name in path:
        key = child_key(key, name) if key is not None else None
    return key


def key_names(*path: str) -> tuple[str, ...]:
    """Return the names of the keys below a path."""
    key = key_at(*path)
    return tuple(it.name for it in key.keys) if key is not None else ()
