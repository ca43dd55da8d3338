"""The lines for Helix in `docs/editors.md`. Only their form is checked, as the page says."""

import re
import shutil
import tomllib
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs/editors.md"


def test_the_lines_name_a_server_that_is_declared_and_starts() -> None:
    declared, settings = (tomllib.loads(it) for it in re.findall(r"```toml\n(.*?)```", PAGE.read_text(), re.S))
    (name,) = declared["language-server"]
    server = declared["language-server"][name]
    assert [server["command"], *server["args"]] == ["coupling-lsp", "serve", "--stdio"]
    assert shutil.which(server["command"])
    assert all(name in language["language-servers"] for language in declared["language"])
    assert settings["language-server"][name]["config"].keys() == {"rules", "settings"}


def test_only_the_rules_are_a_language_of_their_own() -> None:
    (declared, _) = (tomllib.loads(it) for it in re.findall(r"```toml\n(.*?)```", PAGE.read_text(), re.S))
    python, rules = declared["language"]
    assert python.keys() == {"name", "language-servers"}
    assert rules["file-types"] == [{"glob": "rules.yaml"}]
    assert rules["scope"]
