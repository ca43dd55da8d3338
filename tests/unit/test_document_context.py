"""What requests know of their document: nothing of one that is not open, and nothing of edits that came since."""

from pathlib import Path

import pytest
from lsprotocol import types as t

from coupling_lsp.lsp.session.document_context import DocumentContext
from coupling_lsp.lsp.session.session import Session, Update
from coupling_lsp.workspace.load import Options

MODELS = "from django.db import models\n\n\nclass Order(models.Model):\n    pass\n"
RULES = "version: 1\nedges: []\n"
PROJECT = {
    "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')\n",
    "settings.py": 'INSTALLED_APPS = ["orders"]\n',
    "orders/__init__.py": "",
    "orders/models.py": MODELS,
}


async def _publish(_update: Update) -> None:
    """Nobody is there to be told."""


async def _session(base: Path, roots: tuple[str, ...]) -> Session:
    """A session that has read a folder with Django projects in some of its folders, and one rules file for all."""
    (base / "rules.yaml").write_text(RULES)
    for root in roots:
        for path, text in PROJECT.items():
            (base / root / path).parent.mkdir(parents=True, exist_ok=True)
            (base / root / path).write_text(text)
    session = Session(Options(rules=base / "rules.yaml", cache=False), _publish)
    session.announce(base)
    await session.open(base, None)
    return session


def _open(session: Session, path: Path) -> str:
    session.documents.open(t.TextDocumentItem(path.as_uri(), "python", 1, path.read_text()))
    return path.as_uri()


async def test_a_file_of_a_project_has_its_path_there(tmp_path: Path) -> None:
    session = await _session(tmp_path, ("",))
    context = await DocumentContext.of(session, _open(session, tmp_path / "orders/models.py"))
    assert context is not None
    assert context.path == "orders/models.py"
    assert context.path in context.snapshot.extractions
    assert not context.is_rules_file


async def test_an_edit_that_comes_later_changes_nothing(tmp_path: Path) -> None:
    session = await _session(tmp_path, ("",))
    uri = _open(session, tmp_path / "orders/models.py")
    context = await DocumentContext.of(session, uri)
    edit = t.TextDocumentContentChangeWholeDocument("# empty\n")
    session.documents.change(t.VersionedTextDocumentIdentifier(2, uri), [edit], "utf-16")
    assert context is not None
    assert str(context.text) == MODELS
    assert context.document.version == 1


@pytest.mark.parametrize("path", ["orders/models.py", "orders/none.py", "../elsewhere.py"])
async def test_a_file_that_is_not_open_has_none(tmp_path: Path, path: str) -> None:
    session = await _session(tmp_path, ("",))
    assert await DocumentContext.of(session, (tmp_path / path).as_uri()) is None


async def test_an_open_file_of_no_project_and_one_that_is_no_file_have_none(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    session = await _session(tmp_path / "shop", ("",))
    (tmp_path / "elsewhere.py").write_text(MODELS)
    assert await DocumentContext.of(session, _open(session, tmp_path / "elsewhere.py")) is None
    assert await DocumentContext.of(session, "untitled:Untitled-1") is None


async def test_a_rules_file_belongs_to_all_projects_that_share_it(tmp_path: Path) -> None:
    session = await _session(tmp_path, ("shop", "blog"))
    context = await DocumentContext.of(session, _open(session, tmp_path / "rules.yaml"))
    assert context is not None
    assert context.is_rules_file
    assert [path for _, path in context.memberships()] == ["rules.yaml", "rules.yaml"]
    assert len({id(snapshot) for snapshot, _ in context.memberships()}) == 2
