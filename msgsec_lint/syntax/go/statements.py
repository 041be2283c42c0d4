"""Handlers for Go's statements without branches."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.control.blocks import body
from msgsec_lint.syntax.go.calls import leaves
from msgsec_lint.syntax.go.captures import leave
from msgsec_lint.syntax.go.control import CONTROL
from msgsec_lint.syntax.go.declarations import (
    function_declaration,
    give_back,
    method_declaration,
    named_results,
    type_declaration,
)
from msgsec_lint.syntax.go.expressions import BINARY
from msgsec_lint.syntax.go.imports import import_declaration, package_clause
from msgsec_lint.syntax.go.targets import assign, declare, put
from msgsec_lint.syntax.go.types import type_text
from msgsec_lint.syntax.lowering import Lowering, Statement

_MADE = frozenset({"make", "new"})
_TYPED = frozenset(
    {"slice_type", "array_type", "implicit_length_array_type", "map_type", "channel_type"}
)


def _listed(node: Node | None) -> list[Node]:
    if node is None:
        return []
    if node.type != "expression_list":
        return [node]
    return [child for child in node.named_children if child.type != "comment"]


def values_for(low: Lowering, count: int, right: list[Node]) -> list[int]:
    """The values that so many targets get from what stands on the right."""
    if count == len(right) or len(right) != 1:
        return [low.expression(node) for node in right]
    node = right[0]
    while node.type == "parenthesized_expression" and node.named_child_count == 1:
        node = node.named_children[0]
    value = low.expression(node)
    start, end = node.start_byte, node.end_byte
    kind = node.type
    received = kind == "unary_expression" and low.scope.values[value][0] == f.EACH
    if received or kind in ("type_assertion_expression", "index_expression"):
        found = low.scope.add(f.TEST, start, end, "in", [])
        return [value, *[found] * (count - 1)]
    return [low.scope.add(f.PART, start, end, value, index) for index in range(count)]


def short_var_declaration(low: Lowering, node: Node) -> None:
    """``a, b := …``."""
    left = _listed(node.child_by_field_name("left"))
    right = _listed(node.child_by_field_name("right"))
    values = values_for(low, len(left), right)
    for number, (target, value) in enumerate(zip(left, values, strict=False)):
        if target.type == "identifier":
            made = right[number] if len(right) == len(left) else None
            declare(low, target, value, _type_made(low, made))


def _type_made(low: Lowering, node: Node | None) -> str | None:
    """The type of a container as it is written where it is made."""
    if node is None:
        return None
    type_: Node | None = None
    if node.type == "composite_literal":
        type_ = node.child_by_field_name("type")
    elif node.type == "call_expression":
        function, given = node.child(0), node.child_by_field_name("arguments")
        if (
            given is not None
            and given.named_children
            and function.type == "identifier"
            and low.text(function) in _MADE
        ):
            type_ = given.named_children[0]
    return type_text(low, type_) if type_ is not None and type_.type in _TYPED else None


def assignment_statement(low: Lowering, node: Node) -> None:
    """``a, b = …`` and ``a += b``."""
    left = _listed(node.child_by_field_name("left"))
    right = _listed(node.child_by_field_name("right"))
    operator = node.child_by_field_name("operator")
    sign = operator.type if operator is not None else "="
    if sign != "=" and len(left) == 1 and right:
        before, value = low.expression(left[0]), low.expression(right[0])
        assign(low, left[0], BINARY.applied(low, node, sign[:-1], before, value))
        return
    values = values_for(low, len(left), right)
    for target, value in zip(left, values, strict=False):
        assign(low, target, value)


def var_declaration(low: Lowering, node: Node) -> None:
    """``var a, b T = …`` and ``const a = …``."""
    type_: str | None = None
    for child in node.named_children:
        specs = child.named_children if child.type == "var_spec_list" else (child,)
        for spec in specs:
            if spec.type in ("var_spec", "const_spec"):
                type_ = _spec(low, spec, type_)


def _spec(low: Lowering, node: Node, before: str | None) -> str | None:
    """One specification; returns its type, which constants below it may share."""
    names = [c for c in node.children_by_field_name("name") if c.is_named]
    type_node = node.child_by_field_name("type")
    right = _listed(node.child_by_field_name("value"))
    type_ = type_text(low, type_node) if type_node is not None else None
    values = values_for(low, len(names), right) if right else []
    constant = node.type == "const_spec"
    if constant and type_ is None and not right:
        type_ = before
    for number, name in enumerate(names):
        if number < len(values):
            value = values[number]
        elif constant:
            value = low.scope.add(f.TEST, name.start_byte, name.end_byte, "literal", [])
        else:
            value = low.scope.add(f.UNKNOWN, name.start_byte, name.end_byte, [])
        made = right[number] if len(right) == len(names) else None
        declare(low, name, value, type_ or _type_made(low, made))
    return type_


def expression_statement(low: Lowering, node: Node) -> None:
    """An expression for its effect."""
    for child in node.named_children:
        if child.type in low.language.ignored:
            continue
        low.expression(child)
        if child.type == "call_expression" and leaves(low, child):
            low.scope.leave()


def started(low: Lowering, node: Node) -> None:
    """``go f()`` and ``defer f()``: calls at another time."""
    exits = low.scope.exits
    for child in node.named_children:
        if child.type != "comment":
            low.expression(child)
    low.scope.exits = exits


def step(low: Lowering, node: Node) -> None:
    """``x++``: of the value only what it is computed from matters."""
    for child in node.named_children:
        if child.type not in ("identifier", "comment"):
            low.expression(child)


def send(low: Lowering, node: Node) -> None:
    """``channel <- value``: an element of the channel."""
    channel, value = node.child_by_field_name("channel"), node.child_by_field_name("value")
    if channel is None or value is None:
        return
    low.expression(channel)
    put(low, node, channel, f.ANY_PART, low.expression(value))


def return_(low: Lowering, node: Node) -> None:
    """``return a, b``; without values the named results."""
    scope = low.scope
    values: list[int] = []
    at = node
    for child in node.named_children:
        if child.type == "expression_list":
            at = child
            values = [low.expression(part) for part in _listed(child)]
    if not values:
        values = named_results(low)
    elif scope.captures:
        give_back(low, at, values)
    if len(values) == 1:
        scope.returns.append(values[0])
    elif values:
        scope.returns.append(scope.add(f.SEQ, at.start_byte, at.end_byte, values))
    leave(scope)
    scope.leave()


STATEMENTS: dict[str, Statement] = {
    "package_clause": package_clause,
    "import_declaration": import_declaration,
    "function_declaration": function_declaration,
    "method_declaration": method_declaration,
    "type_declaration": type_declaration,
    "var_declaration": var_declaration,
    "const_declaration": var_declaration,
    "short_var_declaration": short_var_declaration,
    "assignment_statement": assignment_statement,
    "expression_statement": expression_statement,
    "go_statement": started,
    "defer_statement": started,
    "inc_statement": step,
    "dec_statement": step,
    "send_statement": send,
    "return_statement": return_,
    "block": body,
    "statement_list": body,
    **CONTROL,
}
