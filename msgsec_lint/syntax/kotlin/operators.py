"""Operators and literals of Kotlin."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.jvm.types import neutral
from msgsec_lint.syntax.kotlin.literals import MAKERS, of_type
from msgsec_lint.syntax.kotlin.signature import SUFFIXES
from msgsec_lint.syntax.kotlin.types import name_text, type_text
from msgsec_lint.syntax.lowering import Expression, Lowering
from msgsec_lint.syntax.operators.binary import ABSENT, COMPARISONS, SHORT_CIRCUITS, Binary
from msgsec_lint.syntax.operators.collections import Items
from msgsec_lint.syntax.operators.literals import Number, quoted
from msgsec_lint.syntax.operators.unary import Cast, Test, TypeTest, Unary, wrapped_last
from msgsec_lint.syntax.parts import meaningful

_BITS = {"and": "&", "or": "|", "xor": "^", "shl": "<<", "shr": ">>", "ushr": ">>>"}
_RANGES = frozenset({"until", "downTo", "step"})


def _generic_call(low: Lowering, node: Node) -> int:
    """``f<T>(x)`` that was read as two comparisons; -1 for a comparison."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None or operator is None:
        return -1
    if right.type != "parenthesized_expression" or left.type != "binary_expression":
        return -1
    inner, type_ = left.child_by_field_name("operator"), left.child_by_field_name("right")
    function = left.child_by_field_name("left")
    if inner is None or inner.type != "<" or type_ is None or function is None:
        return -1
    if operator.end_byte != right.start_byte or not low.text(type_)[:1].isupper():
        return -1
    callee = low.expression(function)
    nodes = meaningful(low, right)
    given = [low.expression(c) for c in nodes]
    spans = [at for c in nodes for at in (c.start_byte, c.end_byte)]
    value = low.call(node, callee, given, [], spans)
    held = low.scope.values[callee]
    name = held[4] if held[0] == f.ATTR else held[3] if held[0] == f.NAME else ""
    made = MAKERS.made(low, node, name, given) if held[0] == f.NAME else -1
    text = low.type_parameters.get(low.text(type_)) or neutral(low.text(type_), [])
    return of_type(low, text, node, name, value if made < 0 else made)


def infix(low: Lowering, node: Node) -> int:
    """``a to b``, ``a until b``, ``a shl b`` and calls of infix functions."""
    parts = meaningful(low, node)
    if len(parts) < 3:
        return low.unknown(node)
    scope = low.scope
    start, end = node.start_byte, node.end_byte
    left = low.expression(parts[0])
    name = name_text(low, parts[1])
    right = low.expression(parts[2])
    if name == "to":
        return scope.add(f.SEQ, start, end, [left, right])
    if name in _RANGES:
        return scope.add(f.TEST, start, end, name, [left, right])
    if name in _BITS:
        return scope.add(f.BINARY, start, end, _BITS[name], left, right)
    callee = scope.add(f.ATTR, start, parts[1].end_byte, left, name)
    return low.call(node, callee, [right], [], [parts[2].start_byte, parts[2].end_byte])


BINARY = Binary(
    connectives={**SHORT_CIRCUITS, "?:": ABSENT},
    tests={**COMPARISONS, "===": "===", "!==": "!=="},
    apart={">": _generic_call},
    truth=True,
)
_TEST = Test(names={"!in": "not in", "is": "instanceof", "!is": "not instanceof"})
UNARY = Unary(operand="argument", same=frozenset({"+", "++", "--", "!!"}))

OPERATORS: dict[str, Expression] = {
    "binary_expression": BINARY,
    "unary_expression": UNARY,
    "infix_expression": infix,
    "as_expression": Cast(type_text, value="left", type="right"),
    "is_expression": TypeTest(negation="!is"),
    "parenthesized_expression": wrapped_last,
    "annotated_expression": wrapped_last,
    "spread_expression": wrapped_last,
    "value_argument": wrapped_last,
    "number_literal": Number(SUFFIXES),
    "float_literal": Number(SUFFIXES),
    "character_literal": quoted,
    "collection_literal": Items(),
    **dict.fromkeys(("in_expression", "range_expression", "type_test", "range_test"), _TEST),
}
