"""Reading and writing the small files that collectors exchange with people and with themselves."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file with a header line, values stripped."""
    with path.open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            yield {key: (value or "").strip() for key, value in row.items() if key}


def read_json(path: Path) -> Any:
    """Return the content of a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def write_json(path: Path, content: Any) -> Path:
    """Write content as readable JSON and return the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2, sort_keys=True, default=str) + "\n", encoding="utf-8")
    return path
