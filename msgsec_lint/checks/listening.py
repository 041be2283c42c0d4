"""Listens to the checks for one line: what arrives at which place, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgsec_lint.checks.analysis import Analysis
from msgsec_lint.checks.witness import Decision, Handed
from msgsec_lint.flow.search import Search
from msgsec_lint.flow.state import Exit, Hit, Step
from msgsec_lint.flow.tracing import Tracer
from msgsec_lint.policy.models import Entry

Span = tuple[int, int, int]
"""Function, start and end byte."""


class Judged(NamedTuple):
    """What was decided about one source."""

    confidence: int
    reasons: Sequence[str]
    decisions: Sequence[Decision]


class Heard:
    """All that is found out about one value, by a search that found out nothing before."""

    def __init__(self, analysis: Analysis, handed: Handed, entry: Entry | None, name: str) -> None:
        """``entry`` makes the place that it is handed to in the end, called ``name``."""
        self.handed = handed
        self.entry = entry
        self.name = name
        self.search: Search = analysis.fresh()
        self.tracer = self.search.tracer = Tracer()
        self.hits: list[Hit] = []
        self.exits: list[Exit] = []
        self.wraps = False
        self.judged: dict[Hit, Judged] = {}

    def finds(self, hits: Sequence[Hit], exits: Sequence[Exit], *, wraps: bool) -> None:
        """Take down what reaches the value."""
        self.hits = list(hits)
        self.exits = list(exits)
        self.wraps = wraps

    def judges(
        self, hit: Hit, confidence: int, reasons: Sequence[str], decisions: Sequence[Decision]
    ) -> None:
        """Take down what comes of one source."""
        self.judged[hit] = Judged(confidence, reasons, decisions)

    def ask(self) -> None:
        """Find out what a value is that is handed to no place."""
        made, search = self.handed, self.search
        outcome = search.local(made.function, made.value, made.path, made.mode)
        hits = search.sources(made.function, made.value, made.path, made.mode)
        self.finds(hits, outcome.exits, wraps=False)


class PassedOver(NamedTuple):
    """A model that could make a place of something, and does not."""

    entry: Entry
    why: str


class Listener:
    """Hears what is decided about the calls and assignments of one line."""

    def __init__(self, analysis: Analysis, spans: set[Span]) -> None:
        self._analysis = analysis
        self._spans = spans
        self.heard: dict[Span, list[Heard]] = {span: [] for span in spans}
        self.passed_over: dict[Span, list[PassedOver]] = {span: [] for span in spans}

    def begins(
        self, entry: Entry, name: str, value: Handed, behind: Sequence[Step]
    ) -> Heard | None:
        """Listen to what stands on the line."""
        span = (value.function, behind[0].start, behind[0].end)
        if span not in self._spans:
            return None
        heard = Heard(self._analysis, value, entry, name)
        self.heard[span].append(heard)
        return heard

    def passes_over(self, function: int, start: int, end: int, entry: Entry, why: str) -> None:
        """Take down why something is no place."""
        found = self.passed_over.get((function, start, end))
        if found is not None and PassedOver(entry, why) not in found:
            found.append(PassedOver(entry, why))
