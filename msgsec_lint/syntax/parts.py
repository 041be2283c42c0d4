"""Where the parts of a form stand in the tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tree_sitter import Node

if TYPE_CHECKING:
    from msgsec_lint.syntax.lowering import Lowering

Part = str | Callable[[Node], Node | None]
"""The field that holds a part, or what finds it where the grammar gives it no field."""


def part(node: Node, where: Part) -> Node | None:
    """A part of a node; None where it has none, or where the language has no such part (``""``)."""
    if isinstance(where, str):
        return node.child_by_field_name(where) if where else None
    return where(node)


def nth(index: int) -> Callable[[Node], Node | None]:
    """Finds the named child at a place, counted from the end where the index is negative.

    Comments and the like, which may stand anywhere, do not count.
    """

    def find(node: Node) -> Node | None:
        children = [child for child in node.named_children if not child.is_extra]
        return children[index] if -len(children) <= index < len(children) else None

    return find


def meaningful(low: Lowering, node: Node) -> list[Node]:
    """The named children of a node, without comments."""
    comments = low.language.comments
    return [child for child in node.named_children if child.type not in comments]


def first(low: Lowering, node: Node) -> Node | None:
    """The first named child of a node that is no comment."""
    comments = low.language.comments
    for child in node.named_children:
        if child.type not in comments:
            return child
    return None
