"""Across functions: summaries downwards, callers upwards, fields by class.

The search runs backwards from sinks, so its cost follows the sinks and what reaches them. Within a
function it is ``flow.walk``; here calls are matched with returns by summaries, in the manner of
IFDS (Reps, Horwitz, Sagiv, 1995): a summary says which sources and which parameters reach a
function's result, and is computed once. Only a search that has not come down through a call may go
up to callers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from msgsec_lint.facts import model as f
from msgsec_lint.flow import kinds as k
from msgsec_lint.flow.lexicon import Lexicon, words
from msgsec_lint.flow.questions import MAX_STORES, REDACTING, Questions
from msgsec_lint.flow.state import (
    CALLED,
    ESCAPED,
    MAX_PATH,
    Exit,
    Hit,
    Outcome,
    Path,
    Step,
    best_of,
    together,
)
from msgsec_lint.flow.tabulation import Table, Tabulation
from msgsec_lint.flow.thrown import message_arguments, thrown, thrown_by
from msgsec_lint.flow.walk import Walk
from msgsec_lint.link import entities as e
from msgsec_lint.link.calls import Calls
from msgsec_lint.link.captures import captured_by
from msgsec_lint.link.linker import Linker
from msgsec_lint.link.program import ClassRef
from msgsec_lint.policy.models import Library

MAX_UP = 5
"""Callers of callers that are looked at to tell where an exception can come from, and how many of
the places that fill a field tell."""
MAX_REACHED = 400
"""Functions looked at to tell whether an exception can come from a block."""

SOME, MANY, ENOUGH = 4, 8, 60
"""Places that put something into a field: from some on, few that put data of a kind there count
less, from many on hardly; and so many are counted."""


Within: TypeAlias = "frozenset[int] | None"
"""The functions that a search up to callers keeps to; None for all."""


class Tally:
    """How many places hand something over, and how many of them data of the kind in question."""

    __slots__ = ("places", "telling")

    def __init__(self) -> None:
        self.places = 0
        self.telling = 0


def _thinned(places: int, telling: int) -> int:
    """Confidence lost where few of many places hand over data of the kind in question."""
    if places >= MANY and telling * 4 < places:
        return 2
    return 1 if places >= SOME and telling * 2 < places else 0


NOTHING = Outcome()
Hits: TypeAlias = "tuple[Hit, ...]"
_Value: TypeAlias = "tuple[int, int, Path, str]"
_Result: TypeAlias = "tuple[int, Path, str]"
_Given: TypeAlias = "tuple[int, int, Path, str, Within]"
_Field: TypeAlias = "tuple[ClassRef, str, Path, str, Within]"
_Exception: TypeAlias = "tuple[ClassRef, str, Within]"
_Throwing: TypeAlias = "tuple[int, str, int]"
"""What questions are about; the accessors and the mode say which part is meant, and how shown."""


def _both(one: Outcome, two: Outcome) -> Outcome:
    return together((one, two))


def _all(one: Hits, two: Hits) -> Hits:
    return best_of((*one, *two))


ANYTHING_RAISED = frozenset({"Exception", "BaseException", "Throwable"})


def _thinner(hit: Hit, told: list[set[int]]) -> Hit:
    """A hit as sure as it is where so many places give kinds of data, and some this one."""
    lost = _thinned(len(told), sum(1 for kinds in told if hit.kind in kinds))
    return hit._replace(confidence=hit.confidence - lost)


class Search(Questions):
    """Answers which sensitive sources reach a value; every answer is computed once."""

    def __init__(
        self,
        linker: Linker,
        calls: Calls,
        library: Library,
        lexicon: Lexicon,
        left_out: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__(linker, calls, library, lexicon, left_out)
        self.tabulation = made = Tabulation()
        """Who reads an answer finds in it which limits cut what that answer rests on."""
        self._local: Table[_Value, Outcome] = Table(made, self._find_local, NOTHING, _both)
        self._summaries: Table[_Result, Outcome] = Table(made, self._find_summary, NOTHING, _both)
        self._upstream: Table[_Given, Hits] = Table(made, self._find_upstream, (), _all)
        self._fields: Table[_Field, Hits] = Table(made, self._find_field, (), _all)
        self._constructed: Table[_Exception, Hits] = Table(made, self._find_constructed, (), _all)
        self._thrown: Table[_Throwing, Outcome] = Table(made, self._find_thrown, NOTHING, _both)
        self._callers_of: dict[int, frozenset[int]] = {}
        self._reached: dict[tuple[int, int, ClassRef], frozenset[int]] = {}
        self._handled: dict[int, list[f.Value]] = {}

    # Within a function, and up to its callers

    def local(self, function: int, value: int, path: Path, mode: str) -> Outcome:
        """What one function knows about a value."""
        return self._local((function, value, path, mode))

    def _find_local(self, key: _Value) -> Outcome:
        function, value, path, mode = key
        redacts = not REDACTING.isdisjoint(words(self.program.head(function).name))
        return Walk(self, function, redacts=redacts).run(value, path, mode)

    def sources(
        self, function: int, value: int, path: Path, mode: str, within: Within = None
    ) -> tuple[Hit, ...]:
        """All sources that reach a value, from callers too; the best of each kind.

        Of callers, only those among `within` count where that is given.
        """
        outcome = self._local((function, value, path, mode))
        if not outcome.exits:
            return outcome.hits
        hits = list(outcome.hits)
        for exit_ in outcome.exits:
            hits.extend(self._from_callers(function, exit_, within))
        return best_of(hits)

    def _from_callers(self, function: int, exit_: Exit, within: Within = None) -> Iterator[Hit]:
        for hit in self.upstream(function, exit_.parameter, exit_.path, exit_.mode, within):
            confidence = hit.confidence - exit_.lost
            if hit.kind & exit_.alive and confidence > 0:
                yield hit._replace(confidence=confidence, steps=(*hit.steps, *exit_.steps))

    def upstream(
        self, function: int, parameter: int, path: Path, mode: str, within: Within = None
    ) -> tuple[Hit, ...]:
        """Sources that callers hand over to a parameter: all of them, or those among `within`."""
        return self._upstream((function, parameter, path, mode, within))

    def _find_upstream(self, key: _Given) -> Hits:
        function, parameter, path, mode, within = key
        found: list[Hit] = []
        told: list[set[int]] = []
        for site, target in self.calls.callers(function):
            if self.program.unit_of[site[0]] in self.left_out:
                continue
            if within is None or site[0] in within:
                hits = list(self._handed(site, target, parameter, path, mode, within))
                told.append({hit.kind for hit in hits})
                found.extend(hits)
        best = best_of(found)
        if path[:1] == (CALLED,):
            # Of many functions that are handed over, which one is called depends on the rest.
            thinner = (_thinner(hit, told) for hit in best)
            best = tuple(hit for hit in thinner if hit.confidence > 0)
        return best

    def _handed(
        self,
        site: tuple[int, int],
        target: object,
        parameter: int,
        path: Path,
        mode: str,
        within: Within,
    ) -> Iterator[Hit]:
        head = self.program.head(target.function)  # type: ignore[attr-defined]
        name = head.parameters[parameter].name
        call = self.program.body(site[0]).values[site[1]]
        for value, part in self.calls.passed(site, target, parameter, path):  # type: ignore[arg-type]
            link = Step(site[0], call[1], call[2], f"handed to {head.symbol}() as `{name}`")
            lost = 0 if target.sure else 1  # type: ignore[attr-defined]
            for hit in self.sources(site[0], value, part, mode, within):
                if hit.confidence > lost:
                    yield hit._replace(confidence=hit.confidence - lost, steps=(*hit.steps, link))

    # Down into callees

    def summary(self, function: int, path: Path, mode: str) -> Outcome:
        """Sources and parameters that reach what a function gives back."""
        return self._summaries((function, path, mode))

    def _find_summary(self, key: _Result) -> Outcome:
        function, path, mode = key
        body = self.program.body(function)
        values = [(v, path) for v in body.returns]
        if body.yields:
            inner = path[1:] if path and path[0][0] == "[" else path
            values.extend((v, inner) for v in body.yields)
        if not REDACTING.isdisjoint(words(self.program.head(function).name)):
            values = self._redacted(function, values, mode)
        return self._join(function, values, mode)

    def _redacted(
        self, function: int, values: list[tuple[int, Path]], mode: str
    ) -> list[tuple[int, Path]]:
        """What a redactor gives: where it takes something away elsewhere, what it hands back as it
        is had nothing to hide.
        """
        if all(any(self.local(function, value, path, mode)) for value, path in values):
            return values
        held = self.program.body(function).values
        return [x for x in values if held[self.evidence.root(function, x[0])][0] != f.PARAM]

    def _join(self, function: int, values: list[tuple[int, Path]], mode: str) -> Outcome:
        if len(values) == 1:
            return self.local(function, *values[0], mode)
        return together(self.local(function, value, path, mode) for value, path in values)

    def set_by_constructor(self, constructor: int, path: Path, mode: str) -> Outcome:
        """What a constructor puts into a field of the new object."""
        field = path[0][1:]
        body = self.program.body(constructor)
        values = [
            (store.value, path[1:])
            for store in body.stores
            if store.name == field
            and body.values[self.evidence.root(constructor, store.base)][:1] == [f.PARAM]
        ]
        return self._join(constructor, values, mode)

    # Fields, globals, exceptions

    def field(
        self, ref: ClassRef, name: str, path: Path, mode: str, within: Within = None
    ) -> tuple[Hit, ...]:
        """Sources that are ever put into a field of a class, by callers among `within` if given."""
        return self._fields((ref, name, path, mode, within))

    def _find_field(self, key: _Field) -> Hits:
        ref, name, path, mode, within = key
        owner = self.program.class_head(ref).name
        found: list[Hit] = []
        for function, store in self._stores(ref, name):
            if self.program.unit_of[function] in self.left_out:
                continue
            kept = Step(function, store.start, store.end, f"kept in {owner}.{name}")
            outcome = self.local(function, store.value, path, mode)
            found.extend(hit._replace(steps=(*hit.steps, kept)) for hit in outcome.hits)
            for exit_ in outcome.exits:
                for hit in self._from_callers(function, exit_, within):
                    lost = self._spread(function, exit_, hit.kind)
                    if hit.confidence > lost:
                        sure, steps = hit.confidence - lost, (*hit.steps, kept)
                        found.append(hit._replace(confidence=sure, steps=steps))
        for function, call, value in self._generated_sites(ref, name):
            kept = Step(function, call[1], call[2], f"kept in {owner}.{name}")
            if within is None or function in within:
                hits = self.sources(function, value, path, mode, within)
                found.extend(hit._replace(steps=(*hit.steps, kept)) for hit in hits)
        return self._as_sure(ref, name, path, mode, best_of(found))

    def _stores(self, ref: ClassRef, name: str) -> list[tuple[int, f.Store]]:
        """The places where a field is written, as far as they are looked at."""
        stores = self.linker.field_stores(ref, name)
        if len(stores) > MAX_STORES:
            function, store = stores[MAX_STORES]
            self.tabulation.cut("flow.questions.MAX_STORES", function, store.start)
        return stores[:MAX_STORES]

    def _as_sure(self, ref: ClassRef, name: str, path: Path, mode: str, best: Hits) -> Hits:
        """What is put into a field, as sure as it is where literals fill it with this and that."""
        if not best or self.program.units[ref[0]].family != "go":
            return best
        put = [(fn, s.value) for fn, s in self._stores(ref, name)]
        put.extend((fn, value) for fn, _, value in self._generated_sites(ref, name))
        told = [{hit.kind for hit in self.local(fn, v, path, mode).hits} for fn, v in put]
        found = (_thinner(hit, told) for hit in best)
        return tuple(hit for hit in found if hit.confidence > 0)

    def _spread(self, function: int, exit_: Exit, kind: int) -> int:
        """Confidence lost because a field holds this and that.

        Objects of a class are not told apart. Where many places put something into a field and few
        of them put data of a kind there, what is read from another object is hardly that data.
        """
        tally = Tally()
        self._count(function, exit_, kind, tally, 0)
        return _thinned(tally.places, tally.telling)

    def _count(self, function: int, exit_: Exit, kind: int, tally: Tally, depth: int) -> None:
        """Count the places that hand something to a parameter, past functions that only do so."""
        for site, target in self.calls.callers(function):
            if self.program.unit_of[site[0]] in self.left_out:
                continue
            for value, part in self.calls.passed(site, target, exit_.parameter, exit_.path):
                if tally.places >= ENOUGH:
                    return
                outcome = self.local(site[0], value, part, exit_.mode)
                if any(hit.kind & kind for hit in outcome.hits):
                    tally.places += 1
                    tally.telling += 1
                elif outcome.exits and depth < MAX_UP:
                    for inner in outcome.exits:
                        self._count(site[0], inner, kind, tally, depth + 1)
                else:
                    tally.places += 1

    def free_name(
        self, function: int, name: str, path: Path, mode: str
    ) -> Iterator[tuple[Hit, ...]]:
        """Sources that reach a name that is not local."""
        captured = captured_by(self.program, function, name)
        if captured is not None:
            for value in captured[1][:6]:
                yield self.sources(captured[0], value, path, mode)
            return
        unit = self.program.unit_of[function]
        for holder, value in self.linker.shared_values(unit, name)[:6]:
            if self.program.body(holder).values[value][0] == f.LOCAL:
                yield self.sources(holder, value, path, mode)

    def constructed(self, ref: ClassRef, mode: str, within: Within = None) -> tuple[Hit, ...]:
        """Sources in what an exception of a class shows, made anywhere or among `within`."""
        return self._constructed((ref, mode, within))

    def _find_constructed(self, key: _Exception) -> Hits:
        ref, mode, within = key
        name = self.program.class_head(ref).name
        sites = self.program.calls_named(name)
        found: list[Hit] = []
        for function, number in sites[:MAX_STORES]:
            if self.program.unit_of[function] in self.left_out:
                continue
            if within is not None and function not in within:
                continue
            call = self.program.body(function).values[number]
            if (e.CLASS, ref) not in self.linker.value(function, call[3]):
                continue
            made = Step(function, call[1], call[2], f"put into a {name}")
            for argument in message_arguments(self, (function, number), ref, mode):
                hits = self.sources(function, argument, (), "text", within)
                found.extend(hit._replace(steps=(*hit.steps, made)) for hit in hits)
        if len(sites) > MAX_STORES:
            function, number = sites[MAX_STORES]
            start = self.program.body(function).values[number][1]
            self.tabulation.cut("flow.questions.MAX_STORES", function, start)
        return best_of(found)

    def thrown(self, function: int, mode: str, depth: int = 0) -> Outcome:
        """What errors show that a function lets out, so many functions away from who asks."""
        return self._thrown((function, mode, depth))

    def _find_thrown(self, key: _Throwing) -> Outcome:
        return thrown(self, *key)

    def raised(
        self, function: int, caught: int, mode: str
    ) -> Iterator[tuple[tuple[Hit, ...], str]]:
        """Sources in exceptions raised in a try block, or by the functions called in it."""
        body = self.program.body(function)
        _, _, _, types, first, last = body.values[caught]
        caught_types = [
            entity
            for type_ in types
            for tag, payload in self.linker.value(function, type_)
            for options in (payload if tag == e.TUPLE else (((tag, payload),),))  # type: ignore[attr-defined]
            for entity in options
        ]
        wanted = {str(p).rsplit(".", 1)[-1] for tag, p in caught_types if tag == e.EXTERNAL}
        for value in body.raises:
            if first <= value < last and self._raises(function, value, wanted):
                hits = self.sources(function, value, (), mode)
                if hits:
                    yield hits, "the block itself"
        handed = self.program.unit(function).family == "web"
        for number in range(first, last):
            if body.values[number][0] != f.CALL:
                continue
            for target in self.calls.targets((function, number)):
                if not target.sure:
                    continue
                if handed:
                    hits = thrown_by(self, (function, number), target, mode)
                    if hits:
                        yield hits, f"{self.program.head(target.function).name}()"
                    continue
                raising = self.program.body(target.function)
                for value in raising.raises[:8]:
                    if self._raises(target.function, value, wanted):
                        outcome = self.local(target.function, value, (), "text")
                        if outcome.hits:
                            yield outcome.hits, f"{self.program.head(target.function).name}()"

    def from_block(
        self,
        function: int,
        caught: int,
        ref: ClassRef,
        held_by: Callable[[Within], tuple[Hit, ...]],
    ) -> tuple[Hit, ...]:
        """Of what exceptions of a class hold, what can come from the block that is guarded.

        `held_by` gives what exceptions hold that functions of a set, or any, made.
        """
        hits = held_by(None)
        root = self.evidence.root(function, caught)
        held = self.program.body(function).values[root]
        if held[0] != f.CAUGHT or not hits:
            return hits
        if any(
            before[4:6] == held[4:6] and self._ends(function, before, ref)
            for before in self.program.body(function).values[:root]
            if before[0] == f.CAUGHT
        ):
            # A handler of the same block, further up, takes it.
            return ()
        reached = self._reachable(function, root, ref)
        within = reached | self._above(function)
        return tuple(
            hit
            for hit in held_by(within)
            if any(s.function in reached and not self._constructs(s.function) for s in hit.steps)
            and hit.steps[0].function in within
        )

    def _above(self, function: int) -> frozenset[int]:
        """Functions that call one, directly or through others: they give it what it has."""
        found = self._callers_of.get(function)
        if found is None:
            above = {function}
            level = [function]
            for _ in range(MAX_UP):
                level = [
                    site[0]
                    for inner in level
                    for site, _ in self.calls.callers(inner)
                    if site[0] not in above
                ]
                above.update(level)
                if not level or len(above) > MAX_REACHED:
                    break
            found = frozenset(above)
            self._callers_of[function] = found
        return found

    def _constructs(self, function: int) -> bool:
        """Whether a function is a constructor, which every raise of its class goes through."""
        owner = self.program.owner(function)
        if owner is None:
            return False
        first = self.program.units[owner[0]].first
        return first + self.program.class_head(owner).constructor == function

    def _reachable(self, function: int, caught: int, ref: ClassRef) -> frozenset[int]:
        """Functions from which an exception of a class can come to a handler."""
        key = (function, caught, ref)
        found = self._reached.get(key)
        if found is None:
            held = self.program.body(function).values[caught]
            reached = {function}
            level = self._called(function, held[4], held[5], ref, caught)
            for _ in range(MAX_UP):
                fresh = [target for target in level if target not in reached]
                reached.update(fresh)
                if not fresh or len(reached) > MAX_REACHED:
                    break
                level = [
                    target
                    for inner in fresh
                    for target in self._called(inner, 0, len(self.program.body(inner).values), ref)
                ]
            found = frozenset(reached)
            self._reached[key] = found
        return found

    def _called(
        self, function: int, first: int, last: int, ref: ClassRef, caught: int = -1
    ) -> list[int]:
        """Functions called among some values of a function, but where an exception ends there."""
        values = self.program.body(function).values
        ending = [
            (held[4], held[5])
            for held in self.handlers(function)
            if held is not (values[caught] if caught >= 0 else None)
            and self._ends(function, held, ref)
        ]
        return [
            target.function
            for number in range(first, last)
            if values[number][0] == f.CALL
            and not any(start <= number < end for start, end in ending)
            for target in self.calls.targets((function, number))
        ]

    def handlers(self, function: int) -> list[f.Value]:
        """The exceptions that a function takes and does not hand on."""
        found = self._handled.get(function)
        if found is None:
            body = self.program.body(function)
            passed_on = {self.evidence.root(function, value) for value in body.raises}
            found = [
                held
                for number, held in enumerate(body.values)
                if held[0] == f.CAUGHT and number not in passed_on
            ]
            self._handled[function] = found
        return found

    def _ends(self, function: int, held: f.Value, ref: ClassRef) -> bool:
        """Whether a handler takes exceptions of a class."""
        classes, outside = self.linker.lineage(ref)
        names = {base.rsplit(".", 1)[-1] for base in outside} | ANYTHING_RAISED
        for type_ in held[3]:
            for tag, payload in self.linker.value(function, type_):
                if tag == e.CLASS and payload in classes:
                    return True
                if tag == e.EXTERNAL and str(payload).rsplit(".", 1)[-1] in names:
                    return True
        return False

    def _raises(self, function: int, value: int, wanted: set[str]) -> bool:
        if self.program.unit(function).family == "go":
            # Whatever it panics with, the function that recovers gets it.
            return True
        held = self.program.body(function).values[self.evidence.root(function, value)]
        if held[0] != f.CALL:
            return False
        names: set[str] = set()
        for tag, payload in self.linker.value(function, held[3]):
            if tag == e.EXTERNAL:
                names.add(str(payload).rsplit(".", 1)[-1])
            elif tag == e.CLASS:
                # One of the tree, caught as what it is a kind of.
                outside = self.linker.lineage(payload)[1]  # type: ignore[arg-type]
                names.update(base.rsplit(".", 1)[-1] for base in outside)
        return bool(names & wanted) or (bool(names) and bool(wanted & ANYTHING_RAISED))

    def escapes(self, function: int, value: int) -> bool:
        """Whether a value is, or is a part of, what a function gives that escapes it for markup."""
        values = self.program.body(function).values
        path: Path = ()
        value = self.evidence.root(function, value)
        while values[value][0] == f.ATTR and len(path) < MAX_PATH:
            path = (f".{values[value][4]}", *path)
            value = self.evidence.root(function, values[value][3])
        if values[value][0] != f.CALL or self.program.unit(function).family != "web":
            return False
        return any(
            any(ESCAPED in exit_.mode for exit_ in made.exits)
            or any(hit.escaped for hit in made.hits)
            for target in self.calls.targets((function, value))
            if target.sure and not target.constructs
            for made in [self.summary(target.function, path, "text")]
        )


__all__ = ["Search", "k"]
