"""Objects that are written out somewhere, and calls, found behind the names that they have."""

from __future__ import annotations

from collections.abc import Iterator

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.captures import captured_by
from msgsec_lint.link.entities import Entities
from msgsec_lint.link.program import CallSite
from msgsec_lint.link.resolver import Resolver

MAX_NAMES = 6
"""An object that has more names one behind the other is not followed to where it is written."""


class Written:
    """Answers where the value that a name holds is written."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._program = resolver.program

    def of_object(self, function: int, held: f.Value, base: Entities) -> Entities:
        """What an object, written out somewhere, has under a key that is read like a member."""
        if not base or any(tag != e.MAPPING for tag, _ in base):
            return e.NOTHING
        if not self._program.traits(function).keys_are_members:
            return e.NOTHING
        return self.entry(function, held[3], held[4])

    def is_container(self, function: int, held: f.Value, base: Entities) -> bool:
        """Whether what an attribute is read from is a list or mapping and no object of methods."""
        if not base or any(tag not in e.CONTAINERS for tag, _ in base):
            return False
        return not self.of_object(function, held, base)

    def entry(self, function: int, value: int, name: str) -> Entities:
        """What an object that is written out has under a key, whatever names it has."""
        return e.union(
            self._resolver.value(place, entry)
            for place, held in self.written(function, value)
            for literal, _, entry in held[3]
            if literal == name
        )

    def written(self, function: int, value: int) -> list[tuple[int, f.Value]]:
        """The object that a value is, written out, and the function that it is written in."""
        return [(place, held) for place, _, held in self._roots(function, value, 0, f.MAP)]

    def made(self, function: int, value: int) -> list[CallSite]:
        """The calls that make what a name holds, whatever names it has besides."""
        return [(place, at) for place, at, _ in self._roots(function, value, 0, f.CALL)]

    def _roots(
        self, function: int, value: int, depth: int, wanted: int
    ) -> Iterator[tuple[int, int, f.Value]]:
        """The values of a form that a value is, each with the function that it is written in."""
        values = self._program.body(function).values
        held = values[value]
        while held[0] in (f.LOCAL, f.CAST):
            value = held[3]
            held = values[value]
        if held[0] == wanted:
            yield function, value, held
        elif held[0] == f.NAME and depth < MAX_NAMES:
            captured = captured_by(self._program, function, held[3])
            if captured is not None:
                found = [(captured[0], bound) for bound in captured[1]]
            else:
                unit = self._program.unit_of[function]
                found = self._resolver.naming(unit).bound(unit, held[3])
            for place, bound in found:
                yield from self._roots(place, bound, depth + 1, wanted)
