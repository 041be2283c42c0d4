"""What conditions of JavaScript and TypeScript say of the types of names."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.syntax.javascript.types import neutral
from msgsec_lint.syntax.lowering import Conditions, Lowering, Tested
from msgsec_lint.syntax.parts import first, meaningful

_TYPEOF = {
    "string": "builtins.str",
    "number": "builtins.float",
    "bigint": "builtins.int",
    "boolean": "builtins.bool",
}
_CHECKS = {"isArray": "list[Any]", "isBuffer": "builtins.bytes", "isString": "builtins.str"}
_EQUAL = frozenset({"===", "=="})
_UNEQUAL = frozenset({"!==", "!="})


def _compared(low: Lowering, node: Node, holds: bool) -> Tested | None:
    """``x instanceof T`` and ``typeof x === "string"``."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None or operator is None:
        return None
    sign = operator.type
    if sign == "instanceof":
        if not holds or left.type != "identifier":
            return None
        if right.type not in ("identifier", "member_expression"):
            return None
        type_ = neutral(low, "".join(low.text(right).split()), [])
        return Tested(left, {"Array": "list[Any]"}.get(type_, type_), True)
    if sign not in (_EQUAL if holds else _UNEQUAL):
        return None
    if left.type != "unary_expression":
        left, right = right, left
    name = left.child_by_field_name("argument") if left.type == "unary_expression" else None
    if name is None or left.children[0].type != "typeof" or right.type != "string":
        return None
    found = _TYPEOF.get(low.text(right)[1:-1])
    return Tested(name, found, True) if found is not None and name.type == "identifier" else None


def _checked(low: Lowering, node: Node, holds: bool) -> Tested | None:
    """``Array.isArray(x)`` and its like."""
    function = node.child_by_field_name("function")
    arguments = node.child_by_field_name("arguments")
    if not holds or function is None or arguments is None or function.type != "member_expression":
        return None
    name = function.child_by_field_name("property")
    type_ = _CHECKS.get(low.text(name)) if name is not None else None
    inner = first(low, arguments)
    if type_ is None or inner is None or inner.type != "identifier":
        return None
    return Tested(inner, type_, True) if len(meaningful(low, arguments)) == 1 else None


CONDITIONS = Conditions(tests={"binary_expression": _compared, "call_expression": _checked})
