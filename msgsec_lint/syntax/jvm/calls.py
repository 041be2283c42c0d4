"""Calls of methods with everything their names say, for Java and Kotlin alike."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.jvm.habits import (
    BUILDERS,
    BUILT,
    ELEMENT,
    KEYED,
    MERGE,
    PUTTING,
    READERS,
    VERBS,
    first_word,
    put_property,
    read_property,
    written_property,
)
from msgsec_lint.syntax.jvm.receivers import field_owner
from msgsec_lint.syntax.lowering import Lowering


class Invocation(Struct):
    """A call on an explicit receiver, its parts lowered."""

    callee: int
    """ATTR(receiver, method)."""
    arguments: list[int]
    keywords: list[list[Any]]
    spans: list[int]
    local: str = ""
    """The local name that the receiver is, or that a chain of fluent calls began with."""
    used: bool = True
    """Whether anything reads the result."""
    builds: bool = False
    """Whether the chain of calls it stands in builds something."""


def effect(
    low: Lowering, node: Node, method: str, arguments: list[int], *, builds: bool = False
) -> tuple[str, int] | None:
    """What a call puts into its receiver: accessor and value, or None.

    ``builds`` says that the receiver is a builder, whose methods may be called like the property.
    """
    if not arguments:
        return None
    scope = low.scope
    value = arguments[-1] if arguments[-1] >= 0 else ~arguments[-1]
    if method in MERGE:
        return "**", value
    two = len(arguments) == 2 and arguments[0] >= 0
    if two and (method in KEYED or method in ELEMENT or first_word(method) in PUTTING):
        key = scope.values[arguments[0]]
        literal = key[3] if key[0] == f.CONST else None
        return (f.ANY_PART if literal is None else f"[{literal}]"), value
    if method in ELEMENT:
        return f.ANY_PART, value
    if len(arguments) != 1:
        return None
    name = put_property(method)
    if name:
        if method.startswith("add"):
            value = scope.add(f.SEQ, node.start_byte, node.end_byte, [value])
        return f".{name}", value
    if builds and method not in VERBS and method[:1].islower():
        return f".{method}", value
    return None


def _names_builder(name: str) -> bool:
    return name in BUILDERS or name.endswith(("Builder", "builder"))


def is_builder(low: Lowering, value: int) -> bool:
    """Whether a value is a builder by its type, its name or what made it."""
    values = low.scope.values
    for _ in range(8):
        held = values[value]
        op = held[0]
        if op == f.LOCAL:
            if _names_builder((held[5] or held[4]).split("[")[0]):
                return True
            value = held[3]
        elif op in (f.UPDATE, f.CALL):
            value = held[3]
        elif op == f.ATTR and held[4] in BUILT:
            return False
        elif op == f.ATTR and not _names_builder(held[4]):
            value = held[3]
        else:
            return op in (f.ATTR, f.NAME) and _names_builder(held[4 if op == f.ATTR else 3])
    return False


def method_call(low: Lowering, node: Node, made: Invocation) -> int:
    """A call on an explicit receiver with everything its name says; returns its value."""
    scope = low.scope
    arguments = made.arguments
    _, _, _, receiver, method = scope.values[made.callee]
    bare = not arguments and not made.keywords
    reads = read_property(method) if bare and not is_super(low, receiver) else ""
    result = low.call(node, made.callee, arguments, made.keywords, made.spans, reads)
    if bare:
        return result
    if method in READERS and arguments and arguments[0] >= 0:
        held = scope.values[arguments[0]]
        if held[0] == f.CONST:
            low.note_read(receiver, held[3])
    found = effect(low, node, method, arguments, builds=made.builds or is_builder(low, receiver))
    if found is None:
        return result
    accessor, value = found
    start, end = node.start_byte, node.end_byte
    written = written_property(method)
    if written and len(arguments) == 1:
        low.store(node, receiver, written, value)
    if made.local and made.local != "this":
        now = scope.env.get(made.local)
        if now is not None:
            scope.rebind(made.local, scope.add(f.UPDATE, start, end, now, accessor, value))
    elif not written:
        _into_field(low, node, receiver, accessor, arguments, value)
    if not made.used:
        return result
    return scope.add(f.UPDATE, start, end, result, accessor, value)


def is_super(low: Lowering, value: int) -> bool:
    """Whether a value is what ``super`` in front of a member stands for."""
    held = low.scope.values[value]
    if held[0] != f.CALL:
        return False
    callee = low.scope.values[held[3]]
    return bool(callee[0] == f.NAME and callee[3] == "super")


def _into_field(
    low: Lowering, node: Node, receiver: int, accessor: str, arguments: list[int], value: int
) -> None:
    """``this.list.add(v)`` and ``list.add(v)`` put v into the field ``list``."""
    scope = low.scope
    held = scope.values[receiver]
    if held[0] == f.ATTR:
        base, name = held[3], held[4]
    elif held[0] == f.NAME:
        base, name = field_owner(low, held[3]), held[3]
    else:
        return
    if base < 0 or accessor.startswith("."):
        return
    start, end = node.start_byte, node.end_byte
    if accessor == "**":
        item = value
    elif len(arguments) == 2:
        key = arguments[0]
        literal = scope.values[key][3] if scope.values[key][0] == f.CONST else None
        item = scope.add(f.MAP, start, end, [[literal, key, value]])
    else:
        item = scope.add(f.SEQ, start, end, [value])
    low.store(node, base, name, item)
