"""One line per finding, for terminals, editors and programs that read line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgsec_lint.output.escaping import one_line, visible
from msgsec_lint.output.summary import coverage_sentence, result_sentence, skipped_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgsec_lint.findings.model import Finding, Notice, Report
    from msgsec_lint.policy.rules import Rule
    from msgsec_lint.policy.sections import Policy


def render(
    report: Report,
    rules: Mapping[str, Rule],  # noqa: ARG001 - all formats are called alike
    policy: Policy,  # noqa: ARG001
    *,
    include_suppressed: bool = False,
) -> str:
    """``path:line:column: severity rule message [confidence]``, notices, and one summary line."""
    lines = [_finding_line(finding) for finding in report.findings]
    if include_suppressed:
        lines += [_finding_line(finding) for finding in report.suppressed]
    lines += [_notice_line(notice) for notice in report.notices]
    lines.append(summary_line(report))
    return "\n".join(lines) + "\n"


def summary_line(report: Report) -> str:
    """The whole report in one line of prose."""
    parts = (
        result_sentence(report),
        coverage_sentence(report.coverage),
        visible(skipped_sentence(report.coverage)),
    )
    return " ".join(part for part in parts if part)


def _finding_line(finding: Finding) -> str:
    at = finding.primary
    line = (
        f"{_place(at.path)}:{at.line}:{at.column}: {finding.severity} {finding.rule_id} "
        f"{visible(one_line(finding.message))} [{finding.confidence}]"
    )
    if finding.suppression:
        line += f" (suppressed: {visible(one_line(finding.suppression.reason))})"
    return line


def _notice_line(notice: Notice) -> str:
    place = _place(notice.path) if notice.path else "msgsec-lint"
    if notice.path and notice.line:
        place += f":{notice.line}"
    return f"{place}: {notice.level} {notice.code} {visible(one_line(notice.message))}"


def _place(path: str) -> str:
    # In the log of a workflow, a line that starts with two colons is a command.
    return visible(f"./{path}" if path.startswith(":") else path)
