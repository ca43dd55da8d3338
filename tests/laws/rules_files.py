"""Rules files in every form that YAML has for them: block style, flow style, JSON, with remarks, anchors, documents."""

import json
from collections.abc import Mapping

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

Value = str | list[str]
Entry = Mapping[str, Value]

EMPTY = ("", "# only\n# remarks\n", "# only", "\n\n", "---\n# nothing\n")
"""Files without anything."""

IGNORED = "orders.views -> billing.Invoice"
"""The exception of a contract."""

FLOW_CONTRACTS = (
    "",
    "contracts: [{id: apart, type: independence, apps: [orders, billing]}]",
    f"contracts: [{{id: apart, ignore: {IGNORED}, type: independence, apps: [orders, billing]}}]",
    f"contracts: [\n  {{id: apart, type: independence, apps: [orders, billing],\n   ignore: [{IGNORED}]}}\n  ]",
    "contracts:\n- id: apart\n  apps: [orders, billing]\n  ignore: ~\n  type: independence",
)

BLOCK_CONTRACTS = (
    *(f"{it}\n" if it else it for it in FLOW_CONTRACTS),
    "contracts:\n  - id: apart\n    type: independence\n    apps:\n    - orders\n    - billing  # two\n",
    f"contracts:\n  - id: apart\n    ignore:\n      - {IGNORED}\n    type: independence\n    apps: [orders, billing]\n",
    f"contracts:\n  - id: apart\n    type: independence\n    apps: [orders, billing]\n    ignore: '{IGNORED}' # one\n",
)

WHY = ("Agreed.", "Agreed: soon", "They may, all of them")


@st.composite
def entries(draw: DrawFn) -> list[Entry]:
    """Up to three rules that speak of nothing that is approved, with a few ways to name ends."""
    rules: list[Entry] = []
    for number in range(draw(st.integers(0, 3))):
        rule: dict[str, Value] = {"id": f"rule-{number}"}
        rule["from"] = draw(
            st.sampled_from(["orders.forms", "orders.f*", ["orders.f*"], ["orders.f*", "orders.tasks"]])
        )
        rule["to"] = draw(
            st.sampled_from(["billing.Note", "billing.No*", ["billing.Note"], ["billing.No*", "billing.Receipt"]])
        )
        if draw(st.booleans()):
            rule["via"] = draw(st.sampled_from(["import", ["import", "orm-read"]]))
        rule["intent"] = draw(st.sampled_from(["intentional", "tech-debt"]))
        rule["why"] = draw(st.sampled_from(WHY))
        rules.append(rule)
    return rules


@st.composite
def rules_files(draw: DrawFn) -> str:
    """A rules file without faults in one of these forms."""
    rules = draw(entries())
    form = draw(st.sampled_from(["empty", "block", "block", "block", "flow", "json"]))
    if form == "empty":
        text = draw(st.sampled_from(EMPTY))
    elif form == "json":
        text = json.dumps({"version": 1, **_sections(draw, rules)}, indent=draw(st.sampled_from([None, 2, 4, "\t"])))
    elif form == "flow":
        text = _flow_file(draw, rules)
    else:
        text = _block_file(draw, rules)
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))


def _sections(draw: DrawFn, rules: list[Entry]) -> dict[str, object]:
    sections: dict[str, object] = {"policy": {}}
    if draw(st.booleans()):
        ignore = draw(st.sampled_from([{}, {"ignore": IGNORED}, {"ignore": [IGNORED]}, {"ignore": None}]))
        sections["contracts"] = [{"id": "apart", "type": "independence", "apps": ["orders", "billing"], **ignore}]
    if rules or draw(st.booleans()):
        sections["edges"] = list(rules) or draw(st.sampled_from([[], None]))
    return sections if draw(st.booleans()) else dict(reversed(sections.items()))


def _flow_file(draw: DrawFn, rules: list[Entry]) -> str:
    """A file whose list is in brackets, on one line or on several."""
    items = [_flow_entry(it) for it in rules]
    prefix = draw(st.sampled_from(["  ", "    ", "\t"]))
    comma = draw(st.sampled_from(["", ","]))
    remark = draw(st.sampled_from(["", "  # a remark", "  # one, two"]))
    if draw(st.booleans()) or not items:
        edges = f"[{', '.join(items)}]"
    else:
        lines = [f"{prefix}{it},{remark}\n" for it in items[:-1]] + [f"{prefix}{items[-1]}{comma}{remark}\n"]
        edges = f"[\n{''.join(lines)}]"
    if draw(st.booleans()):
        return f"version: 1\nedges: {edges}{remark}\npolicy: {{}}\n"
    contracts = draw(st.sampled_from(FLOW_CONTRACTS))
    if "\n" in edges or "\n" in contracts:
        return f"edges: {edges}\nversion: 1\n{contracts}\n"
    return f"{{version: 1, edges: {edges}{f', {contracts}' if contracts else ''}}}{remark}\n"


