"""Assignments, and the names and exports that they make."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript.exports import export_assigned
from msgsec_lint.syntax.javascript.literals import is_text, joined, named_value
from msgsec_lint.syntax.javascript.targets import assign
from msgsec_lint.syntax.lowering import Lowering


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
    sign = operator.type[:-1]
    start, end = node.start_byte, node.end_byte
    if sign == "&&":
        result = low.scope.add(f.CHOICE, start, end, [value], [before])
    elif sign in ("||", "??"):
        result = low.scope.add(f.CHOICE, start, end, [before, value], [before])
    elif sign == "+" and (is_text(low, before) or is_text(low, value)):
        result = joined(low, node, [before, value])
    else:
        result = low.scope.add(f.BINARY, start, end, sign, before, value)
    assign(low, left, result)
    return result
