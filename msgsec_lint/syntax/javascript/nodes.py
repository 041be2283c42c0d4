"""Reading the nodes of the grammars of JavaScript and TypeScript."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

EXTRAS = frozenset({"comment", "html_comment", "hash_bang_line"})
"""Nodes that may stand anywhere and mean nothing."""
MEMBERS = frozenset({"member_expression", "subscript_expression"})
LITERAL_FUNCTIONS = frozenset({"arrow_function", "function_expression"})
"""Function literals that may be evaluated where they are handed over."""
NAMED_BY_PLACE = LITERAL_FUNCTIONS | {"generator_function"}
"""Functions that take their name from what they are assigned to."""


def parts(node: Node) -> Sequence[Node]:
    """The named children that mean something."""
    return [child for child in node.named_children if child.type not in EXTRAS]


def first_part(node: Node) -> Node | None:
    """The first named child that means something."""
    for child in node.named_children:
        if child.type not in EXTRAS:
            return child
    return None


def unwrapped(node: Node) -> Node:
    """A node without the parentheses round it."""
    while node.type == "parenthesized_expression":
        inner = first_part(node)
        if inner is None:
            break
        node = inner
    return node


def keywords(node: Node) -> set[str]:
    """The key words that stand directly in a node: ``static``, ``async``, ``get``."""
    return {child.type for child in node.children if not child.is_named}
