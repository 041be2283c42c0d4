"""Literals and operators of Java, and the text that is put together with ``+``."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax import literals
from msgsec_lint.syntax.java.signature import string_content
from msgsec_lint.syntax.java.types import COMMENTS
from msgsec_lint.syntax.literals import Text, shown
from msgsec_lint.syntax.lowering import Lowering

_STRING = "builtins.str"
_COMPARISONS = frozenset({"==", "!=", "<", ">", "<=", ">="})


def string(low: Lowering, node: Node) -> int:
    """A string literal, text block or template."""
    if b"\\{" in low.source[node.start_byte : node.end_byte]:
        parts = [
            low.expression(inner)
            for child in node.named_children
            if child.type == "string_interpolation"
            for inner in child.named_children
            if inner.type not in COMMENTS
        ]
        if parts:
            return shown(low, node, *parts)
    return low.constant(node, string_content(low.text(node)))


def template(low: Lowering, node: Node) -> int:
    """``STR."…"``."""
    argument = node.child_by_field_name("template_argument")
    return low.expression(argument) if argument is not None else low.unknown(node)


def character(low: Lowering, node: Node) -> int:
    """A character literal."""
    return low.constant(node, low.text(node)[1:-1])


def numeric(low: Lowering, node: Node) -> int:
    """An integer or floating point literal."""
    return literals.numeric(low, node, "lLfFdD")


_SINGLE = {"true": True, "false": False, "null_literal": None}


def single(low: Lowering, node: Node) -> int:
    """true, false, null."""
    return low.scope.add(f.CONST, node.start_byte, node.end_byte, _SINGLE[node.type])


def binary(low: Lowering, node: Node) -> int:
    """A binary operation; long left-leaning chains are walked without recursion."""
    chain: list[Node] = []
    current: Node | None = node
    while current is not None and current.type == "binary_expression":
        chain.append(current)
        current = current.child_by_field_name("left")
    if current is None:
        return low.unknown(node)
    value = low.expression(current)
    text = _Sum(low)
    for link in reversed(chain):
        operator = link.child_by_field_name("operator")
        right = link.child_by_field_name("right")
        if operator is None or right is None:
            continue
        sign = operator.type
        if sign == "+":
            value = text.plus(link, value, low.expression(right))
        else:
            value = _operation(low, link, sign, text.finish(value), right)
    return text.finish(value)


def _operation(low: Lowering, node: Node, sign: str, left: int, right: Node) -> int:
    scope = low.scope
    start, end = node.start_byte, node.end_byte
    if sign in ("&&", "||"):
        before = scope.push_guard("if", left, sign == "&&")
        second = low.expression(right)
        scope.guard = before
        # What `a && b` gives besides b is false, which carries no data worth following.
        values = [left, second] if sign == "||" else [second]
        return scope.add(f.CHOICE, start, end, values, [left])
    operand = low.expression(right)
    if sign in _COMPARISONS:
        return scope.add(f.TEST, start, end, sign, [left, operand])
    return scope.add(f.BINARY, start, end, sign, left, operand)


def plus(low: Lowering, node: Node, sign: str, left: int, right: int) -> int:
    """The value of ``left sign right`` for operands already lowered."""
    if sign == "+":
        text = _Sum(low)
        return text.finish(text.plus(node, left, right))
    return low.scope.add(f.BINARY, node.start_byte, node.end_byte, sign, left, right)


class _Sum:
    """A chain of ``+``, made into one value at its end."""

    def __init__(self, low: Lowering) -> None:
        self._low = low
        self._text = Text(low)
        self._node: Node | None = None

    def plus(self, node: Node, left: int, right: int) -> int:
        """Add an operand; the value returned stands for the chain so far."""
        low = self._low
        if self._node is None:
            if not (is_text(low, left) or is_text(low, right)):
                return low.scope.add(f.BINARY, node.start_byte, node.end_byte, "+", left, right)
            self._text = Text(low)
            self._text.operand(left)
        self._node = node
        self._text.operand(right)
        return left

    def finish(self, value: int) -> int:
        """The value of the chain, text or not."""
        node, self._node = self._node, None
        return value if node is None else self._text.made(node)


def is_text(low: Lowering, value: int) -> bool:
    """Whether a value is known to be text."""
    held = low.scope.values[value]
    op = held[0]
    if op == f.CONST:
        return isinstance(held[3], str)
    if op == f.TEXT:
        return True
    if op == f.LOCAL:
        return bool(held[5] == _STRING)
    if op == f.CAST:
        return bool(held[4] == _STRING)
    if op == f.PARAM:
        return low.functions[low.scope.index].parameters[held[3]].type == _STRING
    return False


def unary(low: Lowering, node: Node) -> int:
    """``!a``, ``-a``, ``~a``; ``+a`` is a."""
    operator, operand = node.child_by_field_name("operator"), node.child_by_field_name("operand")
    if operator is None or operand is None:
        return low.unknown(node)
    value = low.expression(operand)
    sign = operator.type
    if sign == "+":
        return value
    sign = "not" if sign == "!" else sign
    return low.scope.add(f.TEST, node.start_byte, node.end_byte, sign, [value])
