"""Descriptions of what the names in `rules.yaml` stand for: apps, modules, selectors."""

from collections import Counter

from coupling_lsp.features import wording
from coupling_lsp.features.rules_file import project_names
from coupling_lsp.index.apps.packages import matching_packages
from coupling_lsp.index.apps.source_roots import folders_matching
from coupling_lsp.index.apps.source_tree import is_inside
from coupling_lsp.snapshot.class_places import class_place
from coupling_lsp.snapshot.state import Snapshot

_MAX_NAMES = 8
"""How many names a list shows; of more it tells the number."""


def app(snapshot: Snapshot, label: str) -> str:
    """Describe an app: its package, its models, who uses it and whom it uses; empty for one that is not there."""
    described_app = snapshot.apps.get(label)
    if described_app is None:
        return ""
    note = snapshot.ruleset.note(label)
    models = [name for _, name in project_names.models_of(snapshot, label)]
    head = f"**{label}** · {'shared app' if described_app.shared else 'app'} in `{described_app.package}`"
    lines = [head, *([note.role] if note is not None and note.role else [])]
    if models:
        lines.append(f"{wording.count(len(models), 'model')}: {_name_list([f'`{it}`' for it in models])}")
    used_apps = Counter(edge.to_app for edge, _ in snapshot.edges() if edge.app == label and not edge.test)
    users = Counter(edge.app for edge, _ in snapshot.edges() if edge.to_app == label and not edge.test)
    for verb, tally in (("uses", used_apps), ("used by", users)):
        if tally:
            lines.append(f"{verb} {_name_list([f'{name} ({number})' for name, number in tally.most_common()])}")
    return "  \n".join(lines)


def module(snapshot: Snapshot, name: str) -> str:
    """Describe a module by its full name, or from an app's label on; empty for one that is not there."""
    label, _, rest = name.partition(".")
    if name not in snapshot.index.names.modules and label in snapshot.apps:
        name = f"{snapshot.apps[label].package}.{rest}"
    path = snapshot.index.names.modules.paths.get(name)
    return f"module `{name}` in `{path}`" if path is not None else ""


def packages(snapshot: Snapshot, pattern: str) -> str:
    """Describe the packages that an entry of `project.apps` names, with their labels; empty when it names none."""
    names = matching_packages(pattern, snapshot.index.names.modules)
    labels = {app.package: label for label, app in snapshot.apps.items()}
    apps = [f"`{labels.get(it, '')}` in `{it}`" if it in labels else f"`{it}`" for it in names]
    return f"**{pattern}** · {wording.count(len(names), 'package')}  \n{_name_list(apps)}" if names else ""


def source_roots(snapshot: Snapshot, glob: str) -> str:
    """Describe the folders that a glob of `project.roots` matches, and how many modules lie in them."""
    folders = folders_matching(snapshot.ruleset.config.from_base([glob]), snapshot.index.facts)
    lines = [
        f"- `{folder or '.'}`: {wording.count(sum(is_inside(path, folder) for path in snapshot.index.facts), 'file')}"
        for folder in folders[:_MAX_NAMES]
    ]
    more = [f"- … and {len(folders) - _MAX_NAMES} more"] if len(folders) > _MAX_NAMES else []
    head = f"**{glob}** · {wording.count(len(folders), 'source root') if folders else 'no folder'}"
    return "\n".join([head, *(["", *lines, *more] if folders else [])])


def selector(snapshot: Snapshot, selector_text: str, *, leads_here: bool) -> str:
    """Describe what a selector names, and how many edges start or lead there; empty for one whose app is not there."""
    label, _, rest = selector_text.partition(".")
    if label not in snapshot.apps and "*" not in label:
        return ""
    parts = tuple(rest.split(".")) if rest else ()
    verb = "lead here" if leads_here else "start here"
    ends = ((), (selector_text,)) if leads_here else ((selector_text,), ())
    number = len(project_names.edges(snapshot, *ends))
    count_phrase = (
        f"{wording.count(number, 'edge')} of the project {verb if number != 1 else verb.replace(' ', 's ', 1)}"
    )
    if not parts:
        return f"{app(snapshot, label) or '**every app**'}  \n{count_phrase}"
    return f"**{selector_text}** · {_sort_of_selector(snapshot, label, parts)}  \n{count_phrase}"


def _sort_of_selector(snapshot: Snapshot, label: str, parts: tuple[str, ...]) -> str:
    if label not in snapshot.apps or any("*" in part for part in parts):
        return "pattern"
    paths = snapshot.index.names.modules.paths
    full = ".".join((snapshot.apps[label].package, *parts))
    if full in paths:
        return f"module in `{paths[full]}`"
    if full in snapshot.index.names.modules:
        return "package"
    for model_module, name in project_names.models_of(snapshot, label):
        inner_module = project_names.inner_module(snapshot, label, model_module)
        for module_parts in ((), inner_module):
            if parts[: len(module_parts)] == module_parts and parts[len(module_parts) :][:1] == (name,):
                place = class_place(snapshot, model_module, name)
                place_phrase = f"`{place.path}:{place.span.line}`" if place is not None else f"`{model_module}`"
                member = ".".join(parts[len(module_parts) + 1 :])
                return f"{f'`{member}` of the ' if member else ''}model in {place_phrase}"
    return "symbol"


def _name_list(names: list[str]) -> str:
    n_more = len(names) - _MAX_NAMES
    return ", ".join(names[:_MAX_NAMES]) + (f" and {n_more} more" if n_more > 0 else "")
