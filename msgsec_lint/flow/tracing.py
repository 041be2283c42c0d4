"""What a search can tell of how it came to an answer, for whoever debugs one."""

from __future__ import annotations

from typing import Literal, NamedTuple

Sort = Literal[
    "no-model", "unknown-call", "cleaned", "masked", "harmless", "number", "less-sure", "cut"
]
"""What is told: a call of a library of which no model says what it gives; one of which nobody knows
what it reaches; what takes kinds of data away; a name that says so; something that made the answer
less sure; a limit that cut it short."""


class Note(NamedTuple):
    """One thing that kept data from being followed, or from being believed, and where."""

    sort: Sort
    function: int
    start: int
    end: int
    why: str


class Tracer:
    """Gathers notes of a search. A search without one pays nothing for it.

    Answers that are kept are not found again, so a tracer sees all only of a search that is new.
    """

    def __init__(self) -> None:
        self.notes: dict[Note, None] = {}

    def note(self, sort: Sort, function: int, start: int, end: int, why: str) -> None:
        """Take down what happened at a span of a function; twice said counts once."""
        self.notes[Note(sort, function, start, end, why)] = None
