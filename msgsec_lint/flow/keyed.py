"""What mappings and bags of properties hold, as far as the code around says it."""

from __future__ import annotations

from collections.abc import Callable

from msgsec_lint.facts import model as f
from msgsec_lint.flow.lexicon import words
from msgsec_lint.link.program import Program

_CONFIGURATION = frozenset({"config", "conf", "cfg", "settings", "configuration"})
_GENERIC = frozenset(
    {"data", "value", "item", "items", "obj", "result", "results", "res", "ret", "x", "d", "r"}
)
"""Names that say nothing, so that two things of one name have nothing in common."""
MAX_CHAIN = 6
"""A value is told by what it is read from so far: ``this.a.b``."""


class Keyed:
    """Keys that a program reads from values, and keys of the objects that calls are given."""

    def __init__(self, program: Program, root: Callable[[int, int], int]) -> None:
        """``root`` finds the value behind the names of one, given its function."""
        self.program = program
        self.root = root
        self._keys: dict[int, dict[int | str, list[tuple[str, int]]]] = {}
        self._reads: dict[str, list[str]] = {}

    def properties(self, function: int, call: f.Value) -> list[tuple[str, int, int]]:
        """What object literals among the arguments of a call hold: the keywords of the web.

        Key, value and position of the argument.
        """
        if self.program.unit(function).family != "web":
            return []
        values = self.program.body(function).values
        found: list[tuple[str, int, int]] = []
        for at, argument in enumerate(call[4]):
            held = values[self.root(function, argument)] if argument >= 0 else None
            if held is not None and held[0] == f.MAP:
                found.extend((key, value, at) for key, _, value in held[3] if isinstance(key, str))
        return found

    def hides_properties(self, function: int, call: f.Value) -> bool:
        """Whether a call is given an object, or part of one, whose keys are not seen."""
        if self.program.unit(function).family != "web":
            return False
        values = self.program.body(function).values
        given = [values[self.root(function, max(a, ~a))] for a in call[4]]
        maps = [held for held in given if held[0] == f.MAP]
        if any(key == -2 for held in maps for _, key, _ in held[3]):
            return True
        return not maps and any(held[0] not in (f.CONST, f.TEXT) for held in given)

    def read(self, function: int, root: int) -> list[tuple[str, int]]:
        """Literal keys that a function reads from a value: what the value holds."""
        table = self._keys.get(function)
        if table is None:
            table = self._read_keys(function)
            self._keys[function] = table
        return table.get(self._place(function, root), [])

    def elsewhere(self, function: int, name: str) -> list[str]:
        """Literal keys that code around reads from what it calls by a name.

        Around is the same file; for configurations, which a program has one of, the whole program.
        """
        if not name or name in _GENERIC:
            return []
        found = list(self.program.unit(function).facts.reads.get(name, ()))
        if not _CONFIGURATION.isdisjoint(words(name)[-1:]):
            found.extend(self._program_reads(name))
        return list(dict.fromkeys(found))

    def _program_reads(self, name: str) -> list[str]:
        known = self._reads.get(name)
        if known is None:
            known = [key for unit in self.program.units for key in unit.facts.reads.get(name, ())]
            self._reads[name] = known
        return known

    def _read_keys(self, function: int) -> dict[int | str, list[tuple[str, int]]]:
        values = self.program.body(function).values
        table: dict[int | str, list[tuple[str, int]]] = {}
        # Where objects are written like mappings, properties are keys.
        properties = self.program.unit(function).family == "web"
        callees = {held[3] for held in values if held[0] == f.CALL} if properties else set()
        for number, held in enumerate(values):
            op = held[0]
            base, key = -1, None
            if op == f.ITEM or (op == f.ATTR and properties and number not in callees):
                base, key = held[3], held[4]
            elif op == f.CALL and held[4] and held[4][0] >= 0:
                callee = values[held[3]]
                if callee[0] == f.ATTR and callee[4] in ("get", "pop", "setdefault"):
                    first = values[held[4][0]]
                    base, key = callee[3], first[3] if first[0] == f.CONST else None
            elif op == f.TEST and held[3] in ("in", "not in") and len(held[4]) == 2:
                first = values[held[4][0]]
                base, key = held[4][1], first[3] if first[0] == f.CONST else None
            if isinstance(key, str) and base >= 0:
                table.setdefault(self._place(function, base), []).append((key, number))
        return table

    def _place(self, function: int, value: int) -> int | str:
        """What tells a value from others of its function.

        Every mention of a name from outside and of a property is a value of its own; where
        objects are written like mappings, mentions of one place count as one.
        """
        found = self.root(function, value)
        if self.program.unit(function).family != "web":
            return found
        values = self.program.body(function).values
        path = ""
        at = found
        for _ in range(MAX_CHAIN):
            held = values[at]
            if held[0] == f.NAME:
                return f"{held[3]}{path}"
            if held[0] != f.ATTR:
                return f"{at}{path}" if path else found
            path = f".{held[4]}{path}"
            at = self.root(function, held[3])
        return found
