"""Flow rules: data of a kind reaches a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from msgsec_lint.checks.draft import Draft
from msgsec_lint.checks.guards import Switches
from msgsec_lint.checks.options import Options
from msgsec_lint.checks.sinks import Sink, Sinks, named_by
from msgsec_lint.checks.zones import Zones
from msgsec_lint.facts import model as f
from msgsec_lint.flow import kinds as k
from msgsec_lint.flow.lexicon import words
from msgsec_lint.flow.questions import REDACTING
from msgsec_lint.flow.results import handed_function
from msgsec_lint.flow.search import Search
from msgsec_lint.flow.state import MASKED, Exit, Hit, Path, Step
from msgsec_lint.link.calling.passing import Target
from msgsec_lint.link.program import CallSite
from msgsec_lint.policy.conventions import Known
from msgsec_lint.policy.rules import Rule

MAX_WRAPPERS = 4
"""Wrappers round wrappers are followed so far."""
NEAR = 4
"""A path through so many more functions loses no confidence."""
FAR = 8
"""A path through more functions than this loses two levels, as long as one in between loses one."""
MAX_WRAPPER_SIZE = 40
"""A function with more values than this does more than log, unless its name says otherwise."""
MAX_ARRIVALS = 600
"""Calls looked at for one sink, through all its wrappers."""
_SHOWING = frozenset({"log", "crash-report"})
_CONTENTS = frozenset({k.CONTENT, k.BODY, k.WIRE})
_ASKED = frozenset({"copy", "copied", "cut"})
"""Words in the names of functions that put something on the clipboard because somebody asked."""
_LOGGING = frozenset({"log", "logs", "logger", "logging"})
_WORD = re.compile(r"[a-z0-9]+")
_BUILDING = frozenset({"query", "param", "params", "parameter", "append", "add", "set", "put",
                       "path", "segment", "build", "builder", "with"})  # fmt: skip
"""Words in the names of functions that take parts of an address."""
_SPEAKING = frozenset({"log", "logger", "logging", "debug", "info", "warn", "warning", "trace",
                       "print", "say", "echo", "verbose", "fatal", "critical",
                       "audit"})  # fmt: skip
"""Words in the names of functions and classes that log what they are given."""
_TELLING = frozenset({"error", "err", "exception", "report", "record", "note", "notice", "output",
                      "emit", "msg", "message"})  # fmt: skip
"""First words of such functions, which elsewhere say what is dealt with: `sendErrorPacket`."""


class _Concern(NamedTuple):
    """A rule with what it asks in bits."""

    rule: Rule
    mask: int


class _Arrival(NamedTuple):
    """A value handed to a sink, perhaps through wrappers."""

    function: int
    value: int
    start: int
    end: int
    path: Path
    mode: str
    alive: int
    lost: int
    behind: tuple[Step, ...]
    """From the hand-over to the sink itself."""
    depth: int
    stripped: bool
    """Release builds remove a call on the way; what is lost by that is in ``lost``."""


class FlowCheck:
    """Runs all chosen flow rules in one pass over the sinks."""

    def __init__(self, search: Search, zones: Zones, rules: list[Rule], switches: Switches) -> None:
        self.search = search
        self.program = search.program
        self.zones = zones
        self._switches = switches
        self._options = Options(search, zones, rules)
        self._concerns: dict[str, list[_Concern]] = {}
        for rule in rules:
            if rule.flow is not None:
                for place in rule.flow.places:
                    concern = _Concern(rule, k.asked(rule.flow.kinds, place))
                    self._concerns.setdefault(place, []).append(concern)
        self._wrapping: dict[tuple[int, int], bool] = {}
        self._given: dict[tuple[int, int, int], int] = {}
        self._told: dict[tuple[int, int, int], int] = {}
        self._budget = 0
        self._arrived: set[tuple[int, int, Path, str, int]] = set()

    def sinks(self) -> list[Sink]:
        """Every place that the rules ask about, in the order of the files."""
        applicable = {zone for cs in self._concerns.values() for c in cs for zone in c.rule.zones}
        wanted = [zone in applicable for zone in self.zones.of]
        return Sinks(self.search, frozenset(self._concerns), wanted).find()

    def run(self, sinks: Iterable[Sink]) -> Iterator[Draft]:
        """Drafts of what arrives at some sinks; several may be of one call."""
        for sink in sinks:
            yield from self._sink(sink)

    def _sink(self, sink: Sink) -> Iterator[Draft]:
        if sink.value >= 0 and self._switches.is_never_reached(sink.function, sink.value):
            return
        best: dict[tuple[str, int, int], Draft] = {}
        self._budget = MAX_ARRIVALS
        self._arrived = set()
        rule = self._switches.stripped(sink.function, sink.name) if sink.value >= 0 else ""
        note = (sink.entry.note or sink.name) + _removed(rule)
        last = Step(sink.function, sink.start, sink.end, note)
        for value, start, end in sink.arguments:
            form = self._without_empty(sink.function, sink.value, value, sink.form)
            if form is None:
                continue
            arrival = _Arrival(
                sink.function, value, start, end, (), form, k.ALL, int(bool(rule)), (last,), 0,
                bool(rule),
            )  # fmt: skip
            for call, draft in self._arrive(sink, arrival):
                key = (draft.rule_id, draft.function, call)
                before = best.get(key)
                if before is None or draft.confidence > before.confidence:
                    best[key] = draft
        yield from best.values()
        here = [draft for draft in best.values() if draft.function == sink.function]
        yield from self._options.findings(sink, here) if here else ()

    def _without_empty(self, function: int, call: int, value: int, mode: str) -> str | None:
        """How a value is shown, less the parts of it that are empty where a call is reached.

        None if nothing of it is left.
        """
        values = self.program.body(function).values
        if call < 0 or values[call][6] < 0:
            return mode
        empty = self._switches.emptied(function, call)
        if not empty:
            return mode
        if values[value][0] == f.TEXT and len(values[value][3]) == 1:
            # Text in front of a value, which says what it is.
            value = values[value][3][0][0]
        evidence = self.search.evidence
        place = self._switches.place
        read = evidence.read(function, values[value])
        if read is not None and read[1] in empty.get(place(function, read[0], whole=False), ()):
            return None
        if "" in empty.get(place(function, value, whole=True), ()):
            return None
        parts = empty.get(place(function, value, whole=False), set()) - {""}
        return MASKED.join((mode, *sorted(parts)))

    def _arrive(self, sink: Sink, arrival: _Arrival) -> Iterator[tuple[int, Draft]]:
        """Findings for one value at one sink, or at the calls of the wrapper it stands in."""
        outcome = self.search.local(arrival.function, arrival.value, arrival.path, arrival.mode)
        wraps = arrival.depth < MAX_WRAPPERS and self._wraps(sink, arrival)
        hits = list(outcome.hits)
        known = 0
        for hit in hits:
            if hit.confidence - arrival.lost >= 2:
                known |= k.alike(hit.kind)
        for exit_ in outcome.exits:
            left = exit_._replace(alive=exit_.alive & ~known)
            if wraps:
                yield from self._from_wrapper(sink, arrival, left)
            else:
                upstream = self.search.upstream(
                    arrival.function, left.parameter, left.path, left.mode
                )
                hits.extend(through for hit in upstream for through in _through(hit, left))
        for hit in hits:
            if hit.kind & arrival.alive and hit.confidence > arrival.lost:
                for draft in self._drafts(sink, arrival, hit):
                    yield arrival.start if arrival.depth else sink.start, draft

    def _from_wrapper(
        self, sink: Sink, arrival: _Arrival, exit_: Exit
    ) -> Iterator[tuple[int, Draft]]:
        alive = arrival.alive & exit_.alive
        key = (arrival.function, exit_.parameter, exit_.path, exit_.mode, alive)
        if not alive or key in self._arrived:
            return
        self._arrived.add(key)
        head = self.program.head(arrival.function)
        name = self.search.linker.full_name(self.program.unit_of[arrival.function], head.symbol)
        calls = self.search.calls
        for site, target in calls.callers(arrival.function):
            if self.program.unit_of[site[0]] in self.search.left_out:
                continue
            if self._is_barred(arrival, site, target) or self._switches.is_never_reached(*site):
                continue
            call = self.program.body(site[0]).values[site[1]]
            rule = "" if arrival.stripped else self._switches.stripped(site[0], name)
            note = f"{head.symbol}() hands it on" + _removed(rule)
            behind = (
                Step(site[0], call[1], call[2], note),
                *exit_.steps,
                *arrival.behind,
            )
            for value, path in calls.passed(site, target, exit_.parameter, exit_.path):
                start, end = _written(call, value)
                lost = arrival.lost + exit_.lost + (0 if target.sure else 1) + int(bool(rule))
                mode = exit_.mode if path else self._without_empty(*site, value, exit_.mode)
                if mode is None:
                    continue
                inner = _Arrival(
                    site[0], value, start, end, path, mode, alive, lost, behind,
                    arrival.depth + 1, arrival.stripped or bool(rule),
                )  # fmt: skip
                self._budget -= 1
                if self._budget < 0:
                    return
                yield from self._arrive(sink, inner)
                named = self._named(site[0], call, value) if not path else -1
                if named >= 0:
                    yield from self._arrive(sink, inner._replace(value=named))

    def _named(self, function: int, call: f.Value, value: int) -> int:
        """An argument of a wrapper with the text that stands in front of it, or -1."""
        if not self.program.traits(function).texts_name_next or value not in call[4][1:]:
            return -1
        key = (function, call[1], value)
        if key not in self._told:
            before = call[4][call[4].index(value) - 1]
            self._told[key] = named_by(self.program, function, max(before, 0), value)
        return self._told[key]

    def _is_barred(self, arrival: _Arrival, site: CallSite, target: Target) -> bool:
        """Whether a wrapper gets as far only with an option that a call does not give."""
        body = self.program.body(arrival.function)
        call = self._handed_by(arrival)
        guard = body.values[call][6] if call >= 0 else -1
        parameters = self.program.head(arrival.function).parameters
        while guard >= 0:
            held = body.guards[guard]
            test = body.values[held.test] if held.test >= 0 else None
            if held.kind == "if" and held.holds and test is not None and test[0] == f.PARAM:
                default = parameters[test[3]].default
                given = self.search.calls.passed(site, target, test[3], ())
                if not given and default >= 0 and self._is_off(arrival.function, default):
                    return True
            if (
                held.kind == "if"
                and test is not None
                and test[0] == f.TEST
                and self._is_another(arrival.function, test, site, target, holds=held.holds)
            ):
                return True
            guard = held.outer
        return False

    def _is_another(
        self, function: int, test: f.Value, site: CallSite, target: Target, *, holds: bool
    ) -> bool:
        """Whether a wrapper asks for another constant than a call gives: ``level === ERROR``."""
        if len(test[4]) != 2 or test[3] not in (("==", "===") if holds else ("!=", "!==")):
            return False
        values = self.program.body(function).values
        asked, wanted = test[4]
        if values[asked][0] != f.PARAM:
            return False
        constant = _constant(values, wanted)
        given = self.search.calls.passed(site, target, values[asked][3], ())
        told = [_constant(self.program.body(site[0]).values, value) for value, _ in given]
        return constant is not None and bool(told) and all(x not in (None, constant) for x in told)

    def _is_off(self, function: int, default: int) -> bool:
        head = self.program.head(function)
        outer = self.program.unit(function).first + head.parent
        literals = self.search.evidence.literals(outer, default)
        return bool(literals) and not any(literals)

    def _wraps(self, sink: Sink, arrival: _Arrival) -> bool:
        """Whether the finding belongs to the callers.

        A function that hands its parameter on to a store, a network or a screen is a wrapper round
        it. Nearly every function logs something, so one is a wrapper round a log only if its
        callers decide the whole text.
        """
        if sink.entry.sink in ("render", "execute"):
            # These are to be mended where they stand: by escaping, by another decoder.
            return False
        if sink.entry.sink not in ("log", "crash-report"):
            return True
        key = (arrival.function, arrival.start)
        found = self._wrapping.get(key)
        if found is None:
            found = self._is_wrapper(sink, arrival)
            self._wrapping[key] = found
        return found

    def _is_wrapper(self, sink: Sink, arrival: _Arrival) -> bool:
        if sink.value < 0:
            return False
        head = self.program.head(arrival.function)
        body = self.program.body(arrival.function)
        at = self._handed_by(arrival)
        if at < 0:
            return False
        call = body.values[at]
        owner = self.program.owner(arrival.function)
        own = words(head.name)
        around = head.symbol if head.flags & f.EXTENSION else ""
        if owner:
            around = self.program.class_head(owner).name
        speaking = not _SPEAKING.isdisjoint((*words(around), *own))
        speaking = speaking or not _TELLING.isdisjoint(own[:1])
        if not speaking and len(body.values) > MAX_WRAPPER_SIZE:
            return False
        given = [a if a >= 0 else ~a for a in call[4]] + [v for _, v in call[5]]
        # A log's first argument may be a tag.
        handed = [] if arrival.depth else [v for v, _, _ in sink.arguments if v in given]
        template = given if speaking else (handed or given)[:1]
        return any(self._from_parameter(body, value, speaking=speaking) for value in template)

    def _from_parameter(self, body: f.Body, value: int, *, speaking: bool, depth: int = 0) -> bool:
        if depth > 8:
            return False
        held = body.values[value]
        op = held[0]
        if op == f.PARAM:
            return True
        if op in (f.LOCAL, f.UPDATE) or (op == f.PART and speaking):
            return self._from_parameter(body, held[3], speaking=speaking, depth=depth + 1)
        if op == f.BINARY and held[3] in ("+", "%"):
            inner = held[4:6] if held[3] == "+" or speaking else held[4:5]
        elif op in (f.JOIN, f.CHOICE):
            inner = held[3]
        elif op == f.TEXT and speaking:
            inner = [part for part, _, _ in held[3]]
        elif op == f.CALL and (speaking or handed_function(body, held) >= 0):
            # What a function gives that the caller handed over, the caller decides.
            given = handed_function(body, held)
            inner = [given] if given >= 0 else []
            inner += (a for a in held[4] if a >= 0) if speaking else ()
            callee = body.values[held[3]]
            if callee[0] == f.ATTR and callee[4] in ("format", "join"):
                inner = [callee[3], *inner]
        else:
            return False
        return any(self._from_parameter(body, v, speaking=speaking, depth=depth + 1) for v in inner)

    def _drafts(self, sink: Sink, arrival: _Arrival, hit: Hit) -> Iterator[Draft]:
        unit = self.program.unit_of[arrival.function]
        zone = self.zones.of[unit]
        place = sink.entry.sink or ""
        confidence = min(hit.confidence - arrival.lost, self._certainty(sink, unit))
        confidence -= _distance((*hit.steps, *arrival.behind))
        confidence -= self._ungiven(hit.steps[0])
        if place == "log" and hit.kind == k.IDENTITY and self._is_of_refused(arrival, hit):
            confidence -= 2
        if place in _SHOWING and hit.kind in _CONTENTS and self._is_encrypted(arrival):
            return
        if place == "log" and hit.kind == k.IDENTITY and not sink.entry.console:
            redacts = self.program.traits(sink.function).group in self._redacting
            confidence -= 2 if redacts else 0
        if place == "storage" and hit.kind == k.CREDENTIAL:
            confidence -= 2 if self._addresses_device(arrival) else 0
        if place == "url" and self._is_whole_address(sink, arrival, hit):
            return
        if confidence <= 0 or (hit.escaped and place == "render"):
            return
        for concern in self._concerns[place]:
            if hit.kind & concern.mask and zone in concern.rule.zones:
                shift = _shift(concern.rule, hit.kind)
                # A name that says little does not say more because of where it arrives.
                sure = confidence + (min(shift, 0) if confidence < 2 else shift)
                if sure <= 0:
                    continue
                yield Draft(
                    concern.rule.id,
                    arrival.function,
                    arrival.start,
                    arrival.end,
                    k.KIND_NAMES[hit.kind],
                    min(sure, 3),
                    hit.why,
                    _caption(hit, arrival.function),
                    (*hit.steps, *arrival.behind),
                    place,
                    sink.name,
                )

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

    def _is_whole_address(self, sink: Sink, arrival: _Arrival, hit: Hit) -> bool:
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

    def _is_of_refused(self, arrival: _Arrival, hit: Hit) -> bool:
        """Whether it is the address of somebody who is turned away, which guards a service."""
        askers = self._conventions(arrival.function).askers
        said = [name for name in askers if " ".join(words(name)) in hit.why]
        call = self._handed_by(arrival) if said else -1
        site = (arrival.function, call)
        return call >= 0 and (
            self._switches.turns_away(*site)
            or any(self._switches.is_unreadable(*site, name) for name in said)
        )

    def _conventions(self, function: int) -> Known:
        return self.search.library.conventions(self.program.traits(function).group)

    def _handed_by(self, arrival: _Arrival) -> int:
        """The call that hands a value on to a sink or to the next wrapper round it, or -1."""
        last = arrival.behind[0]
        values = self.program.body(arrival.function).values
        span = [last.start, last.end]
        calls = (at for at, held in enumerate(values) if held[0] == f.CALL and held[1:3] == span)
        return next(calls, -1)

    def _certainty(self, sink: Sink, unit: int) -> int:
        """How sure a finding at a sink can be at most."""
        most = 3 if sink.sure else 2
        if sink.entry.confidence is not None:
            most = min(most, k.CONFIDENCE[sink.entry.confidence])
        if sink.entry.console:
            # Printing is how terminal programs talk to the person; elsewhere it is a log.
            at_top = self.program.head(sink.function).flags & f.MODULE_BODY
            most = min(most, 1 if self.zones.console[unit] or at_top else 2)
        if sink.entry.sink == "clipboard":
            head = self.program.head(sink.function)
            within = head.symbol.partition(".<lambda>")[0].rsplit(".", 1)[-1]
            clicked = self._conventions(sink.function).clicked
            if head.name in clicked or not _ASKED.isdisjoint(words(within)):
                most = min(most, 1)
        switched = self._switches.lost(sink.function, sink.value) if sink.value >= 0 else 0
        if switched < 2 and sink.entry.sink == "storage" and sink.value >= 0:
            switched = 2 if self._switches.protects(sink.function, sink.value) else switched
        return most - switched

    def _is_encrypted(self, arrival: _Arrival) -> bool:
        """Whether what is shown, or a field of the line made of it, is yet to be decrypted."""
        held = self.program.body(arrival.function).values[arrival.value]
        shown = [arrival.value, *held[4]] if held[0] == f.CALL else [arrival.value]
        ask = self.search.is_still_encrypted
        return any(value >= 0 and ask(arrival.function, value) for value in shown)

    def _addresses_device(self, arrival: _Arrival) -> bool:
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


def _constant(values: list[f.Value], value: int) -> object:
    """What tells a constant from others: a literal, or the name of a member; None for the rest."""
    held = values[value]
    if held[0] == f.CONST:
        return (held[3],)
    if held[0] == f.ATTR and values[held[3]][0] == f.NAME and str(held[4])[:1].isupper():
        return f"{values[held[3]][3]}.{held[4]}"
    return None


def _shift(rule: Rule, kind: int) -> int:
    """What a rule's settings for a kind add to the confidence."""
    own = rule.kinds.get(k.KIND_NAMES[kind])  # type: ignore[call-overload]
    if own is None:
        own = rule.kinds.get(k.NAMES[kind])  # type: ignore[call-overload]
    return int(own.shift) if own is not None else 0


