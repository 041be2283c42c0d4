"""A finding before it has a place in the report: what, where in the facts, and how it got there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgsec_lint.flow.state import Step
from msgsec_lint.flow.tabulation import Cut


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


class Partial(NamedTuple):
    """A place at which more may arrive than was found, since limits cut the search for it."""

    function: int
    start: int
    end: int
    """Byte span of the place in the function's file."""
    place: str
    """Kind of place."""
    rules: tuple[str, ...]
    """The rules that ask what arrives there."""
    cuts: tuple[Cut, ...]
    """Which limits, and where they cut."""


def best_drafts(drafts: Iterable[Draft]) -> list[Draft]:
    """The best draft of each rule and call, in the order of the code.

    That is the surest one, of these the one with the fewest steps.
    """
    best: dict[tuple[int, int, str], Draft] = {}
    for draft in drafts:
        key = (draft.function, draft.start, draft.rule_id)
        before = best.get(key)
        if before is None or _rank(draft) < _rank(before):
            best[key] = draft
    return [draft for _, draft in sorted(best.items())]


def _rank(draft: Draft) -> tuple[object, ...]:
    """What tells the better of two drafts about one thing: the smaller one is."""
    return -draft.confidence, len(draft.steps), draft
