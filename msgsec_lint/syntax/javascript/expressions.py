"""Handlers for the expressions of JavaScript and TypeScript."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript import literals
from msgsec_lint.syntax.javascript.assignments import BINARY, assignment, augmented
from msgsec_lint.syntax.javascript.calls import call, new
from msgsec_lint.syntax.javascript.classes import class_expression
from msgsec_lint.syntax.javascript.functions import function_value
from msgsec_lint.syntax.javascript.jsx import ELEMENTS
from msgsec_lint.syntax.javascript.keys import property_of
from msgsec_lint.syntax.javascript.nodes import first_part
from msgsec_lint.syntax.javascript.targets import put
from msgsec_lint.syntax.javascript.types import type_of
from msgsec_lint.syntax.lowering import Expression, Lowering
from msgsec_lint.syntax.operators.conditional import Conditional
from msgsec_lint.syntax.operators.literals import Number, Single, literal_of, quoted
from msgsec_lint.syntax.operators.unary import Cast, Unary, each_last, wrapped
from msgsec_lint.syntax.parts import nth


def identifier(low: Lowering, node: Node) -> int:
    """A name."""
    name = low.source[node.start_byte : node.end_byte].decode("utf-8", "replace")
    scope = low.scope
    value = scope.env.get(name)
    if value is None or name in scope.outer_names:
        return scope.add(f.NAME, node.start_byte, node.end_byte, name)
    return value


def plain_name(low: Lowering, node: Node) -> int:
    """``new.target`` and ``import.meta``; a key word that stands for a value."""
    return low.scope.add(f.NAME, node.start_byte, node.end_byte, low.text(node))


def this(low: Lowering, node: Node) -> int:
    """The receiver, captured by arrow functions like any other name."""
    return low.name(node, "this")


def super_(low: Lowering, node: Node) -> int:
    """The members of the class above."""
    start, end = node.start_byte, node.end_byte
    return low.call(node, low.scope.add(f.NAME, start, end, "super"), [], [], [])


def private_name(low: Lowering, node: Node) -> int:
    """``#x`` in ``#x in y``."""
    return low.constant(node, low.text(node))


def member(low: Lowering, node: Node) -> int:
    """``base.name`` and ``base?.name``."""
    base_node = node.child_by_field_name("object")
    name_node = node.child_by_field_name("property")
    if base_node is None or name_node is None:
        return low.unknown(node)
    base = low.expression(base_node)
    name = low.source[name_node.start_byte : name_node.end_byte].decode("utf-8", "replace")
    return property_of(low, node, base, name)


def subscript(low: Lowering, node: Node) -> int:
    """``base[key]``."""
    base_node, key_node = node.child_by_field_name("object"), node.child_by_field_name("index")
    if base_node is None or key_node is None:
        return low.unknown(node)
    base = low.expression(base_node)
    key = low.expression(key_node)
    literal = literal_of(low, key)
    low.note_read(base, literal)
    return low.scope.add(f.ITEM, node.start_byte, node.end_byte, base, literal, key)


def _tested(low: Lowering, node: Node, value: int) -> int:
    """``typeof x``."""
    sign = node.children[0].type
    return low.scope.add(f.TEST, node.start_byte, node.end_byte, sign, [value])


def _nothing(low: Lowering, node: Node, _value: int) -> int:
    """``void x``."""
    return low.scope.add(f.CONST, node.start_byte, node.end_byte, None)


def _deleted(low: Lowering, node: Node, value: int) -> int:
    """``delete x.a``: from here on x has no a."""
    taken = node.child_by_field_name("argument")
    if taken is not None:
        _take_out(low, taken)
    return _tested(low, node, value)


def _take_out(low: Lowering, node: Node) -> None:
    base, name = node.child_by_field_name("object"), node.child_by_field_name("property")
    key = node.child_by_field_name("index")
    if base is None or base.type not in ("identifier", "this"):
        return
    accessor = ""
    if name is not None:
        accessor = f".{low.text(name)}"
    elif key is not None and key.type == "string":
        accessor = f"[{low.text(key)[1:-1]}]"
    if accessor:
        nothing = low.scope.add(f.CONST, node.start_byte, node.end_byte, None)
        put(low, base, node, accessor, nothing)


def yield_(low: Lowering, node: Node) -> int:
    """``yield value`` and ``yield* values``."""
    child = first_part(node)
    start, end = node.start_byte, node.end_byte
    if child is None:
        return low.scope.add(f.CONST, start, end, None)
    value = low.expression(child)
    if any(c.type == "*" for c in node.children):
        low.scope.yields.append(low.scope.add(f.EACH, start, end, value))
        return low.scope.add(f.UNKNOWN, start, end, [])
    low.scope.yields.append(value)
    # Coroutines written as generators (redux-saga, co): the yielded value comes back resolved.
    return value


def _function(low: Lowering, node: Node) -> int:
    return function_value(low, node)


_SINGLE = Single({"true": True, "false": False, "null": None, "undefined": None})
_UNARY = Unary(
    operand="argument",
    same=frozenset(),
    special={"typeof": _tested, "delete": _deleted, "void": _nothing},
)

EXPRESSIONS: dict[str, Expression] = {
    "identifier": identifier,
    "shorthand_property_identifier": identifier,
    "member_expression": member,
    "call_expression": call,
    "string": quoted,
    "this": this,
    "binary_expression": BINARY,
    "parenthesized_expression": wrapped,
    "await_expression": wrapped,
    "template_string": literals.TEMPLATE,
    "object": literals.OBJECT,
    "array": literals.ARRAY,
    "number": Number("n"),
    "true": _SINGLE,
    "false": _SINGLE,
    "null": _SINGLE,
    "undefined": _SINGLE,
    "regex": literals.pattern,
    "arrow_function": _function,
    "function_expression": _function,
    "generator_function": _function,
    "class": class_expression,
    "assignment_expression": assignment,
    "augmented_assignment_expression": augmented,
    "unary_expression": _UNARY,
    "update_expression": wrapped,
    "subscript_expression": subscript,
    "new_expression": new,
    "ternary_expression": Conditional(),
    "sequence_expression": each_last,
    "non_null_expression": wrapped,
    "instantiation_expression": wrapped,
    "satisfies_expression": wrapped,
    "spread_element": wrapped,
    "as_expression": Cast(type_of, value=nth(0), type=nth(1)),
    "type_assertion": Cast(type_of, value=nth(-1), type=nth(0)),
    "yield_expression": yield_,
    "super": super_,
    "import": plain_name,
    "meta_property": plain_name,
    "private_property_identifier": private_name,
    **ELEMENTS,
}
