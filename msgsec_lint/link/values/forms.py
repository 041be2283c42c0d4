"""What each form of value denotes."""

from __future__ import annotations

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.captures import left_by
from msgsec_lint.link.containers import nested
from msgsec_lint.link.entities import Entities
from msgsec_lint.link.members.lookup import Members
from msgsec_lint.link.resolver import Resolver
from msgsec_lint.link.types.classes import Classes
from msgsec_lint.link.values.elements import Elements
from msgsec_lint.link.values.parameters import Parameters
from msgsec_lint.link.values.results import Results


class Forms:
    """Answers by the form of a value; what needs more than that stands beside."""

    def __init__(
        self, resolver: Resolver, classes: Classes, members: Members, parameters: Parameters
    ) -> None:
        self._resolver = resolver
        self._program = resolver.program
        self._classes = classes
        self._members = members
        self._parameters = parameters
        self._elements = Elements(resolver)
        self.results = Results(resolver, members, self._elements)

    def denoted(self, function: int, value: int) -> Entities:
        held = self._program.body(function).values[value]
        op = held[0]
        if op == f.NAME:
            if len(held) > 4 and self._members.implicit.settle(function, held):
                return self._read(function, held)
            return self._resolver.name(function, held[3])
        if op == f.ATTR:
            return self._read(function, held)
        if op == f.CALL:
            return self.results.call(function, held)
        if op == f.LOCAL:
            declared = (
                self._resolver.annotation(function, held[5]) if held[5] is not None else e.NOTHING
            )
            return declared or self._resolver.value(function, held[3])
        if op == f.PARAM:
            return self._parameters.parameter(function, held[3])
        if op == f.CONST:
            return _LITERAL_TYPES.get(type(held[3]), e.NOTHING)
        if op == f.TEXT:
            return _STRING
        if op in (f.JOIN, f.CHOICE):
            return e.either([self._resolver.value(function, v) for v in held[3]])
        if op == f.CAST:
            return self._cast(function, held)
        if op in (f.UPDATE, f.ENTER):
            return (
                self._elements.entered(function, held)
                if op == f.ENTER
                else self._resolver.value(function, held[3])
            )
        if op in (f.EACH, f.ITEM):
            return self._elements.item(function, held)
        if op == f.PART:
            if self._members.implicit.settle_part(function, held):
                return self._read(function, held)
            several = self._program.traits(function).several_results
            return self._elements.part(
                self._resolver.value(function, held[3]), held[4], several=several
            )
        return self._made(function, held, op)

    def _read(self, function: int, held: f.Value) -> Entities:
        base = self._resolver.value(function, held[3])
        found = e.union(self._resolver.attribute(entity, held[4], function) for entity in base)
        if not found or all(tag == e.EXTERNAL for tag, _ in found):
            extension = self._members.extensions.named(function, base, held[4])
            if extension >= 0 and self._program.head(extension).flags & f.PROPERTY:
                return self._resolver.result(extension)
        if not found and held[4] in self._program.traits(function).container_properties:
            return self._elements.from_container(function, held[4], base)
        return found or self._members.written.of_object(function, held, base)

    def _made(self, function: int, held: f.Value, op: int) -> Entities:
        unit = self._program.unit(function)
        if op == f.FUNC:
            return ((e.FUNCTION, unit.first + held[3]),)
        if op == f.CLASS:
            return ((e.CLASS, (self._program.unit_of[function], held[3])),)
        if op == f.SEQ:
            if held[3] and all(i < 0 for i in held[3]):
                spread = (self._resolver.value(function, ~i) for i in held[3][:8])
                return nested(e.CONTAINER, e.union(self._elements.taken(x, _EACH) for x in spread))
            items = [i for i in held[3] if i >= 0][:8]
            return nested(e.TUPLE, tuple(self._resolver.value(function, i) for i in items))
        if op == f.MAP:
            return nested(e.MAPPING, self._elements.entries(function, held))
        if op == f.TEST:
            return ((e.VALUE, "builtins.bool"),) if held[3] != "literal" else e.NOTHING
        if op == f.BINARY:
            left = self._resolver.value(function, held[4])
            if held[3] == "%" and _STRING[0] in left:
                return _STRING
            return left or self._resolver.value(function, held[5])
        if op == f.UNARY:
            found = self._resolver.value(function, held[4]) if held[3] != "+" else e.NOTHING
            return found or _NUMBER
        if op == f.CAUGHT:
            return e.union(self._caught(function, type_) for type_ in held[3])
        if op == f.LEFT:
            nested_in, values = left_by(self._program, function, held)
            return e.union(self._resolver.value(nested_in, v) for v in values)
        if op == f.UNKNOWN and len(held[3]) == 1:
            return self._resolver.value(function, held[3][0])
        return e.NOTHING

    def _caught(self, function: int, types: int) -> Entities:
        found: list[Entities] = []
        for tag, payload in self._resolver.value(function, types):
            if tag == e.TUPLE and isinstance(payload, tuple):
                found.extend(e.instances(option) for option in payload)
            else:
                found.append(e.instances(((tag, payload),)))
        return e.union(found)

    def _cast(self, function: int, held: f.Value) -> Entities:
        if held[4].startswith(f.NOT):
            return self._classes.but(
                self._resolver.value(function, held[3]),
                self._resolver.annotation(function, held[4][1:]),
            )
        return self._resolver.annotation(function, held[4]) or self._resolver.value(
            function, held[3]
        )


_EACH: f.Value = [f.EACH, 0, 0, 0]
_STRING: Entities = ((e.VALUE, "builtins.str"),)
_NUMBER: Entities = ((e.VALUE, "builtins.int"),)
_LITERAL_TYPES: dict[type, Entities] = {
    str: _STRING,
    bool: ((e.VALUE, "builtins.bool"),),
    int: _NUMBER,
    float: ((e.VALUE, "builtins.float"),),
    type(None): (e.NULL,),
}
