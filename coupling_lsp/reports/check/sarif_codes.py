"""Descriptions of the diagnostic codes for SARIF viewers; `docs/codes` has longer ones."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from coupling_lsp.model.rules import POLICY, Code, Severity


class CodeDescription(NamedTuple):
    """What a code says, why that matters and what to do, and its severity unless `rules.yaml` sets another."""

    short: str
    full: str
    help: str
    severity: Severity


CODES: Mapping[Code, CodeDescription] = MappingProxyType(
    {
        "undeclared-edge": CodeDescription(
            "No rule speaks of this edge between two apps.",
            "One app uses something of another app, and no rule in rules.yaml matches that edge. "
            "It is cheapest to decide on it while the line is being written.",
            "Ask a service function of the other app, or write a rule with a reason into rules.yaml.",
            POLICY["undeclared"],
        ),
        "tech-debt": CodeDescription(
            "A rule calls this edge tech debt.",
            "The edge is known and agreed to for now; its rule says why it should go.",
            "Do what the rule advises. Where it names a service call, `coupling-lsp fix` puts it in.",
            POLICY["tech-debt"],
        ),
        "forbidden-edge": CodeDescription(
            "A rule forbids this edge.",
            "One app uses something of another app that a rule in rules.yaml keeps it from, for the reason it gives.",
            "Do what the rule advises, or change the rule together with its owner.",
            POLICY["forbidden"],
        ),
        "write-outside-services": CodeDescription(
            "A table is written outside the services of the app that owns it.",
            "A write past the services of the app that owns the table escapes every check that stands there.",
            "Let a service function of the owner write it, or give the reason not to in a rule or a comment.",
            POLICY["write-outside-services"],
        ),
        "contract-broken": CodeDescription(
            "A contract does not allow this edge or import.",
            "It is against a contract of rules.yaml on the shape of the whole graph, or against one of import-linter.",
            "Take another way, or change the contract.",
            POLICY["contracts"],
        ),
        "reexport-shim": CodeDescription(
            "A name is imported from an app that only passes it on.",
            "The import hides which app is depended on: the name is defined in another one.",
            "Import the name from the module that defines it.",
            POLICY["reexport-shim"],
        ),
        "stale-rule": CodeDescription(
            "A rule matches no edge.",
            "The code the rule spoke of is gone, or one of its ends is written wrongly.",
            "Remove the rule, or mend its ends.",
            "warning",
        ),
        "shadowed-rule": CodeDescription(
            "A rule matches edges but decides on none.",
            "For each edge it matches, another rule is more specific or stands later.",
            "Remove the rule, or make it more specific.",
            "warning",
        ),
        "expired-rule": CodeDescription(
            "A rule is due for review, or past it.",
            "What the rule says was agreed to until a day only. 30 days before it, a note tells so.",
            "Review the rule, then set another day or remove it.",
            "warning",
        ),
        "invalid-rules": CodeDescription(
            "Something in rules.yaml cannot be read.",
            "A part of the rules file means nothing to the program and is left out; the rest works.",
            "Mend the place that is shown.",
            "error",
        ),
        "unused-ignore": CodeDescription(
            "An ignore comment silences nothing.",
            "Nothing is told on its line that the comment could silence.",
            "Remove the comment.",
            "warning",
        ),
        "ignore-without-reason": CodeDescription(
            "An ignore comment gives no reason.",
            "The comment silences a line, and nobody will know why.",
            "Write the reason behind the bracket.",
            "warning",
        ),
        "reason-missing": CodeDescription(
            "A rule, a contract or an ignore comment does not say why yet.",
            "A quick fix or `coupling-lsp init` wrote a placeholder where the reason belongs, and nobody replaced it.",
            "Replace the placeholder by the reason.",
            "warning",
        ),
        "unresolved-app": CodeDescription(
            "The settings leave open which apps there are, or how they are called.",
            "An app that is not known has no edges; apps found on disk fill in for a list that is not whole.",
            "Write the names as text to be exact.",
            "information",
        ),
    }
)
