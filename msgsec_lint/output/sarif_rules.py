"""Rules as SARIF describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgsec_lint.output import sarif_model as sarif
from msgsec_lint.output.escaping import first_paragraph
from msgsec_lint.policy.render import rule_markdown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgsec_lint.policy.rules import Rule
    from msgsec_lint.policy.sections import Policy

_MAX_DESCRIPTION = 1024
_MAX_TAGS = 20


def rule_descriptors(rules: Mapping[str, Rule], policy: Policy) -> tuple[sarif.Descriptor, ...]:
    """All selected rules, sorted by id; results point into this list by index."""
    return tuple(_rule(rule, policy) for _, rule in sorted(rules.items()))


def _rule(rule: Rule, policy: Policy) -> sarif.Descriptor:
    return sarif.Descriptor(
        id=rule.id,
        name=_name(rule.id),
        short_description=sarif.Message(text=_cut(f"{rule.title.rstrip('.')}.")),
        full_description=sarif.Message(text=_cut(first_paragraph(rule.why))),
        help=sarif.MultiformatMessage(text=_help(rule), markdown=rule_markdown(rule, policy)),
        default_configuration=sarif.Configuration(level=rule.severity),
        properties=sarif.RuleProperties(
            tags=_tags(rule, policy),
            precision=rule.precision,
            security_severity=f"{rule.security_severity:.1f}",
        ),
    )


def _tags(rule: Rule, policy: Policy) -> tuple[str, ...]:
    own = ["security", "messenger"]
    own += [f"principle/{policy.principle_of(rule.section).id}", f"section/{rule.section}"]
    own += [f"external/cwe/cwe-{number:03}" for number in rule.cwe]
    return tuple(own[:_MAX_TAGS])


def _help(rule: Rule) -> str:
    parts = [rule.why.strip(), f"What to do: {rule.remedy.strip()}"]
    if rule.references:
        parts.append("References:\n" + "\n".join(rule.references))
    return "\n\n".join(parts)


def _name(slug: str) -> str:
    """``content-in-logs`` as ``ContentInLogs``, the form that SARIF asks names to have."""
    return "".join(word[:1].upper() + word[1:] for word in slug.split("-"))


def _cut(text: str) -> str:
    """The text within the length that is accepted, whole words only."""
    if len(text) <= _MAX_DESCRIPTION:
        return text
    return text[: _MAX_DESCRIPTION - 1].rsplit(" ", 1)[0] + "…"
