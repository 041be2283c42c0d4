"""``try``, ``catch`` and ``throw`` of Java."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.java.names import type_value
from msgsec_lint.syntax.java.types import COMMENTS, TYPES, declared, type_text
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.scope import Environment


def throw(low: Lowering, node: Node) -> None:
    """``throw exception``."""
    for child in node.named_children:
        if child.type not in COMMENTS:
            low.scope.raises.append(low.expression(child))
    low.scope.leave()


def try_(low: Lowering, node: Node) -> None:
    """``try``/``catch``/``finally``, with or without resources."""
    scope = low.scope
    entry = dict(scope.env)
    first = len(scope.values)
    resources = node.child_by_field_name("resources")
    for resource in resources.named_children if resources is not None else ():
        _resource(low, resource)
    _block(low, node.child_by_field_name("body"))
    last = len(scope.values)
    body_env, body_exits = _only(scope.env, entry), scope.exits
    reached: list[Environment] = [] if body_exits else [body_env]
    finally_node: Node | None = None
    for child in node.named_children:
        if child.type == "catch_clause":
            scope.merge([entry, body_env], child.start_byte)
            _catch(low, child, first, last)
            if not scope.exits:
                reached.append(_only(scope.env, entry))
        elif child.type == "finally_clause":
            finally_node = child
    if not reached and finally_node is not None:
        scope.env, scope.exits = entry, False
        _finally(low, finally_node)
        scope.exits = True
        return
    scope.merge(reached, node.end_byte)
    if finally_node is not None:
        _finally(low, finally_node)


def _only(env: Environment, known: Environment) -> Environment:
    """Names declared in a block end with it."""
    if len(env) <= len(known):
        return env
    return {name: value for name, value in env.items() if name in known}


def _block(low: Lowering, node: Node | None) -> None:
    if node is not None:
        low.block(node.named_children)


def _finally(low: Lowering, node: Node) -> None:
    for child in node.named_children:
        if child.type == "block":
            low.statement(child)


def _resource(low: Lowering, node: Node) -> None:
    """``T name = value`` between the parentheses of a try, or the name of a resource."""
    if node.type != "resource":
        return
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    type_ = node.child_by_field_name("type")
    if name is None or value is None:
        for child in node.named_children:
            if child.type not in COMMENTS:
                low.expression(child)
        return
    held = low.expression(value)
    low.assign_name(name, low.text(name), held, declared(low, type_) if type_ else None)


def _catch(low: Lowering, node: Node, first: int, last: int) -> None:
    scope = low.scope
    start, end = node.start_byte, node.start_byte + 5
    types: list[int] = []
    names: list[str] = []
    target: Node | None = None
    for child in node.named_children:
        if child.type != "catch_formal_parameter":
            continue
        target = child.child_by_field_name("name")
        for part in child.named_children:
            if part.type == "catch_type":
                written = [c for c in part.named_children if c.type in TYPES]
                types = [type_value(low, c) for c in written]
                names = [type_text(low, c) for c in written]
    caught = scope.add(f.CAUGHT, start, end, types, first, last)
    before = scope.push_guard("except", caught, True)
    if target is not None:
        low.assign_name(target, low.text(target), caught, "|".join(names) or None)
    _block(low, node.child_by_field_name("body"))
    scope.guard = before
