"""Conditions that a call stands under."""

from __future__ import annotations

from msgsec_lint.facts import model as f
from msgsec_lint.flow.lexicon import words
from msgsec_lint.flow.search import Search

_DEBUGGING = frozenset({"debug", "debugging", "trace", "devel", "development", "verbose"})
_LOGGING = frozenset({"logging", "log", "logs"})


def switched(search: Search, function: int, call: int) -> int:
    """Confidence lost because a call is reached only if a switch is on.

    One level for a switch for debugging, two for one that is there for logging itself: whoever made
    that thought of what would be logged.
    """
    body = search.program.body(function)
    guard = body.values[call][6]
    lost = 0
    while guard >= 0:
        held = body.guards[guard]
        if held.kind == "if" and held.holds and held.test >= 0:
            lost = max(lost, _switch(search, function, held.test))
        guard = held.outer
    return lost


def _switch(search: Search, function: int, test: int) -> int:
    held = search.program.body(function).values[test]
    if held[0] == f.TEST and held[3].startswith("not"):
        return 0
    lost = 0
    for operand in held[4] if held[0] == f.TEST else [test]:
        name = words(search.evidence.own_name(function, operand))
        literals = {str(x).lower() for x in search.evidence.literals(function, operand)}
        if len(name) > 1 and name[-1] in _LOGGING:
            lost = 2
        elif (
            (name and name[-1] in _DEBUGGING)
            or name[:2] == ("is", "enabled")
            or not _DEBUGGING.isdisjoint(literals)
        ):
            lost = max(lost, 1)
    return lost
