"""YAML with places, for plain data only: no tags, bounded size and depth, safe aliases."""

import yaml

from coupling_lsp.model.rules import Problem
from coupling_lsp.rules.yaml.character_spans import CharacterSpans
from coupling_lsp.rules.yaml.nodes import Mapping, Node, Scalar, Sequence, YamlDocument
from coupling_lsp.text import WHOLE_FIRST_LINE, Span, Text

_MAX_BYTES = 1_000_000
_MAX_DEPTH = 24
_MAX_ALIASES = 1_000
"""Beyond any of these bounds the rest of a text is not read."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE_TAG = "tag:yaml.org,2002:"
_KINDS = ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")


def parse(text: Text) -> YamlDocument:
    """Return the document of a YAML text; a syntax error keeps what stands before it."""
    if len(text.data) > _MAX_BYTES:
        problem = Problem(f"The file is larger than {_MAX_BYTES // 1000} kB, so it is not read", WHOLE_FIRST_LINE)
        return YamlDocument(None, [problem], True, [])
    composer = _Composer(CharacterSpans(text))
    try:
        for event in yaml.parse(str(text), Loader=_LOADER):
            composer.add(event)
            if composer.overflow:
                return YamlDocument(composer.root, composer.problems, True, composer.open_nodes())
    except yaml.YAMLError as error:
        composer.problems.append(_syntax_problem(error, composer.spans))
        return YamlDocument(composer.root, composer.problems, True, composer.open_nodes())
    return YamlDocument(composer.root, composer.problems, False, [])


class _Composer:
    """Builds nodes from the events of a parser, without recursion; nodes that are begun and not ended are open."""

    def __init__(self, spans: CharacterSpans) -> None:
        self.spans = spans
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.overflow = False
        self._open: list[tuple[Sequence | Mapping, Scalar | None]] = []
        self._anchors: dict[str, Node] = {}
        self._n_aliases = 0

    def open_nodes(self) -> list[Node]:
        """Return the nodes that are begun and not ended."""
        return [node for node, _ in self._open]

    def add(self, event: yaml.Event) -> None:
        """Add what the next event of the parser says."""
        span = self._span(event)
        if isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor or "", span)
        elif isinstance(event, yaml.ScalarEvent):
            self._check_tag(event.tag, span)
            self._attach(Scalar(event.value, span), event.anchor)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._begin(Sequence([], span), event.anchor, event.tag)
        elif isinstance(event, yaml.MappingStartEvent):
            self._begin(Mapping([], span), event.anchor, event.tag)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self._open.pop()

    def _span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        return self.spans.span(start.index, end.index) if start and end else WHOLE_FIRST_LINE

    def _begin(self, node: Sequence | Mapping, anchor: str | None, tag: str | None) -> None:
        self._check_tag(tag, node.span)
        self._attach(node, anchor)
        self._open.append((node, None))
        if len(self._open) > _MAX_DEPTH:
            self.problems.append(
                Problem(f"Nested more than {_MAX_DEPTH} levels deep, so the rest is not read", node.span)
            )
            self.overflow = True

    def _alias(self, anchor: str, span: Span) -> None:
        self._n_aliases += 1
        if self._n_aliases > _MAX_ALIASES:
            self.problems.append(Problem(f"More than {_MAX_ALIASES} aliases, so the rest is not read", span))
            self.overflow = True
        anchored_node = self._anchors.get(anchor)
        if anchored_node is None:
            self.problems.append(Problem(f"No anchor `&{anchor}` stands before this alias", span))
        self._attach(anchored_node if anchored_node is not None else Scalar("", span), None)

    def _attach(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = node
        if not self._open:
            if self.root is None:
                self.root = node
            else:
                self.problems.append(Problem("Only the first document of the file is read", node.span))
            return
        parent, key = self._open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif key is None:
            if not isinstance(node, Scalar):
                self.problems.append(Problem("A key must be plain text", node.span))
                node = Scalar("", node.span)
            self._open[-1] = parent, node
        else:
            parent.items.append((key, node))
            self._open[-1] = parent, None

    def _check_tag(self, tag: str | None, span: Span) -> None:
        if tag and tag != "!" and tag not in [_CORE_TAG + kind for kind in _KINDS]:
            self.problems.append(Problem("Tags are not read here; write plain values", span))


def _syntax_problem(error: yaml.YAMLError, spans: CharacterSpans) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    position = getattr(error, "position", None)
    offset = mark.index if mark is not None else position if isinstance(position, int) else 0
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    return Problem(f"Not valid YAML: {reason}", spans.character(offset))
