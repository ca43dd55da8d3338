"""From a rules file to a `RuleSet`. Every fault is told at its place, and the rest of the file still works."""

from msgspec import structs

from coupling_lsp.model.edge_kinds import Kind
from coupling_lsp.model.rules import Remedy, Rule, RuleSet, Severity
from coupling_lsp.rules.loading.contract_entries import read_contracts
from coupling_lsp.rules.loading.keys import key_names
from coupling_lsp.rules.loading.rule_entries import read_rules
from coupling_lsp.rules.loading.sections import read_apps, read_config, read_kinds, read_policy
from coupling_lsp.rules.yaml.nodes import Mapping, Node, Scalar, scalars
from coupling_lsp.rules.yaml.parser import parse
from coupling_lsp.rules.yaml.reader import NodeReader, first_key
from coupling_lsp.text import Text


def load(text: Text, path: str) -> RuleSet:
    """Return the rules of a file's text. It never raises; what is wrong stands in `problems`."""
    document = parse(text)
    reader = NodeReader()
    reader.problems.extend(document.problems)
    top = reader.mapping(document.root, "the rules file", key_names())
    if top is None:
        return RuleSet(path, problems=tuple(reader.problems), broken=document.broken)
    _check_version(reader, top)
    apps = read_apps(reader, top.get("apps"))
    contracts, mentions = read_contracts(reader, top.get("contracts"), document.open_nodes)
    mentions += [(scalar.value, scalar.span) for scalar in _scalars(top.get("project"), "shared")]
    modules = [*apps.modules, *((it.value, it.span) for it in _scalars(top.get("project"), "settings"))]
    packages = [(scalar.value, scalar.span) for scalar in _scalars(top.get("project"), "apps")]
    kinds = read_kinds(reader, top.get("policy"))
    config = read_config(reader, top.get("project"), apps.services, _folder(path))
    policy = read_policy(reader, top.get("policy"))
    rules = read_rules(reader, top.get("edges"), document.open_nodes)
    return RuleSet(
        path,
        structs.replace(config, templates=_asks_for_templates(kinds, rules)),
        apps.notes,
        policy,
        rules,
        contracts,
        tuple(reader.problems),
        document.broken,
        tuple(mentions),
        tuple(modules),
        kinds,
        tuple(packages),
        tuple((it.value, it.span) for it in _scalars(top.get("project"), "roots")),
    )


def _folder(path: str) -> str:
    """Return the folder from which a rules file sees paths; the base for one that lies elsewhere."""
    return "" if path.startswith("../") else path.rpartition("/")[0]


def _asks_for_templates(kinds: tuple[tuple[Kind, Severity], ...], rules: tuple[Rule, ...]) -> bool:
    """Return whether policy or a rule names templates, which are read for those only who ask."""
    return dict(kinds).get("template", "off") != "off" or any("template" in rule.via for rule in rules)


def _check_version(reader: NodeReader, top: Mapping) -> None:
    version = top.get("version")
    if version is None or (isinstance(version, Scalar) and version.value != "1"):
        remedy = Remedy("add", "version: 1") if version is None else None
        reader.report("`version: 1` is needed: it says how to read this file", version or first_key(top), remedy)


def _scalars(section: Node | None, key: str) -> list[Scalar]:
    """Return the values of a key of a section, without empty ones. Faults of it are told by what reads the section."""
    node = section.get(key) if isinstance(section, Mapping) else None
    return [scalar for scalar in scalars(node) if scalar.value] if node is not None else []
