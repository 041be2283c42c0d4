"""Verbs of formats: some show of an argument only its type, or next to nothing."""

from __future__ import annotations

import re

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import Lowering

MAX_SHORTENED = 8
"""So many characters of a longer text are left to tell one from another, not to be read."""

_VERB = re.compile(r"%[-+# 0]*(?:\[(\d+)\])?(\*|\d+)?(?:\.(\*|\d+)?)?(?:\[(\d+)\])?([a-zA-Z%])")
_SHOWING_NOTHING = frozenset("Ttp")
"""The type, a boolean, an address in memory."""


def without_unshown(low: Lowering, method: str, values: list[int]) -> list[int]:
    """The arguments of a formatting call; those of which its format shows nothing are tests."""
    if not method.endswith("f"):
        return values
    for at, value in enumerate(values[:3]):
        held = low.scope.values[value] if value >= 0 else None
        if held is not None and held[0] == f.CONST and isinstance(held[3], str):
            return _replaced(low, values, at, held[3]) if "%" in held[3] else values
    return values


def _replaced(low: Lowering, values: list[int], template: int, text: str) -> list[int]:
    unshown: set[int] = set()
    shown: set[int] = set()
    at = template
    for first, width, precision, second, verb in _VERB.findall(text):
        if verb == "%":
            continue
        at += 1 + (width == "*") + (precision == "*")
        index = first or second
        if index:
            at = template + int(index[:4])
        short = precision.isdigit() and int(precision[:4]) <= MAX_SHORTENED and verb in "sqvxX"
        (unshown if verb in _SHOWING_NOTHING or short else shown).add(at)
    if not unshown - shown:
        return values
    found = list(values)
    for number in unshown - shown:
        if template < number < len(found) and found[number] >= 0:
            held = low.scope.values[found[number]]
            test = low.scope.add(f.TEST, held[1], held[2], "literal", [found[number]])
            found[number] = test
    return found
