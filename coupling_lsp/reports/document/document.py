"""Assembly of the document on one project."""

from coupling_lsp.reports.contents.edge_rows import EdgeFilter, edge_rows
from coupling_lsp.reports.contents.project_view import ProjectView
from coupling_lsp.reports.document.channels_section import channels_section
from coupling_lsp.reports.document.debt_sections import debt_section, open_edge_sections
from coupling_lsp.reports.document.elements import EdgeDocument
from coupling_lsp.reports.document.enforcement_section import EnforcementCommands, enforcement_section
from coupling_lsp.reports.document.imports_section import imports_section
from coupling_lsp.reports.document.orm_section import orm_section
from coupling_lsp.reports.document.overview_sections import apps_section, graph_section
from coupling_lsp.reports.document.schema_section import schema_section
from coupling_lsp.reports.graph.app_graph import project_graph

_FILTER = EdgeFilter(tests=False, judged=True)


def build_document(project: ProjectView, commands: EnforcementCommands) -> EdgeDocument:
    """Return the document. The same code and rules give the same document, wherever and whenever it is made."""
    snapshot = project.snapshot
    rows = list(edge_rows(snapshot, _FILTER))
    sections = (
        apps_section(snapshot, rows),
        schema_section(snapshot, rows),
        orm_section(snapshot, rows),
        imports_section(snapshot, rows),
        *channels_section(snapshot, rows),
        debt_section(snapshot, rows),
        *open_edge_sections(snapshot, rows, commands.rules),
        graph_section(project_graph(project, _FILTER)),
        enforcement_section(snapshot, commands),
    )
    return EdgeDocument(snapshot.layout.root, sections)
