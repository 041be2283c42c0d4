"""Calls whose lambda runs where it stands: what it is handed, and what the call gives."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.jvm.receivers import field_owner
from msgsec_lint.syntax.kotlin import operations as o
from msgsec_lint.syntax.kotlin.blocks import Lambda, Ran, run_block, variable
from msgsec_lint.syntax.kotlin.names import push_receiver, this_value
from msgsec_lint.syntax.lowering import Lowering


class Call(Struct):
    """A call that is given a lambda, its other parts lowered."""

    node: Node
    method: str
    receiver: int
    """-1 where there is none."""
    value: int
    """The call itself, recorded without the lambda."""
    arguments: list[int]
    local: str = ""
    """The local name that the receiver is."""
    first: int = 0
    """The first value evaluated for the receiver."""
    safe: bool = False
    """``?.``: may not happen."""


def inlined(low: Lowering, call: Call, made: Lambda, operation: o.Operation) -> int:
    """Lower the lambda in place; returns the value of the call."""
    scope = low.scope
    receiver = call.receiver
    if receiver < 0:
        receiver = this_value(low, call.node.start_byte, call.node.start_byte)
    given = [_given(low, call, made, kind, receiver) for kind in operation.given]
    total = given[operation.given.index(o.SUM)] if o.SUM in operation.given else -1
    if made.parameters is not None and len(made.parameters) > len(given):
        given = _of_mapping(low, call, given)
    receivers, guard, this = scope.receivers, scope.guard, scope.env.get("this")
    subject = _subject(low, call, operation.this, receiver)
    local = call.local or _local_holding(low, subject)
    if subject >= 0:
        push_receiver(scope, call.method, subject, made.node.start_byte)
    if operation.repeats:
        scope.push_guard("loop", receiver, True)
    ran = run_block(low, made, call.method, given, maybe=call.safe, repeats=operation.repeats)
    scope.receivers, scope.guard = receivers, guard
    became = ran.names.get("this", subject) if subject >= 0 else -1
    if subject >= 0:
        scope.env.pop(f"this@{call.method}", None)
        if this is None:
            scope.env.pop("this", None)
        else:
            scope.env["this"] = this
    elif operation.given == (o.SELF,):
        became = _parameter_became(made, low, ran, given[0])
    if became >= 0 and local and became not in (call.receiver, subject):
        scope.rebind(local, became)
    return _outcome(low, call, operation, ran, receiver, became if became >= 0 else total)


def _local_holding(low: Lowering, value: int) -> str:
    """The local name of a value that ``with`` is given; empty when it has none."""
    if value < 0:
        return ""
    held = (name for name, found in low.scope.env.items() if found == value)
    return next((name for name in held if not name.startswith("this")), "")


def is_reference(node: Node) -> bool:
    """Whether a node is ``::f``, ``x::f`` or ``T::f``."""
    if node.type == "callable_reference":
        return True
    children = node.children if node.type == "navigation_expression" else []
    return len(children) == 3 and children[1].type == "::" and children[2].type == "identifier"


def applied(low: Lowering, call: Call, reference: Node, operation: o.Operation) -> int:
    """``xs.map(::f)``, ``xs.map(x::f)``, ``xs.map(T::member)``: f is called with what is given."""
    scope = low.scope
    start, end = reference.start_byte, reference.end_byte
    receiver = call.receiver
    if receiver < 0:
        receiver = this_value(low, start, start)
    made = Lambda(reference, None, [])
    given = [_given(low, call, made, kind, receiver) for kind in operation.given]
    total = given[operation.given.index(o.SUM)] if o.SUM in operation.given else -1
    guard = scope.guard
    if operation.repeats:
        scope.push_guard("loop", receiver, True)
    target = low.expression(reference)
    held = scope.values[target]
    if held[0] == f.ATTR and given and is_type(low, held[3]):
        callee = scope.add(f.ATTR, start, end, given[0], held[4])
        value = low.call(reference, callee, given[1:], [], [start, end] * len(given[1:]), held[4])
    else:
        value = low.call(reference, target, given, [], [start, end] * len(given))
    scope.guard = guard
    return _outcome(low, call, operation, Ran(value, {}), receiver, total)


def is_type(low: Lowering, value: int) -> bool:
    """Whether a value is written as the name of a class."""
    held = low.scope.values[value]
    name = held[3] if held[0] == f.NAME else held[4] if held[0] == f.ATTR else ""
    return bool(name[:1].isupper() and not name.isupper())


def _subject(low: Lowering, call: Call, kind: str, receiver: int) -> int:
    """What `this` becomes in the lambda; -1 when it stays what it is."""
    start, end = call.node.start_byte, call.node.end_byte
    if kind == o.SELF:
        return receiver if call.receiver >= 0 else -1
    if kind == o.CALL:
        return call.value
    if kind == "first":
        return call.arguments[0] if call.arguments and call.arguments[0] >= 0 else -1
    if kind == "text":
        return low.scope.add(f.TEXT, start, end, [], "")
    if kind == "list":
        return low.scope.add(f.SEQ, start, end, [])
    return -1


def _given(low: Lowering, call: Call, made: Lambda, kind: str, receiver: int) -> int:
    """What a parameter of the lambda is bound to."""
    scope = low.scope
    start, end = made.node.start_byte, made.node.start_byte
    if kind == o.SELF:
        return receiver
    if kind == o.EACH:
        return each(low, call.node, receiver)
    if kind in (o.KEY, o.VALUE):
        at = (o.KEY, o.VALUE).index(kind)
        return scope.add(f.PART, start, end, each(low, call.node, receiver), at)
    if kind == "argument" and call.arguments:
        return each(low, call.node, abs(call.arguments[0]))
    if kind == o.CAUGHT:
        type_ = scope.add(f.NAME, start, end, "Throwable")
        return scope.add(f.CAUGHT, start, end, [type_], call.first, len(scope.values))
    if kind == o.SUM:
        first = call.arguments[0] if call.arguments and call.arguments[0] >= 0 else -1
        if first < 0:
            first = each(low, call.node, receiver)
        return scope.add(f.JOIN, start, end, [first])
    return scope.add(f.UNKNOWN, start, end, [])


def each(low: Lowering, node: Node, base: int) -> int:
    """An element of a value; the one that there is, where that is plain."""
    held = low.scope.values[base]
    if held[0] == f.SEQ and len(held[3]) == 1:
        only = int(held[3][0])
        return only if only >= 0 else each(low, node, ~only)
    return low.scope.add(f.EACH, node.start_byte, node.end_byte, base)


def _of_mapping(low: Lowering, call: Call, given: list[int]) -> list[int]:
    """``{ key, value -> … }`` where one parameter is handed over: a mapping's, as in Java."""
    scope = low.scope
    if len(given) != 1 or call.method not in ("forEach", "map", "onEach", "any", "all"):
        return given
    start, end = call.node.start_byte, call.node.end_byte
    return [scope.add(f.PART, start, end, given[0], at) for at in (0, 1)]


