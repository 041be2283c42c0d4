"""Lambdas that run where they stand, for what a receiver holds: evaluated in place.

``messages.forEach(m -> send(m))`` is a loop and ``messages.map(m -> m.body)`` a comprehension in
all but syntax. Following them as functions of their own would lose the order of the code and what
a library, unknown here, hands to them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import Lowering

MAP: Final = "map"
"""Gives a container of what the lambda gives."""
FLAT: Final = "flat"
"""Gives what the lambda gives."""
SAME: Final = "same"
"""Gives its receiver."""
NONE: Final = "none"
"""Gives nothing worth following."""

INLINED: dict[str, str] = {
    **dict.fromkeys(
        ("map", "mapToObj", "mapToInt", "mapToLong", "mapToDouble", "thenApply", "handle",
         "thenApplyAsync", "mapNotNull", "mapMulti", "mapIndexed", "handleAsync", "mapTry"),
        MAP,
    ),
    **dict.fromkeys(
        ("flatMap", "thenCompose", "thenComposeAsync", "concatMap", "switchMap", "flatMapMany",
         "flatMapSingle", "flatMapIterable", "concatMapIterable", "flatMapCompletable"),
        FLAT,
    ),
    **dict.fromkeys(
        ("filter", "peek", "takeWhile", "dropWhile", "whenComplete", "whenCompleteAsync",
         "doOnNext", "doOnSuccess", "doOnEach", "filterNot", "onEach", "filterNotNull",
         "doAfterNext", "distinctBy", "sortedBy", "sortedByDescending", "takeUntil", "skipWhile"),
        SAME,
    ),
    **dict.fromkeys(
        ("forEach", "forEachOrdered", "forEachRemaining", "ifPresent", "ifPresentOrElse",
         "removeIf", "thenAccept", "thenAcceptAsync", "subscribe", "anyMatch", "allMatch",
         "noneMatch", "addOnSuccessListener", "any", "all", "none"),
        NONE,
    ),
}  # fmt: skip
"""Method → what its value is when it is given a lambda first."""

KEYED: dict[str, int] = {"computeIfAbsent": 1, "computeIfPresent": 1, "compute": 1}
"""Methods of mappings → position of the lambda that gets the key, and the value held for it."""


def elements(low: Lowering, node: Node, method: str, receiver: int, count: int) -> list[int]:
    """What a lambda of so many parameters gets for each element of its receiver."""
    scope = low.scope
    start, end = node.start_byte, node.end_byte
    first = scope.add(f.EACH, start, end, receiver)
    found = [first]
    if count == 2 and method == "forEach":
        # Only mappings hand over two things: the parts of each entry.
        found = [scope.add(f.PART, start, end, first, at) for at in (0, 1)]
    while len(found) < count:
        found.append(scope.add(f.UNKNOWN, start, end, []))
    return found


def in_place(low: Lowering, node: Node, over: int, lower: Callable[[], int]) -> int:
    """Evaluate the body of a lambda here, once for each element of ``over``.

    ``lower`` binds the parameters, lowers the body and returns its value, or -1 for a block, whose
    ``return`` statements then say its value.
    """
    scope = low.scope
    env, exits, guard = dict(scope.env), scope.exits, scope.guard
    returns, loops = scope.returns, scope.loops
    scope.returns, scope.loops = [], []
    scope.exits = False
    scope.push_guard("loop", over, True)
    value = lower()
    given = list(dict.fromkeys(scope.returns))
    start, end = node.start_byte, node.end_byte
    if value < 0 and not given:
        value = scope.add(f.CONST, start, end, None)
    elif value < 0:
        value = given[0] if len(given) == 1 else scope.add(f.JOIN, start, end, given)
    # What the body put into local names stays; its own names end with it.
    scope.env = {name: scope.env.get(name, held) for name, held in env.items()}
    scope.exits, scope.guard = exits, guard
    scope.returns, scope.loops = returns, loops
    return value


def outcome(low: Lowering, node: Node, kind: str, receiver: int, value: int) -> int:
    """The value of a call whose lambda was evaluated in place."""
    start, end = node.start_byte, node.end_byte
    if kind == MAP:
        return low.scope.add(f.SEQ, start, end, [value])
    if kind == FLAT:
        return value
    return receiver if kind == SAME else low.scope.add(f.CONST, start, end, None)
