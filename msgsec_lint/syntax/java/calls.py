"""Calls of methods and constructors in Java."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.java.definitions import anonymous_class
from msgsec_lint.syntax.java.inlining import collected, inlined, inlined_keyed, reduced
from msgsec_lint.syntax.java.names import super_, this, type_value
from msgsec_lint.syntax.java.operators import MAKERS
from msgsec_lint.syntax.java.types import COMMENTS, TYPES, dotted
from msgsec_lint.syntax.jvm.calls import Invocation, is_super, method_call
from msgsec_lint.syntax.jvm.habits import BUILDERS, BUILT
from msgsec_lint.syntax.jvm.lambdas import INLINED, KEYED
from msgsec_lint.syntax.lowering import Lowering

_AS_TEXT = frozenset({("String", "valueOf"), ("Objects", "toString"), ("Arrays", "toString")})
"""Static methods that give the text form of their argument."""
_FUNCTIONS = ("lambda_expression", "method_reference")


def invocation(low: Lowering, node: Node) -> int:
    """A method call, or a chain of them."""
    return _chain(low, node, used=True)


def call_statement(low: Lowering, node: Node) -> None:
    """A method call whose result nothing reads."""
    _chain(low, node, used=False)


def _chain(low: Lowering, node: Node, *, used: bool) -> int:
    """``a.b().c()``, walked without recursion."""
    links: list[Node] = []
    names: list[str] = []
    base: Node | None = node
    while base is not None and base.type == "method_invocation":
        name = base.child_by_field_name("name")
        links.append(base)
        names.append(low.text(name) if name is not None else "")
        base = base.child_by_field_name("object")
    value, local = -1, ""
    if base is not None:
        value, local = _receiver(low, links[-1], base)
    built = len(names)
    if built > 1:
        built = next((at for at, name in enumerate(names) if name in BUILT), built)
    for at in range(len(links) - 1, -1, -1):
        made = Invocation(-1, [], [], [], local, used or at > 0, built < at)
        value = _link(low, links[at], names[at], value, made)
        if local and low.scope.values[value][0] != f.UPDATE:
            local = ""
    if used and base is not None and names[0] in BUILT:
        type_ = _built(low, base, names[-1])
        if type_:
            value = low.scope.add(f.CAST, node.start_byte, node.end_byte, value, type_)
    return value


def _built(low: Lowering, base: Node, first: str) -> str:
    """What ``Foo.builder()….build()`` and ``new Foo.Builder()….build()`` build."""
    if base.type == "object_creation_expression":
        type_ = base.child_by_field_name("type")
        name = dotted(low, type_) if type_ is not None else ""
        return name[:-8] if name.endswith(".Builder") else ""
    if base.type not in ("identifier", "field_access") or first not in BUILDERS:
        return ""
    name = dotted(low, base)
    return name if name.rsplit(".", 1)[-1][:1].isupper() else ""


def _receiver(low: Lowering, link: Node, base: Node) -> tuple[int, str]:
    """What a chain begins with, and its local name if it has one."""
    if base.type == "identifier":
        if link.named_child_count > 3 and link.named_children[1].type == "super":
            return super_(low, link), ""
        value = low.expression(base)
        name = low.text(base)
        return value, name if name in low.scope.env else ""
    return low.expression(base), ""


def _link(low: Lowering, node: Node, name: str, receiver: int, made: Invocation) -> int:
    scope = low.scope
    start, end = node.start_byte, node.end_byte
    arguments = node.child_by_field_name("arguments")
    nodes = [c for c in arguments.named_children if c.type not in COMMENTS] if arguments else []
    if receiver < 0:
        callee = scope.add(f.NAME, start, start + len(name.encode()), name)
        if scope.receivers:
            scope.values[callee].append([*scope.receivers])
        values, spans = given(low, nodes)
        return low.call(node, callee, values, [], spans)
    if name in ("toString", "valueOf") and _is_text(low, name, receiver, nodes):
        value = low.expression(nodes[0]) if nodes else receiver
        return scope.add(f.TEXT, start, end, [[value, "", ""]], "")
    behind = arguments.start_byte if arguments is not None else end
    made.callee = scope.add(f.ATTR, start, behind, receiver, name)
    found = _in_place(low, node, name, nodes, made) if nodes else None
    if found is not None:
        return found
    made.arguments, made.spans = given(low, nodes)
    value = method_call(low, node, made)
    held = scope.values[receiver]
    if held[0] != f.NAME or not made.arguments:
        return value
    literal = MAKERS.made(low, node, f"{held[3]}.{name}", made.arguments)
    return literal if literal >= 0 else value


def _in_place(
    low: Lowering, node: Node, name: str, nodes: list[Node], made: Invocation
) -> int | None:
    """The value of a call whose lambda is evaluated in place; None where there is none."""
    kind = INLINED.get(name)
    if kind is not None and nodes[0].type in _FUNCTIONS:
        values, spans = given(low, nodes[1:])
        return inlined(low, node, nodes[0], made, (values, spans))
    if name == "reduce" and nodes[min(len(nodes), 2) - 1].type in _FUNCTIONS:
        return reduced(low, node, nodes, made)
    if name == "collect" and nodes[0].type == "method_invocation":
        return collected(low, node, nodes[0], made)
    position = KEYED.get(name)
    if position is None or len(nodes) <= position or nodes[position].type != _FUNCTIONS[0]:
        return None
    made.arguments, made.spans = given(low, nodes[:position])
    return inlined_keyed(low, node, nodes[position], made)


def _is_text(low: Lowering, name: str, receiver: int, nodes: list[Node]) -> bool:
    held = low.scope.values[receiver]
    if held[0] == f.NAME and len(nodes) == 1:
        return (held[3], name) in _AS_TEXT
    return name == "toString" and not nodes and not is_super(low, receiver)


def given(low: Lowering, nodes: list[Node]) -> tuple[list[int], list[int]]:
    """Arguments and their spans."""
    values: list[int] = []
    spans: list[int] = []
    for node in nodes:
        values.append(low.expression(node))
        spans += (node.start_byte, node.end_byte)
    return values, spans


def _arguments(low: Lowering, node: Node) -> tuple[list[int], list[int]]:
    found = node.child_by_field_name("arguments")
    nodes = found.named_children if found is not None else []
    return given(low, [c for c in nodes if c.type not in COMMENTS])


def creation(low: Lowering, node: Node) -> int:
    """``new Foo(…)``, ``outer.new Inner(…)``, ``new Foo(…) { … }``."""
    type_ = node.child_by_field_name("type")
    if type_ is None:
        return low.unknown(node)
    children = node.named_children
    start, end = type_.start_byte, type_.end_byte
    if node.children[0].type != "new" and children[0].type not in TYPES:
        outer = low.expression(children[0])
        callee = low.scope.add(f.ATTR, start, end, outer, dotted(low, type_))
    elif children[-1].type == "class_body":
        values, spans = _arguments(low, node)
        callee = anonymous_class(low, type_, children[-1])
        return low.call(node, callee, values, [], spans)
    else:
        callee = type_value(low, type_)
    values, spans = _arguments(low, node)
    return low.call(node, callee, values, [], spans)


def constructor_call(low: Lowering, node: Node) -> None:
    """A call of ``this(…)`` or ``super(…)`` at the head of a constructor."""
    named = node.child_by_field_name("constructor")
    if named is None:
        return
    base = super_(low, named) if named.type == "super" else this(low, named)
    callee = low.scope.add(f.ATTR, named.start_byte, named.end_byte, base, "<init>")
    values, spans = _arguments(low, node)
    low.call(node, callee, values, [], spans)
