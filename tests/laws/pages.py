"""The rules files that stand in suites and docs."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def written(path: Path) -> list[str]:
    """The rules files in a page: YAML blocks below the name `rules.yaml`."""
    found = re.findall(r"^`rules\.yaml`:\n\n```yaml[^\n]*\n(.*?)^```", path.read_text(encoding="utf-8"), re.M | re.S)
    return [re.sub(r"\s+# (error|warning|info|hint|fix|hover): .*", "", it) for it in found]


PAGES = sorted([*(ROOT / "tests/mdtest").glob("*.md"), *(ROOT / "docs").rglob("*.md")])
BLOCKS = [
    (f"{page.name}-{number}", text) for page in PAGES for number, text in enumerate(written(page)) if text.strip()
]
