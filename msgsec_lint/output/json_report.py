"""The whole report as JSON with a documented, versioned form.

The structs below are the documentation: ``schema()`` is the JSON Schema that follows from them.
Keys may be added within a version; readers must let unknown ones pass. A key that goes away or
changes its meaning raises ``VERSION``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
from msgspec import Struct

import msgsec_lint
from msgsec_lint.findings.model import (
    Confidence,
    Coverage,
    Finding,
    FlowStep,
    Location,
    Notice,
    Report,
    Severity,
    Suppression,
)
from msgsec_lint.output.escaping import json_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgsec_lint.policy.rules import Rule
    from msgsec_lint.policy.sections import Policy

VERSION: Final = 1


class JsonTool(Struct, frozen=True, kw_only=True):
    """The program that wrote the report."""

    name: str
    version: str


class JsonRule(Struct, frozen=True, kw_only=True):
    """A rule that the run selected, in short."""

    id: str
    title: str
    principle: str
    section: str
    severity: Severity
    security_severity: float
    precision: str
    cwe: tuple[int, ...]


class JsonFinding(Struct, frozen=True, kw_only=True):
    """One violation of one rule at one place. Lines and columns count from 1, columns in code
    points; an end column stands behind the last character.
    """

    rule: str
    section: str
    """Section of the policy; empty if the rule is not among ``rules``."""
    severity: Severity
    confidence: Confidence
    message: str
    kind: str
    """Kind of data; empty for findings about form."""
    evidence: str
    """Why the value is held to be sensitive, or the form to be wrong."""
    zone: str
    location: Location
    caption: str
    """Short text for the marked span."""
    flow: tuple[FlowStep, ...]
    """All steps from the source to the sink; empty for findings about form."""
    related: tuple[Location, ...]
    remedy: str
    """What to do here; the rule's text where the finding has none of its own."""
    fingerprint: str
    """Stays the same when lines move; unique within a report."""
    suppression: Suppression | None


class JsonSummary(Struct, frozen=True, kw_only=True):
    """How many findings there are; suppressed ones and those below the thresholds apart."""

    errors: int
    warnings: int
    notes: int
    suppressed: int
    hidden: int


class JsonReport(Struct, frozen=True, kw_only=True):
    """All that one run has to say."""

    format: Literal["msgsec-lint-report"]
    version: Literal[1]
    tool: JsonTool
    summary: JsonSummary
    findings: tuple[JsonFinding, ...]
    """Sorted by severity, path, line, column, rule."""
    suppressed: tuple[JsonFinding, ...] | None
    """Null if they were not asked for."""
    notices: tuple[Notice, ...]
    coverage: Coverage
    rules: tuple[JsonRule, ...]
    """The selected rules, sorted by id, also those without findings."""


def render(
    report: Report,
    rules: Mapping[str, Rule],
    policy: Policy,
    *,
    include_suppressed: bool = False,
) -> str:
    """The report as JSON; nothing of it is left out except suppressed findings not asked for."""
    data = JsonReport(
        format="msgsec-lint-report",
        version=VERSION,
        tool=JsonTool(name="msgsec-lint", version=msgsec_lint.__version__),
        summary=_summary(report),
        findings=tuple(json_finding(finding, rules) for finding in report.findings),
        suppressed=tuple(json_finding(finding, rules) for finding in report.suppressed)
        if include_suppressed
        else None,
        notices=report.notices,
        coverage=report.coverage,
        rules=tuple(_rule(rule, policy) for _, rule in sorted(rules.items())),
    )
    return json_text(msgspec.to_builtins(data))


def schema() -> dict[str, Any]:
    """The JSON Schema of what ``render`` writes."""
    return msgspec.json.schema(JsonReport)


def _summary(report: Report) -> JsonSummary:
    severities = [finding.severity for finding in report.findings]
    return JsonSummary(
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        notes=severities.count("note"),
        suppressed=len(report.suppressed),
        hidden=report.hidden,
    )


def _rule(rule: Rule, policy: Policy) -> JsonRule:
    return JsonRule(
        id=rule.id,
        title=rule.title,
        principle=policy.principle_of(rule.section).id,
        section=rule.section,
        severity=rule.severity,
        security_severity=rule.security_severity,
        precision=rule.precision,
        cwe=rule.cwe,
    )


def json_finding(finding: Finding, rules: Mapping[str, Rule]) -> JsonFinding:
    """A finding as readers of JSON know it, with what its rule says."""
    rule = rules.get(finding.rule_id)
    return JsonFinding(
        rule=finding.rule_id,
        section=rule.section if rule else "",
        severity=finding.severity,
        confidence=finding.confidence,
        message=finding.message,
        kind=finding.kind,
        evidence=finding.evidence,
        zone=finding.zone,
        location=finding.primary,
        caption=finding.caption,
        flow=finding.flow,
        related=finding.related,
        remedy=finding.remedy or (rule.remedy if rule else ""),
        fingerprint=finding.fingerprint,
        suppression=finding.suppression,
    )
