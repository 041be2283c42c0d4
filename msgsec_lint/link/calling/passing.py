"""What a call reaches: a function, and what the call hands over to each of its parameters."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from msgsec_lint.facts import model as f
from msgsec_lint.link.program import CallSite, Program

RECEIVER: Final = -2
"""In ``Target.handed``: the function is given what its call's receiver stands for."""
THREAD: Final = -3
"""In ``Target.handed``: the function is given the elements of the call's ``args``."""


class Target(Struct, frozen=True):
    """A function of the tree that a call may reach."""

    function: int
    bound: bool
    """The first parameter is the receiver (or, for a constructor, the new object)."""
    constructs: bool
    sure: bool
    """Resolved by type; otherwise by its unique name."""
    handed: int = -1
    """Position from which on the call's arguments are those of the function, for functions that
    are handed over to be called later; -1 for a plain call."""


CallEdge = tuple[CallSite, Target]
"""A call and what it reaches."""


def is_bound(program: Program, function: int) -> bool:
    """Whether a function that is handed over brings its receiver along."""
    head = program.head(function)
    return bool(head.flags & f.METHOD) and not head.flags & f.STATIC


def required(program: Program, function: int, *, bound: bool) -> int:
    """How many arguments a call must hand over by position, the receiver not counted."""
    parameters = program.head(function).parameters[1 if bound else 0 :]
    return sum(1 for p in parameters if p.kind == f.POSITIONAL and p.default < 0)


Passed = tuple[int, tuple[str, ...]]
"""``(value, path)``: a value in the caller, and the part of it that is meant."""


class Passing:
    """Answers by the arguments of a call, as they stand there."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def passed(
        self, site: CallSite, target: Target, index: int, path: tuple[str, ...]
    ) -> list[tuple[int, tuple[str, ...]]]:
        """What a call hands over to a parameter: values of the caller with the part meant."""
        function, value = site
        body = self._program.body(function)
        call = body.values[value]
        parameters = self._program.head(target.function).parameters
        parameter = parameters[index]
        position = index - (1 if target.bound else 0)
        if position < 0 or (target.handed == RECEIVER and position == 0):
            if target.constructs or (position < 0 and target.handed != -1):
                return []
            callee = body.values[call[3]]
            return [(callee[3], path)] if callee[0] == f.ATTR else []
        if target.handed == RECEIVER:
            return []
        if target.handed == THREAD:
            return _from_thread(body, call, position, parameter.name, path)
        if target.handed == -1 and not target.constructs:
            position -= self._injected(target, call)
        arguments = call[4][max(target.handed, 0) :]
        if call[5] and position == 0 and self._program.traits(function).keywords_are_properties:
            return _properties(call, path)
        if parameter.kind == f.KEYWORDS:
            return self._rest_keywords(call, parameters, path)
        if parameter.kind == f.REST:
            return _rest_arguments(arguments, position, path)
        return _one_argument(call, arguments, position, parameter, path)

    def _injected(self, target: Target, call: f.Value) -> int:
        """How many leading arguments a decorator adds to a call that gives too few."""
        head = self._program.head(target.function)
        if not head.decorators or any(a < 0 for a in call[4]) or any(k is None for k, _ in call[5]):
            return 0
        missing = (
            required(self._program, target.function, bound=target.bound)
            - len(call[4])
            - len(call[5])
        )
        return max(missing, 0)

    def _rest_keywords(
        self, call: f.Value, parameters: list[f.Parameter], path: tuple[str, ...]
    ) -> list[Passed]:
        own = {p.name for p in parameters}
        found: list[Passed] = []
        for name, argument in call[5]:
            if name is None:
                found.append((argument, path))
            elif name not in own and (not path or path[0] in (f"[{name}]", f.ANY_PART)):
                found.append((argument, path[1:]))
        return found


def _properties(call: f.Value, path: tuple[str, ...]) -> list[Passed]:
    """What a component of JSX is given: attributes are keywords, what stands inside arguments."""
    wanted = path[0][1:].rstrip("]") if path else ""
    found: list[Passed] = []
    for name, argument in call[5]:
        if name is None:
            found.append((argument, path))
        elif not path or name == wanted or path[0] == f.ANY_PART:
            found.append((argument, path[1:]))
    if wanted in ("", "children"):
        found.extend((child if child >= 0 else ~child, path[1:]) for child in call[4])
    return found


def _one_argument(
    call: f.Value,
    arguments: list[int],
    position: int,
    parameter: f.Parameter,
    path: tuple[str, ...],
) -> list[Passed]:
    """What an ordinary parameter is given: by keyword, by position, or out of what is spread."""
    for name, argument in call[5]:
        if name == parameter.name:
            return [(argument, path)]
    found: list[Passed] = []
    if parameter.kind == f.POSITIONAL:
        for at, argument in enumerate(arguments):
            if argument < 0:
                found.append((~argument, (f"[{position - at}]", *path)))
                break
            if at == position:
                return [(argument, path)]
    for name, argument in call[5]:
        if name is None:
            found.append((argument, (f"[{parameter.name}]", *path)))
    return found


def _from_thread(
    body: f.Body, call: f.Value, position: int, name: str, path: tuple[str, ...]
) -> list[Passed]:
    """The element of ``args=(…)`` or entry of ``kwargs={…}`` that a parameter is given."""
    found: list[Passed] = []
    for key, value in call[5]:
        if key == "args" and position >= 0:
            held = body.values[value]
            if held[0] == f.SEQ and position < len(held[3]) and held[3][position] >= 0:
                found.append((held[3][position], path))
            elif held[0] != f.SEQ:
                found.append((value, (f"[{position}]", *path)))
        elif key == "kwargs":
            found.append((value, (f"[{name}]", *path)))
    return found


def _rest_arguments(arguments: list[int], position: int, path: tuple[str, ...]) -> list[Passed]:
    found: list[Passed] = []
    for at, argument in enumerate(arguments):
        if at < position and argument >= 0:
            continue
        if argument < 0:
            found.append((~argument, path))
        elif not path or path[0] in (f.ANY_PART, f"[{at - position}]"):
            found.append((argument, path[1:]))
    return found
