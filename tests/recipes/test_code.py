"""A code: a warning of each rule without an owner."""

import json
from pathlib import Path

from cli.project import FILES, RULES

from recipes.package_copy import ROOT, Recipe, follow, paths_named

CHECK = """
def _without_owner(rules: tuple[Rule, ...]) -> Iterator[Diagnostic]:
    for rule in rules:
        if not rule.owner:
            message = f"Rule `{rule.id}` has no owner"
            yield Diagnostic(rule.span, "warning", "rule-without-owner", message, rule=rule)


def _unknown_apps("""
WORDS = """\
        "rule-without-owner": CodeDescription(
            "A rule names no owner.",
            "Nobody is named who could be asked about the rule.",
            "Write the owner into the rule.",
            "warning",
        ),
        "unresolved-app": CodeDescription(
"""
ROW = "| [rule-without-owner](rule-without-owner.md) | warning | a rule names no owner |\n"
LAST_ROW = "| [unresolved-app](unresolved-app.md)"
RECIPE = Recipe(
    {"docs/codes/rule-without-owner.md": "# rule-without-owner\n\nSeverity: warning.\n"},
    {
        "model/rules.py": [('    "unresolved-app",\n', '    "unresolved-app",\n    "rule-without-owner",\n')],
        "features/diagnostics/rules_file.py": [
            (
                "    diagnostics.extend(fix_faults.faults(snapshot, suggestions))\n",
                "    diagnostics.extend(fix_faults.faults(snapshot, suggestions))\n"
                "    diagnostics.extend(_without_owner(rules.rules))\n",
            ),
            ("\ndef _unknown_apps(", CHECK),
        ],
        "reports/check/sarif_codes.py": [('        "unresolved-app": CodeDescription(\n', WORDS)],
        "docs/codes/README.md": [(LAST_ROW, ROW + LAST_ROW)],
    },
)


def test_a_code_is_told_by_every_form_of_check(tmp_path: Path) -> None:
    copy = follow(RECIPE, tmp_path, {**FILES, "rules.yaml": RULES})
    finding_module = "features/diagnostics/rules_file.py"  # Whatever finds it: the recipe names the folder.
    touched_paths = {path.replace("rule-without-owner", "<code>") for path in RECIPE.paths}
    assert paths_named("a code") == touched_paths - {finding_module}
    findings = json.loads(copy.output("check", "--format", "json", code=1))["findings"]
    own_findings = [it for it in findings if it["code"] == "rule-without-owner"]
    assert [(it["path"], it["line"], it["severity"]) for it in own_findings] == [
        ("rules.yaml", 3, "warning"),
        ("rules.yaml", 8, "warning"),
        ("rules.yaml", 14, "warning"),
    ]
    assert "warning rule-without-owner" in copy.output("check", code=1)
    sarif = json.loads(copy.output("check", "--format", "sarif", code=1))
    descriptions = {it["id"]: it["shortDescription"]["text"] for it in sarif["runs"][0]["tool"]["driver"]["rules"]}
    assert descriptions["rule-without-owner"] == "A rule names no owner."
    assert copy.tidiness() == ""


def test_the_page_of_codes_lists_them_all() -> None:
    """`test_tidy` demands a page for each code; the recipe has one write the line that leads there, too."""
    folder = ROOT / "docs" / "codes"
    index = (folder / "README.md").read_text(encoding="utf-8")
    pages = {path.name for path in folder.glob("*.md")} - {"README.md"}
    assert pages == {page for page in pages if f"]({page})" in index}
