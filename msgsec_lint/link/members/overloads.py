"""Which of several functions of one name a call means, and which overrides which."""

from __future__ import annotations

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.entities import Entities, Entity, TypeExpression
from msgsec_lint.link.members.extensions import Extensions
from msgsec_lint.link.program import ClassRef
from msgsec_lint.link.resolver import Resolver
from msgsec_lint.link.types.classes import Classes


class Overloads:
    """Answers by the arguments of calls and the types of parameters."""

    def __init__(self, resolver: Resolver, classes: Classes, extensions: Extensions) -> None:
        self._resolver = resolver
        self._classes = classes
        self._extensions = extensions
        self._program = resolver.program
        self._library = resolver.library

    def callee(self, function: int, call: f.Value) -> Entities:
        """What a call reaches: extensions count, and of overloads those that its arguments fit."""
        denoted = self._resolver.value(function, call[3])
        callee = self._program.body(function).values[call[3]]
        if callee[0] == f.ATTR and all(tag == e.EXTERNAL for tag, _ in denoted):
            known = any(self._library.is_known(str(x)) for _, x in denoted)
            if not known:
                base = self._resolver.value(function, callee[3])
                found = self._extensions.named(function, base, callee[4])
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
        parameters = self._program.own_parameters(method)
        given = len(call[4]) + len(call[5])
        spread = any(a < 0 for a in call[4])
        rest = any(p.kind in (f.REST, f.KEYWORDS) for p in parameters)
        needed = sum(1 for p in parameters if p.kind == f.POSITIONAL and p.default < 0)
        return (rest or given <= len(parameters)) and (spread or given >= needed)

    def _types_fit(self, function: int, call: f.Value, method: int) -> bool:
        for argument, parameter in zip(call[4], self._program.own_parameters(method), strict=False):
            if argument < 0 or parameter.type is None or parameter.kind != f.POSITIONAL:
                continue
            given = self._resolver.value(function, argument)
            wanted = self._resolver.annotation(method, parameter.type)
            if (
                given
                and wanted
                and not any(self._classes.admits(w, g) for w in wanted for g in given)
            ):
                return False
        return True

    def may_override(self, method: int, other: int) -> bool:
        """Whether a method may override one of its name: no parameter is of quite another type."""
        if not self._program.traits(method).overloads_by_type:
            return True
        pairs = zip(
            self._program.own_parameters(method), self._program.own_parameters(other), strict=False
        )
        for mine, theirs in pairs:
            if mine.type is None or theirs.type is None or mine.type == theirs.type:
                continue
            one = self._resolver.annotation(method, mine.type)
            two = self._resolver.annotation(other, theirs.type)
            if self._are_apart(one, two):
                return False
        return True

    def _are_apart(self, one: Entities, two: Entities) -> bool:
        """Whether it is known of two types that nothing is of both."""
        pairs = [(a, b) for a in one for b in two]
        if not pairs or not all(_differs(a, b) for a, b in pairs):
            return False
        admits = self._classes.admits
        return not any(admits(a, b) or admits(b, a) for a, b in pairs)

    def keeps(
        self, ref: ClassRef, promised: ClassRef, scope: int, arguments: tuple[TypeExpression, ...]
    ) -> bool:
        """Whether a class may be meant where a type is promised with these arguments.

        Not where it names the type among its bases with others that nothing is of both.
        ``scope`` is the function in which the arguments are written.
        """
        head = self._program.class_head(ref)
        inside = self._program.units[ref[0]].first + head.parent
        for base in head.bases:
            bases = [x for tag, x in self._resolver.annotation(inside, base) if tag == e.INSTANCE]
            for other in bases:
                if other == promised:
                    parsed = e.parse_type(base)
                    given = parsed.arguments if parsed is not None else ()
                    if self._differ_in(inside, given, scope, arguments):
                        return False
                elif not self._may_keep(other, promised, scope, arguments):  # type: ignore[arg-type]
                    return False
        return True

    def _may_keep(
        self, ref: ClassRef, promised: ClassRef, scope: int, arguments: tuple[TypeExpression, ...]
    ) -> bool:
        derives = promised in self._resolver.lineage(ref)[0]
        return not derives or self.keeps(ref, promised, scope, arguments)

    def _differ_in(
        self,
        one: int,
        mine: tuple[TypeExpression, ...],
        two: int,
        theirs: tuple[TypeExpression, ...],
    ) -> bool:
        """Whether some argument is known to be of quite another type, each read in its scope."""
        return len(mine) == len(theirs) and any(
            self._are_apart(self._resolver.admitted(one, a), self._resolver.admitted(two, b))
            for a, b in zip(mine, theirs, strict=True)
        )


def _differs(one: Entity, other: Entity) -> bool:
    """Whether two types are known well enough to tell that neither stands for the other."""
    kinds = {one[0], other[0]}
    if kinds == {e.VALUE}:
        return all(str(payload).startswith("builtins.") for _, payload in (one, other))
    values = [str(payload) for tag, payload in (one, other) if tag == e.VALUE]
    return all(value.startswith("builtins.") for value in values)
