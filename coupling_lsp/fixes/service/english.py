"""Names of models and fields as English words, for names of functions and for docstrings."""

import re
from itertools import product

_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_VOWELS = "aeiou"


def snake_case(name: str) -> str:
    """Return the name of a class as functions are named: `github_account` for `GithubAccount`."""
    return _WORDS.sub("_", name).lower()


def spelling(name: str, *texts: bytes) -> str:
    """Return the name of a class as functions are named in some texts: `github_account` for `GitHubAccount`, if so.

    Of all ways to join its words the one that occurs most often is taken, else the one that joins none.
    """
    parts = snake_case(name).split("_")
    if not 1 < len(parts) <= _MAX_JOINED_WORDS:
        return snake_case(name)
    ways = ["".join(it) for it in product(*([part] for part in parts[:1]), *((f"_{it}", it) for it in parts[1:]))]
    return max(ways, key=lambda way: sum(text.count(way.encode()) for text in texts))


_MAX_JOINED_WORDS = 5


def noun(model: str) -> str:
    """Return what docstrings call a row: `account`; the name as it is where it has several words, `OrderLine`.

    `GitHubAccount` cannot be told from `OrderLine`, so that none is taken apart.
    """
    return model if _WORDS.search(model) or model.isupper() else model.lower()


def words(name: str) -> str:
    """Return the name of a field, or a path of fields, as words: `team slug` for `team__slug`."""
    return name.replace("__", " ").replace("_", " ").strip()


def plural(word: str) -> str:
    """Return the plural of a noun, which may be the last of several words."""
    if word.endswith("s") and not word.endswith(_SINGULAR_ENDINGS):
        return word
    if word.endswith(("s", "x", "ch", "sh")):
        return f"{word}es"
    return f"{word[:-1]}ies" if word.endswith("y") and word[-2:-1] not in _VOWELS else f"{word}s"


def singular(word: str) -> str:
    """Return the singular of a noun that may be a plural: `user` for `users`, but `status` for `status`."""
    return word[:-1] if word.endswith("s") and not word.endswith(_SINGULAR_ENDINGS) else word


_SINGULAR_ENDINGS = ("ss", "us", "is", "series", "as")


def with_article(word: str) -> str:
    """Return a noun with `a` or `an`."""
    return f"{'an' if word[:1].lower() in _VOWELS and not _SPOKEN_WITH_Y.match(word.lower()) else 'a'} {word}"


_SPOKEN_WITH_Y = re.compile(r"u[sn][aei]|eu|one|ut[ie]|ur[ie]|uu")


def enumeration(items: list[str], conjunction: str = "and") -> str:
    """Return words as a list: `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"
