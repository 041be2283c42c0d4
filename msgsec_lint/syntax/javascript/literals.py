"""Literals: texts, numbers, arrays, objects and what a string is put together from."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript.functions import function_value, method_value
from msgsec_lint.syntax.javascript.keys import key_of
from msgsec_lint.syntax.javascript.nodes import NAMED_BY_PLACE, keywords
from msgsec_lint.syntax.lowering import MAX_LITERAL, Lowering
from msgsec_lint.syntax.operators.collections import Entries, Entry, Items, spread_entry
from msgsec_lint.syntax.operators.text import Interpolated, interpolation


def pattern(low: Lowering, node: Node) -> int:
    """A regular expression: a value that carries nothing, with what it looks for."""
    inner = node.child_by_field_name("pattern")
    text = low.text(inner)[:MAX_LITERAL] if inner is not None else ""
    return low.scope.add(f.TEST, node.start_byte, node.end_byte, "literal", [], text)


def named_value(low: Lowering, node: Node, name: str) -> int:
    """An expression; a function or class without a name takes that of its place."""
    if node.type in NAMED_BY_PLACE:
        return function_value(low, node, name)
    return low.expression(node)


def _pair(low: Lowering, node: Node) -> Entry | None:
    key_node, value = node.child_by_field_name("key"), node.child_by_field_name("value")
    if key_node is None or value is None:
        return None
    literal, key = key_of(low, key_node)
    name = literal if isinstance(literal, str) else ""
    if value.type == "function_expression":
        return [literal, key, function_value(low, value, name, _place(low, node.parent))]
    return [literal, key, named_value(low, value, name)]


def _shorthand(low: Lowering, node: Node) -> Entry | None:
    name = low.text(node)
    return [name, -1, low.name(node, name)]


def _place(low: Lowering, node: Node | None) -> str:
    """The name under which an object is declared or given to others; empty where none is seen."""
    parent = node.parent if node is not None else None
    while parent is not None and parent.type in ("as_expression", "satisfies_expression"):
        parent = parent.parent
    if parent is None:
        return ""
    if parent.type == "export_statement":
        return "default"
    name = parent.child_by_field_name("name") if parent.type == "variable_declarator" else None
    return low.text(name) if name is not None and name.type == "identifier" else ""


def _method(low: Lowering, node: Node) -> Entry | None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return None
    literal, key = key_of(low, name_node)
    name = literal if isinstance(literal, str) else ""
    value = method_value(low, node, name, _place(low, node.parent))
    marks = keywords(node)
    if "set" in marks:
        return None
    if "get" in marks:
        # The property is what the function gives, not the function.
        value = low.call(node, value, [], [], [])
    return [literal, key, value]


OBJECT = Entries(
    {
        "pair": _pair,
        "shorthand_property_identifier": _shorthand,
        "spread_element": spread_entry,
        "method_definition": _method,
    }
)
SPREAD = frozenset({"spread_element"})
ARRAY = Items(spread=SPREAD)
TEMPLATE = Interpolated(
    opening=b"${",
    plain=lambda text: text[1:-1],
    between={"template_substitution": interpolation},
    pieces=frozenset({"string_fragment", "escape_sequence"}),
    announcing=(":", "="),
)
