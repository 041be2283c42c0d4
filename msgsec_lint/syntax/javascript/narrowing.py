"""Conditions that say of what type a name is."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript.nodes import first_part, parts, unwrapped
from msgsec_lint.syntax.javascript.types import neutral
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.scope import Environment

MAX_CONDITIONS = 24
"""What more conditions than these say of a name is not worth the time."""

_TYPEOF = {
    "string": "builtins.str",
    "number": "builtins.float",
    "bigint": "builtins.int",
    "boolean": "builtins.bool",
}
_CHECKS = {"isArray": "list[Any]", "isBuffer": "builtins.bytes", "isString": "builtins.str"}
_EQUAL = frozenset({"===", "=="})
_UNEQUAL = frozenset({"!==", "!="})


def narrow(low: Lowering, condition: Node, *, holds: bool) -> Environment:
    """Where a condition holds (or not), names are of the types it tests.

    Returns what the names held before, so that an expression can put it back.
    """
    before: Environment = {}
    _narrow(low, condition, holds, before)
    return before


def widen(low: Lowering, before: Environment) -> None:
    """Behind the part of an expression where a condition held, names are what they were."""
    low.scope.env.update(before)


def _narrow(low: Lowering, condition: Node, holds: bool, before: Environment) -> None:
    condition = unwrapped(condition)
    kind = condition.type
    if kind == "unary_expression":
        inner = condition.child_by_field_name("argument")
        if inner is not None and condition.children[0].type == "!":
            _narrow(low, inner, not holds, before)
    elif kind == "call_expression":
        if holds:
            _checked(low, condition, before)
    elif kind == "binary_expression":
        _compared(low, condition, holds, before)


def _compared(low: Lowering, condition: Node, holds: bool, before: Environment) -> None:
    left, right = condition.child_by_field_name("left"), condition.child_by_field_name("right")
    operator = condition.child_by_field_name("operator")
    if left is None or right is None or operator is None:
        return
    sign = operator.type
    if sign == ("&&" if holds else "||"):
        for part in _together(condition, sign):
            _narrow(low, part, holds, before)
    elif sign == "instanceof":
        if (
            holds
            and left.type == "identifier"
            and right.type in ("identifier", "member_expression")
        ):
            type_ = neutral(low, "".join(low.text(right).split()), [])
            _cast(low, left, {"Array": "list[Any]"}.get(type_, type_), before)
    elif sign in (_EQUAL if holds else _UNEQUAL):
        if left.type != "unary_expression":
            left, right = right, left
        name = left.child_by_field_name("argument") if left.type == "unary_expression" else None
        if name is None or left.children[0].type != "typeof" or right.type != "string":
            return
        found = _TYPEOF.get(low.text(right)[1:-1])
        if found is not None:
            _cast(low, name, found, before)


def _together(condition: Node, sign: str) -> list[Node]:
    """The last conditions of a chain of one operator, in their order."""
    found: list[Node] = []
    current: Node | None = condition
    while current is not None and len(found) < MAX_CONDITIONS:
        operator = current.child_by_field_name("operator")
        right = current.child_by_field_name("right")
        if current.type != "binary_expression" or operator is None or operator.type != sign:
            found.append(current)
            break
        found += [right] if right is not None else []
        current = current.child_by_field_name("left")
    return found[::-1]


def _checked(low: Lowering, condition: Node, before: Environment) -> None:
    """``Array.isArray(x)`` and its like."""
    function = condition.child_by_field_name("function")
    arguments = condition.child_by_field_name("arguments")
    if function is None or arguments is None or function.type != "member_expression":
        return
    name = function.child_by_field_name("property")
    type_ = _CHECKS.get(low.text(name)) if name is not None else None
    if type_ is not None and len(parts(arguments)) == 1:
        inner = first_part(arguments)
        if inner is not None:
            _cast(low, inner, type_, before)


def _cast(low: Lowering, node: Node, type_: str, before: Environment) -> None:
    if node.type != "identifier":
        return
    name = low.text(node)
    scope = low.scope
    held = scope.env.get(name)
    if held is None:
        return
    start, end = node.start_byte, node.end_byte
    cast = scope.add(f.CAST, start, end, held, type_)
    before.setdefault(name, held)
    scope.rebind(name, scope.add(f.LOCAL, start, end, cast, name, type_))
