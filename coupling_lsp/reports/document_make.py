"""The document on one project: what a team would write by hand of the edges between its apps."""

from coupling_lsp.reports.document import Document
from coupling_lsp.reports.document_debt import debt, unsettled
from coupling_lsp.reports.document_enforcement import Commands, enforcement
from coupling_lsp.reports.document_imports import imports
from coupling_lsp.reports.document_inventory import apps, drawing
from coupling_lsp.reports.document_orm import orm
from coupling_lsp.reports.document_schema import schema
from coupling_lsp.reports.graph import graph
from coupling_lsp.reports.project import Project
from coupling_lsp.reports.rows import Wanted, rows

_WANTED = Wanted(tests=False)


def document(project: Project, commands: Commands) -> Document:
    """Its sections. The same code and rules give the same document, wherever and whenever it is made."""
    snapshot = project.snapshot
    found = list(rows(snapshot, _WANTED))
    sections = (
        apps(snapshot, found),
        schema(snapshot, found),
        orm(snapshot, found),
        imports(snapshot, found),
        debt(snapshot, found),
        *unsettled(snapshot, found, commands.rules),
        drawing(graph(project, _WANTED)),
        enforcement(snapshot, commands),
    )
    return Document(snapshot.layout.root, sections)
