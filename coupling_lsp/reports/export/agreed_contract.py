"""One contract for all apps: no import but those the rules agreed to, each named from module to module."""

from collections.abc import Iterable, Iterator

from coupling_lsp.model.rules import Rule, Selector
from coupling_lsp.reports.export.configuration_text import STRICT, ContractSection, ListLine, list_lines
from coupling_lsp.reports.export.module_imports import Crossing, ModuleImports


def agreed_imports_contract(
    name: str, told: str, imports: ModuleImports, with_debt: bool, notes: tuple[str, ...] = ()
) -> Iterator[ContractSection]:
    """One contract for all apps: no direct import of another app, but for those the rules agreed to."""
    targets = [label for label, app in imports.apps.items() if not app.shared]
    if len(imports.apps) < 2 or not targets:
        return
    left = ("open",) if with_debt else ("open", "debt")
    excepted = [it for it in imports.crossings if it.status not in left and imports.leads_into(it, targets)]
    strict = {(it.app, it.to_app) for it in imports.crossings if it.status in ("open", "debt")}
    lines: dict[str, ListLine] = {}
    before = ("", "")
    for it in excepted:
        pair = it.app, it.to_app
        wide = pair not in strict and it.status == "approved" and all(map(_names_whole_apps, it.rules))
        wide = wide and not any(_restricts(rule, pair) for rule in imports.rules)
        line = _package_wildcards(it, imports) if wide else it.written
        if line not in lines:
            lines[line] = ListLine(line, _exception_note(excepted, it) if pair != before else "")
            before = pair
    shape = (
        ("source_modules", list_lines(imports.packages(imports.apps))),
        ("forbidden_modules", list_lines(imports.packages(targets))),
        ("allow_indirect_imports", "True"),
    )
    ignored = (("ignore_imports", tuple(lines.values())), STRICT) if lines else ()
    yield ContractSection(name, told, "forbidden", (*shape, *ignored), notes)


def _names_whole_apps(rule: Rule) -> bool:
    """Whether a rule speaks of whole apps."""
    return all(_names_whole_app(it) for it in (*rule.sources, *rule.targets))


def _restricts(rule: Rule, pair: tuple[str, str]) -> bool:
    """Whether a rule calls an edge between two apps tech debt or forbidden, also one there is not today."""
    ends = zip((rule.sources, rule.targets), pair, strict=True)
    return rule.intent != "intentional" and all(any(it.app in ("*", label) for it in end) for end, label in ends)


def _names_whole_app(selector: Selector) -> bool:
    return all(part in ("*", "**") for part in selector.parts)


def _package_wildcards(it: Crossing, imports: ModuleImports) -> str:
    ends = ((it.importer, imports.apps[it.app].package), (it.imported, imports.apps[it.to_app].package))
    return " -> ".join(module if module == package else f"{package}.**" for module, package in ends)


def _exception_note(excepted: Iterable[Crossing], first: Crossing) -> str:
    """Why the imports between two apps are excepted: the rules, or else what they are."""
    alike = [it for it in excepted if (it.app, it.to_app) == (first.app, first.to_app)]
    rules = dict.fromkeys(
        f"{rule.id} (tech debt)" if rule.intent == "tech-debt" else rule.id for it in alike for rule in it.rules
    )
    others = {it.status for it in alike} - {"approved", "debt", "open"}
    words = {"test": "in tests", "unseen": "not judged", "silenced": "silenced by a comment", "shared": "a shared app"}
    return f"{first.app} -> {first.to_app}: {', '.join([*rules, *sorted(words[it] for it in others)])}"
