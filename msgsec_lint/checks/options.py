"""Options that data leaves by: whoever turns one on is told of what it does."""

from __future__ import annotations

from collections.abc import Iterator

from msgsec_lint.checks.draft import Draft
from msgsec_lint.checks.sinks import Sink
from msgsec_lint.checks.zones import Zones
from msgsec_lint.facts import model as f
from msgsec_lint.flow.search import Search
from msgsec_lint.flow.state import Step
from msgsec_lint.link.captures import captured_by
from msgsec_lint.link.program import CallSite
from msgsec_lint.policy.rules import Rule

MAX_TURNED_ON = 8
"""Where more calls than this turn an option on, it is how things are done there, and the place
itself is all that there is to say."""
MAX_HANDED_ON = 3
"""Functions that hand an option on are followed so far."""


class Options:
    """Finds the calls that turn on what a place stands under."""

    def __init__(self, search: Search, zones: Zones, rules: list[Rule]) -> None:
        self._search = search
        self._program = search.program
        self._zones = zones
        self._applies = {rule.id: rule.zones for rule in rules}

    def findings(self, sink: Sink, drafts: list[Draft]) -> Iterator[Draft]:
        """What is said of a place, at the calls by which data gets there.

        ``send(config, true)``, where ``send`` does something with a token only ``if`` its second
        parameter is true, which it is not by default.
        """
        index = self._option(sink)
        if index < 0:
            return
        sites = list(dict.fromkeys(self._turning_on(sink.function, index, 0)))
        if len(sites) > MAX_TURNED_ON:
            return
        name = self._program.head(sink.function).parameters[index].name
        note = f"`{name}` turns it on"
        for function, value in sites:
            call = self._program.body(function).values[value]
            step = Step(function, call[1], call[2], note)
            zone = self._zones.of[self._program.unit_of[function]]
            for draft in drafts:
                if zone in self._applies[draft.rule_id]:
                    yield draft._replace(
                        function=function,
                        start=call[1],
                        end=call[2],
                        caption=note,
                        steps=(step, *draft.steps),
                    )

    def _option(self, sink: Sink) -> int:
        """The parameter, false unless said otherwise, without which a place is not reached."""
        body = self._program.body(sink.function)
        if sink.value >= 0:
            guard = body.values[sink.value][6]
        else:
            stores = (s for s in body.stores if (s.start, s.end) == (sink.start, sink.end))
            guard = next((store.guard for store in stores), -1)
        parameters = self._program.head(sink.function).parameters
        while guard >= 0:
            held = body.guards[guard]
            test = body.values[held.test] if held.test >= 0 else None
            if held.kind == "if" and held.holds and test is not None and test[0] == f.PARAM:
                index = int(test[3])
                if self._is_false(sink.function, parameters[index].default):
                    return index
            guard = held.outer
        return -1

    def _is_false(self, function: int, default: int) -> bool:
        outer = self._program.unit(function).first + self._program.head(function).parent
        return default >= 0 and self._search.evidence.literals(outer, default) == [False]

    def _turning_on(self, function: int, index: int, depth: int) -> Iterator[CallSite]:
        """Calls, through functions that hand it on, that give true for a parameter."""
        calls = self._search.calls
        for site, target in calls.callers(function):
            if not target.sure or self._program.unit_of[site[0]] in self._search.left_out:
                continue
            for value, path in calls.passed(site, target, index, ()):
                place, root = self._bound(site[0], value)
                held = self._program.body(place).values[root]
                if held[0] == f.CONST and held[3] is True:
                    yield site
                elif held[0] == f.PARAM and not path and depth < MAX_HANDED_ON:
                    yield from self._turning_on(place, held[3], depth + 1)

    def _bound(self, function: int, value: int) -> tuple[int, int]:
        """The value behind a name, of an enclosing function too."""
        root = self._search.evidence.root(function, value)
        held = self._program.body(function).values[root]
        if held[0] == f.NAME:
            captured = captured_by(self._search.program, function, held[3])
            if captured is not None and len(captured[1]) == 1:
                return captured[0], self._search.evidence.root(captured[0], captured[1][0])
        return function, root
