"""The parts of a rules file that new names change, each with its edits: words are replaced where they stand."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from coupling_lsp.fixes.rules_file import entries, flow_edits, new_names, notation
from coupling_lsp.fixes.rules_file.flow_edits import Edits
from coupling_lsp.fixes.rules_file.meaning import Change, rule_changed
from coupling_lsp.fixes.rules_file.new_names import NewNames
from coupling_lsp.model.rules import Contract, RuleSet
from coupling_lsp.rules.yaml.outline_tree import Block, Entry, Word, words
from coupling_lsp.rules.yaml.scalars import scalar_word
from coupling_lsp.text import Span, Text, TextEdit


class Part(NamedTuple):
    """A part of a rules file that follows as a whole or not at all: a rule, a contract, `project` or `apps`.

    `rule` and `contract` are their numbers in the file, None for other parts.
    """

    title: str
    edits: Edits
    change: Change
    rule: int | None = None
    contract: int | None = None


def all_edits(parts: Iterable[Part]) -> Edits:
    """Return the edits of some parts."""
    return tuple(chain.from_iterable(it.edits for it in parts))


def all_changes(parts: Sequence[Part]) -> Change:
    """Return the change that some parts make together."""

    def changed_rules(ruleset: RuleSet) -> RuleSet:
        for part in parts:
            ruleset = part.change(ruleset)
        return ruleset

    return changed_rules


_Rename = Callable[[str], str]


def changed_parts(text: Text, ruleset: RuleSet, names: NewNames) -> Iterator[Part]:
    """Yield the parts of a rules file in which a name changes; edits are a guess by the outline until they are proved.

    `ruleset` is what the text is loaded to.
    """
    for number, rule in enumerate(ruleset.rules):
        if new_names.rule_after(rule, names) != rule:
            edits = _rule_edits(text, entries.block_at(text, "edges", rule.span), names)
            change = rule_changed(number, lambda it: new_names.rule_after(it, names))
            yield Part(f"the rule `{rule.id}`", edits, change, rule=number)
    for number, contract in enumerate(ruleset.contracts):
        if new_names.contract_after(contract, names) != contract:
            edits = _contract_edits(text, entries.block_at(text, "contracts", contract.span), names)
            change = _contract_changed(number, lambda it: new_names.contract_after(it, names))
            yield Part(f"the contract `{contract.id}`", edits, change, contract=number)
    if new_names.project_after(ruleset, names) != ruleset:
        edits = _project_edits(text, _section(text, "project"), names)
        yield Part("the section `project`", edits, lambda it: new_names.project_after(it, names))
    if new_names.apps_after(ruleset, names) != ruleset:
        edits = _apps_edits(text, _section(text, "apps"), names)
        yield Part("the section `apps`", edits, lambda it: new_names.apps_after(it, names))


def _contract_changed(number: int, change: Callable[[Contract], Contract]) -> Change:
    def changed_contracts(ruleset: RuleSet) -> RuleSet:
        contracts = list(ruleset.contracts)
        contracts[number] = change(contracts[number])
        return ruleset._replace(contracts=tuple(contracts))

    return changed_contracts


def _rule_edits(text: Text, block: Block | None, names: NewNames) -> Edits:
    if block is None:
        return ()
    edits = _word_edits(text, block, {"from": names.selector, "to": names.selector})
    fix = block.entry("fix")
    if fix is not None and isinstance(fix.value, Block):
        for pair in (fix.value, *fix.value.items("calls")):
            for entry in pair.children:
                if isinstance(entry.value, Word) and entry.key is not None and entry.key.text in _CODE_EDITS:
                    edits += _CODE_EDITS[entry.key.text](text, entry.value, names)
    return edits


def _contract_edits(text: Text, block: Block | None, names: NewNames) -> Edits:
    if block is None:
        return ()
    labels = dict.fromkeys(("apps", "layers", "from", "to"), names.label)
    return _word_edits(text, block, {**labels, "ignore": lambda it: new_names.exception_word(it, names)})


def _project_edits(text: Text, block: Block | None, names: NewNames) -> Edits:
    renames = {
        "settings": names.setting,
        "shared": names.label,
        "tests": names.glob,
        "exclude": names.glob,
        "apps": names.package,
        "roots": names.root,
    }
    return _word_edits(text, block, renames) if block is not None else ()


def _apps_edits(text: Text, block: Block | None, names: NewNames) -> Edits:
    edits: Edits = ()
    for entry in block.children if block is not None else ():
        if entry.key is not None:
            edits += _word_edit(text, entry.parent, entry.key, names.label)
        if isinstance(entry.value, Block):
            edits += _word_edits(text, entry.value, {"services": names.service})
    return edits


def _section(text: Text, name: str) -> Block | None:
    entry = entries.outline_of(text).entry(name)
    return entry.value if entry is not None and isinstance(entry.value, Block) else None


def _word_edits(text: Text, block: Block, renames: dict[str, _Rename]) -> Edits:
    """Return the edits of the words behind some keys, each by its own function."""
    edits: Edits = ()
    for key, rename in renames.items():
        entry = block.entry(key)
        for word in words(entry) if entry is not None else ():
            edits += _word_edit(text, _home(entry, block), word, rename)
    return edits


def _home(entry: Entry | None, block: Block) -> Block:
    """Return the list or mapping whose style the words of an entry have."""
    value = entry.value if entry is not None else None
    return value if isinstance(value, Block) else block


def _word_edit(text: Text, block: Block, word: Word, rename: _Rename) -> Edits:
    """Return the edit of one word; its quotes stay, and it gets some where YAML would read another type."""
    name = rename(word.text)
    if name == word.text:
        return ()
    if word.quote or word.is_text:
        return _part_edit(text, word, word.text, name)
    is_plain = scalar_word(name) == name or scalar_word(word.text) != word.text
    bare_name = name if is_plain else notation.flow(name, is_json=flow_edits.is_json(block))
    return (TextEdit(word.inner, bare_name),)


def _call_edits(text: Text, word: Word, names: NewNames) -> Edits:
    """Return the edit of the name of a function in a call, wherever in the value it stands."""
    callee = text.slice(word.span).partition("(")[0].strip(" \t\r\n\"'|>+-")
    name = names.service(callee)
    return _part_edit(text, word, callee, name) if callee and name != callee else ()


def _code_edits(text: Text, word: Word, names: NewNames) -> Edits:
    """Return the edit of the code a rule is to replace, where it stands in the file as it is read."""
    written = text.slice(word.inner)
    code = names.code(written)
    return (TextEdit(word.inner, code),) if code != written else ()


def _part_edit(text: Text, word: Word, part: str, name: str) -> Edits:
    """Return the edit of a part of a value that stands in it as it is read, none where it does not."""
    head, _, tail = text.slice(word.span).partition(part)
    if not part or text.slice(word.span) == head + tail:
        return ()
    start = text.byte(*word.start) + len(head.encode())
    span: Span = text.span(start, start + len(part.encode()))
    return (TextEdit(span, name),)


_CODE_EDITS: dict[str, Callable[[Text, Word, NewNames], Edits]] = {"with": _call_edits, "replace": _code_edits}
"""How names change in the code of a fix, by its key."""
