"""Objects that code makes on the spot: what was put into their fields, and what stayed empty."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgsec_lint.facts import model as f
from msgsec_lint.flow import kinds as k
from msgsec_lint.link import entities as e

if TYPE_CHECKING:
    from msgsec_lint.flow.questions import Questions
    from msgsec_lint.flow.search import Search
    from msgsec_lint.link.program import ClassRef

MAX_MADE = 3
"""Functions that give what other functions made are followed so far."""
MAX_SHAPED = 40
"""Values looked at for one field of one object; beyond that nothing is known of it."""
MAX_CHANGING = 30
"""Functions looked at that may change an object they are handed."""
_LETTER = re.compile(r"[^\W\d_]")
_FAMILIES = frozenset({"go", "web"})
"""Where objects are written with their fields, as literals."""

Put = tuple[int, int]
"""``(function, value)`` of what was put somewhere."""


class Made:
    """Answers about objects whose making is in sight."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions
        self._program = questions.program
        self._changed: dict[Put, frozenset[str]] = {}
        self._left = 0

    def filled(self, function: int, value: int, field: str) -> list[Put] | None:
        """What was put into a field of an object; empty if nothing was, None if that is unknown."""
        if self._program.unit(function).family not in _FAMILIES:
            return None
        self._left = MAX_SHAPED
        return self._filled(function, value, field, named=False, depth=0)

    def is_written_out(self, function: int, value: int) -> bool:
        """Whether a value is an object with all of its entries in sight, which say what it holds.

        What a function of the tree gives is if all that it returns is.
        """
        held = self._program.body(function).values[value]
        made = [held]
        if held[0] == f.CALL:
            made = [
                self._program.body(other).values[self._questions.evidence.root(other, at)]
                for other, at in self._returned(function, value)
            ]
        return bool(made) and all(
            one[0] == f.MAP and one[3] and all(isinstance(name, str) for name, _, _ in one[3])
            for one in made
        )

    def _filled(
        self, function: int, value: int, field: str, *, named: bool, depth: int
    ) -> list[Put] | None:
        self._left -= 1
        if self._left < 0:
            return None
        held = self._program.body(function).values[value]
        op = held[0]
        if op in (f.LOCAL, f.CAST):
            return self._filled(function, held[3], field, named=named or op == f.LOCAL, depth=depth)
        if op == f.UPDATE and held[4] != "**":
            if held[4] in (f".{field}", f"[{field}]"):
                return [(function, held[5])]
            if held[4] != f.ANY_PART:
                return self._filled(function, held[3], field, named=named, depth=depth)
        if op in (f.JOIN, f.CHOICE):
            options = [(function, option) for option in held[3] if option < value]
            if len(options) == len(held[3]):
                return self._of_all(options, field, named=named, depth=depth)
        if op == f.MAP:
            return self._of_entries(function, value, field, named=named)
        if op == f.CALL:
            return self._of_call(function, value, field, named=named, depth=depth)
        if op in (f.EACH, f.ITEM, f.PART):
            parts = self._parts(function, held, depth)
            return None if parts is None else self._of_all(parts, field, named=True, depth=depth)
        return None

    def _of_all(
        self, options: list[Put], field: str, *, named: bool, depth: int
    ) -> list[Put] | None:
        found: list[Put] = []
        for function, value in options:
            made = self._filled(function, value, field, named=named, depth=depth)
            if made is None:
                return None
            found.extend(made)
        return found

    def _of_entries(
        self, function: int, value: int, field: str, *, named: bool
    ) -> list[Put] | None:
        """A field of an object literal: ``{ id, text: "" }``."""
        entries = self._program.body(function).values[value][3]
        if not entries or any(key == -2 or name is None for name, key, _ in entries):
            return None
        for name, _, at in entries:
            if name == field:
                return [(function, at)] if at >= 0 else None
        return None if named and self._may_change(function, value, field) else []

    def _of_call(
        self, function: int, value: int, field: str, *, named: bool, depth: int
    ) -> list[Put] | None:
        """A field of a literal of Go, or of what a function of the tree makes and gives."""
        held = self._program.body(function).values[value]
        for tag, payload in self._questions.linker.value(function, held[3]):
            if tag == e.CLASS:
                ref: ClassRef = payload  # type: ignore[assignment]
                if self._program.units[ref[0]].family != "go":
                    return None
                given = self._questions.generated_argument(ref, held, field)
                if given:
                    return [(function, given[0])]
                return None if named and self._may_change(function, value, field) else []
        if depth >= MAX_MADE:
            return None
        returned = self._returned(function, value)
        return self._of_all(returned, field, named=True, depth=depth + 1) if returned else None

    def _returned(self, function: int, call: int) -> list[Put]:
        """All that the functions of the tree give that a call reaches; empty if it is not known."""
        found: list[Put] = []
        for target in self._questions.calls.targets((function, call)):
            made = self._program.body(target.function).returns
            if not made or not target.sure:
                return []
            found.extend((target.function, value) for value in made)
        return found

    def _parts(self, function: int, held: f.Value, depth: int) -> list[Put] | None:
        """What a part of a value may be: an element of a list, one of several results."""
        values = self._program.body(function).values
        if held[0] == f.PART and values[held[3]][0] == f.CALL:
            found: list[Put] = []
            for other, value in self._returned(function, held[3]):
                row = self._program.body(other).values[value]
                if row[0] != f.SEQ or held[4] >= len(row[3]) or row[3][held[4]] < 0:
                    return None
                item = row[3][held[4]]
                if self._program.body(other).values[item][:1] != [f.CONST]:
                    found.append((other, item))
            return found or None
        if held[0] == f.ITEM and isinstance(held[4], str):
            return None
        # What nobody put anything into in sight, such as a channel, others fill.
        return self._elements(function, held[3], depth, set()) or None

    def _elements(self, function: int, value: int, depth: int, seen: set[Put]) -> list[Put] | None:
        """Everything that was put into a list, or None if there may be more."""
        if (function, value) in seen:
            return []
        seen.add((function, value))
        self._left -= 1
        if self._left < 0 or depth > MAX_MADE:
            return None
        held = self._program.body(function).values[value]
        if held[0] == f.LOCAL and self._is_handed_out(function, value):
            return None
        inner: list[Put] = []
        found: list[Put] = []
        if held[0] in (f.LOCAL, f.CAST):
            inner = [(function, held[3])]
        elif held[0] == f.JOIN:
            inner = [(function, option) for option in held[3]]
        elif held[0] == f.SEQ:
            inner = [(function, ~item) for item in held[3] if item < 0]
            found = [(function, item) for item in held[3] if item >= 0]
        elif held[0] == f.CALL:
            inner = self._returned(function, value)
            depth += 1
            if not inner:
                return None
        else:
            return None
        for part in inner:
            made = self._elements(*part, depth, seen)
            if made is None:
                return None
            found.extend(made)
        return found

    def _is_handed_out(self, function: int, value: int) -> bool:
        """Whether a list is handed to a function of the tree, which may put something into it."""
        values = self._program.body(function).values
        return any(
            held[0] == f.CALL
            and value in held[4]
            and self._questions.calls.targets((function, number))
            for number, held in enumerate(values)
        )

    def _may_change(self, function: int, made: int, field: str) -> bool:
        """Whether something may set a field of an object after it was made and got a name."""
        key = (function, made)
        found = self._changed.get(key)
        if found is None:
            found = self._changed[key] = frozenset(self._find_changes(function, made))
        return field in found or "**" in found

    def _find_changes(self, function: int, made: int) -> set[str]:
        """Fields that are set of an object; ``**`` where it is filled as a whole."""
        program = self._program
        root = self._questions.evidence.root
        names = {
            held[4]
            for at, held in enumerate(program.body(function).values)
            if held[0] == f.LOCAL and root(function, at) == made
        }

        def is_it(other: int, value: int) -> bool:
            at = root(other, value if value >= 0 else ~value)
            if other == function:
                return at == made
            held = program.body(other).values[at]
            return bool(held[0] == f.NAME and held[3] in names)

        unit = program.unit(function)
        around = [
            unit.first + local
            for local, head in enumerate(unit.facts.functions)
            if head.parent == function - unit.first
        ]
        found = {
            "**"
            for held in program.body(function).values
            if held[0] == f.UPDATE and held[4] == "**" and root(function, held[3]) == made
        }
        level: list[int] = []
        for other in (function, *around):
            body = program.body(other)
            found.update(store.name for store in body.stores if is_it(other, store.base))
            for number, held in enumerate(body.values):
                if held[0] == f.CALL:
                    callee = body.values[held[3]]
                    given = [*held[4], callee[3]] if callee[0] == f.ATTR else held[4]
                    if any(is_it(other, at) for at in given):
                        targets = self._questions.calls.targets((other, number))
                        level += [target.function for target in targets]
        return found | self._stored_by(level)

    def _stored_by(self, level: list[int]) -> set[str]:
        """Fields that some functions set of anything, by themselves or by what they call."""
        program = self._program
        seen: dict[int, None] = {}
        for _ in range(MAX_MADE):
            fresh = [x for x in dict.fromkeys(level) if x not in seen]
            seen.update(dict.fromkeys(fresh))
            if len(seen) > MAX_CHANGING:
                # Whatever else there is may set any field.
                return {"**"}
            level = [
                target.function
                for other in fresh
                for number, held in enumerate(program.body(other).values)
                if held[0] == f.CALL
                for target in self._questions.calls.targets((other, number))
            ]
        return {store.name for other in seen for store in program.body(other).stores}


def is_announcement(search: Search, function: int, value: int) -> bool:
    """Whether a value is text of the program's own, with no message in it: ``name + " joins"``."""
    values = search.program.body(function).values
    held = values[search.evidence.root(function, value)]
    if held[0] not in (f.TEXT, f.BINARY) or (held[0] == f.BINARY and held[3] != "+"):
        return False
    own = (x[3] for x in values if x[0] == f.CONST and held[1] <= x[1] and x[2] <= held[2])
    if not any(isinstance(part, str) and _LETTER.search(part) for part in own):
        return False
    outcome = search.local(function, value, (), "text")
    return not any(hit.kind & k.CONTENT for hit in outcome.hits)
