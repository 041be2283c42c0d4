"""Calls of Go, what is built in, and what calls do to their receivers and arguments."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.go import habits
from msgsec_lint.syntax.go.captures import RECOVERED
from msgsec_lint.syntax.go.declarations import type_named
from msgsec_lint.syntax.go.imports import is_package
from msgsec_lint.syntax.go.targets import put
from msgsec_lint.syntax.go.types import PLAIN, type_text
from msgsec_lint.syntax.go.verbs import without_unshown
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.operators.text import shown

_LINKS = frozenset({"selector_expression", "call_expression"})


def chain(low: Lowering, node: Node) -> int:
    """``a.b(c).d``: selectors and calls, walked without recursion."""
    links: list[Node] = []
    current = node
    while current.type in _LINKS:
        links.append(current)
        current = current.child(0)
    value = _start(low, links, current)
    previous = current
    for at in range(len(links) - 1, -1, -1):
        link = links[at]
        if link.type == "selector_expression":
            field = link.child(link.child_count - 1)
            value = low.scope.add(f.ATTR, link.start_byte, link.end_byte, value, low.text(field))
        else:
            value = _call(low, link, previous, value, used=at > 0)
        previous = link
    return value


def _start(low: Lowering, links: list[Node], node: Node) -> int:
    """The value that a chain begins with; takes away the links that belong to it."""
    if links[-1].type == "call_expression":
        if node.type == "identifier":
            special = _BUILT_IN.get(low.text(node))
            if special is not None and _is_built_in(low, node):
                return special(low, links.pop())
        elif node.type == "parenthesized_expression":
            pointer = _pointer_type(node)
            if pointer is not None:
                call = links.pop()
                return _converted(low, call, type_text(low, pointer))
    return low.expression(node)


def _is_built_in(low: Lowering, node: Node) -> bool:
    name = low.text(node)
    return name not in low.scope.env and name not in low.globals


def _pointer_type(node: Node) -> Node | None:
    """``T`` of the conversion ``(*T)(x)``."""
    inner = node.named_children[0] if node.named_children else None
    if inner is None or inner.type != "unary_expression" or inner.child_count != 2:
        return None
    first, operand = inner.children
    return operand if first.type == "*" else None


def _arguments(low: Lowering, node: Node) -> tuple[list[int], list[Node], list[int]]:
    """The values, nodes and spans of a call's arguments."""
    values: list[int] = []
    nodes: list[Node] = []
    spans: list[int] = []
    listed = node.child_by_field_name("arguments")
    for child in listed.named_children if listed is not None else ():
        kind = child.type
        if kind in ("comment", "ERROR"):
            continue
        if kind == "variadic_argument":
            inner = child.named_children[0] if child.named_children else child
            values.append(~low.expression(inner))
        else:
            values.append(low.expression(child))
        nodes.append(child)
        spans += (child.start_byte, child.end_byte)
    return values, nodes, spans


def _call(low: Lowering, node: Node, function: Node, callee: int, *, used: bool) -> int:
    """A call whose callee is known; ``used`` says that something is read from its result."""
    values, nodes, spans = _arguments(low, node)
    if function.type != "selector_expression":
        return low.call(node, callee, values, [], spans)
    scope = low.scope
    held = scope.values[callee]
    base, method = held[3], str(held[4])
    receiver = function.child(0)
    values = without_unshown(low, method, values)
    if not values:
        return _without_arguments(low, node, receiver, callee, used=used)
    result = low.call(node, callee, values, [], spans)
    if method in habits.READING:
        key = scope.values[values[0]] if values[0] >= 0 else None
        if key is not None and key[0] == f.CONST:
            low.note_read(base, key[3])
    _note_change(low, node, receiver, method, values, nodes)
    if used and len(values) == 1 and values[0] >= 0:
        name = habits.property_built(method)
        if name:
            start, end = node.start_byte, node.end_byte
            return scope.add(f.UPDATE, start, end, result, f".{name}", values[0])
    return result


