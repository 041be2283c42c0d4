"""SARIF 2.1.0 in the form that code scanning on GitHub reads; other readers find the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

import msgsec_lint
from msgsec_lint.findings.model import SEVERITIES
from msgsec_lint.output import sarif_model as sarif
from msgsec_lint.output.escaping import json_text, one_line, visible
from msgsec_lint.output.line_hash import line_hashes
from msgsec_lint.output.sarif_rules import rule_descriptors
from msgsec_lint.output.source import Sources
from msgsec_lint.output.summary import count_text, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from msgsec_lint.findings.model import Finding, FlowStep, Location, Notice, Report, Suppression
    from msgsec_lint.policy.rules import Rule
    from msgsec_lint.policy.sections import Policy

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
ROOT = "%SRCROOT%"
_SNIPPET_LINES = 20
_SNIPPET_LENGTH = 2000


def render(
    report: Report,
    rules: Mapping[str, Rule],
    policy: Policy,
    *,
    include_suppressed: bool = False,
) -> str:
    """One run with all selected rules and the findings, the most severe first.

    Code scanning shows suppressed results as open alerts, so they are written only on request.
    """
    findings = [*report.findings, *(report.suppressed if include_suppressed else ())]
    findings.sort(key=_order)
    driver = sarif.Driver(
        name="msgsec-lint",
        version=msgsec_lint.__version__,
        semantic_version=msgsec_lint.__version__,
        language="en-US",
        rules=rule_descriptors(rules, policy),
    )
    run = sarif.Run(
        tool=sarif.Tool(driver=driver),
        invocations=(_invocation(report),),
        original_uri_base_ids={
            ROOT: sarif.ArtifactLocation(
                description=sarif.Message(text="The root of the scanned tree.")
            )
        },
        column_kind="unicodeCodePoints",
        results=_Results(Sources(report.root), [rule.id for rule in driver.rules]).of(findings),
    )
    return json_text(msgspec.to_builtins(sarif.Log(schema=SCHEMA, version="2.1.0", runs=(run,))))


def artifact(path: str) -> sarif.ArtifactLocation:
    """A file of the scanned tree; the URI is relative, as uploads require."""
    return sarif.ArtifactLocation(uri=quote(path, safe="/", errors="replace"), uri_base_id=ROOT)


def _order(finding: Finding) -> tuple[int, str, int, int, str, str]:
    at = finding.primary
    rank = SEVERITIES.index(finding.severity)
    return rank, at.path, at.line, at.column, finding.rule_id, finding.fingerprint


def _region(at: Location) -> sarif.Region:
    return sarif.Region(
        start_line=at.line,
        start_column=at.column,
        end_line=at.end_line,
        end_column=at.end_column,
    )


def _location(at: Location, *, message: str = "", number: int | None = None) -> sarif.Location:
    return sarif.Location(
        id=number,
        physical_location=sarif.PhysicalLocation(
            artifact_location=artifact(at.path), region=_region(at)
        ),
        logical_locations=_logical(at),
        message=sarif.Message(text=_prose(message)) if message else None,
    )


def _logical(at: Location) -> tuple[sarif.LogicalLocation, ...]:
    return (sarif.LogicalLocation(fully_qualified_name=at.symbol),) if at.symbol else ()


class _Results:
    """Builds results; keeps the line hashes of the file it is in."""

    def __init__(self, sources: Sources, rule_ids: list[str]) -> None:
        self._sources = sources
        self._indices = {rule_id: index for index, rule_id in enumerate(rule_ids)}
        self._hashes: dict[str, list[str]] = {}

    def of(self, findings: Iterable[Finding]) -> tuple[sarif.Result, ...]:
        return tuple(self._result(finding) for finding in findings)

    def _result(self, finding: Finding) -> sarif.Result:
        properties = {
            "confidence": finding.confidence,
            "zone": finding.zone,
            "kind": finding.kind,
            "evidence": finding.evidence,
            "remedy": finding.remedy,
        }
        return sarif.Result(
            rule_id=finding.rule_id,
            rule_index=self._indices.get(finding.rule_id),
            level=finding.severity,
            message=sarif.Message(text=_message(finding)),
            locations=(self._primary(finding),),
            related_locations=_related(finding),
            code_flows=_code_flows(finding.flow),
            partial_fingerprints=self._fingerprints(finding),
            suppressions=(_suppression(finding.suppression),) if finding.suppression else (),
            properties={key: value for key, value in properties.items() if value},
        )

    def _primary(self, finding: Finding) -> sarif.Location:
        at = finding.primary
        region = _region(at)
        lines = self._sources.lines(at.path)
        context = None
        if at.end_line <= len(lines) and at.end_line - at.line < _SNIPPET_LINES:
            first, last = max(at.line - 1, 1), min(at.end_line + 1, len(lines))
            around = "\n".join(lines[first - 1 : last])
            if len(around) <= _SNIPPET_LENGTH:
                region = msgspec.structs.replace(region, snippet=_span(lines, at))
                context = sarif.Region(
                    start_line=first, end_line=last, snippet=sarif.Message(text=around)
                )
        return sarif.Location(
            physical_location=sarif.PhysicalLocation(
                artifact_location=artifact(at.path), region=region, context_region=context
            ),
            logical_locations=_logical(at),
            message=sarif.Message(text=_prose(finding.caption)) if finding.caption else None,
        )

    def _fingerprints(self, finding: Finding) -> dict[str, str]:
        found = {}
        if finding.fingerprint:
            found["msgsecFlow/v1"] = finding.fingerprint
        hashes = self._line_hashes(finding.primary.path)
        if finding.primary.line <= len(hashes):
            found["primaryLocationLineHash"] = hashes[finding.primary.line - 1]
        return found

    def _line_hashes(self, path: str) -> list[str]:
        if path not in self._hashes:
            text = self._sources.text(path)
            self._hashes = {path: [] if text is None else line_hashes(text)}
        return self._hashes[path]


def _span(lines: list[str], at: Location) -> sarif.Message | None:
    marked = lines[at.line - 1 : at.end_line]
    marked[-1] = marked[-1][: at.end_column - 1]
    marked[0] = marked[0][at.column - 1 :]
    text = "\n".join(marked)
    return sarif.Message(text=text) if text else None


def _prose(text: str) -> str:
    """Text about code on one line; brackets in it cannot be taken for a link of SARIF."""
    return visible(one_line(text)).replace("](", "] (")


def _message(finding: Finding) -> str:
    """The message with the reason, and a link to where the value comes from."""
    text, evidence = _prose(finding.message), _prose(finding.evidence)
    if finding.flow:
        text += f" It comes from [here](1){': ' if evidence else ''}{evidence}."
    elif evidence:
        text += f" Why: {evidence}."
    return text


def _related(finding: Finding) -> tuple[sarif.Location, ...]:
    found = []
    if finding.flow:
        source = finding.flow[0]
        found.append(_location(source.location, message=source.note or finding.evidence, number=1))
    found += [
        _location(at, message="See also this place.", number=number)
        for number, at in enumerate(finding.related, start=len(found) + 1)
    ]
    return tuple(found)


def _code_flows(flow: tuple[FlowStep, ...]) -> tuple[sarif.CodeFlow, ...]:
    if not flow:
        return ()
    path = shortened(flow)
    steps = [_step(step) for step in path.head]
    for number, step in enumerate(path.tail):
        gap = f"({count_text(path.left_out, 'step')} left out) " if number == 0 else ""
        steps.append(_step(step, gap))
    return (sarif.CodeFlow(thread_flows=(sarif.ThreadFlow(locations=tuple(steps)),)),)


def _step(step: FlowStep, before: str = "") -> sarif.ThreadFlowLocation:
    return sarif.ThreadFlowLocation(
        location=_location(step.location, message=before + (step.note or step.snippet))
    )


def _suppression(suppression: Suppression) -> sarif.Suppression:
    return sarif.Suppression(
        kind="inSource",
        status="accepted",
        justification=_prose(suppression.reason),
        location=_location(suppression.location),
        properties={"expires": suppression.expires} if suppression.expires else {},
    )


def _invocation(report: Report) -> sarif.Invocation:
    notifications = [
        sarif.Notification(
            descriptor=sarif.DescriptorReference(id=notice.code),
            level=notice.level,
            message=sarif.Message(text=_prose(notice.message)),
            locations=_notice_locations(notice),
        )
        for notice in report.notices
    ]
    for reason, count in sorted(report.coverage.skipped.items()):
        text = f"{count_text(count, 'file')} not analysed: {reason}."
        notifications.append(
            sarif.Notification(
                descriptor=sarif.DescriptorReference(id=f"skipped-{reason}"),
                level="note",
                message=sarif.Message(text=text),
            )
        )
    return sarif.Invocation(
        execution_successful=all(notice.level != "error" for notice in report.notices),
        tool_execution_notifications=tuple(notifications),
    )


def _notice_locations(notice: Notice) -> tuple[sarif.Location, ...]:
    if not notice.path:
        return ()
    physical = sarif.PhysicalLocation(
        artifact_location=artifact(notice.path),
        region=sarif.Region(start_line=notice.line) if notice.line else None,
    )
    return (sarif.Location(physical_location=physical),)
