"""`coupling-lsp export schema`, and the line by which other tools find it."""

import json
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINE = "# yaml-language-server: $schema=./rules.schema.json\n"


def test_the_schema_is_printed_without_a_project(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("export", "schema")
    assert (result.code, result.err) == (0, "")
    assert result.out == (ROOT / "rules.schema.json").read_text()
    assert "intent" in json.loads(result.out)["properties"]["edges"]["items"]["required"]


def test_the_schema_is_written_and_written_again(run, tmp_path):
    target = tmp_path / "rules.schema.json"
    assert run("export", "schema", "--into", str(target)).code == 0
    text = target.read_text()
    target.write_text(text.replace("Whom to ask", "An older version"))
    assert run("export", "schema", "--into", str(target)).code == 0
    assert target.read_text() == text


def test_a_file_of_something_else_is_not_overwritten(run, tmp_path):
    target = tmp_path / "other.json"
    target.write_text("{}")
    result = run("export", "schema", "--into", str(target))
    assert result.code == 2
    assert "holds something else" in result.err
    assert target.read_text() == "{}"


def test_init_names_the_schema_where_it_lies_beside_the_rules(write, run):
    folder = write(None)
    assert run("export", "schema", "--into", "rules.schema.json").code == 0
    assert run("init").code == 0
    text = (folder / "rules.yaml").read_text()
    assert text.startswith(LINE)
    (folder / "rules.schema.json").unlink()
    assert run("init", "--force").code == 0
    assert (folder / "rules.yaml").read_text() == text.removeprefix(f"{LINE}#\n"), "no line points to nothing"
