"""Lambdas and method references of Java that are evaluated in place."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.java.signature import parameters
from msgsec_lint.syntax.java.types import COMMENTS, TYPES, type_text
from msgsec_lint.syntax.jvm.calls import Invocation, method_call
from msgsec_lint.syntax.jvm.habits import read_property
from msgsec_lint.syntax.jvm.lambdas import INLINED, elements, in_place, outcome
from msgsec_lint.syntax.jvm.types import HOLDERS, MAPPINGS, PLAIN
from msgsec_lint.syntax.lowering import Lowering

_FUNCTIONS = ("lambda_expression", "method_reference")
_STATIC = frozenset({"of", "copyOf", "ofNullable", "empty", "format", "join", "copyValueOf"})
"""Static methods of holders and of text."""
_SINGLE = ("identifier", "underscore_pattern")


def lambda_signature(low: Lowering, node: Node) -> tuple[list[f.Parameter], list[Node]]:
    """The parameters of a lambda in any of their forms."""
    found = node.child_by_field_name("parameters")
    if found is not None and found.type in _SINGLE:
        return [f.Parameter(low.text(found), None, f.POSITIONAL, -1)], [found]
    return parameters(low, found)


def lambda_result(low: Lowering, node: Node) -> int:
    """Lower the body of a lambda; its value, or -1 for a block."""
    body = node.child_by_field_name("body")
    if body is None:
        return low.unknown(node)
    if body.type != "block":
        return low.expression(body)
    low.block(body.named_children)
    return -1


def _applied(low: Lowering, function: Node, method: str, receiver: int) -> int:
    """The value of a function applied to the elements of a receiver; -1 if it takes none."""
    if function.type == "method_reference":
        return _referred(low, function, receiver)
    found, nodes = lambda_signature(low, function)
    if not found:
        return -1
    values = elements(low, function, method, receiver, len(found))
    return _evaluated(low, function, receiver, (found, nodes, values))


def _evaluated(
    low: Lowering,
    function: Node,
    over: int,
    bound: tuple[list[f.Parameter], list[Node], list[int]],
) -> int:
    def lower() -> int:
        for parameter, node, value in zip(*bound, strict=False):
            low.assign_name(node, parameter.name, value, parameter.type)
        return lambda_result(low, function)

    return in_place(low, function, over, lower)


def _referred(low: Lowering, node: Node, receiver: int) -> int:
    """``Foo::bar`` applied to each element of a receiver."""
    parts = [c for c in node.children if c.type not in COMMENTS]
    scope = low.scope
    start, end = node.start_byte, node.end_byte
    owner, last = parts[0], low.text(parts[-1])
    each = scope.add(f.EACH, start, end, receiver)
    if last == "toString" or (last == "valueOf" and low.text(owner) == "String"):
        return scope.add(f.TEXT, start, end, [[each, "", ""]], "")
    typed = owner.type in TYPES or (owner.type == "identifier" and low.text(owner)[:1].isupper())
    held = _is_of_holder(low.text(owner), last)
    if typed and last != "new" and (held or read_property(last)):
        taken = each
        if not held:
            # The name of a holder alone says less than what is known of the element.
            type_ = type_text(low, owner)
            taken = scope.add(f.CAST, owner.start_byte, owner.end_byte, each, type_)
        callee = scope.add(f.ATTR, start, end, taken, last)
        return method_call(low, node, Invocation(callee, [], [], []))
    value = low.expression(owner)
    callee = value if last == "new" else scope.add(f.ATTR, start, end, value, last)
    return low.call(node, callee, [each], [], [start, end])


def _is_of_holder(owner: str, method: str) -> bool:
    """Whether ``List::stream`` and its like name a method of the object and no static one."""
    name = owner.split("<", maxsplit=1)[0].rsplit(".", 1)[-1]
    known = name in HOLDERS or name in MAPPINGS or PLAIN.get(name) == "builtins.str"
    return known and method not in _STATIC


def reduced(low: Lowering, node: Node, nodes: list[Node], made: Invocation) -> int:
    """``stream.reduce(first, (sum, x) -> …)`` and ``stream.reduce((sum, x) -> …)``."""
    scope = low.scope
    receiver = scope.values[made.callee][3]
    function = nodes[min(len(nodes), 2) - 1]
    start, end = function.start_byte, function.end_byte
    each = scope.add(f.EACH, start, end, receiver)
    first = low.expression(nodes[0]) if len(nodes) > 1 else each
    total = scope.add(f.JOIN, start, end, [first])
    value = each
    if function.type == "lambda_expression":
        found, at = lambda_signature(low, function)
        value = _evaluated(low, function, receiver, (found, at, [total, each]))
    if value != total:
        scope.values[total][3].append(value)
    low.call(node, made.callee, [total], [], [start, end])
    return total


def inlined(
    low: Lowering,
    node: Node,
    function: Node,
    made: Invocation,
    further: tuple[list[int], list[int]],
) -> int | None:
    """``receiver.map(x -> …)`` and its like, with further arguments already lowered."""
    _, _, _, receiver, method = low.scope.values[made.callee]
    value = _applied(low, function, method, receiver)
    if value < 0:
        return None
    start, end = function.start_byte, function.end_byte
    held = low.scope.add(f.SEQ, start, end, [value])
    low.call(node, made.callee, [held, *further[0]], [], [start, end, *further[1]])
    return outcome(low, node, INLINED[method], receiver, value)


def inlined_keyed(low: Lowering, node: Node, function: Node, made: Invocation) -> int:
    """``map.computeIfAbsent(key, k -> …)``; the key is already among the arguments."""
    scope = low.scope
    receiver = scope.values[made.callee][3]
    start, end = function.start_byte, function.end_byte
    key = made.arguments[0]
    literal = scope.values[key][3] if scope.values[key][0] == f.CONST else None
    found, nodes = lambda_signature(low, function)
    values = [key, scope.add(f.ITEM, start, end, receiver, literal, key)]
    value = _evaluated(low, function, receiver, (found, nodes, values))
    made.arguments = [key, value]
    made.spans += (start, end)
    made.used = False
    method_call(low, node, made)
    return value


def collected(low: Lowering, node: Node, collector: Node, made: Invocation) -> int | None:
    """``stream.collect(Collectors.…)``: what the collector makes of the elements."""
    name_node = collector.child_by_field_name("name")
    arguments = collector.child_by_field_name("arguments")
    if name_node is None or arguments is None:
        return None
    name = low.text(name_node)
    given = [c for c in arguments.named_children if c.type not in COMMENTS]
    scope = low.scope
    receiver = scope.values[made.callee][3]
    start, end = collector.start_byte, collector.end_byte
    applied = [_applied(low, g, "", receiver) for g in given[:2] if g.type in _FUNCTIONS]
    if name in ("toMap", "toUnmodifiableMap", "toConcurrentMap", "toImmutableMap"):
        if len(applied) < 2 or min(applied) < 0:
            return None
        value = scope.add(f.MAP, start, end, [[None, applied[0], applied[1]]])
    elif name in ("groupingBy", "groupingByConcurrent", "partitioningBy"):
        if not applied or applied[0] < 0:
            return None
        value = scope.add(f.MAP, start, end, [[None, applied[0], receiver]])
    elif name == "joining":
        each = scope.add(f.EACH, start, end, receiver)
        value = scope.add(f.TEXT, start, end, [[each, "", ""]], "")
    elif name == "mapping" and applied and applied[0] >= 0:
        value = scope.add(f.SEQ, start, end, [applied[0]])
    elif not applied and name.startswith("to"):
        value = receiver
    else:
        return None
    low.call(node, made.callee, [value], [], [start, end])
    return value