def _parameter_became(made: Lambda, low: Lowering, ran: Ran, given: int) -> int:
    """What the only parameter holds at the end: the receiver, perhaps with parts set."""
    name = "it"
    if made.parameters:
        name = variable(low, made.parameters[0])[0]
    found = ran.names.get(name, -1)
    if found < 0 or low.scope.values[found][0] != f.UPDATE:
        return -1
    return found if found != given else -1


def _outcome(
    low: Lowering, call: Call, operation: o.Operation, ran: Ran, receiver: int, became: int
) -> int:
    """The value of the call. ``became`` is what the receiver or a fold's sum has become."""
    scope = low.scope
    end = call.node.end_byte
    result = operation.result
    body = ran.value
    if operation.puts and body >= 0:
        _put(low, call, operation, body)
    if result == o.SUM:
        if body >= 0 and body != became:
            scope.values[became][3].append(body)
        return became
    if result == o.THIS or (result == o.SELF and became >= 0):
        return became if became >= 0 else call.value
    if result in _FROM_RECEIVER:
        return _from_receiver(low, call, result, receiver, body)
    if body < 0:
        body = scope.add(f.CONST, end, end, None)
    if result == o.BODY:
        return body
    return _made(low, call, result, receiver, body)


_FROM_RECEIVER = frozenset({o.SELF, o.EACH, o.CALL, o.NOTHING, o.HALVES, o.TEST})


