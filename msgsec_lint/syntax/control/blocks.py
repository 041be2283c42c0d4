"""Blocks, whose names end with them, and what stands for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.parts import Part, meaningful, part


@contextmanager
def own_names(low: Lowering) -> Iterator[None]:
    """What is declared meanwhile ends behind it, where blocks have names of their own."""
    if not low.language.block_scoped:
        yield
        return
    low.scope.open_block()
    yield
    low.scope.close_block()


def body(low: Lowering, node: Node | None) -> int:
    """Lower a block, or the one statement that stands for it.

    Returns the value of its last statement, or -1 when that gives none.
    """
    if node is None:
        return -1
    language = low.language
    if not language.block_scoped:
        return contents(low, node)
    low.scope.open_block()
    value = contents(low, node)
    low.scope.close_block()
    return value


def contents(low: Lowering, node: Node) -> int:
    """Lower what stands in a block, among the names of what is around it."""
    language = low.language
    if node.type in language.blocks:
        return low.block(language.listed(low, node))
    return low.block((node,))


class Within(Struct, frozen=True):
    """A block under something that is evaluated before it: a lock, a context, a resource."""

    inside: Part = "body"
    before: Part = ""
    """What is evaluated first; ``""`` for all that stands in the statement besides the block."""

    def __call__(self, low: Lowering, node: Node) -> None:
        """Lower the statement."""
        inside = part(node, self.inside)
        given = part(node, self.before)
        for child in meaningful(low, node) if given is None else (given,):
            if child != inside:
                low.statement(child)
        body(low, inside)


def labelled(low: Lowering, node: Node, where: Part) -> str:
    """The name of a label, without the signs that make it one."""
    label = part(node, where)
    return low.text(label).strip(" @:'") if label is not None else ""


def nothing(_low: Lowering, _node: Node) -> None:
    """A statement without facts."""


def evaluated(low: Lowering, nodes: Iterable[Node]) -> list[int]:
    """The values of some expressions, in their order."""
    return [low.expression(node) for node in nodes]
