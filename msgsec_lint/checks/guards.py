"""Conditions that a call stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgsec_lint.facts import model as f
from msgsec_lint.flow.lexicon import words
from msgsec_lint.flow.search import Search
from msgsec_lint.link.captures import captured_by
from msgsec_lint.policy.conventions import Known
from msgsec_lint.repo.model import Project

_DEBUGGING = frozenset({"debug", "debugging", "trace", "devel", "dev", "development",
                        "verbose"})  # fmt: skip
_LOGGING = frozenset({"logging", "log", "logs"})
_RELEASED = frozenset({"production", "prod", "release"})
_SEALED = frozenset({"encrypted", "sealed"})
_MUST_BE = {"==": True, "===": True, "!=": False, "!==": False, "not": True}
"""Comparisons with nothing that leave a value empty, by whether they have to hold."""
_LENGTHS = frozenset({"length", "size"})
_DONE = re.compile(r"(?i)^(?:status)?(?:ok|created|accepted|no ?content)$|^[123]\d\d$")
"""Codes and their names that say that a request was served."""
_READING = frozenset({"parse", "split", "resolve", "lookup"})


class Switches:
    """What has to be on for a call to be reached, by its guards and by how code is shipped."""

    def __init__(self, search: Search, project: Project) -> None:
        self._search = search
        self._program = search.program
        self._project = project

    def lost(self, function: int, call: int) -> int:
        """Confidence lost because a call is reached only if a switch is on.

        One level for a switch for debugging, two for one that is there for logging itself (whoever
        made that thought of what would be logged) or that no build for release has on.
        """
        lost = max(
            (self._switch(function, test) for test in self._tests(function, call)), default=0
        )
        head = self._program.head(function)
        if head.flags & f.LAMBDA and not head.name:
            # What is handed over under a switch is called only if that is on.
            for site in self._program.handing(function)[:1]:
                lost = max(lost, self.lost(*site))
        return lost

    def is_never_reached(self, function: int, call: int) -> bool:
        """Whether a call stands under a constant that is false: ``const TRACE = false``.

        The constant is one of the module, bound once.
        """
        values = self._program.body(function).values
        for at in self._tests(function, call):
            if any(self._is_false(function, side) for side in _sides(values, at, "and")):
                return True
        return False

    def _tests(self, function: int, call: int) -> Iterator[int]:
        """The conditions that hold where a call stands, innermost first."""
        body = self._program.body(function)
        guard = body.values[call][6]
        while guard >= 0:
            held = body.guards[guard]
            if held.kind == "if" and held.holds and held.test >= 0:
                yield held.test
            guard = held.outer

    def _is_false(self, function: int, value: int) -> bool:
        """Whether a value is a name of its module that is bound to nothing but false."""
        held = self._program.body(function).values[value]
        if not self._program.traits(function).module_constants_hold or held[0] != f.NAME:
            return False
        if captured_by(self._program, function, held[3]) is not None:
            return False
        bound = self._search.linker.global_values(self._program.unit_of[function], held[3])
        told = [self._search.evidence.literals(*made) for made in bound]
        return len(told) == 1 and len(told[0]) == 1 and told[0][0] is False

    def protects(self, function: int, call: int) -> bool:
        """Whether a call is reached only where something has been found to be encrypted."""
        values = self._program.body(function).values
        for at in self._tests(function, call):
            for side in _sides(values, at, "and"):
                test = values[side]
                if test[0] != f.TEST or not test[3].startswith("not"):
                    operands = test[4] if test[0] == f.TEST else [side]
                    names = (self._search.evidence.own_name(function, v) for v in operands)
                    sealed = (not _SEALED.isdisjoint(words(name)) for name in names)
                    if all(sealed) if test[3] == "or" else any(sealed):
                        return True
        return False

    def turns_away(self, function: int, call: int) -> bool:
        """Whether a request is refused where a call stands, in the same branch."""
        body = self._program.body(function)
        branches: list[int] = []
        guard = body.values[call][6]
        while guard >= 0 and body.guards[guard].kind == "if":
            branches.append(guard)
            guard = body.guards[guard].outer
        refusing = self._conventions(function).refusing
        for held in body.values[call + 1 :]:
            if held[0] == f.CALL and held[6] in branches:
                callee = body.values[held[3]]
                # `http.Error(w, text, code)`, and neither `err.Error()` nor a logger's.
                answers = callee[0] == f.ATTR and (callee[4] != "Error" or len(held[4]) == 3)
                if answers and callee[4] in refusing and not self._is_served(function, held):
                    return True
        return False

    def _conventions(self, function: int) -> Known:
        return self._search.library.conventions(self._program.traits(function).group)

    def _is_served(self, function: int, answer: f.Value) -> bool:
        """Whether an answer says that all is well: ``w.WriteHeader(http.StatusOK)``."""
        evidence = self._search.evidence
        given = [at for at in answer[4] if at >= 0]
        codes = [str(code) for at in given for code in evidence.literals(function, at)]
        codes += [evidence.own_name(function, at) for at in given]
        return any(_DONE.match(code) is not None for code in codes)

    def is_unreadable(self, function: int, call: int, name: str) -> bool:
        """Whether a call is reached because what has some name could not be parsed."""
        body = self._program.body(function)
        guard = body.values[call][6]
        while guard >= 0:
            held = body.guards[guard]
            test = body.values[held.test] if held.kind == "if" and held.test >= 0 else None
            if test is not None and test[0] == f.TEST and test[3] == "!=" and held.holds:
                at = self._search.evidence.root(function, test[4][0])
                made = body.values[at]
                if made[0] == f.PART and body.values[made[3]][0] == f.CALL:
                    reader = body.values[made[3]]
                    callee = self._search.evidence.own_name(function, reader[3])
                    given = (self._search.evidence.own_name(function, at) for at in reader[4])
                    if not _READING.isdisjoint(words(callee)) and name in given:
                        return True
            guard = held.outer
        return False

    def emptied(self, function: int, call: int) -> dict[int, set[str]]:
        """Parts that are empty where a call is reached, by the value whose parts they are.

        ``if msg.text == ""`` and ``if len(msg.text) > 0 { return }`` say so of the text; a part
        without a name is the whole: ``if (msg == null)``.
        """
        body = self._program.body(function)
        found: dict[int, set[str]] = {}
        guard = body.values[call][6]
        while guard >= 0:
            held = body.guards[guard]
            if held.kind in ("if", "after") and held.test >= 0:
                for base, name in self._emptied_by(function, held.test, holds=held.holds):
                    at = self.place(function, base, whole=not name)
                    found.setdefault(at, set()).add(name)
            guard = held.outer
        return found

    def place(self, function: int, value: int, *, whole: bool) -> int:
        """The value behind the names given to it; the first mention of a name from outside.

        As a whole it is the same only while nothing is joined or changed.
        """
        values = self._program.body(function).values
        if not whole:
            value = self._search.evidence.root(function, value)
        while values[value][0] in (f.LOCAL, f.CAST):
            value = values[value][3]
        held = values[value]
        if held[0] != f.NAME:
            return value
        return next(n for n, x in enumerate(values) if x[0] == f.NAME and x[3] == held[3])

    def _emptied_by(self, function: int, test: int, *, holds: bool) -> Iterator[tuple[int, str]]:
        values = self._program.body(function).values
        held = values[test]
        sides = _sides(values, test, "and" if holds else "or")
        if sides != [test]:
            for side in sides:
                yield from self._emptied_by(function, side, holds=holds)
            return
        if held[0] != f.TEST:
            if not holds:
                yield self._search.evidence.read(function, held) or (test, "")
            return
        operator, operands = held[3], held[4]
        if operator in ("and", "or"):
            return
        if operator in ("not", "!") and len(operands) == 1:
            yield from self._emptied_by(function, operands[0], holds=not holds)
            return
        if len(operands) != 2 or values[operands[1]][0] != f.CONST or values[operands[1]][3]:
            return
        at = operands[0]
        measured = self._measured(function, at)
        # `len(x) > 0` is no more than `len(x) != 0`.
        if operator == ">" and measured < 0:
            return
        if holds == (False if operator == ">" else _MUST_BE.get(operator)):
            at = measured if measured >= 0 else at
            yield self._search.evidence.read(function, values[at]) or (at, "")

    def _measured(self, function: int, value: int) -> int:
        """What a length is the length of, or -1."""
        values = self._program.body(function).values
        held = values[value]
        if held[0] == f.ATTR and held[4] in _LENGTHS:
            return int(held[3])
        if held[0] == f.CALL and len(held[4]) == 1 and values[held[3]][0] == f.NAME:
            return int(held[4][0]) if values[held[3]][3] == "len" else -1
        return -1

    def stripped(self, function: int, name: str) -> str:
        """Where it is said that release builds remove calls of a name; empty if nowhere."""
        strip = self._project.stripped(self._program.unit(function).path, name)
        return strip.place if strip is not None else ""

    def _names(self, function: int, operands: list[int], wanted: frozenset[str]) -> bool:
        """Whether one of some values is one of some texts."""
        literals = (x for v in operands for x in self._search.evidence.literals(function, v))
        return any(str(literal).lower() in wanted for literal in literals)

    def _is_debug_build(self, function: int, operand: int) -> bool:
        """Whether a value is a constant that only builds for debugging have on."""
        values = self._program.body(function).values
        held = values[operand]
        written = str(held[4]) if held[0] == f.ATTR else str(held[3])
        if held[0] == f.ATTR and values[held[3]][0] == f.NAME:
            written = f"{values[held[3]][3]}.{written}"
        known = self._conventions(function).debug_builds
        return held[0] in (f.ATTR, f.NAME) and written in known

    def _switch(self, function: int, test: int) -> int:
        """How much less sure a finding is under a test, which may connect others."""
        values = self._program.body(function).values
        # `debug || wanted` lets more through than a switch for debugging does.
        for sign, told in (("and", max), ("or", min)):
            sides = _sides(values, test, sign)
            if sides != [test]:
                return told(self._switch(function, side) for side in sides)
        held = values[test]
        if held[0] == f.TEST and held[3].startswith(("not", "!")):
            return int(held[3][:2] == "!=" and self._names(function, held[4], _RELEASED))
        lost = 0
        for operand in held[4] if held[0] == f.TEST else [test]:
            written = self._search.evidence.own_name(function, operand)
            name = words(written)
            literals = {str(x).lower() for x in self._search.evidence.literals(function, operand)}
            if name[-1:] == ("enabled",):
                name = name[:-1]
            if (len(name) > 1 and name[-1] in _LOGGING) or self._is_debug_build(function, operand):
                lost = 2
            elif (
                (name and name[-1] in _DEBUGGING)
                or (name[:1] == ("is",) and not _DEBUGGING.isdisjoint(name))
                or words(written)[:2] == ("is", "enabled")
                or not _DEBUGGING.isdisjoint(literals)
                or self._project.is_off(self._program.unit(function).path, written)
            ):
                lost = max(lost, 1)
        return lost


def _sides(values: list[f.Value], test: int, sign: str) -> list[int]:
    """What ``and`` or ``or`` connects in a test, however many; the test itself for others."""
    found: list[int] = []
    pending = [test]
    while pending:
        at = pending.pop()
        held = values[at]
        if held[0] == f.TEST and held[3] == sign:
            pending += reversed(held[4])
        elif held[0] == f.CHOICE and _connective(held) == sign:
            pending += (held[3][-1], held[4][0])
        elif sign != "or" or held[0] != f.CONST or held[3]:
            # `enabled ?? false` is no more than enabled.
            found.append(at)
    return found or [test]


def _connective(choice: f.Value) -> str:
    """Which connective a choice stands for, where these give one of their sides."""
    options, tests = choice[3], choice[4]
    if len(tests) != 1:
        return ""
    if len(options) == 1:
        return "and"
    return "or" if len(options) == 2 and options[0] == tests[0] else ""
