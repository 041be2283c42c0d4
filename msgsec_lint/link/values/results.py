"""What calls give."""

from __future__ import annotations

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.containers import is_held, nested
from msgsec_lint.link.entities import Entities, Entity
from msgsec_lint.link.library import Conventions
from msgsec_lint.link.members.lookup import Members
from msgsec_lint.link.resolver import Resolver
from msgsec_lint.link.types.expressions import library_type, made_by
from msgsec_lint.link.values.elements import Elements


class Results:
    """Answers what calls give and functions return."""

    def __init__(self, resolver: Resolver, members: Members, elements: Elements) -> None:
        self._resolver = resolver
        self._members = members
        self._elements = elements
        self._program = resolver.program
        self._library = resolver.library

    def call(self, function: int, held: f.Value) -> Entities:
        callee = self._program.body(function).values[held[3]]
        if callee[0] == f.NAME and callee[3] == "super":
            return self._super(function)
        if callee[0] == f.ATTR:
            base = self._resolver.value(function, callee[3])
            if self._members.written.is_container(function, callee, base):
                made = self._elements.from_container(function, callee[4], base)
                extension = (
                    -1 if made else self._members.extensions.named(function, base, callee[4])
                )
                return self.result(extension) if extension >= 0 else made
        denoted = self._members.overloads.callee(function, held)
        if not denoted and len(held) > 8:
            return e.union(
                self._resolver.attribute(entity, held[8], function)
                for entity in self._resolver.value(function, callee[3])
            )
        if held[4] and held[4][0] >= 0:
            known = self._conventions(function)
            if any(x[0] == e.EXTERNAL and x[1] in known.partials for x in denoted):
                inner = self._resolver.value(function, held[4][0])
                # With arguments filled in, positions of functions of the tree would be off.
                return inner if len(held[4]) == 1 else tuple(x for x in inner if x[0] == e.EXTERNAL)
            if any(x[1] in known.copies for x in denoted):
                return self._resolver.value(function, held[4][0])
        traits = self._program.traits(function)
        if traits.makers:
            return e.union(self._called_by_maker(entity, traits.makers) for entity in denoted)
        found = e.union(self.called(entity) for entity in denoted)
        if not found and len(held) > 8:
            # A getter, or the accessor of a record, denotes what the property holds.
            is_read = callee[4] != held[8] or traits.methods_read_properties
            read = tuple(entity for entity in denoted if is_held(entity))
            return read if read and is_read else self._modelled(function, callee[3], held[8])
        return found

    def _modelled(self, function: int, base: int, name: str) -> Entities:
        """The type that models give to what a getter of a library type reads."""
        types = [str(x) for tag, x in self._resolver.value(function, base) if tag == e.VALUE]
        made = (self._library.attribute_type(type_, name) for type_ in types)
        return e.union(library_type(text) for text in made if text is not None)

    def _conventions(self, function: int) -> Conventions:
        return self._library.conventions(self._program.traits(function).group)

    def _called_by_maker(self, entity: Entity, makers: tuple[str, ...]) -> Entities:
        """What calling a thing gives where functions outside the tree are written like classes."""
        tag, payload = entity
        if tag != e.EXTERNAL or self._library.result_type(str(payload)) is not None:
            return self.called(entity)
        made = made_by(str(payload), makers)
        return ((e.VALUE, made),) if made else e.NOTHING

    def _super(self, function: int) -> Entities:
        owner = self._program.enclosing_class(function)
        if owner is None:
            return e.NOTHING
        lineage, outside = self._resolver.lineage(owner)
        if len(lineage) > 1:
            return ((e.INSTANCE, lineage[1]),)
        return tuple((e.VALUE, name) for name in outside[:1])

    def called(self, entity: Entity) -> Entities:
        """What calling a thing gives."""
        tag, payload = entity
        if tag == e.CLASS:
            return ((e.INSTANCE, payload),)
        if tag in (e.FUNCTION, e.METHOD):
            return self.result(payload)  # type: ignore[arg-type]
        if tag in (e.EXTERNAL, e.VALUE):
            name = str(payload) if tag == e.EXTERNAL else f"{payload}.__call__"
            made = self._library.result_type(name)
            if made is not None:
                return library_type(made)
            last = name.rsplit(".", 1)[-1]
            if self._library.is_class(name) or last[:1].isupper():
                return ((e.VALUE, name),)
        if tag == e.INSTANCE:
            return e.union(
                self.called(method) for method in self._resolver.attribute(entity, "__call__", 0)
            )
        return e.NOTHING

    def result(self, function: int) -> Entities:
        """What a function of the tree returns."""
        head = self._program.head(function)
        if head.returns is not None:
            return self._resolver.annotation(function, head.returns)
        body = self._program.body(function)
        if body.yields and not body.returns:
            given = e.union(
                self._resolver.value(function, value) for value in body.yields[: e.LIMIT]
            )
            endings = self._program.traits(function).generator_managers
            manages = any(d.name.endswith(endings) for d in head.decorators)
            return given if manages else nested(e.CONTAINER, given)
        if len(body.returns) > e.LIMIT:
            return e.NOTHING
        made = e.union(self._resolver.value(function, value) for value in body.returns)
        return tuple(entity for entity in made if entity != e.NULL)
