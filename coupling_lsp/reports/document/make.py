"""The document on one project: what a team would write by hand of the edges between its apps."""

from coupling_lsp.reports.document.channels import channels
from coupling_lsp.reports.document.debt import debt, unsettled
from coupling_lsp.reports.document.enforcement import Commands, enforcement
from coupling_lsp.reports.document.imports import imports
from coupling_lsp.reports.document.inventory import apps, drawing
from coupling_lsp.reports.document.orm import orm
from coupling_lsp.reports.document.parts import Document
from coupling_lsp.reports.document.schema import schema
from coupling_lsp.reports.graph.arrows import graph
from coupling_lsp.reports.project import Project
from coupling_lsp.reports.rows import Wanted, rows

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
