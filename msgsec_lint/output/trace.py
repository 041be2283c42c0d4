"""How the analyzer sees one line, as text for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal

import msgspec
from msgspec import Struct

from msgsec_lint.findings.model import Finding
from msgsec_lint.findings.trace import Place, Source, Trace, Value
from msgsec_lint.output.escaping import json_text, visible
from msgsec_lint.output.json_report import JsonFinding, json_finding
from msgsec_lint.policy.rules import Rule

VERSION: Final = 1
MAX_STOPS = 12
"""Things that stopped the search, shown for one value; JSON has all of them."""


class JsonWithheld(Struct, frozen=True, kw_only=True):
    """A finding that a scan does not show."""

    finding: JsonFinding
    why: str


class JsonTrace(Struct, frozen=True, kw_only=True):
    """All that is told of one line; findings have the form that they have in a report."""

    format: Literal["msgsec-lint-trace"]
    version: Literal[1]
    path: str
    line: int
    zone: str
    zone_why: str
    places: tuple[Place, ...]
    findings: tuple[JsonFinding, ...]
    withheld: tuple[JsonWithheld, ...]


def as_json(trace: Trace, rules: Mapping[str, Rule]) -> str:
    """The whole trace as JSON."""
    data = JsonTrace(
        format="msgsec-lint-trace",
        version=VERSION,
        path=trace.path,
        line=trace.line,
        zone=trace.zone,
        zone_why=trace.zone_why,
        places=trace.places,
        findings=tuple(json_finding(finding, rules) for finding in trace.findings),
        withheld=tuple(
            JsonWithheld(finding=json_finding(finding, rules), why=why)
            for finding, why in trace.withheld
        ),
    )
    return json_text(msgspec.to_builtins(data))


def as_text(trace: Trace) -> str:
    """The trace as an indented list, one thing a line."""
    return "".join(f"{visible(line)}\n" for line in _lines(trace))


def _lines(trace: Trace) -> Iterator[str]:
    yield f"{trace.path}:{trace.line}  {trace.zone} code: {trace.zone_why}"
    for place in trace.places:
        yield ""
        yield from _place(place)
    yield ""
    for finding in trace.findings:
        yield f"finding  {_finding(finding)}"
    for finding, why in trace.withheld:
        yield f"withheld  {_finding(finding)}: {why}"
    if not trace.findings and not trace.withheld:
        yield "no finding on this line"


def _finding(finding: Finding) -> str:
    kind = f" of {finding.kind}" if finding.kind else ""
    return f"{finding.severity} {finding.rule_id}{kind}, {finding.confidence} confidence"


def _place(place: Place) -> Iterator[str]:
    where = f"{place.location.line}:{place.location.column}"
    symbol = f" in {place.location.symbol}" if place.location.symbol else ""
    yield f"{place.form}  {place.text}  ({where}{symbol})"
    yield from (f"  calls  {one}" for one in place.denotes)
    yield from (f"  model  {one}" for one in place.models)
    yield from (f"  no place  {one}" for one in place.passed_over)
    for value in place.values:
        yield from _value(value)


def _value(value: Value) -> Iterator[str]:
    to = f"  → {value.place}, {value.through}, shown as {value.shown}" if value.place else ""
    yield f"  value  {value.text}{to}"
    for source in value.sources:
        yield from _source(source, arrived=bool(value.place))
    if not value.sources and not value.origins:
        yield "    nothing sensitive is known of it"
    yield from (f"    comes from  {one}" for one in value.origins)
    for stop in value.stops[:MAX_STOPS]:
        where = f"{stop.location.path}:{stop.location.line}"
        yield f"    {stop.code}  {stop.why}  ({where})"
    more = len(value.stops) - MAX_STOPS
    if more > 0:
        yield f"    … and {more} more; --format json has them all"


def _source(source: Source, *, arrived: bool) -> Iterator[str]:
    yield f"    {source.kind}, {source.confidence}: {source.why}"
    for number, step in enumerate(source.path, 1):
        where = f"{step.location.path}:{step.location.line}"
        yield f"      {number}  {where}  {step.snippet}  {step.note}"
    if arrived:
        yield f"      arrives: {source.arrives or 'no'}"
        yield from (f"      less sure: {one}" for one in source.lowered)
        yield from (f"      {one}" for one in source.decisions)
