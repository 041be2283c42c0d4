"""Functions that a library is given and calls later: by which call, and what they are given then.

A library calls them with what it has itself, such as a request, or with what another call sends
over one of its channels: from the page of a desktop client to its main process, from a client to
the method of a server.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.callbacks.emitters import event_of
from msgsec_lint.link.entities import Entities
from msgsec_lint.link.members.written import Written
from msgsec_lint.link.program import CallSite
from msgsec_lint.link.resolver import Resolver

MAX_HANDING = 20
"""Calls that a function may be handed to and that are looked at."""
MAX_SENDERS = 40
"""Calls that send one event over a channel and are looked at."""
MAX_NESTED = 3
"""Objects within objects that are looked into for functions that are given to pages."""
ENTRIES: Final = "entries"
"""``argument`` of a model: the functions are the entries of an object that is written out."""


class Handed(NamedTuple):
    """One call that hands a function over."""

    site: CallSite
    called: Entities
    """What the call calls."""
    port: int | str
    """Position, keyword or property under which the function is handed over."""
    event: object
    """What names the occasion on which it is called: the literal that stands first, or its key."""


class Handlers:
    """Answers which calls hand a function over, and which calls have it called."""

    def __init__(self, resolver: Resolver, written: Written) -> None:
        self._resolver = resolver
        self._written = written
        self._program = resolver.program
        self._library = resolver.library
        self._of_objects: dict[int, list[Handed]] | None = None
        self._exposed: dict[str, list[int]] | None = None
        self._heard: dict[tuple[str, object], list[tuple[int, int]]] = {}

    def handed(self, function: int) -> Iterator[Handed]:
        """The calls that hand a function over, by itself or as a property of an object."""
        for site in self._program.handing(function)[:MAX_HANDING]:
            body = self._program.body(site[0])
            call = body.values[site[1]]
            called = self._resolver.value(site[0], call[3])
            ports: list[tuple[int | str, int]] = [*enumerate(call[4])]
            ports.extend((key, held) for key, held in call[5] if key is not None)
            for port, argument in ports if called else ():
                if argument < 0 or body.values[argument][0] not in (f.ATTR, f.NAME, f.FUNC):
                    continue
                if function in self._denoted(site[0], argument):
                    yield Handed(site, called, port, event_of(self._resolver, site))
        yield from self._in_objects().get(function, ())

    def given(self, site: CallSite, port: int | str) -> list[int]:
        """The functions that a call is handed under a port."""
        call = self._program.body(site[0]).values[site[1]]
        if isinstance(port, str):
            made = self._in_objects().items()
            return [fn for fn, xs in made for x in xs if x.site == site and x.port == port]
        if port >= len(call[4]) or call[4][port] < 0:
            return []
        return self._denoted(site[0], call[4][port])

    def senders(self, function: int) -> list[tuple[CallSite, int]]:
        """Calls that send what a function is given over a channel.

        With each, the position from which on its arguments are the function's.
        """
        found: dict[tuple[CallSite, int], None] = {}
        for handed in self.handed(function):
            for channel, given in self._channels(handed.called, handed.port):
                for name in self._library.sending(channel):
                    for site in self._program.calls_named(name.rpartition(".")[2]):
                        if (
                            len(found) < MAX_SENDERS
                            and handed.event is not None
                            and event_of(self._resolver, site) == handed.event
                            and channel in self._sent_over(site)
                        ):
                            found[site, max(1 - given, 0)] = None
        return list(found)

    def reached(self, site: CallSite, name: str) -> list[tuple[int, int]]:
        """The functions that a call of some last name reaches over a channel, the other way."""
        if not self._library.may_send(name):
            return []
        event = event_of(self._resolver, site)
        channels = self._sent_over(site) if event is not None else []
        return [made for channel in channels for made in self._hearing(channel, event)]

    def exposed(self, site: CallSite) -> list[int]:
        """The functions that a call of ``window.NAME.KEY()`` reaches because a library put them
        there, under a name that one of its calls is given.
        """
        if self._exposed is None:
            self._exposed = {}
            for last in self._library.exposing:
                for made in self._program.calls_named(last):
                    call = self._program.body(made[0]).values[made[1]]
                    key = event_of(self._resolver, made)
                    exposes = any(
                        tag == e.EXTERNAL and self._library.exposes(str(payload))
                        for tag, payload in self._called(made)
                    )
                    if exposes and isinstance(key, str) and len(call[4]) > 1 and call[4][1] >= 0:
                        self._expose(key, made[0], call[4][1], 0)
        return self._exposed.get(self._path(site), []) if self._exposed else []

    def _expose(self, path: str, function: int, value: int, depth: int) -> None:
        """Note the functions of an object that is written out, and of those within it."""
        for place, held in self._written.written(function, value):
            for key, _, inner in held[3]:
                if key is None or self._exposed is None:
                    continue
                functions = self._denoted(place, inner)
                if functions:
                    self._exposed.setdefault(f"{path}.{key}", []).extend(functions)
                elif depth < MAX_NESTED:
                    self._expose(f"{path}.{key}", place, inner, depth + 1)

    def _path(self, site: CallSite) -> str:
        """What a call calls, as it is written, less the global object in front."""
        values = self._program.body(site[0]).values
        held = values[values[site[1]][3]]
        names: list[str] = []
        while held[0] == f.ATTR:
            names.append(held[4])
            held = values[held[3]]
        if held[0] != f.NAME:
            return ""
        if held[3] not in self._program.traits(site[0]).global_objects:
            names.append(held[3])
        return ".".join(reversed(names))

    def _hearing(self, channel: str, event: object) -> list[tuple[int, int]]:
        """The functions that hear an event of a channel, each with where its arguments begin."""
        key = (channel, event)
        found = self._heard.get(key)
        if found is None:
            self._heard[key] = found = []
            for name, port in self._library.hearing(channel):
                if isinstance(port, str):
                    handed = [(fn, x) for fn, xs in self._in_objects().items() for x in xs]
                else:
                    sites = self._program.calls_named(name.rpartition(".")[2])
                    handed = [
                        (function, Handed(site, self._called(site), port, event))
                        for site in sites
                        if event_of(self._resolver, site) == event
                        for function in self.given(site, port)
                    ]
                for function, made in handed:
                    if made.event == event and made.port == port:
                        for other, given in self._channels(made.called, port):
                            if other == channel:
                                found.append((function, max(1 - given, 0)))
        return found

    def _in_objects(self) -> dict[int, list[Handed]]:
        """Function → the calls that are handed it as a property of an object written out."""
        if self._of_objects is None:
            found: dict[int, list[Handed]] = {}
            self._of_objects = found
            for last, port in self._library.taking_objects():
                for site in self._program.calls_named(last):
                    if self._program.traits(site[0]).listens_by_name:
                        self._note_object(found, site, port)
        return self._of_objects

    def _note_object(self, found: dict[int, list[Handed]], site: CallSite, port: str) -> None:
        call = self._program.body(site[0]).values[site[1]]
        called = self._called(site)
        if not any(tag == e.EXTERNAL for tag, _ in called):
            return
        for argument in call[4]:
            for place, held in self._written.written(site[0], max(argument, ~argument)):
                for key, _, value in held[3]:
                    if key is None or port not in (ENTRIES, key):
                        continue
                    for function in self._denoted(place, value):
                        event = key if port == ENTRIES else None
                        found.setdefault(function, []).append(Handed(site, called, port, event))

    def _channels(self, called: Entities, port: int | str) -> Iterator[tuple[str, int]]:
        for tag, payload in called:
            if tag == e.EXTERNAL:
                yield from self._library.heard_at(str(payload), port)

    def _sent_over(self, site: CallSite) -> list[str]:
        """The channels over which a call sends, by what it calls or else by what it is named."""
        called = self._called(site)
        names = [str(payload) for tag, payload in called if tag == e.EXTERNAL]
        found = [channel for name in names for channel in self._library.sent_over(name)]
        if found or len(names) < len(called):
            return found
        values = self._program.body(site[0]).values
        callee = values[values[site[1]][3]]
        base = values[callee[3]] if callee[0] == f.ATTR else callee
        named = {f.NAME: 3, f.LOCAL: 4, f.ATTR: 4}.get(base[0])
        if named is None or base is callee:
            return []
        return list(self._library.sent_by_name(callee[4], base[named]))

    def _called(self, site: CallSite) -> Entities:
        return self._resolver.value(site[0], self._program.body(site[0]).values[site[1]][3])

    def _denoted(self, function: int, value: int) -> list[int]:
        return [
            payload  # type: ignore[misc]
            for tag, payload in self._resolver.value(function, value)
            if tag in (e.FUNCTION, e.METHOD)
        ]
