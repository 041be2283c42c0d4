"""Assignments, and the names and exports that they make."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.syntax.javascript.exports import export_assigned
from msgsec_lint.syntax.javascript.literals import named_value
from msgsec_lint.syntax.javascript.targets import assign
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.operators.binary import ABSENT, COMPARISONS, SHORT_CIRCUITS, Binary

_TESTS = ("===", "!==", "in", "instanceof")
BINARY = Binary(
    connectives={**SHORT_CIRCUITS, "??": ABSENT},
    tests={**COMPARISONS, **{sign: sign for sign in _TESTS}},
)


def assignment(low: Lowering, node: Node) -> int:
    """``a = b``; its value is that of b."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return low.unknown(node)
    name = ""
    if left.type == "identifier":
        name = low.text(left)
    elif left.type == "member_expression":
        field = left.child_by_field_name("property")
        name = low.text(field) if field is not None else ""
    value = named_value(low, right, name)
    assign(low, left, value)
    if left.type == "member_expression":
        export_assigned(low, left, value)
    return value


def augmented(low: Lowering, node: Node) -> int:
    """``a += b``, ``a ??= b``."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None or operator is None:
        return low.unknown(node)
    before = low.expression(left)
    value = low.expression(right)
    result = BINARY.applied(low, node, operator.type[:-1], before, value)
    assign(low, left, result)
    return result
