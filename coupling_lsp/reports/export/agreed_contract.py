"""A contract for all apps that forbids every import of another app, but for those the rules agreed to."""

from collections.abc import Iterable, Iterator

from coupling_lsp.model.rules import Rule, Selector
from coupling_lsp.reports.export.configuration_text import STRICT, ContractSection, ListLine, list_lines
from coupling_lsp.reports.export.module_imports import Crossing, ModuleImports


def agreed_imports_contract(
    contract_id: str, title: str, imports: ModuleImports, with_debt: bool, notes: tuple[str, ...] = ()
) -> Iterator[ContractSection]:
    """Yield the contract, or nothing where no app could break it.

    An exception names two packages where whole apps are agreed and no rule restricts them, else one import.
    """
    targets = [label for label, app in imports.apps.items() if not app.shared]
    if len(imports.apps) < 2 or not targets:
        return
    open_statuses = ("open",) if with_debt else ("open", "debt")
    crossings = [it for it in imports.crossings if it.status not in open_statuses]
    excepted_crossings = [it for it in crossings if imports.leads_into(it, targets)]
    strict_pairs = {(it.app, it.to_app) for it in imports.crossings if it.status in ("open", "debt")}
    lines: dict[str, ListLine] = {}
    previous_pair = ("", "")
    for crossing in excepted_crossings:
        pair = crossing.app, crossing.to_app
        is_approved = pair not in strict_pairs and crossing.status == "approved"
        is_whole_package = (
            is_approved
            and all(map(_names_whole_apps, crossing.rules))
            and not any(_restricts(rule, pair) for rule in imports.rules)
        )
        line = _package_wildcards(crossing, imports) if is_whole_package else crossing.arrow_text
        if line not in lines:
            lines[line] = ListLine(line, _exception_note(excepted_crossings, crossing) if pair != previous_pair else "")
            previous_pair = pair
    shape = (
        ("source_modules", list_lines(imports.packages(imports.apps))),
        ("forbidden_modules", list_lines(imports.packages(targets))),
        ("allow_indirect_imports", "True"),
    )
    exceptions = (("ignore_imports", tuple(lines.values())), STRICT) if lines else ()
    yield ContractSection(contract_id, title, "forbidden", (*shape, *exceptions), notes)


def _names_whole_apps(rule: Rule) -> bool:
    """Return whether a rule's selectors name whole apps."""
    return all(_names_whole_app(it) for it in (*rule.sources, *rule.targets))


def _restricts(rule: Rule, pair: tuple[str, str]) -> bool:
    """Return whether a rule calls edges between two apps tech debt or forbidden, also where there is none today."""
    ends = zip((rule.sources, rule.targets), pair, strict=True)
    return rule.intent != "intentional" and all(any(it.app in ("*", label) for it in end) for end, label in ends)


def _names_whole_app(selector: Selector) -> bool:
    return all(part in ("*", "**") for part in selector.parts)


def _package_wildcards(crossing: Crossing, imports: ModuleImports) -> str:
    """Return the exception for all imports between two packages: `orders.** -> billing.**`."""
    ends = (
        (crossing.importer, imports.apps[crossing.app].package),
        (crossing.imported, imports.apps[crossing.to_app].package),
    )
    return " -> ".join(module if module == package else f"{package}.**" for module, package in ends)


def _exception_note(excepted_crossings: Iterable[Crossing], first: Crossing) -> str:
    """Return why imports between two apps are excepted: the rules, or else what sort of imports they are."""
    alike = [it for it in excepted_crossings if (it.app, it.to_app) == (first.app, first.to_app)]
    rules = [rule for crossing in alike for rule in crossing.rules]
    ids = dict.fromkeys(f"{it.id} (tech debt)" if it.intent == "tech-debt" else it.id for it in rules)
    other_statuses = {it.status for it in alike} - {"approved", "debt", "open"}
    words = {"test": "in tests", "unseen": "not judged", "silenced": "silenced by a comment", "shared": "a shared app"}
    return f"{first.app} -> {first.to_app}: {', '.join([*ids, *sorted(words[it] for it in other_statuses)])}"
