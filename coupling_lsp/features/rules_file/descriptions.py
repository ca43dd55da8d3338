"""What the names in `rules.yaml` stand for, in words: apps, modules, selectors."""

from collections import Counter

from coupling_lsp.features import wording
from coupling_lsp.features.rules_file import project_names
from coupling_lsp.snapshot.state import Snapshot

_MOST = 8


def app(snapshot: Snapshot, label: str) -> str:
    """An app: its package, its models, who uses it and whom it uses; empty for one that is not there."""
    found = snapshot.apps.get(label)
    if found is None:
        return ""
    note = snapshot.ruleset.note(label)
    models = [name for _, name in project_names.models_of(snapshot, label)]
    head = f"**{label}** · {'shared app' if found.shared else 'app'} in `{found.package}`"
    lines = [head, *([note.role] if note is not None and note.role else [])]
    if models:
        lines.append(f"{wording.count(len(models), 'model')}: {_listed([f'`{it}`' for it in models])}")
    uses = Counter(edge.to_app for edge, _ in snapshot.edges() if edge.app == label and not edge.test)
    used = Counter(edge.app for edge, _ in snapshot.edges() if edge.to_app == label and not edge.test)
    for verb, counted in (("uses", uses), ("used by", used)):
        if counted:
            lines.append(f"{verb} {_listed([f'{name} ({number})' for name, number in counted.most_common()])}")
    return "  \n".join(lines)


def module(snapshot: Snapshot, name: str) -> str:
    """A module by its full name, or from an app's label on; empty for one that is not there."""
    label, _, rest = name.partition(".")
    if name not in snapshot.index.names.modules and label in snapshot.apps:
        name = f"{snapshot.apps[label].package}.{rest}"
    path = snapshot.index.names.modules.paths.get(name)
    return f"module `{name}` in `{path}`" if path is not None else ""


def selector(snapshot: Snapshot, written: str, *, leads_here: bool) -> str:
    """What a selector names, and how many edges start or lead there; empty for one whose app is not there."""
    label, _, rest = written.partition(".")
    if label not in snapshot.apps and "*" not in label:
        return ""
    parts = tuple(rest.split(".")) if rest else ()
    verb = "lead here" if leads_here else "start here"
    ends = ((), (written,)) if leads_here else ((written,), ())
    number = len(project_names.edges(snapshot, *ends))
    told = f"{wording.count(number, 'edge')} of the project {verb if number != 1 else verb.replace(' ', 's ', 1)}"
    if not parts:
        return f"{app(snapshot, label) or '**every app**'}  \n{told}"
    return f"**{written}** · {_what(snapshot, label, parts)}  \n{told}"


def _what(snapshot: Snapshot, label: str, parts: tuple[str, ...]) -> str:
    if label not in snapshot.apps or any("*" in part for part in parts):
        return "pattern"
    paths = snapshot.index.names.modules.paths
    full = ".".join((snapshot.apps[label].package, *parts))
    if full in paths:
        return f"module in `{paths[full]}`"
    if full in snapshot.index.names.modules:
        return "package"
    for found, name in project_names.models_of(snapshot, label):
        shown = project_names.inside_of(snapshot, label, found)
        for before in ((), shown):
            if parts[: len(before)] == before and parts[len(before) :][:1] == (name,):
                place = snapshot.definition(found, name)
                where = f"`{place.path}:{place.span.line}`" if place is not None else f"`{found}`"
                member = ".".join(parts[len(before) + 1 :])
                return f"{f'`{member}` of the ' if member else ''}model in {where}"
    return "symbol"


def _listed(found: list[str]) -> str:
    left = len(found) - _MOST
    return ", ".join(found[:_MOST]) + (f" and {left} more" if left > 0 else "")
