"""Templates of Django and Jinja: the names of templates, tag libraries, static files and URLs in their tags."""

from coupling_lsp.detect.facts_builder import FactsBuilder, Part, join
from coupling_lsp.detect.templates import names, tags
from coupling_lsp.model.facts import Extraction
from coupling_lsp.text import Text


def extract(text: Text, *, is_jinja: bool) -> Extraction:
    """Return the facts of a template; nothing is raised, whatever the text."""
    facts = FactsBuilder()
    for tag in tags.tags(text.data, is_jinja=is_jinja):
        facts.channels.extend((name.channel(), text.span(name.start, name.end)) for name in names.names(tag))
    return join([Part(facts, 0)])
