"""What names mean in Java: locals, fields of the classes around, types, packages."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.java.types import COMMENTS, dotted
from msgsec_lint.syntax.jvm.receivers import declaring_receiver
from msgsec_lint.syntax.lowering import Lowering


def identifier(low: Lowering, node: Node) -> int:
    """A bare name."""
    name = low.source[node.start_byte : node.end_byte].decode("utf-8", "replace")
    scope = low.scope
    value = scope.env.get(name)
    if value is not None:
        return value
    if name[:1].isupper():
        return scope.add(f.NAME, node.start_byte, node.end_byte, name)
    owner = declaring_receiver(low, name)
    if owner is None:
        return low.name(node, name)
    if owner < 0:
        return scope.add(f.NAME, node.start_byte, node.end_byte, name)
    return scope.add(f.ATTR, node.start_byte, node.end_byte, current(low, owner), name)


def current(low: Lowering, receiver: int) -> int:
    """A receiver as it is now: ``this`` after the assignments to its fields so far."""
    scope = low.scope
    held = scope.env.get("this")
    return held if held is not None and receiver == scope.receivers[0] else receiver


def this(low: Lowering, node: Node) -> int:
    """The object itself."""
    held = low.scope.env.get("this")
    if held is not None:
        return held
    return low.scope.add(f.NAME, node.start_byte, node.end_byte, "this")


def super_(low: Lowering, node: Node) -> int:
    """``super`` in front of a member, as a call that gives what the ancestors have."""
    start, end = node.start_byte, node.end_byte
    callee = low.scope.add(f.NAME, start, end, "super")
    return low.call(node, callee, [], [], [])


def type_value(low: Lowering, node: Node) -> int:
    """A type as a value: its class."""
    kind = node.type
    if kind in ("generic_type", "annotated_type"):
        inner = [c for c in node.named_children if c.type.endswith("type_identifier")]
        if inner:
            return type_value(low, inner[-1])
    start, end = node.start_byte, node.end_byte
    scope = low.scope
    if kind not in ("type_identifier", "scoped_type_identifier", "identifier"):
        return scope.add(f.TEST, start, end, "literal", [])
    first, *rest = dotted(low, node).split(".")
    if first.startswith("AutoValue_"):
        # The generated subclass of an @AutoValue class holds what that class declares.
        first, *rest = *first.split("_")[1:], *rest
    value = scope.env.get(first, -1)
    if value < 0:
        value = scope.add(f.NAME, start, end, first)
    for name in rest:
        value = scope.add(f.ATTR, start, end, value, name)
    return value


def field_access(low: Lowering, node: Node) -> int:
    """``base.name``, ``Outer.this`` and ``super.name``."""
    base, name = node.child_by_field_name("object"), node.child_by_field_name("field")
    if base is None or name is None:
        return low.unknown(node)
    scope = low.scope
    start, end = node.start_byte, node.end_byte
    if name.type == "this":
        last = low.text(base).rsplit(".", 1)[-1]
        return scope.add(f.NAME, start, end, f"this@{last}")
    held = this(low, base) if base.type == "super" else low.expression(base)
    text = low.source[name.start_byte : name.end_byte].decode("utf-8", "replace")
    return scope.add(f.ATTR, start, end, held, text)


def method_reference(low: Lowering, node: Node) -> int:
    """``Foo::bar``, ``this::bar``, ``Foo::new``: the function as a value."""
    parts = [c for c in node.children if c.type not in COMMENTS]
    if len(parts) < 3:
        return low.unknown(node)
    owner, last = parts[0], parts[-1]
    value = super_(low, owner) if owner.type == "super" else low.expression(owner)
    if last.type == "new":
        return value
    start, end = node.start_byte, node.end_byte
    return low.scope.add(f.ATTR, start, end, value, low.text(last))


def class_literal(low: Lowering, node: Node) -> int:
    """``Foo.class``: no data passes through it."""
    return low.scope.add(f.TEST, node.start_byte, node.end_byte, "literal", [])
