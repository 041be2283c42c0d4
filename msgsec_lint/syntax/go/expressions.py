"""Handlers for Go's expressions."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.go.calls import chain, conversion
from msgsec_lint.syntax.go.declarations import function_literal, type_named
from msgsec_lint.syntax.go.literals import composite, number, rune, single, string, unread
from msgsec_lint.syntax.go.text import concatenation
from msgsec_lint.syntax.go.types import PLAIN, type_text
from msgsec_lint.syntax.go.verbs import MAX_SHORTENED
from msgsec_lint.syntax.lowering import Expression, Lowering

_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_FINDING = frozenset({"Index", "IndexByte", "IndexRune", "IndexAny", "LastIndex"})
_CONNECTIVES = {"&&": "and", "||": "or"}


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
    held = low.scope.values[key]
    literal = held[3] if held[0] == f.CONST else None
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


def instantiation(low: Lowering, node: Node) -> int:
    """A generic function with its type arguments."""
    return _first(low, node)


def assertion(low: Lowering, node: Node) -> int:
    """``x.(T)``."""
    operand, type_ = node.child_by_field_name("operand"), node.child_by_field_name("type")
    if operand is None or type_ is None:
        return low.unknown(node)
    value = low.expression(operand)
    return low.scope.add(f.CAST, node.start_byte, node.end_byte, value, type_text(low, type_))


def unary(low: Lowering, node: Node) -> int:
    """``&x`` and ``*x`` are the value, ``<-x`` is an element of it."""
    operand = node.child_by_field_name("operand")
    operator = node.child_by_field_name("operator")
    if operand is None or operator is None:
        return low.unknown(node)
    value = low.expression(operand)
    sign = operator.type
    if sign in ("&", "*"):
        return value
    start, end = node.start_byte, node.end_byte
    if sign == "<-":
        return low.scope.add(f.EACH, start, end, value)
    held = low.scope.values[value]
    if sign == "-" and held[0] == f.CONST and isinstance(held[3], int | float):
        return low.constant(node, -held[3])
    return low.scope.add(f.TEST, start, end, "not" if sign == "!" else sign, [value])


def binary(low: Lowering, node: Node) -> int:
    """A binary operation; long left-leaning chains are walked without recursion."""
    links: list[Node] = []
    current: Node | None = node
    while current is not None and current.type == "binary_expression":
        links.append(current)
        current = current.child_by_field_name("left")
    if current is None:
        return low.unknown(node)
    value = low.expression(current)
    at = len(links) - 1
    while at >= 0:
        sign = _operator(links[at])
        if sign == "+":
            operands, spans = [value], []
            while at >= 0 and _operator(links[at]) == "+":
                right = links[at].child_by_field_name("right")
                if right is not None:
                    operands.append(low.expression(right))
                    spans.append(links[at])
                at -= 1
            value = concatenation(low, operands, spans) if spans else value
        else:
            value = _operation(low, links[at], sign, value)
            at -= 1
    return value


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator")
    return operator.type if operator is not None else ""


def _operation(low: Lowering, node: Node, sign: str, left: int) -> int:
    scope = low.scope
    right = node.child_by_field_name("right")
    if right is None:
        return left
    start, end = node.start_byte, node.end_byte
    connective = _CONNECTIVES.get(sign)
    if connective is not None:
        before = scope.push_guard("if", left, sign == "&&")
        value = low.expression(right)
        scope.guard = before
        return scope.add(f.TEST, start, end, connective, [left, value])
    value = low.expression(right)
    if sign in _COMPARISONS:
        return scope.add(f.TEST, start, end, sign, [left, value])
    return scope.add(f.BINARY, start, end, sign, left, value)


def _first(low: Lowering, node: Node) -> int:
    for child in node.named_children:
        if child.type != "comment":
            return low.expression(child)
    return low.unknown(node)


def sequence(low: Lowering, node: Node) -> int:
    """Several values at once, or the elements of a literal whose type is not written."""
    items = [low.expression(child) for child in node.named_children if child.type != "comment"]
    if len(items) == 1:
        return items[0]
    return low.scope.add(f.SEQ, node.start_byte, node.end_byte, items)


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
    "interpreted_string_literal": string,
    "raw_string_literal": string,
    "int_literal": number,
    "float_literal": number,
    "imaginary_literal": unread,
    "rune_literal": rune,
    "nil": single,
    "true": single,
    "false": single,
    "iota": unread,
    "unary_expression": unary,
    "binary_expression": binary,
    "parenthesized_expression": _first,
    "index_expression": index,
    "slice_expression": slice_,
    "type_assertion_expression": assertion,
    "type_conversion_expression": conversion,
    "type_instantiation_expression": instantiation,
    "composite_literal": composite,
    "func_literal": function_literal,
    "expression_list": sequence,
    "literal_value": sequence,
    "literal_element": _first,
    "keyed_element": sequence,
    "variadic_argument": _first,
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
