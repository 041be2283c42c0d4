"""A value that is handed to a place, perhaps through functions that only hand it on."""

from __future__ import annotations

from typing import NamedTuple

from msgsec_lint.facts import model as f
from msgsec_lint.flow.state import Path, Step
from msgsec_lint.link.program import Program


class Arrival(NamedTuple):
    """A value handed to a sink, perhaps through wrappers."""

    function: int
    value: int
    start: int
    end: int
    path: Path
    mode: str
    alive: int
    lost: int
    behind: tuple[Step, ...]
    """From the hand-over to the sink itself."""
    depth: int
    stripped: bool
    """Release builds remove a call on the way; what is lost by that is in ``lost``."""


def handed_by(program: Program, arrival: Arrival) -> int:
    """The call that hands a value on to a sink or to the next wrapper round it, or -1."""
    last = arrival.behind[0]
    values = program.body(arrival.function).values
    span = [last.start, last.end]
    calls = (at for at, held in enumerate(values) if held[0] == f.CALL and held[1:3] == span)
    return next(calls, -1)


def written(call: f.Value, value: int) -> tuple[int, int]:
    """The span of an argument as written at a call; the whole call for a receiver."""
    spans = call[7]
    for at, argument in enumerate((*call[4], *(v for _, v in call[5]))):
        if value in (argument, ~argument):
            return spans[2 * at], spans[2 * at + 1]
    return call[1], call[2]
