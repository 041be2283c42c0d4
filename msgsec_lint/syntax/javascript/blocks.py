"""Blocks: what is declared in them is known in them, functions from their first line on."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from msgsec_lint.syntax.javascript.targets import forget, pattern_names
from msgsec_lint.syntax.lowering import Lowering

_HOISTED = frozenset({"function_declaration", "generator_function_declaration"})


def block(low: Lowering, nodes: Sequence[Node]) -> None:
    """Lower the statements of a function body or module."""
    hoisted = [node for node in nodes if node.type in _HOISTED]
    if hoisted:
        for node in hoisted:
            low.statement(node)
        nodes = [node for node in nodes if node.type not in _HOISTED]
    low.block(nodes)


def inner_block(low: Lowering, node: Node) -> None:
    """Lower a block in a function, with names of its own."""
    before = low.scope.env
    nodes = node.named_children
    names = [name for child in nodes if child.type == "lexical_declaration"
             for name in declared(low, child)]  # fmt: skip
    if names:
        before = dict(before)
    block(low, nodes)
    forget(low, names, before)


def declared(low: Lowering, node: Node) -> list[str]:
    """The names that a declaration declares."""
    return [
        name
        for child in node.named_children
        if child.type == "variable_declarator"
        for pattern in [child.child_by_field_name("name")]
        if pattern is not None
        for name in pattern_names(low, pattern)
    ]
