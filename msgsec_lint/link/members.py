"""Members: which implicit receiver a bare name belongs to, extensions, overloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.captures import captured_by
from msgsec_lint.link.entities import Entities, Entity
from msgsec_lint.link.program import ClassRef

if TYPE_CHECKING:
    from msgsec_lint.link.linker import Linker


class Members:
    """Answers for languages in which a name alone does not say whose member it is."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker
        self._program = linker.program
        self._library = linker.library
        self._implementations: dict[ClassRef, list[ClassRef]] = {}

    def of_object(self, function: int, held: f.Value, base: Entities) -> Entities:
        """What an object that is written out somewhere has under a key."""
        if not base or any(tag != e.MAPPING for tag, _ in base):
            return e.NOTHING
        if not self._program.traits(function).keys_are_members:
            return e.NOTHING
        return self._linker.scripts.entry(function, held[3], held[4])

    def is_container(self, function: int, held: f.Value, base: Entities) -> bool:
        """Whether what an attribute is read from is a list or mapping and no object of methods."""
        if not base or any(tag not in e.CONTAINERS for tag, _ in base):
            return False
        return not self.of_object(function, held, base)

    def settle(self, function: int, held: f.Value) -> bool:
        """Decide, once, whether a bare name is a member of an implicit receiver.

        If it is, the value becomes the attribute read that it stands for.
        """
        name, receivers = held[3], held.pop()
        if captured_by(self._program, function, name) is not None:
            return False
        types = [self._linker.value(function, receiver) for receiver in receivers]
        for receiver, found in zip(receivers, types, strict=True):
            if any(self._is_member(entity, name) for entity in found):
                held[0], held[3:] = f.ATTR, [receiver, name]
                return True
        denoted = self._linker.name(function, name)
        if denoted and not any(tag == e.EXTERNAL for tag, _ in denoted):
            return False
        if denoted and any(self._library.is_known(str(x)) or self._library.is_class(str(x))
                           for _, x in denoted):  # fmt: skip
            return False
        for receiver, found in zip(receivers, types, strict=True):
            if self._may_have_more(function, receiver, found):
                held[0], held[3:] = f.ATTR, [receiver, name]
                return True
        return False

    def settle_part(self, function: int, held: f.Value) -> bool:
        """Decide, once, whether what unpacking gives is a field: of a data class or a record.

        If it is, the value becomes the attribute read that it stands for.
        """
        if held[4] < 0 or not self._program.traits(function).unpacks_fields:
            return False
        unpacked = self._linker.value(function, held[3])
        names = {self._component(entity, held[4]) for entity in unpacked}
        if len(names) != 1 or None in names:
            return False
        held[0], held[4] = f.ATTR, names.pop()
        return True

    def _component(self, entity: Entity, index: int) -> str | None:
        tag, payload = entity
        if tag != e.INSTANCE:
            return None
        head = self._program.class_head(payload)  # type: ignore[arg-type]
        order = [x.name for x in head.fields if not x.flags & f.NOT_IN_CONSTRUCTOR]
        return order[index] if head.generated and index < len(order) else None

    def _is_member(self, entity: Entity, name: str) -> bool:
        tag, payload = entity
        if tag in (e.INSTANCE, e.CLASS):
            return bool(self._linker.own_attribute(payload, name))  # type: ignore[arg-type]
        if tag == e.VALUE:
            type_ = str(payload)
            known = self._library.is_known(f"{type_}.{name}")
            return known or self._library.attribute_type(type_, name) is not None
        return False

    def _may_have_more(self, function: int, receiver: int, found: Entities) -> bool:
        """Whether an implicit receiver has members that nothing here declares."""
        if not found:
            # `this` of a class is always known; what `apply` is called on may not be.
            return bool(self._program.body(function).values[receiver][0] != f.NAME)
        for tag, payload in found:
            if tag == e.VALUE:
                return True
            if tag in (e.INSTANCE, e.CLASS) and self._linker.lineage(payload)[1]:  # type: ignore[arg-type]
                return True
        return False

    def extension(self, function: int, receivers: Entities, name: str) -> int:
        """The function declared outside a class for receivers of a type, or -1.

        Of several it is the one of the type itself, before those of what the type has or is.
        """
        if not receivers or not self._program.extensions_named(name):
            return -1
        group = self._program.traits(function).group
        named = self._simple_names(receivers)
        nearest = (-1, -1)
        for candidate in self._program.extensions_of(group, name, named):
            declared = self._receiver_type(candidate)
            for given in receivers:
                for wanted in declared:
                    if wanted == given:
                        return candidate
                    if self.admits(wanted, given):
                        away = self._distance(wanted, given)
                        nearest = min(nearest, (away, candidate)) if nearest[0] > 0 else (
                            away, candidate)  # fmt: skip
        return nearest[1]

    def _distance(self, wanted: Entity, given: Entity) -> int:
        """How far up among the ancestors of a thing the type stands that is wanted."""
        tag, payload = given
        if tag not in (e.INSTANCE, e.CLASS):
            return 1
        classes, outside = self._linker.lineage(payload)  # type: ignore[arg-type]
        if wanted[0] == e.INSTANCE:
            return 1 + classes.index(wanted[1])  # type: ignore[arg-type]
        return 1 + len(classes) + len(outside)

    def _simple_names(self, receivers: Entities) -> set[str]:
        """The last parts of the names of all types that some things are of."""
        named: set[str] = set()
        for tag, payload in receivers:
            if tag in (e.INSTANCE, e.CLASS):
                classes, outside = self._linker.lineage(payload)  # type: ignore[arg-type]
                named.update(self._program.class_head(c).name for c in classes)
                named.update(base.rsplit(".", 1)[-1] for base in outside)
            elif tag == e.VALUE:
                named.update(b.rsplit(".", 1)[-1] for b in self._library.lineage(str(payload)))
            elif tag in e.CONTAINERS:
                named |= {"list", "dict", "tuple"}
        return named

    def _receiver_type(self, extension: int) -> Entities:
        declared = self._program.head(extension).parameters[0].type
        return self._linker.annotation(extension, declared) if declared is not None else e.NOTHING

    def admits(self, wanted: Entity, given: Entity) -> bool:
        """Whether a thing is of a declared type; containers are not looked into."""
        tag, payload = given
        if wanted == given:
            return True
        if wanted[0] == e.INSTANCE and tag in (e.INSTANCE, e.CLASS):
            return bool(wanted[1] in self._linker.lineage(payload)[0])  # type: ignore[arg-type]
        if wanted[0] == e.VALUE:
            if tag == e.INSTANCE:
                return wanted[1] in self._linker.lineage(payload)[1]  # type: ignore[arg-type]
            return tag == e.VALUE and wanted[1] in self._library.lineage(str(payload))
        alike = (wanted[0] == e.MAPPING) == (tag == e.MAPPING)
        return wanted[0] in e.CONTAINERS and tag in e.CONTAINERS and alike

    def implementing(self, interface: ClassRef, name: str) -> list[int]:
        """The methods of a name of all types that implement an interface.

        Types do not name the interfaces that they implement: they have all of their methods.
        """
        made = self._implementations.get(interface)
        if made is None:
            made = self._implementations[interface] = self._find_implementations(interface)
        first = self._program.units[interface[0]].first
        found = [self.extension(first, ((e.INSTANCE, ref),), name) for ref in made]
        return list(dict.fromkeys(method for method in found if method >= 0))

    def _find_implementations(self, interface: ClassRef) -> list[ClassRef]:
        program = self._program
        owners = self._linker.lineage(interface)[0]
        names = sorted({name for owner in owners for name in program.class_head(owner).methods},
                       key=lambda name: len(program.extensions_named(name)))  # fmt: skip
        candidates: dict[ClassRef, None] = {}
        for method in program.extensions_named(names[0]) if names else ():
            for tag, ref in self._receiver_type(method):
                if tag == e.INSTANCE:
                    derived = self._linker.descendants(ref)  # type: ignore[arg-type]
                    candidates.update(dict.fromkeys((ref, *derived)))  # type: ignore[arg-type]
        first = program.units[interface[0]].first
        return [
            ref
            for ref in candidates
            if all(self.extension(first, ((e.INSTANCE, ref),), name) >= 0 for name in names)
        ]

    def callee(self, function: int, call: f.Value) -> Entities:
        """What a call reaches: extensions count, and of overloads those that its arguments fit."""
        denoted = self._linker.value(function, call[3])
        callee = self._program.body(function).values[call[3]]
        if callee[0] == f.ATTR and all(tag == e.EXTERNAL for tag, _ in denoted):
            known = any(self._library.is_known(str(x)) for _, x in denoted)
            if not known:
                base = self._linker.value(function, callee[3])
                found = self.extension(function, base, callee[4])
                if found >= 0:
                    return ((e.METHOD, found),)
        if sum(tag == e.METHOD for tag, _ in denoted) > 1:
            return self.fitting(function, call, denoted)
        return denoted

    def fitting(self, function: int, call: f.Value, denoted: Entities) -> Entities:
        """Of overloaded methods, those whose parameters the arguments of a call fit."""
        methods: list[int] = [x for tag, x in denoted if tag == e.METHOD]  # type: ignore[misc]
        fitting = [m for m in methods if self.takes(m, call)]
        if len(fitting) > 1:
            typed = [m for m in fitting if self._types_fit(function, call, m)]
            fitting = typed or fitting
        kept = fitting or methods
        return tuple(x for x in denoted if x[0] != e.METHOD or x[1] in kept)

    def takes(self, method: int, call: f.Value) -> bool:
        """Whether the number of a call's arguments fits the parameters of a method."""
        parameters = self._own_parameters(method)
        given = len(call[4]) + len(call[5])
        spread = any(a < 0 for a in call[4])
        rest = any(p.kind in (f.REST, f.KEYWORDS) for p in parameters)
        needed = sum(1 for p in parameters if p.kind == f.POSITIONAL and p.default < 0)
        return (rest or given <= len(parameters)) and (spread or given >= needed)

    def _own_parameters(self, method: int) -> list[f.Parameter]:
        head = self._program.head(method)
        bound = head.flags & (f.METHOD | f.EXTENSION) and not head.flags & f.STATIC
        return head.parameters[1:] if bound else head.parameters

    def _types_fit(self, function: int, call: f.Value, method: int) -> bool:
        for argument, parameter in zip(call[4], self._own_parameters(method), strict=False):
            if argument < 0 or parameter.type is None or parameter.kind != f.POSITIONAL:
                continue
            given = self._linker.value(function, argument)
            wanted = self._linker.annotation(method, parameter.type)
            if given and wanted and not any(self.admits(w, g) for w in wanted for g in given):
                return False
        return True

    def may_override(self, method: int, other: int) -> bool:
        """Whether a method may override one of its name: no parameter is of quite another type."""
        if not self._program.traits(method).overloads_by_type:
            return True
        pairs = zip(self._own_parameters(method), self._own_parameters(other), strict=False)
        for mine, theirs in pairs:
            if mine.type is None or theirs.type is None or mine.type == theirs.type:
                continue
            one = self._linker.annotation(method, mine.type)
            two = self._linker.annotation(other, theirs.type)
            if one and two and all(_differs(a, b) for a in one for b in two):
                related = (self.admits(a, b) or self.admits(b, a) for a in one for b in two)
                if not any(related):
                    return False
        return True

    def expected(self, function: int, port: int | str, position: int) -> Entities:
        """The type of a parameter of the function that a parameter of a function takes.

        ``Function[A,R]`` and the interfaces of libraries say it by their arguments, an interface
        of the tree by its only method.
        """
        parameters = self._own_parameters(function)
        if isinstance(port, str):
            declared = next((p.type for p in parameters if p.name == port), None)
        else:
            declared = parameters[port].type if port < len(parameters) else None
        parsed = e.parse_type(declared) if declared is not None else None
        if parsed is None or declared is None:
            return e.NOTHING
        for tag, payload in self._linker.annotation(function, declared):
            if tag == e.INSTANCE:
                methods = self._program.class_head(payload).methods  # type: ignore[arg-type]
                if len(methods) == 1:
                    method = self._program.units[payload[0]].first + next(iter(methods.values()))  # type: ignore[index]
                    own = self._own_parameters(method)
                    type_ = own[position].type if position < len(own) else None
                    return self._linker.annotation(method, type_) if type_ else e.NOTHING
        arguments = parsed.arguments
        if parsed.name == "Function":
            arguments = arguments[:-1]
        if position < len(arguments):
            return self._linker.admitted(function, arguments[position])
        return e.NOTHING

    def handled(self, function: int, position: int) -> Entities:
        """The type of a parameter of a function that is made the handler of a library object.

        ``socket.onmessage = (event) => …``: what is assigned to a property, to be called later.
        """
        unit = self._program.unit_of[function]
        listens = self._program.traits(function).listens_by_name
        for name in self._library.handlers if listens else ():
            for holder, store in self._program.stores_named(name):
                if self._program.unit_of[holder] != unit:
                    continue
                if not self._is_function(holder, store.value, function):
                    continue
                for tag, payload in self._linker.value(holder, store.base):
                    if tag == e.VALUE:
                        made = self._library.handler_type(f"{payload}.{name}", position)
                        if made is not None:
                            return self._linker.library_type(made)
        return e.NOTHING

    def _is_function(self, holder: int, value: int, function: int) -> bool:
        """Whether a value is a function of its own file, as written or by its name."""
        values = self._program.body(holder).values
        held = values[value]
        if held[0] == f.CALL:
            callee = values[held[3]]
            if callee[0] == f.ATTR and callee[4] in self._program.traits(holder).binding_methods:
                value = callee[3]
                held = values[value]
        if held[0] == f.FUNC:
            return bool(self._program.unit(holder).first + held[3] == function)
        named = held[4] if held[0] == f.ATTR else held[3] if held[0] == f.NAME else None
        if named != self._program.head(function).name:
            return False
        denoted = self._linker.value(holder, value)
        return (e.FUNCTION, function) in denoted or (e.METHOD, function) in denoted


def _differs(one: Entity, other: Entity) -> bool:
    """Whether two types are known well enough to tell that neither stands for the other."""
    kinds = {one[0], other[0]}
    if kinds == {e.VALUE}:
        return all(str(payload).startswith("builtins.") for _, payload in (one, other))
    values = [str(payload) for tag, payload in (one, other) if tag == e.VALUE]
    return all(value.startswith("builtins.") for value in values)
