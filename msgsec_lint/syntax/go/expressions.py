"""Handlers for Go's expressions."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.go.calls import chain, conversion
from msgsec_lint.syntax.go.declarations import function_literal, type_named
from msgsec_lint.syntax.go.literals import composite, rune
from msgsec_lint.syntax.go.types import PLAIN, type_text
from msgsec_lint.syntax.go.verbs import MAX_SHORTENED
from msgsec_lint.syntax.lowering import Expression, Lowering
from msgsec_lint.syntax.operators.binary import Binary
from msgsec_lint.syntax.operators.collections import Items
from msgsec_lint.syntax.operators.literals import Number, Single, literal_of, quoted, unread
from msgsec_lint.syntax.operators.unary import Cast, Unary, wrapped

_FINDING = frozenset({"Index", "IndexByte", "IndexRune", "IndexAny", "LastIndex"})
_ELEMENTS = Items(single=True)
_SINGLE = Single({"true": True, "false": False, "nil": None})
BINARY = Binary(truth=True)


def identifier(low: Lowering, node: Node) -> int:
    """A name."""
    name = low.source[node.start_byte : node.end_byte].decode("utf-8", "replace")
    scope = low.scope
    value = scope.env.get(name)
    if value is None:
        return scope.add(f.NAME, node.start_byte, node.end_byte, name)
    return value


def index(low: Lowering, node: Node) -> int:
    """``base[key]``; of a generic function with its type argument, the function."""
    base_node, key_node = node.child_by_field_name("operand"), node.child_by_field_name("index")
    if base_node is None or key_node is None:
        return low.unknown(node)
    base = low.expression(base_node)
    if key_node.type not in EXPRESSIONS or (
        key_node.type == "identifier" and low.text(key_node) in PLAIN
    ):
        return base
    key = low.expression(key_node)
    literal = literal_of(low, key)
    low.note_read(base, literal)
    return low.scope.add(f.ITEM, node.start_byte, node.end_byte, base, literal, key)


def slice_(low: Lowering, node: Node) -> int:
    """``base[low:high:max]``: a part of the base; its first few characters tell it from others."""
    values = [low.expression(child) for child in node.named_children if child.type != "comment"]
    end = node.child_by_field_name("end")
    if end is not None and values and node.child_by_field_name("start") is None:
        text = low.text(end)
        if text.isdigit() and int(text) <= MAX_SHORTENED:
            return low.scope.add(f.TEST, node.start_byte, node.end_byte, "literal", values[:1])
        if _is_found(low, values[-1]):
            # What stands before a mark in a text is a part of it, such as the name before a secret.
            return low.scope.add(f.ITEM, node.start_byte, node.end_byte, values[0], None, -1)
    return low.scope.add(f.UNKNOWN, node.start_byte, node.end_byte, values[:1])


def _is_found(low: Lowering, value: int) -> bool:
    """Whether a number is the place where something was found: ``strings.Index(s, ":")``."""
    values = low.scope.values
    held = values[value]
    if held[0] == f.LOCAL:
        held = values[held[3]]
    if held[0] != f.CALL:
        return False
    callee = values[held[3]]
    return bool(callee[0] == f.ATTR and callee[4] in _FINDING)


def _received(low: Lowering, node: Node, value: int) -> int:
    """``<-x``: an element of the channel."""
    return low.scope.add(f.EACH, node.start_byte, node.end_byte, value)


def type_(low: Lowering, node: Node) -> int:
    """A type where a value is expected: an argument of what only looks built in."""
    return low.constant(node, type_text(low, node))


def blank(low: Lowering, node: Node) -> int:
    """``_`` where a value is expected."""
    return low.scope.add(f.UNKNOWN, node.start_byte, node.end_byte, [])


EXPRESSIONS: dict[str, Expression] = {
    "identifier": identifier,
    "field_identifier": identifier,
    "package_identifier": identifier,
    "selector_expression": chain,
    "call_expression": chain,
    "interpreted_string_literal": quoted,
    "raw_string_literal": quoted,
    "int_literal": Number(),
    "float_literal": Number(),
    "imaginary_literal": unread,
    "rune_literal": rune,
    "nil": _SINGLE,
    "true": _SINGLE,
    "false": _SINGLE,
    "iota": unread,
    "unary_expression": Unary(
        same=frozenset({"+", "&", "*"}), names={"^": "~"}, special={"<-": _received}
    ),
    "binary_expression": BINARY,
    "parenthesized_expression": wrapped,
    "index_expression": index,
    "slice_expression": slice_,
    "type_assertion_expression": Cast(type_text, value="operand"),
    "type_conversion_expression": conversion,
    "type_instantiation_expression": wrapped,
    "composite_literal": composite,
    "func_literal": function_literal,
    "expression_list": _ELEMENTS,
    "literal_value": _ELEMENTS,
    "literal_element": wrapped,
    "keyed_element": _ELEMENTS,
    "variadic_argument": wrapped,
    "blank_identifier": blank,
    "type_identifier": type_named,
    "qualified_type": type_named,
    **dict.fromkeys(
        (
            "slice_type", "array_type", "map_type", "channel_type", "function_type",
            "pointer_type", "interface_type", "struct_type", "generic_type", "parenthesized_type",
            "type_elem", "implicit_length_array_type",
        ),
        type_,
    ),
}  # fmt: skip