def _without_arguments(
    low: Lowering, node: Node, receiver: Node, callee: int, *, used: bool
) -> int:
    base, method = low.scope.values[callee][3:5]
    package = receiver.type == "identifier" and low.scope.values[base][0] == f.NAME
    if method in habits.TEXT_OF_RECEIVER:
        # Text has no members, and loggers have a method Error too.
        named = low.text(receiver).rsplit(".", 1)[-1].lower()
        if (
            not used
            and named not in habits.LEAVERS
            and not (package and is_package(low, low.text(receiver)))
        ):
            return shown(low, node, base)
        return low.call(node, callee, [], [], [])
    reads = habits.property_read(method)
    if reads and package and is_package(low, low.text(receiver)):
        reads = ""
    return low.call(node, callee, [], [], [], reads)


def _note_change(
    low: Lowering,
    node: Node,
    receiver: Node,
    method: str,
    values: list[int],
    nodes: list[Node],
) -> None:
    """Let ``buffer.WriteString(s)`` and its like change what is held from here on."""
    scope = low.scope
    last = values[-1] if values[-1] >= 0 else ~values[-1]
    if method in habits.FILLING_FROM_ARGUMENT:
        if len(values) > 1:
            first = values[0] if values[0] >= 0 else ~values[0]
            put(low, node, nodes[-1], "**", first)
    elif method in habits.FILLING_FROM_RECEIVER:
        base = scope.values[scope.values[-1][3]][3] if scope.values[-1][0] == f.CALL else -1
        for argument in nodes if base >= 0 else ():
            if argument.type == "unary_expression":
                put(low, node, argument, "**", base)
    elif method in habits.PRINTING:
        written = [v if v >= 0 else ~v for v in values[habits.PRINTING[method] :]]
        if written:
            put(low, node, nodes[0], "**", shown(low, node, *written))
    elif receiver.type == "identifier" and is_package(low, low.text(receiver)):
        if method == "WriteString" and len(values) == 2:
            put(low, node, nodes[0], "**", last)
    elif method in habits.WRITING:
        put(low, node, receiver, "**", last)
    elif len(values) == 2 and method in habits.KEYED:
        key = scope.values[values[0]] if values[0] >= 0 else None
        literal = key[3] if key is not None and key[0] == f.CONST else None
        put(low, node, receiver, f.ANY_PART if literal is None else f"[{literal}]", last)
    elif len(values) == 1 and method in habits.COLLECTING and scope.values[last][0] != f.CONST:
        put(low, node, receiver, f.ANY_PART, last)


# Built in


def _given(node: Node) -> list[Node]:
    listed = node.child_by_field_name("arguments")
    return [c for c in listed.named_children if c.type != "comment"] if listed is not None else []


def _ordinary(low: Lowering, node: Node) -> int:
    function = node.child(0)
    return _call(low, node, function, low.expression(function), used=False)


def _append(low: Lowering, node: Node) -> int:
    values, _, _ = _arguments(low, node)
    if not values:
        return _ordinary(low, node)
    first = values[0] if values[0] < 0 else ~values[0]
    return low.scope.add(f.SEQ, node.start_byte, node.end_byte, [first, *values[1:]])


def _copy(low: Lowering, node: Node) -> int:
    values, nodes, _ = _arguments(low, node)
    if len(values) == 2 and values[1] >= 0:
        put(low, node, nodes[0], "**", values[1])
    return low.scope.add(f.TEST, node.start_byte, node.end_byte, "literal", [])


def _make(low: Lowering, node: Node) -> int:
    """``make([]T, n)``: nothing yet; its type is told to the name that it is bound to."""
    given = _given(node)
    for size in given[1:]:
        low.expression(size)
    scope = low.scope
    start, end = node.start_byte, node.end_byte
    kind = given[0].type if given else ""
    if kind == "map_type":
        return scope.add(f.MAP, start, end, [])
    if kind in ("type_identifier", "identifier", "qualified_type", "selector_expression"):
        return low.call(node, type_named(low, given[0]), [], [], [])
    return scope.add(f.SEQ, start, end, [])


