"""Of which classes a value is, where it can be seen being made."""

from __future__ import annotations

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.captures import captured_by
from msgsec_lint.link.program import ClassRef, ValueRef
from msgsec_lint.link.resolver import Resolver

MAX_SEEN = 32
"""Values looked through to see where one is made."""


class Allocations:
    """Answers more exactly than types do: a variable of an interface holds what was put there."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._program = resolver.program
        self._classes: dict[ValueRef, frozenset[ClassRef]] = {}

    def classes(self, function: int, value: int) -> frozenset[ClassRef]:
        """The classes of the tree of which a value is; none if any way it comes is not known."""
        key = (function, value)
        found = self._classes.get(key)
        if found is None:
            made: set[ClassRef] = set()
            known = self._are_seen(function, value, made, set())
            found = self._classes[key] = frozenset(made) if known else frozenset()
        return found

    def _are_seen(
        self, function: int, value: int, made: set[ClassRef], seen: set[ValueRef]
    ) -> bool:
        """Add the classes of all that a value may be; whether these are all."""
        if (function, value) in seen:
            return True
        if len(seen) >= MAX_SEEN:
            return False
        seen.add((function, value))
        denoted = self._resolver.value(function, value)
        held = self._program.body(function).values[value]
        op = held[0]
        if op in (f.LOCAL, f.UPDATE, f.CAST):
            return self._are_seen(function, held[3], made, seen)
        if op in (f.JOIN, f.CHOICE):
            return all(self._are_seen(function, x, made, seen) for x in held[3])
        if op == f.CALL:
            return self._of_call(function, held, made, seen)
        if op == f.NAME:
            places = self._bound(function, held[3])
            return bool(places) and all(self._are_seen(p, v, made, seen) for p, v in places)
        if op == f.ATTR:
            return self._of_field(function, held, made, seen)
        # Lists are no objects of the tree: what is put into a thing is stored as a list of its own.
        return op in (f.SEQ, f.MAP) or denoted == (e.NULL,)

    def _of_call(
        self, function: int, call: f.Value, made: set[ClassRef], seen: set[ValueRef]
    ) -> bool:
        denoted = self._resolver.value(function, call[3])
        if len(denoted) != 1:
            return False
        tag, payload = denoted[0]
        if tag == e.CLASS:
            made.add(payload)  # type: ignore[arg-type]
            return self._is_written_out(function, call[3])
        if tag not in (e.FUNCTION, e.METHOD) or self._is_overridden(payload):  # type: ignore[arg-type]
            return False
        maker: int = payload  # type: ignore[assignment]
        body = self._program.body(maker)
        if not body.returns or body.yields or self._program.head(maker).decorators:
            return False
        return all(self._are_seen(maker, x, made, seen) for x in body.returns)

    def _is_written_out(self, function: int, callee: int) -> bool:
        """Whether a class stands in the code itself, and not in a variable that may hold others."""
        held = self._program.body(function).values[callee]
        if held[0] == f.ATTR:
            return all(tag != e.INSTANCE for tag, _ in self._resolver.value(function, held[3]))
        return held[0] in (f.NAME, f.CLASS)

    def _is_overridden(self, function: int) -> bool:
        owner = self._program.owner(function)
        if owner is None:
            return False
        head = self._program.head(function)
        below = self._resolver.descendants(owner)
        return bool(head.flags & f.ABSTRACT) or any(
            self._program.methods(other, head.name) for other in below
        )

    def _bound(self, function: int, name: str) -> list[ValueRef]:
        """Where a name is bound that is not local, if that is at one place only."""
        captured = captured_by(self._program, function, name)
        if captured is not None:
            return [(captured[0], value) for value in captured[1]]
        unit = self._program.unit_of[function]
        bound = self._resolver.naming(unit).bound(unit, name)
        return bound if len(bound) == 1 else []

    def _of_field(
        self, function: int, held: f.Value, made: set[ClassRef], seen: set[ValueRef]
    ) -> bool:
        """The same for what a field holds: its class must put something there itself."""
        owners = self._resolver.value(function, held[3])
        if len(owners) != 1 or owners[0][0] != e.INSTANCE:
            return False
        ref: ClassRef = owners[0][1]  # type: ignore[assignment]
        lineage = self._resolver.lineage(ref)[0]
        if any(self._program.methods(owner, held[4]) for owner in lineage):
            return False
        places = [
            (place, store.value)
            for place, store in self._resolver.field_stores(ref, held[4])
            if not self._resolver.hides(ref[0], self._program.unit_of[place])
        ]
        own = [place for place, _ in places if self._program.enclosing_class(place) in lineage]
        for owner in lineage:
            body = self._program.units[owner[0]].first + self._program.class_head(owner).body
            bound = self._program.body(body).bindings.get(held[4], ())
            places.extend((body, value) for value in bound)
            own.extend(body for _ in bound)
        return bool(own) and all(self._are_seen(p, v, made, seen) for p, v in places)
