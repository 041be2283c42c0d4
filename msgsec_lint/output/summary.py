"""Numbers and sentences about a whole report that every format for people shares."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from msgsec_lint.findings.model import SEVERITIES, Finding, FlowStep, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from msgsec_lint.findings.model import Coverage, Report
    from msgsec_lint.policy.rules import Rule
    from msgsec_lint.policy.sections import Policy

MAX_STEPS = 30
"""Longest path that is written out; GitHub shows long ones badly, and people read none."""

_REASONS = {
    "too-large": "too large",
    "outside-tree": "outside the tree",
    "unsupported": "in a language not supported yet",
}


class Group(Struct, frozen=True, kw_only=True):
    """The findings of one section of the policy."""

    section: str
    title: str
    principle: str
    principle_title: str
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        """How many findings of that severity are in the group."""
        return sum(finding.severity == severity for finding in self.findings)


def groups(
    findings: Iterable[Finding], rules: Mapping[str, Rule], policy: Policy
) -> tuple[Group, ...]:
    """Findings by section, in the order of the policy; those of unknown rules come last."""
    by_section: dict[str, list[Finding]] = {}
    for finding in findings:
        rule = rules.get(finding.rule_id)
        by_section.setdefault(rule.section if rule else "", []).append(finding)
    found = [
        Group(
            section=section.id,
            title=section.title,
            principle=principle.id,
            principle_title=principle.title,
            findings=tuple(by_section.pop(section.id)),
        )
        for principle in policy.principles
        for section in principle.sections
        if section.id in by_section
    ]
    found += [
        Group(section=name, title="", principle="", principle_title="", findings=tuple(rest))
        for name, rest in by_section.items()
    ]
    return tuple(found)


def count_text(number: int, noun: str) -> str:
    """``1 file``, ``1,234 files``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def result_sentence(report: Report) -> str:
    """Counts, such as ``3 findings: 2 errors, 1 note; 1 suppressed, 4 hidden by threshold.``."""
    counts = Counter(finding.severity for finding in report.findings)
    sentence = count_text(len(report.findings), "finding") if report.findings else "No findings"
    parts = [count_text(counts[name], name) for name in SEVERITIES if counts[name]]
    if parts:
        sentence += ": " + ", ".join(parts)
    aside = []
    if report.suppressed:
        aside.append(f"{len(report.suppressed):,} suppressed")
    if report.hidden:
        aside.append(f"{report.hidden:,} hidden by threshold")
    return "; ".join([sentence, ", ".join(aside)] if aside else [sentence]) + "."


def coverage_sentence(coverage: Coverage) -> str:
    """``Analysed 12 files, 340 lines (python 12).``; says it plainly if there was nothing."""
    if not coverage.files:
        return "Nothing was analysed."
    languages = ", ".join(f"{name} {count:,}" for name, count in sorted(coverage.languages.items()))
    size = f"{count_text(coverage.files, 'file')}, {count_text(coverage.lines, 'line')}"
    return f"Analysed {size}" + (f" ({languages})." if languages else ".")


def skipped_sentence(coverage: Coverage) -> str:
    """``Not analysed: 3 vendored, 1 too large.``; empty if nothing was left out."""
    parts = [
        f"{count:,} {_REASONS.get(reason, reason)}"
        for reason, count in sorted(coverage.skipped.items())
        if count
    ]
    return f"Not analysed: {', '.join(parts)}." if parts else ""


class Path(Struct, frozen=True):
    """A flow in the length in which it is shown."""

    head: tuple[FlowStep, ...]
    left_out: int
    """Number of steps between head and tail that are not shown."""
    tail: tuple[FlowStep, ...]


def shortened(flow: tuple[FlowStep, ...], limit: int = MAX_STEPS) -> Path:
    """The flow with the middle of very long ones left out; both ends matter most."""
    if len(flow) <= limit:
        return Path(flow, 0, ())
    tail = limit // 2
    return Path(flow[: limit - tail], len(flow) - limit, flow[len(flow) - tail :])