def _flow_entry(rule: Entry) -> str:
    pairs = (f"{key}: {_flow_value(value)}" for key, value in rule.items())
    return f"{{{', '.join(pairs)}}}"


def _flow_value(value: Value) -> str:
    words = [value] if isinstance(value, str) else value
    quoted_words = [json.dumps(it) if ":" in it or "," in it else it for it in words]
    return quoted_words[0] if isinstance(value, str) else f"[{', '.join(quoted_words)}]"


def _block_file(draw: DrawFn, rules: list[Entry]) -> str:
    """A file in block style, with remarks, blank lines, anchors and further documents."""
    indent, dash = draw(st.sampled_from(["", "  ", "    "])), draw(st.sampled_from(["- ", "-   "]))
    between = draw(st.sampled_from(["", "\n", f"{indent}# a remark\n", f"\n{indent}# a remark\n\n"]))
    shared_why = draw(st.booleans())
    items = []
    for number, rule in enumerate(rules):
        why = "" if not shared_why else (f"&why {rule['why']!r}" if not number else "*why")
        items.append(_block_entry(draw, rule, indent, dash, why))
    empty = draw(
        st.sampled_from(["edges:\n", "edges: []\n", "edges: ~  # none\n", "edges:\t[]\n", "edges:\n  # none\n", ""])
    )
    edges = "edges:\n" + between.join(items) if items else empty
    sections = [edges, draw(st.sampled_from(["", "policy: {}\n", "\npolicy:\n  tests: off\n", "# the end\n"]))]
    sections.insert(1, draw(st.sampled_from(BLOCK_CONTRACTS)))
    if draw(st.booleans()):
        sections.reverse()
    first = draw(st.sampled_from(["version: 1\n", "# A remark.\nversion: 1\n\n", "---\nversion: 1\n"]))
    more = draw(st.sampled_from(["", "", "...\n", "---\nversion: 1\nedges: []\n"]))
    return f"{first}{''.join(sections)}{more}"


def _block_entry(draw: DrawFn, rule: Entry, indent: str, dash: str, why: str) -> str:
    inner = indent + " " * len(dash)
    lines: list[str] = []
    keys = list(rule)
    if draw(st.booleans()):
        keys.append(keys.pop(draw(st.integers(1, len(keys) - 1))))
    for key in keys:
        lines += _block_field(draw, key, rule[key], inner, why if key == "why" else "")
    remark = draw(st.sampled_from(["", f"{inner}# of this rule\n"]))
    return f"{indent}{dash}" + "".join(f"{line}\n" for line in lines).removeprefix(inner) + remark


def _block_field(draw: DrawFn, key: str, value: Value, inner: str, anchor: str) -> list[str]:
    remark = draw(st.sampled_from(["", "", "  # a remark", "\t# a remark"]))
    if anchor:
        return [f"{inner}{key}: {anchor}{remark}"]
    if isinstance(value, str):
        forms = [json.dumps(value), f"'{value}'"] + ([] if ": " in value else [value])
        if key == "why":
            forms += [f"|\n{inner}  {value}", f">-\n{inner}  {value}\n\n{inner}  More.", f'"{value}\n{inner}  more"']
        written = draw(st.sampled_from(forms))
        return [f"{inner}{key}: {written}{remark if chr(10) not in written else ''}"]
    forms = [
        f" [{', '.join(value)}]{remark}",
        f" [\n{inner}  {f', {chr(10)}{inner}  '.join(value)}\n{inner}  ]{remark}",
        f" [{f',{chr(10)}{inner}   '.join(value)}]{remark}",
        f"{remark}" + "".join(f"\n{inner}- {it}" for it in value),
        f"{remark}" + "".join(f"\n{inner}  - '{it}'" for it in value),
    ]
    return [f"{inner}{key}:{draw(st.sampled_from(forms))}"]


FILES: SearchStrategy[str] = rules_files()
