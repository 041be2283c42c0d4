"""Handlers for Java's expressions."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.java.calls import creation, invocation
from msgsec_lint.syntax.java.functions import lambda_expression
from msgsec_lint.syntax.java.names import (
    class_literal,
    field_access,
    identifier,
    method_reference,
    super_,
    this,
    type_value,
)
from msgsec_lint.syntax.java.statements import SWITCH
from msgsec_lint.syntax.java.targets import assignment, bind_pattern
from msgsec_lint.syntax.java.text import binary, character, numeric, single, string, template, unary
from msgsec_lint.syntax.java.types import COMMENTS, TYPES, type_text
from msgsec_lint.syntax.lowering import Expression, Lowering


def inner(low: Lowering, node: Node) -> int:
    """Parentheses, ``i++`` and the like: the value inside."""
    for child in node.named_children:
        if child.type not in COMMENTS:
            return low.expression(child)
    return low.unknown(node)


def cast(low: Lowering, node: Node) -> int:
    """``(T) value``."""
    type_, value = node.child_by_field_name("type"), node.child_by_field_name("value")
    if type_ is None or value is None:
        return low.unknown(node)
    held = low.expression(value)
    start, end = node.start_byte, node.end_byte
    return low.scope.add(f.CAST, start, end, held, type_text(low, type_))


def ternary(low: Lowering, node: Node) -> int:
    """``test ? a : b``; long chains of them are walked without recursion."""
    scope = low.scope
    outer = scope.guard
    values: list[int] = []
    tests: list[int] = []
    current: Node | None = node
    while current is not None and current.type == "ternary_expression":
        condition = current.child_by_field_name("condition")
        first = current.child_by_field_name("consequence")
        if condition is None or first is None:
            break
        test = low.expression(condition)
        tests.append(test)
        before = scope.push_guard("if", test, True)
        values.append(low.expression(first))
        scope.guard = before
        scope.push_guard("if", test, False)
        current = current.child_by_field_name("alternative")
    if current is not None:
        values.append(low.expression(current))
    scope.guard = outer
    return scope.add(f.CHOICE, node.start_byte, node.end_byte, values, tests)


def instanceof(low: Lowering, node: Node) -> int:
    """``x instanceof T``, with or without a name or pattern that takes it."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    name, pattern = node.child_by_field_name("name"), node.child_by_field_name("pattern")
    if left is None:
        return low.unknown(node)
    scope = low.scope
    value = low.expression(left)
    if pattern is not None:
        bind_pattern(low, pattern, value)
    elif name is not None and right is not None:
        type_ = type_text(low, right)
        taken = scope.add(f.CAST, right.start_byte, right.end_byte, value, type_)
        low.declare_name(name, low.text(name), taken, type_)
    return scope.add(f.TEST, node.start_byte, node.end_byte, "instanceof", [value])


def array_access(low: Lowering, node: Node) -> int:
    """``array[index]``."""
    array, index = node.child_by_field_name("array"), node.child_by_field_name("index")
    if array is None or index is None:
        return low.unknown(node)
    base, key = low.expression(array), low.expression(index)
    held = low.scope.values[key]
    literal = held[3] if held[0] == f.CONST else None
    return low.scope.add(f.ITEM, node.start_byte, node.end_byte, base, literal, key)


def array_creation(low: Lowering, node: Node) -> int:
    """``new T[n]`` and ``new T[] {…}``."""
    value = node.child_by_field_name("value")
    if value is not None:
        return low.expression(value)
    for child in node.named_children:
        if child.type == "dimensions_expr":
            for size in child.named_children:
                if size.type not in COMMENTS and "annotation" not in size.type:
                    low.expression(size)
    return low.scope.add(f.SEQ, node.start_byte, node.end_byte, [])


def sequence(low: Lowering, node: Node) -> int:
    """``{a, b}``."""
    items = [low.expression(c) for c in node.named_children if c.type not in COMMENTS]
    return low.scope.add(f.SEQ, node.start_byte, node.end_byte, items)


EXPRESSIONS: dict[str, Expression] = {
    "identifier": identifier,
    "this": this,
    "super": super_,
    "field_access": field_access,
    "array_access": array_access,
    "method_invocation": invocation,
    "object_creation_expression": creation,
    "array_creation_expression": array_creation,
    "array_initializer": sequence,
    "method_reference": method_reference,
    "lambda_expression": lambda_expression,
    "class_literal": class_literal,
    "assignment_expression": assignment,
    "binary_expression": binary,
    "unary_expression": unary,
    "update_expression": inner,
    "parenthesized_expression": inner,
    "cast_expression": cast,
    "ternary_expression": ternary,
    "instanceof_expression": instanceof,
    "switch_expression": SWITCH,
    "string_literal": string,
    "template_expression": template,
    "character_literal": character,
    "true": single,
    "false": single,
    "null_literal": single,
    "scoped_identifier": type_value,
    **dict.fromkeys(TYPES, type_value),
    **dict.fromkeys(
        (
            "decimal_integer_literal",
            "hex_integer_literal",
            "octal_integer_literal",
            "binary_integer_literal",
            "decimal_floating_point_literal",
            "hex_floating_point_literal",
        ),
        numeric,
    ),
}
