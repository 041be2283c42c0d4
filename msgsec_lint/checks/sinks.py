"""Where sensitive data may not arrive: the calls and assignments that models name as places."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import cached_property
from itertools import pairwise, product
from typing import NamedTuple

from msgsec_lint.checks.declared import Declared
from msgsec_lint.checks.labels import labelled
from msgsec_lint.checks.witness import Witness
from msgsec_lint.facts import model as f
from msgsec_lint.flow.lexicon import words
from msgsec_lint.flow.search import Search
from msgsec_lint.flow.state import mode_of
from msgsec_lint.link import entities as e
from msgsec_lint.link.callbacks.emitters import event_of
from msgsec_lint.link.program import Program
from msgsec_lint.policy.models import ANY_FAMILY, Entry, expand

_TEXT_PLACES = frozenset({"log", "crash-report", "url", "exception", "metric-label", "render"})


_READ = frozenset({f.ATTR, f.CALL, f.LOCAL, f.UPDATE, f.CAST, f.ENTER})
"""Forms of values that are reached through another."""
_LOCAL = re.compile(r"(?i)(?:mailto|tel|callto|sms|smsto|geo|data|blob|javascript|about):")
"""Beginnings of addresses that stay on the device, or are written into a message there."""
MAX_MAKERS = 4
"""Assignments of a field, or results of a function, that are looked at to see what it holds."""
MAX_CHAIN = 8
"""What a store is reached through is looked at so far."""


class Sink(NamedTuple):
    """One place in the program that data may reach."""

    function: int
    value: int
    """The call, or -1 for an assignment."""
    start: int
    end: int
    entry: Entry
    name: str
    """Canonical name of what is called or assigned."""
    arguments: tuple[tuple[int, int, int], ...]
    """Value, start and end byte of everything that is handed over."""
    sure: bool
    """The receiver's type is known; otherwise its name speaks for it."""

    @property
    def form(self) -> str:
        """How the place turns objects into what it keeps."""
        form = self.entry.form or ("text" if self.entry.sink in _TEXT_PLACES else "value")
        return mode_of(form, self.entry.asks)


