"""From drafts to findings: places, texts, severities, fingerprints."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from msgspec import structs

from msgsec_lint.checks.draft import Draft
from msgsec_lint.checks.zones import Zones
from msgsec_lint.findings.lines import LineMap
from msgsec_lint.findings.model import (
    CONFIDENCES,
    SEVERITIES,
    Finding,
    FlowStep,
    Location,
    Severity,
)
from msgsec_lint.flow.kinds import CONFIDENCE_NAMES
from msgsec_lint.flow.state import Step
from msgsec_lint.link.program import Program
from msgsec_lint.policy.config import Config
from msgsec_lint.policy.rules import Rule

_SHOWN_KINDS = {"decrypted": "content", "address": "credential"}
"""Kinds that only rules and models tell apart."""
MAX_SNIPPET = 100
MAX_STEPS = 30


class Composer:
    """Turns drafts into findings, reading the source text of the files they touch."""

    def __init__(
        self,
        program: Program,
        zones: Zones,
        rules: dict[str, Rule],
        config: Config,
        source: Callable[[str], bytes],
    ) -> None:
        self._program = program
        self._zones = zones
        self._rules = rules
        self._severities = config.settings.rules.severity
        self._source = source
        self._maps: dict[str, LineMap] = {}

    def findings(self, drafts: Iterable[Draft], placed: Iterable[Finding] = ()) -> list[Finding]:
        """Findings, sorted by harm and place, each with a fingerprint of its own.

        ``placed`` are those that need nothing but a fingerprint.
        """
        made = [(self._finding(draft), draft.sink) for draft in drafts]
        made.extend((finding, finding.evidence) for finding in placed)
        made.sort(key=lambda pair: _order(pair[0]))
        seen: dict[tuple[str, ...], int] = {}
        found: list[Finding] = []
        for finding, sink in made:
            source = finding.flow[0].location if finding.flow else finding.primary
            key = (
                finding.rule_id,
                finding.primary.path,
                source.path,
                source.symbol,
                finding.kind,
                finding.primary.symbol,
                sink,
            )
            ordinal = seen.get(key, 0)
            seen[key] = ordinal + 1
            text = "\0".join((*key, str(ordinal)))
            mark = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
            found.append(structs.replace(finding, fingerprint=mark))
        return found

    def _finding(self, draft: Draft) -> Finding:
        rule = self._rules[draft.rule_id]
        unit = self._program.unit_of[draft.function]
        kind = _SHOWN_KINDS.get(draft.kind, draft.kind)
        override = rule.kinds.get(draft.kind) or rule.kinds.get(kind)  # type: ignore[call-overload]
        message = draft.message or (override and override.message) or rule.message
        severity: Severity = (override and override.severity) or rule.severity
        chosen = self._severities.get(draft.rule_id)
        if chosen is not None and chosen != "off":
            severity = chosen
        return Finding(
            rule_id=rule.id,
            message=message.replace("{kind}", kind).replace("{place}", draft.place),
            severity=severity,
            confidence=CONFIDENCE_NAMES[draft.confidence],
            kind=kind,
            evidence=draft.evidence,
            zone=self._zones.of[unit],
            primary=self.location(draft.function, draft.start, draft.end),
            caption=draft.caption,
            flow=tuple(self.step(step) for step in _shorten(draft.steps)),
        )

    def location(self, function: int, start: int, end: int) -> Location:
        unit = self._program.unit(function)
        symbol = self._program.head(function).symbol
        return self._map(unit.path).location(unit.path, start, end, symbol)

    def step(self, step: Step) -> FlowStep:
        location = self.location(step.function, step.start, step.end)
        text = " ".join(self._map(location.path).line_text(location.line).split())
        if len(text) > MAX_SNIPPET:
            text = text[: MAX_SNIPPET - 1] + "…"
        return FlowStep(location=location, snippet=text, note=step.note)

    def _map(self, path: str) -> LineMap:
        found = self._maps.get(path)
        if found is None:
            found = LineMap(self._source(path))
            self._maps[path] = found
        return found


def _shorten(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Steps without repeats; a very long path keeps its ends."""
    distinct = [step for at, step in enumerate(steps) if at == 0 or step[:3] != steps[at - 1][:3]]
    if steps and distinct[-1][:4] != steps[-1][:4]:
        distinct[-1] = steps[-1]
    if len(distinct) > MAX_STEPS:
        distinct = distinct[: MAX_STEPS // 2] + distinct[-MAX_STEPS // 2 :]
    return tuple(distinct)


def _order(finding: Finding) -> tuple[object, ...]:
    place = finding.primary
    return (
        SEVERITIES.index(finding.severity),
        place.path,
        place.line,
        place.column,
        finding.rule_id,
        place.end_line,
        place.end_column,
        CONFIDENCES.index(finding.confidence),
        finding.evidence,
    )
