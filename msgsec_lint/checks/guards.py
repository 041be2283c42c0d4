"""Conditions that a call stands under."""

from __future__ import annotations

from msgsec_lint.facts import model as f
from msgsec_lint.flow.lexicon import words
from msgsec_lint.flow.search import Search

_DEBUGGING = frozenset({"debug", "debugging", "trace", "devel", "development"})


def only_when_debugging(search: Search, function: int, call: int) -> bool:
    """Whether a call is reached only if a switch for debugging is on."""
    body = search.program.body(function)
    guard = body.values[call][6]
    while guard >= 0:
        held = body.guards[guard]
        positive = held.kind == "if" and held.holds and held.test >= 0
        if positive and _mentions_debugging(search, function, held.test):
            return True
        guard = held.outer
    return False


def _mentions_debugging(search: Search, function: int, test: int) -> bool:
    held = search.program.body(function).values[test]
    if held[0] == f.TEST:
        if held[3].startswith("not"):
            return False
        operands = held[4]
    else:
        operands = [test]
    for operand in operands:
        name = words(search.evidence.own_name(function, operand))
        literal = search.evidence.literals(function, operand)
        if name and name[-1] in _DEBUGGING:
            return True
        if name[:2] == ("is", "enabled") or "debug" in (str(x).lower() for x in literal):
            return True
    return False
