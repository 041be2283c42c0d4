"""Flow rules: data of a kind reaches a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgsec_lint.checks.arrivals import Arrival as _Arrival
from msgsec_lint.checks.arrivals import handed_by, written
from msgsec_lint.checks.draft import Draft, Partial
from msgsec_lint.checks.guards import Switches
from msgsec_lint.checks.options import Options
from msgsec_lint.checks.sinks import Sink, Sinks, named_by
from msgsec_lint.checks.weighing import Scales
from msgsec_lint.checks.witness import Decision, Handed, Inquiry, Witness
from msgsec_lint.checks.zones import Zones
from msgsec_lint.facts import model as f
from msgsec_lint.flow import kinds as k
from msgsec_lint.flow.lexicon import words
from msgsec_lint.flow.results import handed_function
from msgsec_lint.flow.search import Search
from msgsec_lint.flow.state import MASKED, Exit, Hit, Path, Step
from msgsec_lint.flow.tabulation import Cut
from msgsec_lint.link.calling.passing import Target
from msgsec_lint.link.program import CallSite
from msgsec_lint.policy.rules import Rule

MAX_WRAPPERS = 4
"""Wrappers round wrappers are followed so far."""
MAX_WRAPPER_SIZE = 40
"""A function with more values than this does more than log, unless its name says otherwise."""
MAX_ARRIVALS = 600
"""Calls looked at for one sink, through all its wrappers."""
_SPEAKING = frozenset({"log", "logger", "logging", "debug", "info", "warn", "warning", "trace",
                       "print", "say", "echo", "verbose", "fatal", "critical",
                       "audit"})  # fmt: skip
"""Words in the names of functions and classes that log what they are given."""
_TELLING = frozenset({"error", "err", "exception", "report", "record", "note", "notice", "output",
                      "emit", "msg", "message"})  # fmt: skip
"""First words of such functions, which elsewhere say what is dealt with: `sendErrorPacket`."""

_NEVER = "it stands under a constant that is false"
_EMPTY = "what it is given is empty where it is reached"
_BARRED = "it is handed on only with an option that this call does not give, or never"


class _Concern(NamedTuple):
    """A rule with what it asks in bits."""

    rule: Rule
    mask: int


class FlowCheck:
    """Runs all chosen flow rules in one pass over the sinks."""

    def __init__(
        self,
        search: Search,
        zones: Zones,
        rules: list[Rule],
        switches: Switches,
        witness: Witness | None = None,
    ) -> None:
        self.search = search
        self.program = search.program
        self.zones = zones
        self._switches = switches
        self._witness = witness
        self._scales = Scales(search, zones, switches)
        self._options = Options(search, zones, rules)
        self._concerns: dict[str, list[_Concern]] = {}
        for rule in rules:
            if rule.flow is not None:
                for place in rule.flow.places:
                    concern = _Concern(rule, k.asked(rule.flow.kinds, place))
                    self._concerns.setdefault(place, []).append(concern)
        self.partial: list[Partial] = []
        """Of the sinks that were run, those at which more may arrive than was found."""
        self._wrapping: dict[tuple[int, int, tuple[int, ...]], bool] = {}
        self._told: dict[tuple[int, int, int], int] = {}
        self._budget = 0
        self._arrived: set[tuple[int, int, Path, str, int]] = set()

    @property
    def places(self) -> frozenset[str]:
        """Kinds of places that the rules ask about."""
        return frozenset(self._concerns)

    def sinks(self) -> list[Sink]:
        """Every place that the rules ask about, in the order of the files."""
        applicable = {zone for cs in self._concerns.values() for c in cs for zone in c.rule.zones}
        wanted = [zone in applicable for zone in self.zones.of]
        return Sinks(self.search, self.places, wanted).find()

    def run(self, sinks: Iterable[Sink]) -> Iterator[Draft]:
        """Drafts of what arrives at some sinks, in any order; several may be of one call."""
        for sink in sinks:
            struck = self.search.tabulation.struck
            struck.clear()
            yield from self._sink(sink)
            if struck:
                self._note(sink, tuple(sorted(struck)))

    def _note(self, sink: Sink, cuts: tuple[Cut, ...]) -> None:
        place = sink.entry.sink or ""
        rules = tuple(concern.rule.id for concern in self._concerns[place])
        self.partial.append(Partial(sink.function, sink.start, sink.end, place, rules, cuts))

    def _sink(self, sink: Sink) -> Iterator[Draft]:
        if sink.value >= 0 and self._switches.is_never_reached(sink.function, sink.value):
            self._pass_over(sink, sink.function, sink.start, sink.end, _NEVER)
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
                self._pass_over(sink, sink.function, sink.start, sink.end, _EMPTY)
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

    def _pass_over(self, sink: Sink, function: int, start: int, end: int, why: str) -> None:
        if self._witness is not None:
            self._witness.passes_over(function, start, end, sink.entry, why)

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
        inquiry = self._begin(sink, arrival)
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
        if inquiry is not None:
            inquiry.finds(hits, outcome.exits, wraps=wraps)
        for hit in hits:
            if hit.kind & arrival.alive and hit.confidence > arrival.lost:
                for draft in self._drafts(sink, arrival, hit, inquiry):
                    yield arrival.start if arrival.depth else sink.start, draft

    def _begin(self, sink: Sink, arrival: _Arrival) -> Inquiry | None:
        """Who listens to what comes out for a value, if anybody does."""
        if self._witness is None:
            return None
        inquiry = self._witness.begins(sink.entry, sink.name, Handed(*arrival[:6]), arrival.behind)
        if inquiry is not None:
            self.search = inquiry.search
        return inquiry

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
            call = self.program.body(site[0]).values[site[1]]
            if self._is_barred(arrival, site, target) or self._switches.is_never_reached(*site):
                self._pass_over(sink, site[0], call[1], call[2], _BARRED)
                continue
            rule = "" if arrival.stripped else self._switches.stripped(site[0], name)
            note = f"{head.symbol}() hands it on" + _removed(rule)
            behind = (
                Step(site[0], call[1], call[2], note),
                *exit_.steps,
                *arrival.behind,
            )
            for value, path in calls.passed(site, target, exit_.parameter, exit_.path):
                start, end = written(call, value)
                lost = arrival.lost + exit_.lost + (0 if target.sure else 1) + int(bool(rule))
                mode = exit_.mode if path else self._without_empty(*site, value, exit_.mode)
                if mode is None:
                    self._pass_over(sink, site[0], call[1], call[2], _EMPTY)
                    continue
                inner = _Arrival(
                    site[0], value, start, end, path, mode, alive, lost, behind,
                    arrival.depth + 1, arrival.stripped or bool(rule),
                )  # fmt: skip
                self._budget -= 1
                if self._budget < 0:
                    self.search.tabulation.cut("checks.flow.MAX_ARRIVALS", site[0], call[1])
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
        at = self._handed_by(arrival) if sink.value >= 0 else -1
        if at < 0:
            return False
        # What a wrapper hands to the next one is all that it shows.
        shown = () if arrival.depth else tuple(value for value, _, _ in sink.arguments)
        key = (arrival.function, at, shown)
        found = self._wrapping.get(key)
        if found is None:
            found = self._wrapping[key] = self._is_wrapper(*key)
        return found

    def _is_wrapper(self, function: int, at: int, shown: tuple[int, ...]) -> bool:
        """Whether callers decide the text that a call shows, or hands on to be shown."""
        head = self.program.head(function)
        body = self.program.body(function)
        call = body.values[at]
        owner = self.program.owner(function)
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
        handed = [value for value in shown if value in given]
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

    def _handed_by(self, arrival: _Arrival) -> int:
        return handed_by(self.program, arrival)

    def _drafts(
        self, sink: Sink, arrival: _Arrival, hit: Hit, inquiry: Inquiry | None
    ) -> Iterator[Draft]:
        """What rules say of a source that arrives at a sink."""
        weight = self._scales.weigh(sink, arrival, hit)
        place = sink.entry.sink or ""
        decisions = [
            self._decide(concern.rule, hit, arrival.function, weight.confidence)
            for concern in self._concerns[place]
            if hit.kind & concern.mask and weight.confidence > 0
        ]
        if inquiry is not None:
            inquiry.judges(hit, weight.confidence, weight.reasons, decisions)
        for decision in decisions:
            if decision.confidence > 0:
                yield Draft(
                    decision.rule_id,
                    arrival.function,
                    arrival.start,
                    arrival.end,
                    k.KIND_NAMES[hit.kind],
                    decision.confidence,
                    hit.why,
                    _caption(hit, arrival.function),
                    (*hit.steps, *arrival.behind),
                    place,
                    sink.name,
                )

    def _decide(self, rule: Rule, hit: Hit, function: int, confidence: int) -> Decision:
        """What one rule that asks for the kind of data says of it in a function."""
        zone = self.zones.of[self.program.unit_of[function]]
        if zone not in rule.zones:
            return Decision(rule.id, 0, f"it is not about {zone} code")
        shift = _shift(rule, hit.kind)
        # A name that says little does not say more because of where it arrives.
        sure = confidence + (min(shift, 0) if confidence < 2 else shift)
        why = f"it is {abs(shift)} {'more' if shift > 0 else 'less'} sure of the kind"
        return Decision(rule.id, min(max(sure, 0), 3), why if sure != confidence else "")


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


def _caption(hit: Hit, function: int) -> str:
    """What the marked span shows: the field that an object's text lays open, or the data itself."""
    shown = (s.note for s in reversed(hit.steps) if s.shows and s.function == function)
    return next(shown, hit.why)


def _through(hit: Hit, exit_: Exit) -> list[Hit]:
    confidence = hit.confidence - exit_.lost
    if confidence <= 0 or not hit.kind & exit_.alive:
        return []
    return [hit._replace(confidence=confidence, steps=(*hit.steps, *exit_.steps))]
