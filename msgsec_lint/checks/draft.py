"""A finding before it has a place in the report: what, where in the facts, and how it got there."""

from __future__ import annotations

from typing import NamedTuple

from msgsec_lint.flow.state import Step


class Draft(NamedTuple):
    """One violation, in terms of functions and byte spans."""

    rule_id: str
    function: int
    start: int
    end: int
    """Byte span of the primary location in the function's file."""
    kind: str
    confidence: int
    """1 to 3."""
    evidence: str
    caption: str
    steps: tuple[Step, ...]
    """From the source to the sink; empty for findings about form."""
    place: str
    """Kind of place, or the name of the form."""
    sink: str
    """Stable name of what was called, for the fingerprint."""
    message: str = ""
    """Instead of the rule's message."""
