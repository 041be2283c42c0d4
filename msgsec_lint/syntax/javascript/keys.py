"""Keys of properties, in objects, patterns and classes."""

from __future__ import annotations

from typing import Any

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript.nodes import first_part
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.operators.literals import literal_of

_SAID = frozenset({"message", "stack"})
"""Properties of an exception that are its text."""


def property_of(low: Lowering, node: Node, base: int, name: str) -> int:
    """A property that is read; what an exception says is its text."""
    if name in _SAID and _is_caught(low, base):
        return low.scope.add(f.TEXT, node.start_byte, node.end_byte, [[base, "", ""]], "")
    return low.scope.add(f.ATTR, node.start_byte, node.end_byte, base, name)


def _is_caught(low: Lowering, value: int) -> bool:
    """Whether a value is what a handler caught."""
    values = low.scope.values
    held = values[value]
    while held[0] in (f.LOCAL, f.CAST):
        held = values[held[3]]
    return bool(held[0] == f.CAUGHT)


def key_of(low: Lowering, node: Node) -> tuple[Any, int]:
    """The key of a property: its literal or None, and its value or -1 when it is a plain name."""
    kind = node.type
    if kind in ("property_identifier", "private_property_identifier", "identifier"):
        return low.text(node), -1
    if kind == "string":
        return low.source[node.start_byte + 1 : node.end_byte - 1].decode("utf-8", "replace"), -1
    if kind == "number":
        return low.text(node), -1
    inner = first_part(node) if kind == "computed_property_name" else node
    if inner is None:
        return None, -1
    key = low.expression(inner)
    return literal_of(low, key), key
