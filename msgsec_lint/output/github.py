"""Workflow commands: findings as annotations in the log and the diff of a GitHub workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgsec_lint.output.concise import summary_line
from msgsec_lint.output.escaping import first_paragraph, one_line, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgsec_lint.findings.model import Finding, Notice, Report
    from msgsec_lint.policy.rules import Rule
    from msgsec_lint.policy.sections import Policy

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(
    report: Report,
    rules: Mapping[str, Rule],
    policy: Policy,  # noqa: ARG001 - all formats are called alike
    *,
    include_suppressed: bool = False,
) -> str:
    """One command per finding and per notice, then the summary as a plain line of the log.

    Suppressed findings, if wanted, are notices: an annotation has no other way to be settled.
    """
    lines = [_finding(finding, rules.get(finding.rule_id)) for finding in report.findings]
    if include_suppressed:
        lines += [_finding(finding, rules.get(finding.rule_id)) for finding in report.suppressed]
    lines += [_notice(notice) for notice in report.notices]
    lines.append(summary_line(report))
    return "\n".join(lines) + "\n"


def command(name: str, properties: Mapping[str, str | int], message: str) -> str:
    """A workflow command; whatever the parts hold, it stays one line and one command."""
    head = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name}{' ' if head else ''}{head}::{_data(message)}"


def _finding(finding: Finding, rule: Rule | None) -> str:
    at = finding.primary
    properties: dict[str, str | int] = {
        "file": visible(at.path),
        "line": at.line,
        "endLine": at.end_line,
    }
    # The annotation is refused if a span of several lines names columns.
    if at.line == at.end_line:
        properties["col"] = at.column
        properties["endColumn"] = at.end_column
    title = f"{rule.title} ({finding.rule_id})" if rule else finding.rule_id
    properties["title"] = visible(one_line(title))
    paragraphs = [f"{one_line(finding.message)} [{finding.confidence} confidence]"]
    if finding.suppression:
        paragraphs[0] += f" (suppressed: {one_line(finding.suppression.reason)})"
    if finding.flow:
        source = finding.flow[0].location
        paragraphs.append(f"From {source.path}:{source.line}: {one_line(finding.evidence)}.")
    elif finding.evidence:
        paragraphs.append(f"Why: {one_line(finding.evidence)}.")
    remedy = finding.remedy or (rule.remedy if rule else "")
    if remedy:
        paragraphs.append(f"What to do: {first_paragraph(remedy)}")
    name = "notice" if finding.suppression else _COMMANDS[finding.severity]
    return command(name, properties, "\n".join(visible(part) for part in paragraphs))


def _notice(notice: Notice) -> str:
    properties: dict[str, str | int] = {}
    if notice.path:
        properties["file"] = notice.path
        if notice.line:
            properties["line"] = notice.line
    properties["title"] = f"msgsec-lint: {notice.code}"
    return command("notice", properties, visible(one_line(notice.message)))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
