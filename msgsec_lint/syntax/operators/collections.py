"""Sequences and mappings, written as such or made by functions of their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.operators.literals import literal_of
from msgsec_lint.syntax.parts import Part, first, part

Entry = list[Any]
"""An entry of a ``MAP``: literal key or None, value of the key, value."""


def items(low: Lowering, nodes: Iterable[Node], spread: frozenset[str]) -> list[int]:
    """The values of a list of expressions; ``~value`` for those of a kind that is spread."""
    found: list[int] = []
    comments = low.language.comments
    for child in nodes:
        kind = child.type
        if kind in spread:
            inside = first(low, child)
            if inside is not None:
                found.append(~low.expression(inside))
        elif kind not in comments:
            found.append(low.expression(child))
    return found


class Items(Struct, frozen=True):
    """A list, tuple, set or array literal."""

    spread: frozenset[str] = frozenset()
    """Node kinds that put in the elements of what they hold."""
    single: bool = False
    """Whether one by itself is no sequence."""

    def __call__(self, low: Lowering, node: Node) -> int:
        """Lower the elements."""
        values = items(low, node.named_children, self.spread)
        if self.single and len(values) == 1:
            return values[0]
        return low.scope.add(f.SEQ, node.start_byte, node.end_byte, values)


class Entries(Struct, frozen=True):
    """A mapping literal."""

    kinds: dict[str, Callable[[Lowering, Node], Entry | None]]
    """Node kind → the entry that it makes, or None for one that makes none."""

    def __call__(self, low: Lowering, node: Node) -> int:
        """Lower the entries."""
        entries: list[Entry] = []
        for child in node.named_children:
            entry = self.kinds.get(child.type)
            made = entry(low, child) if entry is not None else None
            if made is not None:
                entries.append(made)
        return low.scope.add(f.MAP, node.start_byte, node.end_byte, entries)


class Pair(Struct, frozen=True):
    """``key: value``, where the key is an expression."""

    key: Part = "key"
    value: Part = "value"

    def __call__(self, low: Lowering, node: Node) -> Entry | None:
        """Lower key and value."""
        key_node, value = part(node, self.key), part(node, self.value)
        if key_node is None or value is None:
            return None
        key = low.expression(key_node)
        return [literal_of(low, key), key, low.expression(value)]


def spread_entry(low: Lowering, node: Node) -> Entry | None:
    """``**entries``: all that another mapping holds."""
    inside = first(low, node)
    return [None, -2, low.expression(inside)] if inside is not None else None


class Makers(Struct, frozen=True):
    """Functions that are literals in all but syntax, by name: ``List.of``, ``mapOf``."""

    holders: frozenset[str]
    """Their result holds their arguments."""
    same: frozenset[str] = frozenset()
    """They give the elements of their first argument."""
    pairs: frozenset[str] = frozenset()
    """They hold a key and a value."""
    mappings: frozenset[str] = frozenset()
    """They hold keys and values, given by turns."""
    paired: frozenset[str] = frozenset()
    """They hold keys and values, given as pairs."""
    states: frozenset[str] = frozenset()
    """They hold, to be read later, what their one argument is at that time."""

    def made(self, low: Lowering, node: Node, name: str, given: list[int]) -> int:
        """What a function of a name gives for arguments; -1 for other functions."""
        scope = low.scope
        start, end = node.start_byte, node.end_byte
        if name in self.holders or (name in self.pairs and len(given) == 2):
            return scope.add(f.SEQ, start, end, [*given])
        if name in self.same and given:
            return given[0]
        if name in self.states and len(given) == 1:
            inner = scope.add(f.SEQ, start, end, [*given])
            return scope.add(f.SEQ, start, end, [~inner])
        if name in self.mappings:
            pairs = zip(given[::2], given[1::2], strict=False)
            entries = [[literal_of(low, key), key, value] for key, value in pairs]
        elif name in self.paired:
            entries = [_entry(low, node, pair) for pair in given]
        else:
            return -1
        return scope.add(f.MAP, start, end, entries)


def _entry(low: Lowering, node: Node, pair: int) -> Entry:
    """The entry that a pair makes; a spread pair is a mapping."""
    if pair < 0:
        return [None, -2, ~pair]
    scope = low.scope
    held = scope.values[pair]
    if held[0] == f.SEQ and len(held[3]) == 2 and min(held[3]) >= 0:
        key, value = held[3]
        return [literal_of(low, key), key, value]
    start, end = node.start_byte, node.end_byte
    return [None, *(scope.add(f.PART, start, end, pair, at) for at in (0, 1))]
