"""Functions without a name of their own that are called by the name of what holds them."""

from __future__ import annotations

from collections.abc import Iterator

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.captures import captured_by
from msgsec_lint.link.program import CallSite
from msgsec_lint.link.resolver import Resolver

MAX_HELD = 6
"""Names for names and alternatives looked through, to tell which function a value is."""


class Lambdas:
    """Answers for functions that a local name or a field holds."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._program = resolver.program

    def called(self, function: int, callee: f.Value) -> list[int]:
        """The functions that ``f.accept(x)`` calls where ``f`` is known to hold them."""
        traits = self._program.traits(function)
        if callee[0] != f.ATTR or not traits.function_methods:
            return []
        if callee[4] in traits.beside_function_methods:
            return []
        base = self._program.body(function).values[callee[3]]
        if base[0] == f.ATTR:
            return self._in_field(function, base) if callee[4] in traits.function_methods else []
        return self._held(function, callee[3])

    def in_field(self, function: int, callee: f.Value) -> list[int]:
        """The functions that ``f(x)`` calls where ``f`` is a field of the type of functions."""
        has_methods = bool(self._program.traits(function).function_methods)
        return self._in_field(function, callee) if has_methods and callee[0] == f.ATTR else []

    def _held(self, function: int, value: int, depth: int = 0) -> list[int]:
        """The nameless functions that a value is, by whatever local names."""
        held = self._program.body(function).values[value]
        if depth > MAX_HELD:
            return []
        if held[0] == f.FUNC:
            number = self._program.unit(function).first + held[3]
            return [] if self._program.head(number).name else [number]
        if held[0] in (f.LOCAL, f.CAST):
            return self._held(function, held[3], depth + 1)
        if held[0] in (f.JOIN, f.CHOICE):
            return [x for v in held[3][:MAX_HELD] for x in self._held(function, v, depth + 1)]
        if held[0] == f.NAME:
            captured = captured_by(self._program, function, held[3])
            if captured is not None:
                bound = captured[1][:MAX_HELD]
                return [x for v in bound for x in self._held(captured[0], v, depth + 1)]
        return []

    def _in_field(self, function: int, held: f.Value) -> list[int]:
        return [
            number
            for tag, payload in self._resolver.value(function, held[3])
            if tag in (e.INSTANCE, e.CLASS)
            for inner, store in self._resolver.field_stores(payload, held[4])[:MAX_HELD]  # type: ignore[arg-type]
            for number in self._held(inner, store.value)
        ]

    def names(self, function: int) -> tuple[set[str], bool]:
        """Names under which a nameless function is known, and whether all of them are local."""
        program = self._program
        head, first = program.head(function), program.unit(function).first
        if head.name or head.parent < 0:
            return set(), True
        body = program.body(first + head.parent)
        made = {at for at, v in enumerate(body.values) if v[:1] == [f.FUNC]
                and first + v[3] == function}  # fmt: skip
        names: set[str] = set()
        for at, value in enumerate(body.values):
            if value[0] in (f.LOCAL, f.CAST) and value[3] in made:
                made.add(at)
                if value[0] == f.LOCAL:
                    names.add(value[4])
        kept = {store.name for store in body.stores if store.value in made}
        return names | kept, not kept and head.parent > 0

    def sites(self, function: int, names: set[str]) -> Iterator[CallSite]:
        """Calls of local names, and of their methods, in the function that binds them."""
        program = self._program
        unit = program.unit(function)
        heads = unit.facts.functions
        binding = heads[function - unit.first].parent
        inside = {binding}
        for local in range(binding, len(heads)):
            if local != binding and heads[local].parent not in inside:
                continue
            inside.add(local)
            values = program.body(unit.first + local).values
            for number, value in enumerate(values):
                if value[0] != f.CALL:
                    continue
                callee = values[value[3]]
                held = values[callee[3]] if callee[0] == f.ATTR else callee
                if _name(held) in names:
                    yield unit.first + local, number

    def sites_of_field(self, function: int) -> Iterator[CallSite]:
        """Calls in the same file of the one method of what a field holds."""
        index = self._program.unit_of[function]
        for name in sorted(self._program.units[index].traits.function_methods):
            for site in self._program.calls_named(name):
                if self._program.unit_of[site[0]] == index:
                    yield site


def _name(held: f.Value) -> str:
    if held[0] == f.LOCAL:
        return str(held[4])
    return str(held[3]) if held[0] == f.NAME else ""
