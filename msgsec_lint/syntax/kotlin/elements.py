"""Methods without a lambda that make something else of the elements of their receiver."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import Lowering

Made = Callable[[Lowering, Node, int, list[int]], int]
"""The value of a call, of its receiver and arguments."""


def rearranged(low: Lowering, node: Node, name: str, receiver: int, given: list[int]) -> int:
    """What such a method gives; -1 for other methods."""
    made = _METHODS.get(name)
    return made(low, node, receiver, given) if made is not None else -1


def component(low: Lowering, node: Node, name: str, receiver: int) -> int:
    """``x.component2()``: what unpacking gives; -1 for other methods."""
    at = COMPONENTS.find(name[9:]) if len(name) == 10 and name.startswith("component") else -1
    if at < 0:
        return -1
    return low.scope.add(f.PART, node.start_byte, node.end_byte, receiver, at)


COMPONENTS: Final = "123456789"


def _each(low: Lowering, node: Node, base: int) -> int:
    return low.scope.add(f.EACH, node.start_byte, node.end_byte, base)


def _list(low: Lowering, node: Node, *items: int) -> int:
    return low.scope.add(f.SEQ, node.start_byte, node.end_byte, [*items])


def _joined(low: Lowering, node: Node, receiver: int, _given: list[int]) -> int:
    each = _each(low, node, receiver)
    return low.scope.add(f.TEXT, node.start_byte, node.end_byte, [[each, "", ""]], "")


def _zipped(low: Lowering, node: Node, receiver: int, given: list[int]) -> int:
    if len(given) != 1 or given[0] < 0:
        return -1
    pair = _list(low, node, _each(low, node, receiver), _each(low, node, given[0]))
    return _list(low, node, pair)


def _with_next(low: Lowering, node: Node, receiver: int, _given: list[int]) -> int:
    each = _each(low, node, receiver)
    return _list(low, node, _list(low, node, each, each))


def _groups(low: Lowering, node: Node, receiver: int, given: list[int]) -> int:
    return _list(low, node, receiver) if given else -1


def _flat(low: Lowering, node: Node, receiver: int, given: list[int]) -> int:
    return -1 if given else _list(low, node, ~_each(low, node, receiver))


def _mapping(low: Lowering, node: Node, receiver: int, given: list[int]) -> int:
    if given:
        return -1
    each = _each(low, node, receiver)
    parts = [low.scope.add(f.PART, node.start_byte, node.end_byte, each, at) for at in (0, 1)]
    return low.scope.add(f.MAP, node.start_byte, node.end_byte, [[None, *parts]])


def _unzipped(low: Lowering, node: Node, receiver: int, _given: list[int]) -> int:
    each = _each(low, node, receiver)
    parts = [low.scope.add(f.PART, node.start_byte, node.end_byte, each, at) for at in (0, 1)]
    return _list(low, node, *(_list(low, node, part) for part in parts))


_METHODS: dict[str, Made] = {
    "joinToString": _joined,
    "zip": _zipped,
    "zipWithNext": _with_next,
    "chunked": _groups,
    "windowed": _groups,
    "flatten": _flat,
    "toMap": _mapping,
    "toMutableMap": _mapping,
    "unzip": _unzipped,
}
