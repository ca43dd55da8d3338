"""Templates and static files that come, change and go give what reading the folder anew gives, cache or not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coupling_lsp.text import Text
from coupling_lsp.workspace import folder as folders
from coupling_lsp.workspace.reading import extractor
from coupling_lsp.workspace.reading.load import Options, load

OPTIONS = Options(cache=False, today="2030-01-01")
ASKING = "version: 1\npolicy:\n  kinds: {template: warning}\n"
SHOW = "orders/templates/orders/show.html"
FILES = {
    "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')\n",
    "settings.py": "INSTALLED_APPS = ['orders', 'billing']\n",
    "rules.yaml": ASKING,
    "billing/__init__.py": "",
    "billing/urls.py": "app_name = 'money'\n",
    "billing/templatetags/money.py": "",
    "billing/templates/billing/list.html": "",
    "billing/static/list.css": "",
    "orders/__init__.py": "",
    "orders/views.py": "from django.shortcuts import render\nrender(None, 'billing/list.html')\n",
    SHOW: "{% include 'billing/list.html' %}{% load money %}{% static 'list.css' %}{% url 'money:list' %}\n",
}


def write(base: Path, files: dict[str, str]) -> list[str]:
    for name, text in files.items():
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_text(text)
    return [f"{base}/{name}" for name in files]


def remove(base: Path, *names: str) -> list[str]:
    for name in names:
        (base / name).unlink()
    return [f"{base}/{name}" for name in names]


CHANGES: tuple[Callable[[Path], list[str]], ...] = (
    lambda base: write(base, {SHOW: "{% load money %}"}),
    lambda base: write(base, {SHOW: FILES[SHOW]}),
    lambda base: remove(base, "billing/static/list.css"),
    lambda base: write(base, {"orders/static/list.css": "", "billing/static/list.css": ""}),
    lambda base: remove(base, "orders/static/list.css"),
    lambda base: write(base, {"orders/templates/billing/list.html": "{% load money %}"}),
    lambda base: remove(base, "orders/templates/billing/list.html", "billing/templates/billing/list.html"),
    lambda base: write(base, {"billing/templates/billing/list.html": ""}),
    lambda base: write(base, {"rules.yaml": "version: 1\n"}),
    lambda base: write(base, {SHOW: "", "orders/templates/orders/new.html": FILES[SHOW]}),
    lambda base: write(base, {"rules.yaml": ASKING}),
    lambda base: remove(base, "orders/templates/orders/new.html", "billing/templatetags/money.py"),
)


def test_changes_on_disk_give_what_a_cold_start_gives(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    folder = folders.open_whole(tmp_path, OPTIONS, {}, None)
    assert len(_edges(folder)) == 5
    for number, change in enumerate(CHANGES):
        previous, folder = folder, folders.refresh(folder, change(tmp_path), {})
        if folder.scope() != previous.scope():
            folder = folders.open_whole(tmp_path, OPTIONS, {}, None)
        assert _edges(folder) == _edges(folders.open_whole(tmp_path, OPTIONS, {}, None)), number


@pytest.mark.parametrize("typed", ["{% include 'billing/list.html' %}", "{{ x }}{% load money %}\n{% url 'money:a' %}"])
def test_each_key_in_a_template_gives_what_a_cold_start_gives(tmp_path: Path, typed: str) -> None:
    write(tmp_path, FILES)
    folder = folders.open_whole(tmp_path, OPTIONS, {}, None)
    for length in range(len(typed) + 1):
        opened = {f"{tmp_path}/{SHOW}": Text.of(f"<p>{typed[:length]}</p>\n")}
        folder = folders.with_texts(folder, opened)
        assert _edges(folder) == _edges(folders.open_whole(tmp_path, OPTIONS, opened, None)), typed[:length]


def test_the_cache_knows_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUPLING_LSP_CACHE", str(tmp_path / "cache"))
    base = tmp_path / "project"
    write(base, {**FILES, "orders/pages.py": FILES[SHOW]})  # The same content in another language.
    cold = _edges(folders.open_whole(base, OPTIONS, {}, None))
    paths = _paths_read(monkeypatch)
    for _ in range(2):
        (loaded,) = load(base, Options(today=OPTIONS.today))
        assert [str(edge) for edge, _ in loaded.snapshot.edges()] == cold
    assert paths.count(SHOW) == 1, "once, then the cache has it"
    assert "billing/static/list.css" not in paths


def test_nothing_of_templates_is_read_where_nobody_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {**FILES, "rules.yaml": "version: 1\n"})
    paths = _paths_read(monkeypatch)
    (loaded,) = load(tmp_path, OPTIONS)
    assert loaded.snapshot.extractions.keys() == set(paths)
    assert all(path.endswith(".py") for path in paths)
    assert list(loaded.snapshot.edges()) == []


def _paths_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    paths: list[str] = []
    read_bytes = extractor.read_bytes

    def read(base: Path, path: str) -> bytes | None:
        paths.append(path)
        return read_bytes(base, path)

    monkeypatch.setattr(extractor, "read_bytes", read)
    return paths


def _edges(folder: folders.Folder) -> list[str]:
    return [str(edge) for project in folder.projects for edge, _ in project.snapshot.edges()]
