"""What the checks can tell of their decisions, for whoever asks why something was found or not.

Nobody listens during a scan, which then costs one comparison for each thing that could be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from msgsec_lint.flow.search import Search
from msgsec_lint.flow.state import Exit, Hit, Path, Step
from msgsec_lint.policy.models import Entry


class Decision(NamedTuple):
    """What a rule makes of data at a place."""

    rule_id: str
    confidence: int
    """Of the finding; 0 for none."""
    why: str
    """What decided, if the rule finds nothing or is less or more sure than the data is."""


class Handed(NamedTuple):
    """A value, or a part of it, as it is written where it is handed on."""

    function: int
    value: int
    start: int
    end: int
    path: Path
    mode: str


class Inquiry(Protocol):
    """Listens to what is found out about one value that is handed to one place."""

    @property
    def search(self) -> Search:
        """What to ask, so that nothing is told that was found out for another value."""

    def finds(self, hits: Sequence[Hit], exits: Sequence[Exit], *, wraps: bool) -> None:
        """Sources that reach the value, from callers too unless their calls are places of their
        own, and the parameters that it comes from.
        """

    def judges(
        self, hit: Hit, confidence: int, reasons: Sequence[str], decisions: Sequence[Decision]
    ) -> None:
        """How sure it is that a source arrives, what lowered that, and what rules say."""


class Witness(Protocol):
    """Listens to what is decided about places."""

    def begins(
        self, entry: Entry, name: str, value: Handed, behind: Sequence[Step]
    ) -> Inquiry | None:
        """A value is looked at that the first step of ``behind`` hands on to a place; None if
        nobody wants to know.
        """

    def passes_over(self, function: int, start: int, end: int, entry: Entry, why: str) -> None:
        """A model could make a place of what stands somewhere, and does not."""
