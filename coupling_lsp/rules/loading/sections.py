"""The sections `project`, `apps` and `policy` of a rules file."""

from typing import NamedTuple

from coupling_lsp.model.config import DEFAULT_EXCLUDE, DEFAULT_TESTS, Config
from coupling_lsp.model.edge_kinds import KINDS, Kind
from coupling_lsp.model.rules import POLICY, SEVERITIES, AppNote, Mention, Severity
from coupling_lsp.rules.loading.keys import key_names
from coupling_lsp.rules.yaml.nodes import Mapping, Node
from coupling_lsp.rules.yaml.reader import NodeReader

Services = tuple[tuple[str, tuple[str, ...]], ...]
"""The labels of apps, and the service modules that the file names for each."""


class AppsSection(NamedTuple):
    """The section `apps`; `modules` are the service modules with their places."""

    notes: tuple[AppNote, ...]
    services: Services
    modules: tuple[Mention, ...]


def read_config(reader: NodeReader, node: Node | None, services: Services, folder: str) -> Config:
    """Return what the section `project` of a file in a folder says; `services` come from the section `apps`."""
    project = reader.mapping(node, "`project`", key_names("project"))
    if project is None:
        return Config(services=services, folder=folder)

    def values(key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        value = project.get(key)
        return default if value is None else tuple(scalar.value for scalar in reader.texts(value, f"`{key}`"))

    return Config(
        values("settings"),
        values("shared"),
        values("tests", DEFAULT_TESTS),
        values("exclude", DEFAULT_EXCLUDE),
        values("loaders"),
        services,
        values("apps"),
        values("roots"),
        folder,
    )


def read_apps(reader: NodeReader, node: Node | None) -> AppsSection:
    """Return what the section `apps` says of single apps."""
    notes: list[AppNote] = []
    services: list[tuple[str, tuple[str, ...]]] = []
    modules: list[Mention] = []
    apps = reader.mapping(node, "`apps`", ())
    for label, value in apps.items if apps is not None else ():
        app = reader.mapping(value, f"the app `{label.value}`", key_names("apps", "*"))
        role = reader.text(app.get("role"), "`role`") if app is not None else ""
        owners = reader.texts(app.get("owners"), "`owners`") if app is not None else ()
        notes.append(AppNote(label.value, role, tuple(owner.value for owner in owners), label.span))
        if app is not None and (service_node := app.get("services")) is not None:
            scalars = reader.texts(service_node, "`services`")
            services.append((label.value, tuple(scalar.value for scalar in scalars)))
            modules += [(scalar.value, scalar.span) for scalar in scalars]
    return AppsSection(tuple(notes), tuple(services), tuple(modules))


def read_policy(reader: NodeReader, node: Node | None) -> tuple[tuple[str, Severity], ...]:
    """Return the severity of each sort of finding, by the section `policy` or as usual."""
    severities = dict(POLICY)
    policy = reader.mapping(node, "`policy`", (*POLICY, "kinds"))
    for key, value in policy.items if policy is not None else ():
        if key.value in severities:
            severities[key.value] = reader.choice(value, f"`{key.value}`", SEVERITIES, severities[key.value])
    return tuple(severities.items())


def read_kinds(reader: NodeReader, policy: Node | None) -> tuple[tuple[Kind, Severity], ...]:
    """Return what `policy.kinds` says of single kinds; a fault of `policy` itself is told by `read_policy`."""
    kinds = reader.mapping(policy.get("kinds"), "`kinds`", KINDS) if isinstance(policy, Mapping) else None
    severities: dict[Kind, Severity] = {}
    for key, value in kinds.items if kinds is not None else ():
        kind = next((kind for kind in KINDS if kind == key.value), None)
        if kind is not None and kind not in severities:
            severities[kind] = reader.choice(value, f"`{kind}`", SEVERITIES, "off")
    return tuple(severities.items())