def _new(low: Lowering, node: Node) -> int:
    given = _given(node)
    if not given:
        return _ordinary(low, node)
    type_ = given[0]
    if type_.type == "generic_type":
        type_ = type_.child_by_field_name("type") or type_
    if type_.type in ("type_identifier", "identifier", "qualified_type"):
        name = low.text(type_)
        if name not in PLAIN and name not in low.type_parameters:
            return low.call(node, type_named(low, type_), [], [], [])
    empty = low.scope.add(f.UNKNOWN, node.start_byte, node.end_byte, [])
    text = type_text(low, given[0])
    return low.scope.add(f.CAST, node.start_byte, node.end_byte, empty, text)


def _panic(low: Lowering, node: Node) -> int:
    values, _, _ = _arguments(low, node)
    low.scope.raises.extend(value if value >= 0 else ~value for value in values)
    low.scope.leave()
    return low.scope.add(f.CONST, node.start_byte, node.end_byte, None)


def _recover(low: Lowering, node: Node) -> int:
    """``recover()`` in a deferred function: what the function around it panics with."""
    if low.functions[low.scope.index].parent <= 0:
        return _ordinary(low, node)
    return low.scope.add(f.NAME, node.start_byte, node.end_byte, RECOVERED)


def _convert(low: Lowering, node: Node) -> int:
    function = node.child(0)
    return _converted(low, node, PLAIN[low.text(function)])


def _converted(low: Lowering, node: Node, type_: str) -> int:
    values, _, _ = _arguments(low, node)
    if not values:
        return low.scope.add(f.UNKNOWN, node.start_byte, node.end_byte, [])
    value = values[0] if values[0] >= 0 else ~values[0]
    return low.scope.add(f.CAST, node.start_byte, node.end_byte, value, type_)


_BUILT_IN: dict[str, Callable[[Lowering, Node], int]] = {
    "append": _append,
    "copy": _copy,
    "make": _make,
    "new": _new,
    "panic": _panic,
    RECOVERED: _recover,
    **dict.fromkeys((name for name in PLAIN if name != "comparable"), _convert),
}


def leaves(low: Lowering, node: Node) -> bool:
    """Whether control does not come back from a call: ``os.Exit``, ``log.Fatal``."""
    function = node.child(0)
    if function.type != "selector_expression":
        return False
    operand, field = function.child_by_field_name("operand"), function.child_by_field_name("field")
    if operand is None or field is None:
        return False
    method = low.text(field)
    if method in habits.LEAVING:
        return low.text(operand).rsplit(".", 1)[-1].lower() in habits.LEAVERS
    return method in ("Exit", "Goexit") and (low.text(operand), method) in habits.EXITS


def conversion(low: Lowering, node: Node) -> int:
    """``[]byte(s)``; and ``f[T](x)``, which looks like one."""
    type_, operand = node.child_by_field_name("type"), node.child_by_field_name("operand")
    if type_ is None or operand is None:
        return low.unknown(node)
    start, end = node.start_byte, node.end_byte
    if type_.type != "generic_type":
        value = low.expression(operand)
        return low.scope.add(f.CAST, start, end, value, type_text(low, type_))
    function = type_.child_by_field_name("type")
    if function is None:
        return low.unknown(node)
    callee = _indexed(low, type_, type_named(low, function))
    value = low.expression(operand)
    return low.call(node, callee, [value], [], [operand.start_byte, operand.end_byte])


def _indexed(low: Lowering, node: Node, base: int) -> int:
    """A generic function, unless what looks like its type argument is a variable: an element."""
    arguments = node.child_by_field_name("type_arguments")
    for child in arguments.named_children if arguments is not None else ():
        for name in child.named_children:
            if name.type == "type_identifier" and low.text(name) in low.scope.env:
                start, end = node.start_byte, node.end_byte
                return low.scope.add(f.ITEM, start, end, base, None, low.name(name, low.text(name)))
    return base