class Sinks:
    """Finds the sinks of a program, in the order of its files."""

    def __init__(
        self,
        search: Search,
        active: frozenset[str],
        wanted: list[bool],
        witness: Witness | None = None,
    ) -> None:
        """``active`` are the places that a rule asks about; ``wanted`` the files, by index."""
        self._witness = witness
        self.search = search
        self.program = search.program
        self.library = search.library
        self._active = active
        self._wanted = wanted

    def find(self) -> list[Sink]:
        """All sinks in wanted files."""
        found = [*self._calls(), *self._assignments(), *self._declared(), *self._results()]
        found = [sink for sink in found if self._counts(sink)]
        found.sort(key=lambda sink: (sink.function, sink.start, sink.end, sink.name))
        return found

    def _counts(self, sink: Sink) -> bool:
        """Whether nothing makes a place another one."""
        why = ""
        if self._is_replaced(sink.entry):
            why = "the program calls what makes it another place"
        elif self._stays(sink):
            why = "the address is for another program of the device"
        if why:
            self._pass_over(sink.function, sink.start, sink.end, sink.entry, why)
        return not why

    def _pass_over(self, function: int, start: int, end: int, entry: Entry, why: str) -> None:
        if self._witness is not None:
            self._witness.passes_over(function, start, end, entry, why)

    def _stays(self, sink: Sink) -> bool:
        """Whether an address is for another program of the device, which no server is asked for."""
        if sink.entry.sink != "url":
            return False
        literals = self.search.evidence.literals
        return any(
            isinstance(text, str) and _LOCAL.match(text) is not None
            for value, _, _ in sink.arguments
            for text in literals(sink.function, value)
        )

    def _is_replaced(self, entry: Entry) -> bool:
        """Whether the program calls what makes a place another one: encryption of a database."""
        return any(self.program.calls_named(x.rsplit(".", 1)[-1]) for x in entry.unless_called)

    def _declared(self) -> Iterator[Sink]:
        declared = Declared(self.search, self._active)
        for made in declared.calls(self._wanted.__getitem__):
            call = self.program.body(made.function).values[made.value]
            around = self.program.head(made.function).name
            protected = self.search.lexicon.protects(around) or self._is_protected(
                made.function, call
            )
            if made.entry.sink != "storage" or not protected:
                yield Sink(
                    made.function, made.value, call[1], call[2], made.entry, made.name,
                    made.arguments, made.sure,
                )  # fmt: skip

    def _calls(self) -> Iterator[Sink]:
        for last, entries in self.library.by_last.items():
            active = [(of, entry) for of, entry in entries if entry.sink in self._active]
            if not active:
                continue
            for site in self.program.calls_named(last):
                if self._wanted[self.program.unit_of[site[0]]]:
                    group = self.program.traits(site[0]).group
                    own = [entry for of, entry in active if of in (group, ANY_FAMILY)]
                    yield from self._at(site, last, own)
        yield from self._made_functions()

    def _made_functions(self) -> Iterator[Sink]:
        """Calls of functions that a library makes: ``const say = debug("app"); say(x)``."""
        groups = {u.traits.group: None for u in self.program.units if u.traits.makes_functions}
        for group in groups:
            for type_, makers in self.library.made_functions(group).items():
                active = [x for x in self.library.entries(type_) if x.sink in self._active]
                made = [x for maker in makers if active for x in self.program.calls_named(maker)]
                names = {name for site in made for name in self._bound_to(site, group)}
                for site in (x for name in sorted(names) for x in self.program.calls_named(name)):
                    callee = self.program.body(site[0]).values[site[1]][3]
                    wanted = self._wanted[self.program.unit_of[site[0]]]
                    if wanted and (e.VALUE, type_) in self.search.linker.value(site[0], callee):
                        yield from self._at(site, type_.rsplit(".", 1)[-1], active)

    def _bound_to(self, site: tuple[int, int], group: str) -> Iterator[str]:
        """Names and fields to which the result of a call is given where it stands."""
        if self.program.traits(site[0]).group != group:
            return
        body = self.program.body(site[0])
        for held in body.values:
            if held[0] == f.LOCAL and held[3] == site[1]:
                yield held[4]
        for store in body.stores:
            if store.value == site[1]:
                yield store.name

    def _at(self, site: tuple[int, int], last: str, active: list[Entry]) -> Iterator[Sink]:
        function, value = site
        call = self.program.body(function).values[value]
        names = self.search.calls.library_names(site)
        known = False
        for name in names:
            for entry in self.library.entries(name):
                known = True
                why = self._why_not(entry, function, call)
                if not why:
                    yield self._sink(site, call, entry, self.library.canonical(name), sure=True)
                elif entry.sink is not None:
                    self._pass_over(function, call[1], call[2], entry, why)
        promised = self._promised_by(site)
        if known or (self._is_done_here(site) and not promised):
            return
        owners = [_snake(n.rsplit(".", 2)[-2]) for n in names if n.count(".") > 1]
        owners += promised
        names_of = dict.fromkeys((self._receiver(function, call), *owners))
        for receiver in filter(None, names_of):
            for entry in active:
                if self._is_receiver(receiver, entry) and self.search.evidence.holds(
                    entry, function, call
                ):
                    name = next(
                        (n for n in expand(entry.call or last) if n.rsplit(".", 1)[-1] == last),
                        last,
                    )
                    yield self._sink(site, call, entry, name, sure=False)
                    return
        if self._witness is not None and active:
            said = next(filter(None, names_of), "what it is called on")
            why = f"no model is of what is called, and `{said}` is not among its receiver_names"
            self._pass_over(function, call[1], call[2], active[0], why)

    def _why_not(self, entry: Entry, function: int, call: f.Value) -> str:
        """What keeps an entry about what is called from making a place of it; empty if nothing."""
        if entry.sink not in self._active:
            return "no chosen rule asks what arrives there"
        if not self.search.evidence.holds(entry, function, call):
            return "its conditions do not hold"
        if entry.sink == "storage" and self._is_protected(function, call):
            return "its names say that it keeps what is put there encrypted"
        return ""

    def _is_done_here(self, site: tuple[int, int]) -> bool:
        """Whether a function of the tree does what a call asks for.

        One that only shares the name and does nothing leaves it to others.
        """
        targets = self.search.calls.targets(site)
        if not self.program.traits(site[0]).empty_methods_are_defaults:
            return bool(targets)
        return any(target.sure or self._does_something(target.function) for target in targets)

    def _does_something(self, function: int) -> bool:
        body = self.program.body(function)
        return bool(body.returns or body.stores or any(v[0] == f.CALL for v in body.values))

    def _promised_by(self, site: tuple[int, int]) -> list[str]:
        """Names of the interfaces that promise a method and leave it to others to keep.

        Where the tree keeps a promise, it is what keeps it that counts, as a rule.
        """
        function, value = site
        call = self.program.body(function).values[value]
        callee = self.program.body(function).values[call[3]]
        if callee[0] != f.ATTR:
            return []
        targets = self.search.calls.targets(site)
        kept = any(not self.program.head(x.function).flags & f.ABSTRACT for x in targets)
        if kept and not self.program.traits(function).interfaces_name_receivers:
            return []
        names: list[str] = []
        for tag, payload in self.search.linker.value(function, callee[3]):
            if tag == e.INSTANCE:
                for owner in self.search.linker.lineage(payload)[0]:  # type: ignore[arg-type]
                    method = self.program.method(owner, callee[4])
                    if method >= 0 and self.program.head(method).flags & f.ABSTRACT:
                        names.append(_snake(self.program.class_head(owner).name))
        return names

    @cached_property
    def _sealed_groups(self) -> frozenset[str]:
        """Groups of languages in which a program has a driver that encrypts databases."""
        return frozenset(
            unit.traits.group
            for unit in self.program.units
            for drivers in [self.library.conventions(unit.traits.group).encrypting_drivers]
            if drivers
            and any(
                driver in made.module.lower() for made in unit.facts.imports for driver in drivers
            )
        )

    def _is_database(self, function: int, call: f.Value) -> bool:
        """Whether a call is one of a library for databases of which no type shows the driver."""
        names = self.library.conventions(self.program.traits(function).group).databases
        known = tuple(f"{name}." for name in names)
        return any(
            tag == e.EXTERNAL and str(payload).startswith(known)
            for tag, payload in self.search.linker.value(function, call[3])
        )

    def _is_protected(self, function: int, call: f.Value) -> bool:
        """Whether a store is, by the names and types of what it is reached through, encrypted."""
        sealed = self.program.traits(function).group in self._sealed_groups
        if sealed and self._is_database(function, call):
            return True
        return self._is_sealed(function, call[3])

    def _is_sealed(self, function: int, value: int, *, within: bool = True) -> bool:
        """Whether what a value is reached through is called after what encrypts.

        Fields and functions of the tree are looked into `within`: a store that is declared as any
        may be made as one that encrypts.
        """
        values = self.program.body(function).values
        for _ in range(MAX_CHAIN):
            held = values[value]
            if held[0] not in _READ:
                return False
            if within and any(
                self._is_sealed(*made, within=False) for made in self._makers(function, value)
            ):
                return True
            value = held[3]
            names = [self.search.evidence.own_name(function, value)]
            for tag, payload in self.search.linker.value(function, value):
                if tag == e.INSTANCE:
                    names.append(self.program.class_head(payload).name)  # type: ignore[arg-type]
                elif tag == e.VALUE:
                    names.append(str(payload).rsplit(".", 1)[-1])
            if any(self.search.lexicon.protects(name) for name in names):
                return True
        return False

    def _makers(self, function: int, value: int) -> Iterator[tuple[int, int]]:
        """What a field was set to, and what a function of the tree returns."""
        held = self.program.body(function).values[value]
        if held[0] == f.ATTR:
            for tag, payload in self.search.linker.value(function, held[3]):
                if tag == e.INSTANCE:
                    stores = self.search.linker.field_stores(payload, held[4])  # type: ignore[arg-type]
                    yield from ((other, store.value) for other, store in stores[:MAX_MAKERS])
        elif held[0] == f.CALL:
            for target in self.search.calls.targets((function, value)):
                for result in self.program.body(target.function).returns[:MAX_MAKERS]:
                    yield target.function, result

    def _receiver(self, function: int, call: f.Value) -> str:
        callee = self.program.body(function).values[call[3]]
        if callee[0] != f.ATTR:
            return ""
        types = self.search.linker.value(function, callee[3])
        if any(tag in (e.INSTANCE, e.CONTAINER, e.MAPPING, e.TUPLE) for tag, _ in types):
            return ""
        return self.search.evidence.own_name(function, callee[3]).lower().strip("_")

    def _is_receiver(self, receiver: str, entry: Entry) -> bool:
        return any(
            receiver == name.lower().strip("_") or receiver.endswith("_" + name.lower().strip("_"))
            for name in entry.receiver_names
        )

    def _sink(
        self, site: tuple[int, int], call: f.Value, entry: Entry, name: str, *, sure: bool
    ) -> Sink:
        handed = handed_over(call, entry)
        if entry.arguments not in ("all", "none"):
            handed = (*handed, *self._properties(site[0], call, entry.arguments))
        callee = self.program.body(site[0]).values[call[3]]
        counts = entry.arguments not in ("all", "none") and "receiver" in entry.arguments
        if counts and callee[0] == f.ATTR:
            base = self.program.body(site[0]).values[callee[3]]
            handed = ((callee[3], call[1], max(base[2], call[1] + 1)), *handed)
        if entry.sink == "log" and self.program.traits(site[0]).texts_name_next:
            told = [(before, value, at, to) for (before, _, _), (value, at, to) in pairwise(handed)]
            named = ((named_by(self.program, site[0], b, v), at, to) for b, v, at, to in told)
            handed = (*handed, *(made for made in named if made[0] >= 0))
        handed = (*handed, *labelled(self.program, site[0], call, entry))
        if entry.sink == "log" and self._writes_exception(site[0], call, name):
            handed = (*handed, *self._handled(site[0], call))
        return Sink(site[0], site[1], call[1], call[2], entry, name, handed, sure)

    def _properties(
        self, function: int, call: f.Value, ports: Container[int | str]
    ) -> Iterator[tuple[int, int, int]]:
        """Entries of object literals that stand for keywords."""
        for name, value, at in self.search.evidence.keyed.properties(function, call):
            if name in ports:
                yield value, call[7][2 * at], call[7][2 * at + 1]

    def _writes_exception(self, function: int, call: f.Value, name: str) -> bool:
        """Whether a log call adds the text of the exception that is being handled."""
        if name.endswith(".exception"):
            return True
        given = self.search.evidence.argument(call, "exc_info")
        return given >= 0 and True in self.search.evidence.literals(function, given)

    def _handled(self, function: int, call: f.Value) -> Iterator[tuple[int, int, int]]:
        """The exception that is being handled where a call stands."""
        guards = self.program.body(function).guards
        guard = call[6]
        while guard >= 0:
            if guards[guard].kind == "except" and guards[guard].test >= 0:
                yield guards[guard].test, call[1], call[2]
                return
            guard = guards[guard].outer

    def _assignments(self) -> Iterator[Sink]:
        for last, models in self.library.sets.items():
            for function, store in self.program.stores_named(last):
                if not self._wanted[self.program.unit_of[function]]:
                    continue
                types = self._types(function, store.base)
                for owner, entry in models:
                    if entry.sink in self._active and owner in types:
                        held = ((store.value, store.start, store.end),)
                        yield Sink(
                            function, -1, store.start, store.end, entry, f"{owner}.{last}", held,
                            True,
                        )  # fmt: skip

    def _results(self) -> Iterator[Sink]:
        """What functions give back that a library takes to a place: the parts of a log line."""
        for last, ports in self.library.answering.items():
            for site in self.program.calls_named(last):
                names = self.search.calls.library_names(site)
                event = event_of(self.search.linker, site)
                for name, port in product(names, ports):
                    for entry in self.library.callback_entries(name, port, event):
                        if entry.sink in self._active:
                            yield from self._given_back(site, entry, self.library.canonical(name))

    def _given_back(self, site: tuple[int, int], entry: Entry, name: str) -> Iterator[Sink]:
        for function in self.search.linker.handlers.given(site, entry.argument):
            values = self.program.body(function).values
            for result in self.program.body(function).returns:
                start, end = values[result][1:3]
                if self._wanted[self.program.unit_of[function]]:
                    held = ((result, start, end),)
                    yield Sink(function, -1, start, end, entry, name, held, True)

    def _types(self, function: int, base: int) -> set[str]:
        types: set[str] = set()
        for tag, payload in self.search.linker.value(function, base):
            if tag in (e.VALUE, e.EXTERNAL):
                types.update(self.library.lineage(str(payload)))
            elif tag == e.INSTANCE:
                for outside in self.search.linker.lineage(payload)[1]:  # type: ignore[arg-type]
                    types.update(self.library.lineage(outside))
        return types


