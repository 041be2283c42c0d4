"""What function literals share with the function around them: names that they read and change."""

from __future__ import annotations

from typing import NamedTuple
from weakref import WeakKeyDictionary

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.go import habits
from msgsec_lint.syntax.lowering import MAX_NESTED, Lowering
from msgsec_lint.syntax.scope import Scope

RECOVERED = "recover"
"""The function that gives what a function around panics with."""
_PATHS = frozenset(
    {"selector_expression", "index_expression", "slice_expression", "unary_expression"}
)
_CHANGING = habits.WRITING | habits.KEYED | habits.COLLECTING


class Shared(NamedTuple):
    """Names in a function literal that may be those of the function around it."""

    used: set[str]
    changed: set[str]


_known: WeakKeyDictionary[Lowering, dict[int, Shared]] = WeakKeyDictionary()
"""File → what is known of its function literals, by their first byte."""


def shared_names(low: Lowering, literal: Node) -> Shared:
    """The names that a function literal uses and changes, but for its parameters."""
    known = _known.setdefault(low, {})
    if literal.start_byte not in known:
        _read(low, literal, known, 0)
    return known[literal.start_byte]


def _read(low: Lowering, literal: Node, known: dict[int, Shared], around: int) -> None:
    """Learn the names of a function literal, and those of the literals in it on the way."""
    used: set[str] = set()
    changed: set[str] = set()
    pending = [literal.child_by_field_name("body")]
    while pending:
        node = pending.pop()
        if node is None:
            continue
        kind = node.type
        if kind == "identifier":
            used.add(low.text(node))
            continue
        if kind == "func_literal":
            if around < MAX_NESTED:
                _read(low, node, known, around + 1)
                inner = known[node.start_byte]
                used |= inner.used
                changed |= inner.changed
            continue
        for target in _targets(low, node, kind):
            name = _root(low, target)
            if name:
                changed.add(name)
        pending.extend(node.named_children)
    own = _own_names(low, literal)
    known[literal.start_byte] = Shared(used - own, changed - own)


def _own_names(low: Lowering, literal: Node) -> set[str]:
    """The names of a literal's parameters and results."""
    return {
        low.text(name)
        for listed in ("parameters", "result")
        for held in [literal.child_by_field_name(listed)]
        if held is not None and held.type == "parameter_list"
        for child in held.named_children
        for name in child.children_by_field_name("name")
    }


def _targets(low: Lowering, node: Node, kind: str) -> list[Node]:
    """What a node may change."""
    if kind == "assignment_statement" or (kind == "receive_statement" and _assigns(node)):
        left = node.child_by_field_name("left")
        return left.named_children if left is not None else []
    if kind == "unary_expression":
        operand = node.child_by_field_name("operand")
        return [operand] if operand is not None and node.children[0].type == "&" else []
    if kind == "send_statement":
        channel = node.child_by_field_name("channel")
        return [channel] if channel is not None else []
    return _changed_by_call(low, node) if kind == "call_expression" else []


def _assigns(node: Node) -> bool:
    return any(child.type == "=" for child in node.children)


def _changed_by_call(low: Lowering, node: Node) -> list[Node]:
    function, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None or given is None or not given.named_children:
        return []
    if function.type != "selector_expression":
        return given.named_children[:1] if low.text(function) == "copy" else []
    operand, field = function.child_by_field_name("operand"), function.child_by_field_name("field")
    if operand is None or field is None:
        return []
    method = low.text(field)
    if method in habits.FILLING_FROM_ARGUMENT:
        return given.named_children[-1:]
    written = given.named_children[:1] if method in habits.PRINTING else []
    return [operand, *written] if method in _CHANGING else written


def _root(low: Lowering, node: Node) -> str:
    """The name at the beginning of a target: ``x`` of ``x.items[0]`` and ``*x``."""
    while node.type in _PATHS or node.type == "parenthesized_expression":
        inner = node.child_by_field_name("operand") or next(iter(node.named_children), None)
        if inner is None:
            return ""
        node = inner
    return low.text(node) if node.type == "identifier" else ""


def share(scope: Scope, literal: Node, index: int, names: Shared) -> None:
    """Let a nested function see what names hold from here on, and the rest what it leaves there."""
    if scope.index == 0:
        return
    start, end = literal.start_byte, literal.end_byte
    for name in sorted(names.used):
        held = scope.env.get(name)
        if held is None and name in scope.left:
            held = scope.add(f.NAME, start, start, name)
        if held is None:
            continue
        left: list[int] = []
        if name in names.changed:
            left.append(scope.add(f.LEFT, start, end, index, name))
            scope.env[name] = scope.add(f.JOIN, start, end, [held, *left])
        seen = scope.captures.setdefault(name, [])
        for others in seen:
            others.extend(left)
        seen.append(scope.bindings.setdefault(f.seen_in(name, index), [held]))
    if RECOVERED in names.used and RECOVERED not in scope.env:
        scope.recovers.append((index, start, len(scope.values)))


def catch(scope: Scope) -> None:
    """At the end of a function: what its nested functions recover is what it panics with."""
    for index, start, first in scope.recovers:
        caught = scope.add(f.CAUGHT, start, start, [], first, len(scope.values))
        scope.bindings[f.seen_in(RECOVERED, index)] = [caught]


def leave(scope: Scope) -> None:
    """Where control leaves a function literal: what it has changed in names around it."""
    for name, held in scope.left.items() if not scope.exits else ():
        hidden = scope.hidden.get(name)
        value = hidden[0] if hidden else scope.env.get(name)
        if value is not None and value not in held:
            held.append(value)
