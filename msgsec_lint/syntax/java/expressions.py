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
from msgsec_lint.syntax.java.operators import OPERATORS
from msgsec_lint.syntax.java.statements import SWITCH
from msgsec_lint.syntax.java.targets import assignment, bind_pattern
from msgsec_lint.syntax.java.types import COMMENTS, TYPES, type_text
from msgsec_lint.syntax.lowering import Expression, Lowering
from msgsec_lint.syntax.operators.literals import literal_of
from msgsec_lint.syntax.operators.unary import Cast, TypeTest


def _bind(low: Lowering, node: Node, value: int) -> int:
    """Give what is tested to the name or pattern that takes it: ``x instanceof T name``."""
    right, name = node.child_by_field_name("right"), node.child_by_field_name("name")
    pattern = node.child_by_field_name("pattern")
    if pattern is not None:
        bind_pattern(low, pattern, value)
    elif name is not None and right is not None:
        type_ = type_text(low, right)
        taken = low.scope.add(f.CAST, right.start_byte, right.end_byte, value, type_)
        low.declare_name(name, low.text(name), taken, type_)
    return value


def template(low: Lowering, node: Node) -> int:
    """``STR."…"``."""
    argument = node.child_by_field_name("template_argument")
    return low.expression(argument) if argument is not None else low.unknown(node)


def array_access(low: Lowering, node: Node) -> int:
    """``array[index]``."""
    array, index = node.child_by_field_name("array"), node.child_by_field_name("index")
    if array is None or index is None:
        return low.unknown(node)
    base, key = low.expression(array), low.expression(index)
    literal = literal_of(low, key)
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


EXPRESSIONS: dict[str, Expression] = {
    "identifier": identifier,
    "this": this,
    "super": super_,
    "field_access": field_access,
    "array_access": array_access,
    "method_invocation": invocation,
    "object_creation_expression": creation,
    "array_creation_expression": array_creation,
    "method_reference": method_reference,
    "lambda_expression": lambda_expression,
    "class_literal": class_literal,
    "assignment_expression": assignment,
    "cast_expression": Cast(type_text),
    "instanceof_expression": TypeTest(bind=_bind),
    "switch_expression": SWITCH,
    "template_expression": template,
    "scoped_identifier": type_value,
    **dict.fromkeys(TYPES, type_value),
    **OPERATORS,
}
