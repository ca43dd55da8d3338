"""Hovers: what an edge is and what the rules say of it, approved ones too; who depends on a model, on its class."""

from collections import Counter
from collections.abc import Iterator

from coupling_lsp.django.queryset_api import DELETING_METHODS
from coupling_lsp.features import deletions, owners, wording
from coupling_lsp.fixes.service import pattern
from coupling_lsp.index.symbols.target import Target
from coupling_lsp.model.edges import Edge
from coupling_lsp.model.facts import Sites, class_sites
from coupling_lsp.model.findings import Hover
from coupling_lsp.model.rules import Decision, Replacement, Rule
from coupling_lsp.snapshot.answered import Answered, with_answers
from coupling_lsp.snapshot.state import Snapshot


def hover(snapshot: Snapshot, path: str, line: int, column: int) -> Hover | None:
    """Return what to show at a line and column, from 1, of a file; None where no edge and no model is."""
    touched_edges = [
        (edge, decision, span)
        for edge, decision in snapshot.edges_of(path)
        if (span := snapshot.span(path, edge.site)).contains(line, column)
    ]
    if touched_edges:
        _, _, span = min(touched_edges, key=lambda it: it[2].size())
        paragraphs = dict.fromkeys(_edge(snapshot, edge, decision) for edge, decision, _ in touched_edges)
        return Hover(span, "\n\n---\n\n".join(paragraphs))
    return _model(snapshot, path, line, column)


def hover_of_answer(snapshot: Snapshot, path: str, answer: Answered) -> Hover | None:
    """Return what to show at the place of an answer of jedi; None when no edge follows from it."""
    answered_snapshot = with_answers(snapshot, {path: [answer]})
    return hover(answered_snapshot, path, answer.span.line, answer.span.column)


def _edge(snapshot: Snapshot, edge: Edge, decision: Decision) -> str:
    head = f"**{edge.app} → {edge.to_app}** · {wording.kind(edge)}"
    rule = decision.rule
    if rule is None:
        note = "No rule covers this edge." if snapshot.ruleset.path else "This project has no `rules.yaml` yet."
        lines = [head, f"`{edge.target}`", note, _owner(snapshot, edge, None)]
        return _paragraph([*lines, *_inferred(snapshot, edge), *_deletion_lines(snapshot, edge)])
    lines = [f"{head} · {wording.verdict(decision)}", rule.why]
    replacements = pattern.replacements_of(edge.to_symbol, rule.fix.replacements)
    if remedy := " or ".join(dict.fromkeys(map(_call, replacements))) or rule.fix.advice:
        lines.append(f"Instead: {remedy}")
    lines.append(_footer(snapshot, edge, rule))
    return _paragraph([*lines, *_inferred(snapshot, edge), *_deletion_lines(snapshot, edge)])


def _inferred(snapshot: Snapshot, edge: Edge) -> Iterator[str]:
    """Yield the lines that say from what a probable edge follows."""
    facts = snapshot.extractions[edge.path].facts
    number = edge.site - Sites.of(facts).answers
    if edge.probable and 0 <= number < len(facts.answers):
        answer = facts.answers[number]
        relation = "the class" if answer.told[0].is_class else "an instance of"
        classes = " or ".join(f"`{name}`" for name in dict.fromkeys(class_.name for class_ in answer.told))
        yield f"jedi infers that `{answer.name}` is {relation} {classes}, so no check fails by this."
        yield "An annotation where it comes from makes it certain."


def _deletion_lines(snapshot: Snapshot, edge: Edge) -> list[str]:
    """Return what deletions do along a key, and where a model is imported or its rows are deleted."""
    if edge.kind == "schema":
        return deletions.of_key(snapshot, edge)
    is_model_name = edge.kind == "import" and edge.symbol_kind == "model"
    if is_model_name or (edge.kind == "orm-write" and edge.mechanism.rpartition(".")[2] in DELETING_METHODS):
        return deletions.of_model(snapshot, Target(edge.to_module, edge.to_symbol, True), edge.to_app)
    return []


def _paragraph(lines: list[str]) -> str:
    return "  \n".join(line for line in lines if line)


def _call(replacement: Replacement) -> str:
    """Return the helper call as code reads: without its module, names in place of placeholders."""
    callee, paren, call_arguments = replacement.call.partition("(")
    return f"`{callee.rpartition('.')[2]}{paren}{pattern.readable(call_arguments, replacement.pattern)}`"


def _owner(snapshot: Snapshot, edge: Edge, rule: Rule | None) -> str:
    return rule.owner if rule is not None and rule.owner else owners.owner_phrase(snapshot, edge, rule)


def _footer(snapshot: Snapshot, edge: Edge, rule: Rule) -> str:
    n_sites = sum(decision.rule is rule for _, decision in snapshot.edges())
    parts = [wording.count(n_sites, "site"), f"rule `{rule.id}`", _owner(snapshot, edge, rule)]
    if rule.review_by:
        parts.append(f"review by {rule.review_by}")
    return " · ".join(part for part in parts if part)


def _model(snapshot: Snapshot, path: str, line: int, column: int) -> Hover | None:
    extraction = snapshot.extractions.get(path)
    module = snapshot.index.names.modules.names.get(path)
    if extraction is None or module is None:
        return None
    for model, site in class_sites(extraction.facts):
        span = extraction.span(site)
        if span.contains(line, column):
            users = Counter(
                (edge.app, wording.kind(edge))
                for edge, _ in snapshot.edges()
                if edge.to_module == module and edge.to_symbol == model.name and not edge.test
            )
            target = Target(module, model.name, True)
            lines = deletions.of_model(snapshot, target, snapshot.deletions.labels.get(target, ""))
            paragraphs = [_users(model.name, users) if users else "", _paragraph(lines)]
            return Hover(span, "\n\n".join(filter(None, paragraphs))) if any(paragraphs) else None
    return None


def _users(name: str, users: Counter[tuple[str, str]]) -> str:
    n_apps = len({app for app, _ in users})
    verb = "depends" if n_apps == 1 else "depend"
    lines = [f"**{wording.count(n_apps, 'app')} {verb} on `{name}`**", ""]
    for app in sorted({app for app, _ in users}):
        kinds = ", ".join(f"{number} {kind}" for (owner, kind), number in sorted(users.items()) if owner == app)
        lines.append(f"- {app}: {kinds}")
    return "\n".join(lines)
