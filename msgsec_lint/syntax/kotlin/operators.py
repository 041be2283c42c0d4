"""Operators of Kotlin, casts, and what conditions say of types."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.control.narrowing import Narrowed, narrow, widen
from msgsec_lint.syntax.jvm.types import neutral
from msgsec_lint.syntax.kotlin.literals import made_of, of_type
from msgsec_lint.syntax.kotlin.text import concatenated, is_text
from msgsec_lint.syntax.kotlin.types import COMMENTS, TYPES, name_text, type_text
from msgsec_lint.syntax.lowering import Lowering

_ARITHMETIC = frozenset({"+", "-", "*", "/", "%"})
_BITS = frozenset({"and", "or", "xor", "shl", "shr", "ushr"})
_RANGES = frozenset({"until", "downTo", "step"})


def binary(low: Lowering, node: Node) -> int:
    """A binary operation; long left-leaning chains are walked without recursion."""
    links: list[Node] = []
    base: Node | None = node
    while base is not None and base.type == "binary_expression" and not _is_generic_call(low, base):
        links.append(base)
        base = base.child_by_field_name("left")
    if base is None:
        return low.unknown(node)
    value = _generic_call(low, base) if base.type == "binary_expression" else low.expression(base)
    narrowed: list[Narrowed] = []
    before = ""
    last: Node = base
    for link in reversed(links):
        operator, right = link.child_by_field_name("operator"), link.child_by_field_name("right")
        if operator is None or right is None:
            continue
        sign = operator.type
        if sign != before:
            # What a chain of one connective tells of types ends with it.
            widen(low, narrowed)
            narrowed = []
            last = link.child_by_field_name("left") or base
        if sign in ("&&", "||"):
            narrowed += narrow(low, last, holds=sign == "&&")
        value = _binary(low, link, sign, value, right)
        before, last = sign, right
    widen(low, narrowed)
    return value


def _binary(low: Lowering, node: Node, operator: str, left: int, right: Node) -> int:
    scope = low.scope
    start, end = node.start_byte, node.end_byte
    if operator == "?:":
        return _elvis(low, node, left, right)
    if operator in ("&&", "||"):
        return _both(low, node, left, right, either=operator == "||")
    value = low.expression(right)
    if operator == "+" and (is_text(low, left) or is_text(low, value)):
        return concatenated(low, node, left, value)
    if operator in _ARITHMETIC:
        return scope.add(f.BINARY, start, end, operator, left, value)
    return scope.add(f.TEST, start, end, operator, [left, value])


def _elvis(low: Lowering, node: Node, left: int, right: Node) -> int:
    """``left ?: right``, where right may leave."""
    scope = low.scope
    before, guard, left_before = scope.env, scope.guard, scope.exits
    scope.env = dict(before)
    scope.push_guard("if", left, False)
    value = low.expression(right)
    scope.guard = guard
    if scope.exits and not left_before:
        scope.env, scope.exits = before, False
        scope.push_guard("after", left, True)
        return left
    if scope.env != before:
        scope.merge([before, scope.env], node.end_byte)
    return scope.add(f.CHOICE, node.start_byte, node.end_byte, [left, value], [left])


def _both(low: Lowering, node: Node, left: int, right: Node, *, either: bool) -> int:
    """``a && b``, ``a || b``."""
    scope = low.scope
    guard = scope.push_guard("if", left, not either)
    before, left_before = dict(scope.env), scope.exits
    second = low.expression(right)
    scope.guard = guard
    if scope.exits and not left_before:
        scope.env, scope.exits = before, False
        scope.push_guard("after", left, either)
        return left
    values = [left, second] if either else [second]
    return scope.add(f.CHOICE, node.start_byte, node.end_byte, values, [left])


def _is_generic_call(low: Lowering, node: Node) -> bool:
    """Whether ``f<T>(x)`` was read as two comparisons."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None or operator is None or operator.type != ">":
        return False
    if right.type != "parenthesized_expression" or left.type != "binary_expression":
        return False
    inner, type_ = left.child_by_field_name("operator"), left.child_by_field_name("right")
    if inner is None or inner.type != "<" or type_ is None:
        return False
    return operator.end_byte == right.start_byte and low.text(type_)[:1].isupper()


def _generic_call(low: Lowering, node: Node) -> int:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    function = left.child_by_field_name("left") if left is not None else None
    type_ = left.child_by_field_name("right") if left is not None else None
    if function is None or right is None or type_ is None:
        return low.unknown(node)
    callee = low.expression(function)
    nodes = [c for c in right.named_children if c.type not in COMMENTS]
    given = [low.expression(c) for c in nodes]
    spans = [at for c in nodes for at in (c.start_byte, c.end_byte)]
    value = low.call(node, callee, given, [], spans)
    held = low.scope.values[callee]
    name = held[4] if held[0] == f.ATTR else held[3] if held[0] == f.NAME else ""
    made = made_of(low, node, name, given) if held[0] == f.NAME else -1
    text = low.type_parameters.get(low.text(type_)) or neutral(low.text(type_), [])
    return of_type(low, text, node, name, value if made < 0 else made)


def unary(low: Lowering, node: Node) -> int:
    """``!a``, ``-a``, ``a++``; ``a!!`` alone is its operand."""
    operator, argument = node.child_by_field_name("operator"), node.child_by_field_name("argument")
    if operator is None or argument is None:
        return low.unknown(node)
    value = low.expression(argument)
    if operator.type in ("!!", "+"):
        return value
    return low.scope.add(f.TEST, node.start_byte, node.end_byte, operator.type, [value])


def infix(low: Lowering, node: Node) -> int:
    """``a to b``, ``a until b``, ``a shl b`` and calls of infix functions."""
    parts = [c for c in node.named_children if c.type not in COMMENTS]
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
        return scope.add(f.BINARY, start, end, name, left, right)
    callee = scope.add(f.ATTR, start, parts[1].end_byte, left, name)
    return low.call(node, callee, [right], [], [parts[2].start_byte, parts[2].end_byte])


def cast(low: Lowering, node: Node) -> int:
    """``a as T``, ``a as? T``."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return low.unknown(node)
    value = low.expression(left)
    return low.scope.add(f.CAST, node.start_byte, node.end_byte, value, type_text(low, right))


def is_(low: Lowering, node: Node) -> int:
    """``a is T``, ``a !is T``."""
    left = node.child_by_field_name("left")
    operands = [low.expression(left)] if left is not None else []
    return low.scope.add(f.TEST, node.start_byte, node.end_byte, "is", operands)


def test(low: Lowering, node: Node) -> int:
    """``a in b``, ``a..b``, and tests in branches of ``when`` that stand elsewhere."""
    operands = [
        low.expression(c)
        for c in node.named_children
        if c.type not in COMMENTS and c.type not in TYPES
    ]
    operators = [c.type for c in node.children if not c.is_named]
    return low.scope.add(
        f.TEST, node.start_byte, node.end_byte, operators[0] if operators else "", operands
    )


def inner(low: Lowering, node: Node) -> int:
    """Parentheses, labels and annotations: the value inside."""
    for child in reversed(node.named_children):
        if child.type not in COMMENTS:
            return low.expression(child)
    return low.unknown(node)