def _from_receiver(low: Lowering, call: Call, result: str, receiver: int, body: int) -> int:
    scope = low.scope
    start, end = call.node.start_byte, call.node.end_byte
    if result == o.SELF:
        return receiver
    if result == o.EACH:
        return each(low, call.node, receiver)
    if result == o.CALL:
        return call.value
    if result == o.HALVES:
        return scope.add(f.SEQ, start, end, [receiver, receiver])
    if result == o.TEST:
        operands = [receiver] if body < 0 else [receiver, body]
        return scope.add(f.TEST, start, end, call.method, operands)
    return scope.add(f.CONST, start, end, None)


def _made(low: Lowering, call: Call, result: str, receiver: int, body: int) -> int:
    scope = low.scope
    start, end = call.node.start_byte, call.node.end_byte
    if result == o.ELEMENTS:
        return scope.add(f.SEQ, start, end, [body])
    if result == o.SPREAD:
        return scope.add(f.SEQ, start, end, [~body])
    if result == o.TEXT:
        return scope.add(f.TEXT, start, end, [[body, "", ""]], "")
    if result in (o.EITHER, o.OR_SELF):
        held = receiver
        if result == o.EITHER:
            held = call.value if call.arguments else each(low, call.node, receiver)
        return scope.add(f.CHOICE, start, end, [held, body], [receiver])
    element = each(low, call.node, receiver)
    entry: list[Any]
    if result == o.BY:
        entry = [None, body, element]
    elif result == o.GROUPS:
        entry = [None, body, receiver]
    elif result == o.NEW_KEYS:
        entry = [None, body, scope.add(f.PART, start, end, element, 1)]
    elif result == o.NEW_VALUES:
        entry = [None, scope.add(f.PART, start, end, element, 0), body]
    elif result == o.PAIRS:
        pair = scope.values[body]
        if pair[0] == f.SEQ and len(pair[3]) == 2 and min(pair[3]) >= 0:
            entry = [None, *pair[3]]
        else:
            parts = [scope.add(f.PART, start, end, body, at) for at in (0, 1)]
            entry = [None, *parts]
    else:
        entry = [None, element, body]
    return scope.add(f.MAP, start, end, [entry])


def _put(low: Lowering, call: Call, operation: o.Operation, value: int) -> None:
    """What the lambda gives gets into the receiver: ``getOrPut``, ``update``."""
    scope = low.scope
    start, end = call.node.start_byte, call.node.end_byte
    if call.local:
        held = scope.env.get(call.local)
        if held is not None:
            scope.rebind(call.local, scope.add(f.UPDATE, start, end, held, operation.puts, value))
        return
    put_into_field(low, call.node, call.receiver, value)


def put_into_field(low: Lowering, node: Node, holder: int, value: int) -> None:
    """``holder`` is a field of something, and what it holds is now ``value``."""
    scope = low.scope
    if holder < 0:
        return
    held = scope.values[holder]
    if held[0] == f.ATTR:
        base, name = held[3], held[4]
    elif held[0] == f.NAME:
        base, name = field_owner(low, held[3]), held[3]
    else:
        return
    if base >= 0:
        item = scope.add(f.SEQ, node.start_byte, node.end_byte, [value])
        low.store(node, base, name, item)
