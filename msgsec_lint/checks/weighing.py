"""How sure a finding is: what the place, the way and the circumstances leave of what data says."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise

from msgsec_lint.checks.arrivals import Arrival, handed_by
from msgsec_lint.checks.guards import Switches
from msgsec_lint.checks.sinks import Sink
from msgsec_lint.checks.zones import Zones
from msgsec_lint.facts import model as f
from msgsec_lint.flow import kinds as k
from msgsec_lint.flow.lexicon import words
from msgsec_lint.flow.questions import REDACTING
from msgsec_lint.flow.search import Search
from msgsec_lint.flow.state import Hit, Step
from msgsec_lint.policy.conventions import Known

NEAR = 4
"""A path through so many more functions loses no confidence."""
FAR = 8
"""A path through more functions than this loses two levels, as long as one in between loses one."""
_SHOWING = frozenset({"log", "crash-report"})
_CONTENTS = frozenset({k.CONTENT, k.BODY, k.WIRE})
_ASKED = frozenset({"copy", "copied", "cut"})
"""Words in the names of functions that put something on the clipboard because somebody asked."""
_LOGGING = frozenset({"log", "logs", "logger", "logging"})
_WORD = re.compile(r"[a-z0-9]+")
_BUILDING = frozenset({"query", "param", "params", "parameter", "append", "add", "set", "put",
                       "path", "segment", "build", "builder", "with"})  # fmt: skip
"""Words in the names of functions that take parts of an address."""


class Weight:
    """A confidence with the reasons that lowered it."""

    __slots__ = ("confidence", "reasons")

    def __init__(self, confidence: int) -> None:
        self.confidence = confidence
        self.reasons: list[str] = []

    def at_most(self, most: int, why: str) -> None:
        """Be no surer than that."""
        if self.confidence > most:
            self.confidence = most
            self.reasons.append(why)

    def less(self, lost: int, why: str) -> None:
        """Be so much less sure."""
        if lost:
            self.confidence -= lost
            self.reasons.append(why)


class Scales:
    """Weighs what arrives at sinks."""

    def __init__(self, search: Search, zones: Zones, switches: Switches) -> None:
        self.search = search
        self.program = search.program
        self._zones = zones
        self._switches = switches
        self._given: dict[tuple[int, int, int], int] = {}

    def weigh(self, sink: Sink, arrival: Arrival, hit: Hit) -> Weight:
        """How sure it is that a source is a finding at a sink; 0 or less if it is none."""
        weight = Weight(hit.confidence - arrival.lost)
        if arrival.lost:
            weight.reasons.append("what hands it on may reach something else, or not be reached")
        place = sink.entry.sink or ""
        self._by_place(weight, sink, self.program.unit_of[arrival.function])
        weight.less(_distance((*hit.steps, *arrival.behind)), "it comes a long way")
        weight.less(self._ungiven(hit.steps[0]), "nothing is ever given for the parameter it is")
        if hit.kind == k.IDENTITY and place == "log":
            if self._is_of_refused(arrival, hit):
                weight.less(2, "it is the address of somebody who is turned away")
            group = self.program.traits(sink.function).group
            if not sink.entry.console and group in self._redacting:
                weight.less(2, "the program's own logging takes ids out of all lines")
        if place in _SHOWING and hit.kind in _CONTENTS and self._is_encrypted(arrival):
            weight.at_most(0, "it is yet to be decrypted")
        if place == "storage" and hit.kind == k.CREDENTIAL and self._addresses_device(arrival):
            weight.less(2, "it is what push messages are addressed with, which has to be kept")
        if place == "url" and self._is_whole_address(sink, arrival, hit):
            weight.at_most(0, "it is all of an address, and no part of one")
        if hit.escaped and place == "render":
            weight.at_most(0, "it is escaped")
        return weight

    def _by_place(self, weight: Weight, sink: Sink, unit: int) -> None:
        """How sure a finding at a sink can be at most."""
        most = 3
        if not sink.sure:
            most = 2
            weight.at_most(2, "only its name says what the place is")
        if sink.entry.confidence is not None:
            most = min(most, k.CONFIDENCE[sink.entry.confidence])
            weight.at_most(most, f"the model of the place is {sink.entry.confidence} at most")
        if sink.entry.console:
            # Printing is how terminal programs talk to the person; elsewhere it is a log.
            at_top = self.program.head(sink.function).flags & f.MODULE_BODY
            most = min(most, 1 if self._zones.console[unit] or at_top else 2)
            weight.at_most(most, "it is written to a terminal, where a person may read it")
        if sink.entry.sink == "clipboard" and self._is_asked_for(sink.function):
            most = min(most, 1)
            weight.at_most(most, "somebody asked for the copy")
        weight.at_most(most - self._switched(sink), "the place is reached only under a condition")

    def _is_asked_for(self, function: int) -> bool:
        """Whether a function does what a person has just asked for."""
        head = self.program.head(function)
        within = head.symbol.partition(".<lambda>")[0].rsplit(".", 1)[-1]
        clicked = self._conventions(function).clicked
        return head.name in clicked or not _ASKED.isdisjoint(words(within))

    def _switched(self, sink: Sink) -> int:
        """Confidence lost by the conditions that a sink stands under."""
        if sink.value < 0:
            return 0
        lost = self._switches.lost(sink.function, sink.value)
        stored = lost < 2 and sink.entry.sink == "storage"
        return 2 if stored and self._switches.protects(sink.function, sink.value) else lost

    def _conventions(self, function: int) -> Known:
        return self.search.library.conventions(self.program.traits(function).group)

    @cached_property
    def _redacting(self) -> frozenset[str]:
        """Groups of languages in which the program's own logging takes ids out of all lines.

        A module for logging says so by calling what redacts or scrubs.
        """
        return frozenset(
            unit.traits.group
            for unit in self.program.units
            if not _LOGGING.isdisjoint(_WORD.findall(unit.path.lower().rpartition(".")[0]))
            and any(not REDACTING.isdisjoint(words(name)[:1]) for name in unit.facts.calls)
        )

    def _is_whole_address(self, sink: Sink, arrival: Arrival, hit: Hit) -> bool:
        """Whether a value is all of an address: then it is no secret in one, whatever its name."""
        if arrival.depth or sink.value < 0 or hit.steps[0].function != sink.function:
            return False
        if not _BUILDING.isdisjoint(words(sink.name.rsplit(".", 1)[-1])):
            return False
        values = self.program.body(sink.function).values
        given = values[sink.value][4]
        spans = [
            values[arrival.value][1:3],
            values[self.search.evidence.root(sink.function, arrival.value)][1:3],
        ]
        return arrival.value in given and list(hit.steps[0][1:3]) in spans

    def _is_of_refused(self, arrival: Arrival, hit: Hit) -> bool:
        """Whether it is the address of somebody who is turned away, which guards a service."""
        askers = self._conventions(arrival.function).askers
        said = [name for name in askers if " ".join(words(name)) in hit.why]
        call = handed_by(self.program, arrival) if said else -1
        site = (arrival.function, call)
        return call >= 0 and (
            self._switches.turns_away(*site)
            or any(self._switches.is_unreadable(*site, name) for name in said)
        )

    def _is_encrypted(self, arrival: Arrival) -> bool:
        """Whether what is shown, or a field of the line made of it, is yet to be decrypted."""
        held = self.program.body(arrival.function).values[arrival.value]
        shown = [arrival.value, *held[4]] if held[0] == f.CALL else [arrival.value]
        ask = self.search.is_still_encrypted
        return any(value >= 0 and ask(arrival.function, value) for value in shown)

    def _addresses_device(self, arrival: Arrival) -> bool:
        """Whether what is kept is the token that push messages are addressed with.

        An application has to keep it, and who reads its storage can do little with it.
        """
        names = (self.program.head(step.function).name for step in arrival.behind)
        return any(self.search.lexicon.delivers(name) for name in names)

    def _ungiven(self, source: Step) -> int:
        """Confidence lost because a source is a parameter that nothing is ever given for.

        A parameter is named for what it is meant to take. Where every caller gives nothing, or
        nothing calls a setter, no data comes that way.
        """
        key = (source.function, source.start, source.end)
        found = self._given.get(key)
        if found is None:
            found = self._given[key] = self._find_ungiven(*key)
        return found

    def _is_nothing(self, function: int, value: int) -> bool:
        """Whether a value is null or empty, as what takes a setting back is."""
        held = self.program.body(function).values[self.search.evidence.root(function, value)]
        return bool(held[0] == f.CONST and not held[3])

    def _find_ungiven(self, function: int, start: int, end: int) -> int:
        index = next(
            (
                v[3]
                for v in self.program.body(function).values
                if v[0] == f.PARAM and v[1] == start and v[2] == end
            ),
            -1,
        )
        if index < 0:
            return 0
        head = self.program.head(function)
        passed = [
            (site[0], value)
            for site, target in self.search.calls.callers(function)
            if self.program.unit_of[site[0]] not in self.search.left_out
            for value, _ in self.search.calls.passed(site, target, index, ())
        ]
        if passed:
            return 0 if any(not self._is_nothing(*at) for at in passed) else 3
        if head.name[:3] != "set" or self.program.owner(function) is None:
            return 0
        field = head.name[3:4].lower() + head.name[4:]
        sites = self.program.calls_named(head.name)
        called = any(not self.search.calls.targets(site) for site in sites)
        return 0 if called or self.program.stores_named(field) else 2


def _distance(steps: tuple[Step, ...]) -> int:
    """Confidence lost over a long way: each function and field on it was an approximation."""
    changes = sum(1 for one, two in pairwise(steps) if one.function != two.function)
    return 0 if changes <= NEAR else 1 if changes <= FAR else 2
