"""Which functions of the tree a call may reach."""

from __future__ import annotations

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.callbacks.lambdas import Lambdas
from msgsec_lint.link.calling.passing import Target, is_bound
from msgsec_lint.link.entities import TypeExpression
from msgsec_lint.link.linker import Linker
from msgsec_lint.link.program import CallSite, ClassRef
from msgsec_lint.link.values.allocations import Allocations

MAX_OVERRIDING = 3
"""Methods that override one which does something, for each of them to count as meant."""


MAX_BY_NAME = 2
"""A method name that more functions share than this does not identify one."""
MAX_BEHIND = 8
"""Names and parts looked behind for the call that a receiver comes from."""
_BEHIND = frozenset({f.LOCAL, f.CAST, f.PART, f.JOIN, f.EACH, f.ITEM, f.UPDATE})


class Dispatch:
    """Goes from a call to its targets: by type where one is known, by name where not."""

    def __init__(self, linker: Linker, lambdas: Lambdas) -> None:
        self._linker = linker
        self._lambdas = lambdas
        self._program = linker.program
        self._members = linker.members
        self._handlers = linker.handlers
        self._allocations = Allocations(linker)
        self._by_name = ByName(linker)

    def targets(self, site: CallSite) -> tuple[Target, ...]:
        function, value = site
        body = self._program.body(function)
        callee = body.values[value][3]
        call = body.values[value]
        denoted = self._members.overloads.callee(function, call)
        held = self._lambdas.called(function, body.values[callee])
        if any(tag == e.VALUE for tag, _ in denoted):
            held.extend(self._lambdas.in_field(function, body.values[callee]))
        found = [Target(inner, False, False, True) for inner in held]
        for tag, payload in denoted:
            found.extend(self._entity_targets(tag, payload, function, call))
        named = not found and not denoted and body.values[callee][0] == f.ATTR
        if named and not self._is_container(function, body.values[callee][3]):
            found.extend(self._by_name.targets(function, call, body.values[callee][4]))
        if body.values[callee][0] == f.ATTR and self._program.traits(function).listens_by_name:
            heard = self._handlers.reached(site, body.values[callee][4])
            heard.extend((inner, 0) for inner in self._handlers.exposed(site))
            found.extend(
                Target(inner, is_bound(self._program, inner), False, True, first)
                for inner, first in heard
            )
        return tuple(dict.fromkeys(found))[: e.LIMIT]

    def _is_container(self, function: int, value: int) -> bool:
        """Whether a value is known to hold others, so that its methods are none of the tree."""
        types = self._linker.value(function, value)
        return bool(types) and all(tag in e.CONTAINERS for tag, _ in types)

    def _entity_targets(
        self, tag: str, payload: object, function: int, call: f.Value
    ) -> list[Target]:
        if tag == e.FUNCTION:
            return [Target(payload, False, False, True)]  # type: ignore[arg-type]
        if tag == e.METHOD:
            return self._method_targets(payload, function, call)  # type: ignore[arg-type]
        if tag == e.CLASS:
            return self._constructors(payload, function, call)  # type: ignore[arg-type]
        if tag == e.INSTANCE:
            return [
                Target(inner, True, False, True)  # type: ignore[arg-type]
                for kind, inner in self._linker.attribute((tag, payload), "__call__", function)
                if kind == e.METHOD
            ]
        return []

    def _constructors(self, ref: ClassRef, function: int, call: f.Value) -> list[Target]:
        for owner in self._linker.lineage(ref)[0]:
            made = self._program.methods(owner, "<init>")
            if len(made) > 1:
                options = tuple((e.METHOD, method) for method in made)
                fitting = self._members.overloads.fitting(function, call, options)
                return [Target(x, True, True, True) for _, x in fitting]  # type: ignore[arg-type]
            if made:
                return [Target(made[0], True, True, True)]
        return []

    def _method_targets(self, method: int, function: int, call: f.Value) -> list[Target]:
        head = self._program.head(method)
        callee = self._program.body(function).values[call[3]]
        bound = not head.flags & f.STATIC
        if head.flags & f.EXTENSION:
            return [Target(method, True, False, True)]
        if callee[0] == f.ATTR and not head.flags & (f.CLASS_METHOD | f.STATIC):
            receivers = self._linker.value(function, callee[3])
            # Class.method(instance, …): the receiver is an ordinary argument.
            bound = not receivers or any(tag != e.CLASS for tag, _ in receivers)
        found = [Target(method, bound, head.name == "<init>", True)]
        if callee[0] == f.ATTR and self._is_super(function, callee[3]):
            return found
        exact = self._exact(method, function, callee) if callee[0] == f.ATTR else []
        if exact:
            fitting = [m for m in exact if self._members.overloads.takes(m, call)] or exact
            return [Target(other, bound, False, True) for other in fitting[: e.LIMIT]]
        others = self._overriding(method, function, callee)
        one = self._program.traits(method).one_implementer_is_meant
        sure = not one or len(others) <= MAX_OVERRIDING
        found.extend(
            Target(other, bound, False, sure)
            for other in others
            if self._members.overloads.takes(other, call)
        )
        return found[: e.LIMIT]

    def _exact(self, method: int, function: int, callee: f.Value) -> list[int]:
        """What a method is in the classes of which the receiver is known to be; empty if not."""
        owner = self._program.owner(method)
        if owner is None:
            return []
        structural = self._program.traits(method).structural_interfaces
        if not structural and not self._linker.descendants(owner):
            return []
        found: dict[int, None] = {}
        for ref in sorted(self._allocations.classes(function, callee[3])):
            lineage = self._linker.lineage(ref)[0]
            if not structural and owner not in lineage:
                # What another of the things is that the receiver may be.
                continue
            theirs = self._methods_of(ref, callee[4], function)
            if not theirs:
                return []
            found.update(dict.fromkeys(theirs))
        return list(found)

    def _methods_of(self, ref: ClassRef, name: str, function: int) -> list[int]:
        """The nearest methods of a name that a class has, overloads and all."""
        for owner in self._linker.lineage(ref)[0]:
            found = self._program.methods(owner, name)
            if found:
                return found
        extension = self._members.extensions.named(function, ((e.INSTANCE, ref),), name)
        return [extension] if extension >= 0 else []

    def _hides(self, function: int, method: int) -> bool:
        units = self._program.unit_of
        return self._linker.hides(units[function], units[method])

    def _is_super(self, function: int, value: int) -> bool:
        values = self._program.body(function).values
        held = values[value]
        return bool(held[0] == f.CALL and values[held[3]][:1] == [f.NAME]
                    and values[held[3]][3] == "super")  # fmt: skip

    def _overriding(self, method: int, function: int, callee: f.Value) -> list[int]:
        """Methods of descendants, where the one found is abstract or does nothing."""
        head = self._program.head(method)
        body = self._program.body(method)
        nothing = head.flags & f.ABSTRACT or (len(body.values) < 12 and not body.returns)
        traits = self._program.traits(method)
        if not nothing and not traits.overrides_concrete_methods:
            return []
        owner = self._program.owner(method)
        if owner is None:
            return []
        if traits.structural_interfaces:
            found = self._members.extensions.implementing(owner, head.name)
            return [other for other in found if not self._hides(function, other)]
        scope, arguments = self._type_arguments(function, callee)
        found = [
            other
            for theirs in self._linker.descendants(owner)
            for other in self._program.methods(theirs, head.name)
            if not self._hides(function, other)
            and self._members.overloads.may_override(other, method)
            and (not arguments or self._members.overloads.keeps(theirs, owner, scope, arguments))
        ]
        # Of a method that does something, few others are as likely to be meant; many are not.
        return found if nothing or len(found) <= MAX_OVERRIDING else []

    def _type_arguments(
        self, function: int, callee: f.Value
    ) -> tuple[int, tuple[TypeExpression, ...]]:
        """The arguments of the type of a call's receiver, and where they are written."""
        values = self._program.body(function).values
        held = values[callee[3]] if callee[0] == f.ATTR else callee
        scope, declared = function, None
        if held[0] == f.LOCAL:
            declared = held[5]
            held = values[held[3]]
        if declared is None and held[0] == f.PARAM:
            declared = self._program.head(function).parameters[held[3]].type
        elif declared is None and held[0] == f.ATTR:
            for tag, payload in self._linker.value(function, held[3]):
                for owner in self._linker.lineage(payload)[0] if tag == e.INSTANCE else ():  # type: ignore[arg-type]
                    head = self._program.class_head(owner)
                    types = [field.type for field in head.fields if field.name == held[4]]
                    if types and declared is None:
                        declared = types[0]
                        scope = self._program.units[owner[0]].first + head.body
        parsed = e.parse_type(declared) if declared is not None else None
        return scope, parsed.arguments if parsed is not None else ()


