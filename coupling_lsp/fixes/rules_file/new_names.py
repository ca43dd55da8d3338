"""What the names in a rules file become when apps, modules or symbols get other names: in its rules, and all else."""

from collections.abc import Callable, Iterable

from msgspec import structs

from coupling_lsp.fixes.rules_file import meaning
from coupling_lsp.model.rules import Contract, IgnoredEdge, Mention, Rule, RuleSet, Selector


class NewNames:
    """The new name of each sort of name that a rules file has; here, all stay as they are."""

    def label(self, label: str) -> str:
        """Return the label of an app."""
        return label

    def selector(self, selector: str) -> str:
        """Return a selector."""
        return selector

    def setting(self, module: str) -> str:
        """Return a module of settings, by its full dotted name."""
        return module

    def service(self, name: str) -> str:
        """Return a service module or function, by its full dotted name or from the app's label on."""
        return name

    def package(self, pattern: str) -> str:
        """Return an entry of `project.apps`."""
        return pattern

    def glob(self, glob: str) -> str:
        """Return a glob of files."""
        return glob

    def root(self, glob: str) -> str:
        """Return a glob of source roots."""
        return glob

    def code(self, code: str) -> str:
        """Return the code that a rule is to replace."""
        return code


def rule_after(rule: Rule, names: NewNames) -> Rule:
    """Return a rule with the new names."""
    replacements = tuple(
        it._replace(pattern=names.code(it.pattern), call=call_after(it.call, names)) for it in rule.fix.replacements
    )
    return rule._replace(
        sources=_selectors_after(rule.sources, names),
        targets=_selectors_after(rule.targets, names),
        fix=rule.fix._replace(replacements=replacements),
    )


def contract_after(contract: Contract, names: NewNames) -> Contract:
    """Return a contract with the new names."""
    return contract._replace(
        apps=_labels_after(contract.apps, names),
        layers=tuple(_labels_after(layer, names) for layer in contract.layers),
        sources=_labels_after(contract.sources, names),
        targets=_labels_after(contract.targets, names),
        ignore=tuple(_exception_after(it, names) for it in contract.ignore),
    )


def project_after(ruleset: RuleSet, names: NewNames) -> RuleSet:
    """Return the rules with the new names in the section `project`."""
    config = ruleset.config
    n_services = _n_service_modules(ruleset)
    settings = _mentions_after(ruleset.modules[n_services:], names.setting)
    return ruleset._replace(
        config=structs.replace(
            config,
            settings=tuple(names.setting(it) for it in config.settings),
            shared=_labels_after(config.shared, names),
            tests=tuple(names.glob(it) for it in config.tests),
            exclude=tuple(names.glob(it) for it in config.exclude),
            apps=tuple(names.package(it) for it in config.apps),
            roots=tuple(names.root(it) for it in config.roots),
        ),
        modules=(*ruleset.modules[:n_services], *settings),
        packages=_mentions_after(ruleset.packages, names.package),
        roots=_mentions_after(ruleset.roots, names.root),
    )


def apps_after(ruleset: RuleSet, names: NewNames) -> RuleSet:
    """Return the rules with the new names in the section `apps`."""
    services = tuple(
        (names.label(label), tuple(names.service(it) for it in modules)) for label, modules in ruleset.config.services
    )
    n_services = _n_service_modules(ruleset)
    service_modules = _mentions_after(ruleset.modules[:n_services], names.service)
    return ruleset._replace(
        config=structs.replace(ruleset.config, services=services),
        notes=tuple(it._replace(label=names.label(it.label)) for it in ruleset.notes),
        modules=(*service_modules, *ruleset.modules[n_services:]),
    )


def exception_word(entry: str, names: NewNames) -> str:
    """Return an entry of `ignore`, as `from -> to`, with the new names; the blanks in it stay."""
    ends = entry.split("->")
    return "->".join(it.replace(it.strip(), names.selector(it.strip())) if it.strip() else it for it in ends)


def call_after(call: str, names: NewNames) -> str:
    """Return the call of a service with its new name."""
    callee, parenthesis, arguments = call.partition("(")
    return f"{names.service(callee)}{parenthesis}{arguments}"


def _selectors_after(selectors: Iterable[Selector], names: NewNames) -> tuple[Selector, ...]:
    return tuple(_selector_after(it, names) for it in selectors)


def _selector_after(selector: Selector, names: NewNames) -> Selector:
    name = names.selector(selector.written)
    return selector if name == selector.written else meaning.selector(name)._replace(span=selector.span)


def _exception_after(exception: IgnoredEdge, names: NewNames) -> IgnoredEdge:
    source, target = (_selector_after(it, names) for it in (exception.source, exception.target))
    return exception._replace(source=source, target=target)


def _labels_after(labels: Iterable[str], names: NewNames) -> tuple[str, ...]:
    return tuple(names.label(it) for it in labels)


def _mentions_after(mentions: Iterable[Mention], name_after: Callable[[str], str]) -> tuple[Mention, ...]:
    return tuple((name_after(name), span) for name, span in mentions)


def _n_service_modules(ruleset: RuleSet) -> int:
    """Return how many of the modules that a file names are services: these come first."""
    return sum(len(modules) for _, modules in ruleset.config.services)