def _removed(rule: str) -> str:
    """What is said of a call that a rule of a shrinker removes."""
    return f"; release builds remove this call ({rule})" if rule else ""


def _distance(steps: tuple[Step, ...]) -> int:
    """Confidence lost over a long way: each function and field on it was an approximation."""
    changes = sum(1 for one, two in pairwise(steps) if one.function != two.function)
    return 0 if changes <= NEAR else 1 if changes <= FAR else 2


def _caption(hit: Hit, function: int) -> str:
    """What the marked span shows: the field that an object's text lays open, or the data itself."""
    shown = (s.note for s in reversed(hit.steps) if s.shows and s.function == function)
    return next(shown, hit.why)


def _through(hit: Hit, exit_: Exit) -> list[Hit]:
    confidence = hit.confidence - exit_.lost
    if confidence <= 0 or not hit.kind & exit_.alive:
        return []
    return [hit._replace(confidence=confidence, steps=(*hit.steps, *exit_.steps))]


def _written(call: f.Value, value: int) -> tuple[int, int]:
    """The span of an argument as written at a call; the whole call for a receiver."""
    spans = call[7]
    for at, argument in enumerate((*call[4], *(v for _, v in call[5]))):
        if value in (argument, ~argument):
            return spans[2 * at], spans[2 * at + 1]
    return call[1], call[2]