def _snake(name: str) -> str:
    return "_".join(words(name))


def handed_over(call: f.Value, entry: Entry) -> tuple[tuple[int, int, int], ...]:
    """Values of a call that a model counts as arriving, with their spans as written."""
    ports, spans = entry.arguments, call[7]
    chosen: list[tuple[int, int, int]] = []
    for at, argument in enumerate(call[4]):
        if at in entry.except_ or (ports != "all" and (ports == "none" or at not in ports)):
            continue
        value = argument if argument >= 0 else ~argument
        chosen.append((value, spans[2 * at], spans[2 * at + 1]))
    first = len(call[4])
    for at, (name, value) in enumerate(call[5]):
        if name in entry.except_ or (ports != "all" and (ports == "none" or name not in ports)):
            continue
        chosen.append((value, spans[2 * (first + at)], spans[2 * (first + at) + 1]))
    return tuple(chosen)


def named_by(program: Program, function: int, before: int, value: int) -> int:
    """An argument behind a text that says what it is, as one text: ``log("token:", x)``.

    The value is added to the function's body; -1 where no text stands in front.
    """
    values = program.body(function).values
    held = values[before]
    if held[0] == f.TEXT:
        held = values[held[3][-1][0]]
    text = held[3] if held[0] == f.CONST else ""
    if not isinstance(text, str) or not text or values[value][0] in (f.CONST, f.TEXT, f.MAP):
        return -1
    values.append([f.TEXT, values[value][1], values[value][2], [[value, "", text]], ""])
    return len(values) - 1
