"""Blocks: functions declared in them are known from their first line on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tree_sitter import Node

from msgsec_lint.syntax.lowering import Lowering

_HOISTED = frozenset({"function_declaration", "generator_function_declaration"})


def hoisted(nodes: Sequence[Node]) -> Sequence[Node]:
    """Statements in the order in which they take effect: functions before all others."""
    first = [node for node in nodes if node.type in _HOISTED]
    return [*first, *(node for node in nodes if node.type not in _HOISTED)] if first else nodes


def listed(_low: Lowering, node: Node) -> Sequence[Node]:
    """The statements of a block."""
    return hoisted(node.named_children)


def declared(node: Node) -> Iterator[Node]:
    """The names and patterns that a declaration declares."""
    for child in node.named_children:
        pattern = child.child_by_field_name("name")
        if child.type == "variable_declarator" and pattern is not None:
            yield pattern
