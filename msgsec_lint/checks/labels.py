"""Values of a log line under keys: ``log.Info("text", "token", x)``."""

from __future__ import annotations

from msgsec_lint.facts import model as f
from msgsec_lint.link.program import Program
from msgsec_lint.policy.models import Entry

Handed = tuple[tuple[int, int, int], ...]
"""Values that arrive at a place, each with its span."""


def labelled(program: Program, function: int, call: f.Value, entry: Entry) -> Handed:
    """Values of a call that stand behind a literal key, each as the mapping that the two make.

    The mappings are added to the function's body.
    """
    if entry.keys is None:
        return ()
    values, arguments, spans = program.body(function).values, call[4], call[7]
    found: list[tuple[int, int, int]] = []
    at = entry.keys
    while at + 1 < len(arguments):
        key, value = arguments[at], arguments[at + 1]
        held = values[key] if key >= 0 else [f.UNKNOWN]
        if held[0] != f.CONST or not isinstance(held[3], str) or value < 0:
            # A field that has its key in itself.
            at += 1
            continue
        start, end = spans[2 * at + 2], spans[2 * at + 3]
        values.append([f.MAP, start, end, [[held[3], key, value]]])
        found.append((len(values) - 1, start, end))
        at += 2
    return tuple(found)