class ByName:
    """The last resort of a call."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker
        self._program = linker.program
        self._library = linker.library

    def targets(self, function: int, call: f.Value, name: str) -> list[Target]:
        """The methods of that name, if they are few and the call's arguments fit."""
        traits = self._program.traits(function)
        here = self._program.unit_of[function]
        methods = [
            method
            for method in self._program.methods_named(name)
            if self._program.traits(method).group == traits.group
            and not self._linker.hides(here, self._program.unit_of[method])
        ]
        if not 0 < len(methods) <= MAX_BY_NAME or name.startswith("__"):
            return []
        if name in traits.beside_function_methods:
            # Everything has it.
            return []
        if traits.untyped_are_containers and self._library.gives(traits.group, name):
            # What maps and promises have is hardly meant by the one class that has it too.
            return []
        if traits.untyped_is_foreign and self._is_foreign(function, call):
            return []
        given = len(call[4])
        found = []
        for method in methods:
            parameters = self._program.head(method).parameters
            most = len(parameters) - 1
            rest = any(p.kind in (f.REST, f.KEYWORDS) for p in parameters)
            if traits.untyped_is_foreign and not (
                self._linker.sees(function, method) and (rest or given in (most, 1))
            ):
                # Types are known as a rule, so this one is of another library.
                continue
            if rest or given <= most:
                found.append(Target(method, True, False, False))
        return found

    def _is_foreign(self, function: int, call: f.Value) -> bool:
        """Whether the receiver of a call is what a function outside the tree gives."""
        values = self._program.body(function).values
        held = values[values[call[3]][3]]
        for _ in range(MAX_BEHIND):
            if held[0] not in _BEHIND:
                break
            inner = held[3][0] if held[0] == f.JOIN else held[3]
            held = values[inner]
        if held[0] != f.CALL:
            return False
        denoted = self._linker.value(function, held[3])
        return bool(denoted) and all(tag == e.EXTERNAL for tag, _ in denoted)
