"""Functions of Kotlin: top-level, local, of classes, and extensions."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.jvm.receivers import bind_receivers
from msgsec_lint.syntax.kotlin.lambdas import capture_receivers, function_body, has_block
from msgsec_lint.syntax.kotlin.names import receiver_names
from msgsec_lint.syntax.kotlin.signature import Modifiers, bind_parameters, modifiers, signature
from msgsec_lint.syntax.kotlin.types import TYPES, name_text, type_text, with_type_parameters
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.scope import Scope

Body = Callable[[], None]
"""Lowers the rest of a function in its scope, which is the current one."""


class Shape(Struct):
    """The outline of a function."""

    name: str
    at: Node
    """Where the name stands."""
    receiver: Node | None = None
    parameters: Node | None = None
    returns: Node | None = None


def _shape(low: Lowering, node: Node) -> Shape | None:
    at = node.child_by_field_name("name")
    if at is None:
        return None
    made = Shape(name_text(low, at), at)
    for child in node.named_children:
        if child.type == "function_value_parameters":
            made.parameters = child
        elif child.type in TYPES:
            if child.start_byte < at.start_byte:
                made.receiver = child
            elif made.parameters is not None:
                made.returns = child
    if not made.name and made.receiver is not None:
        # `fun String.f()` read as a function without a name for a type `String.f`.
        made.at = made.receiver.named_children[-1]
        made.name = name_text(low, made.at)
    return made if made.name else None


def function_declaration(low: Lowering, node: Node) -> None:
    """A function outside a class, or inside another function."""
    index = function(low, node, static=False)
    if index < 0:
        return
    at = node.child_by_field_name("name") or node
    scope = low.scope
    name = low.functions[index].name
    value = scope.add(f.FUNC, at.start_byte, at.end_byte, index)
    scope.bind(name, value)
    if scope.index == 0:
        low.globals.setdefault(name, []).extend((0, value))


def function(low: Lowering, node: Node, *, static: bool, in_interface: bool = False) -> int:
    """Register a function; returns its index, or -1 when it has no name.

    ``static`` is for functions of objects and companions, which need no instance.
    """
    types = low.type_parameters
    low.type_parameters = with_type_parameters(low, node)
    index = _function(low, node, static=static, in_interface=in_interface)
    low.type_parameters = types
    return index


def _function(low: Lowering, node: Node, *, static: bool, in_interface: bool) -> int:
    made = _shape(low, node)
    if made is None:
        return -1
    marks = modifiers(low, node)
    given = signature(low, made.parameters)
    flags = _flags(low, node, marks, made, static=static)
    if flags & f.ABSTRACT and not in_interface and "abstract" not in marks.words:
        flags &= ~f.ABSTRACT
    parameters = given.parameters
    this = flags & f.EXTENSION or (flags & f.METHOD and not flags & f.STATIC)
    if this:
        type_ = type_text(low, made.receiver) if made.receiver is not None else None
        parameters = [f.Parameter("this", type_, f.POSITIONAL, -1), *parameters]
    returns = type_text(low, made.returns) if made.returns is not None else None
    if returns is None and has_block(node):
        returns = "None"
    symbol = f"{low.symbol}.{made.name}" if low.symbol else made.name
    head = f.Function(
        made.name, symbol, low.owner, low.scope.index, parameters, returns, marks.marks, flags,
        node.start_byte, node.end_byte,
    )  # fmt: skip

    def lower() -> None:
        bind_parameters(low.scope, given, 1 if this else 0)
        function_body(low, node)

    return open_member(low, head, node, lower)


def _flags(low: Lowering, node: Node, marks: Modifiers, made: Shape, *, static: bool) -> int:
    flags = 0
    if made.receiver is not None:
        flags |= f.EXTENSION
    elif low.owner >= 0:
        flags |= f.METHOD | f.STATIC if static else f.METHOD
    if "suspend" in marks.words:
        flags |= f.ASYNC
    if "override" in marks.words:
        flags |= f.OVERRIDE
    if low.owner >= 0 and not any(c.type == "function_body" for c in node.named_children):
        flags |= f.ABSTRACT
    return flags


def open_member(low: Lowering, head: f.Function, node: Node, lower: Body) -> int:
    """Register a function with its ``this`` and its receivers; ``lower`` does the rest."""
    types = low.type_parameters
    # A function inside another one captures its receivers as a lambda does.
    captured = receiver_names(low) if low.owner < 0 else []
    extension = head.flags & f.EXTENSION
    static_class = low.classes[low.owner].name if head.flags & f.STATIC else ""

    def run(scope: Scope) -> None:
        low.owner, low.symbol, low.type_parameters = -1, head.symbol, types
        at = node.start_byte
        this = -1
        if extension or (head.flags & f.METHOD and not head.flags & f.STATIC):
            this = scope.add(f.PARAM, at, at, 0)
            scope.bind("this", this)
        if head.owner < 0:
            capture_receivers(scope, captured, at)
        else:
            bind_receivers(low, scope, node, -1 if extension else this)
        if extension:
            scope.bind(f"this@{head.name}", this)
            scope.env["this"] = this
            scope.receivers.insert(0, this)
        elif static_class:
            scope.bind("this", scope.add(f.NAME, at, at, static_class))
        lower()

    return low.open_function(head, run)
