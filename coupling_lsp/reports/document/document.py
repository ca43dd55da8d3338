"""The document on one project: what a team would write by hand of the edges between its apps."""

from coupling_lsp.reports.contents.edge_rows import Wanted, rows
from coupling_lsp.reports.contents.project_view import Project
from coupling_lsp.reports.document.channels_section import channels
from coupling_lsp.reports.document.debt_sections import debt, unsettled
from coupling_lsp.reports.document.elements import Document
from coupling_lsp.reports.document.enforcement_section import Commands, enforcement
from coupling_lsp.reports.document.imports_section import imports
from coupling_lsp.reports.document.orm_section import orm
from coupling_lsp.reports.document.overview_sections import apps, drawing
from coupling_lsp.reports.document.schema_section import schema
from coupling_lsp.reports.graph.app_graph import graph

_WANTED = Wanted(tests=False, judged=True)


def document(project: Project, commands: Commands) -> Document:
    """Its sections. The same code and rules give the same document, wherever and whenever it is made."""
    snapshot = project.snapshot
    found = list(rows(snapshot, _WANTED))
    sections = (
        apps(snapshot, found),
        schema(snapshot, found),
        orm(snapshot, found),
        imports(snapshot, found),
        *channels(snapshot, found),
        debt(snapshot, found),
        *unsettled(snapshot, found, commands.rules),
        drawing(graph(project, _WANTED)),
        enforcement(snapshot, commands),
    )
    return Document(snapshot.layout.root, sections)
