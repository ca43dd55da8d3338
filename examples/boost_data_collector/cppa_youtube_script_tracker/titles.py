"""Conference channels put the speakers into the title."""

import re

TITLE = re.compile(r"^(?P<talk>.+?) - (?P<speakers>[^-]+?) - [^-]*\d{4}$")
BETWEEN_NAMES = re.compile(r"\s*(?:,|&| and )\s*")


def speaker_names(title: str) -> list[str]:
    """Return the speakers of a title such as `Talk - Ann Lee & Bo Roe - CppCon 2024`; none if it has another form."""
    match = TITLE.match(title)
    return [name for name in BETWEEN_NAMES.split(match["speakers"].strip()) if name] if match else []
