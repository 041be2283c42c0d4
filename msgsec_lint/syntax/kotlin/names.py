"""Names of Kotlin: locals, members, ``this``, ``super`` and references to functions."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.kotlin.types import COMMENTS, name_text, type_text
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.scope import Scope

_LITERALS = {"null": None, "true": True, "false": False}
_JUMPS = {"break": True, "continue": False}
_EXCEPTIONS = ("Exception", "Error", "Throwable")


def identifier(low: Lowering, node: Node) -> int:
    """A name; the grammar reads some keywords as names, too."""
    text = low.source[node.start_byte : node.end_byte].decode("utf-8", "replace")
    scope = low.scope
    value = scope.env.get(text)
    if value is not None and text not in scope.outer_names:
        return value
    if text in _LITERALS:
        return scope.add(f.CONST, node.start_byte, node.end_byte, _LITERALS[text])
    if text in _JUMPS:
        scope.jump(out=_JUMPS[text])
        return scope.add(f.CONST, node.start_byte, node.end_byte, None)
    if text[:1] == "`":
        text = text[1:-1]
    if _is_type_like(text):
        return scope.add(f.NAME, node.start_byte, node.end_byte, text)
    return low.name(node, text)


def _is_type_like(name: str) -> bool:
    """Whether a name is one of a class; constants, which are members, are all in capitals."""
    return name[:1].isupper() and not name.isupper()


def this_value(low: Lowering, start: int, end: int) -> int:
    """What ``this`` is here."""
    found = low.scope.env.get("this")
    return found if found is not None else low.scope.add(f.NAME, start, end, "this")


def this(low: Lowering, node: Node) -> int:
    """The receiver itself: ``this`` and ``this@Label``."""
    for child in node.named_children:
        if child.type == "identifier":
            name = f"this@{name_text(low, child)}"
            found = low.scope.env.get(name)
            if found is not None:
                return found
            return low.scope.add(f.NAME, node.start_byte, node.end_byte, name)
    return this_value(low, node.start_byte, node.end_byte)


def super_(low: Lowering, node: Node) -> int:
    """``super``, ``super<T>`` and ``super@Label``: the receiver of a call of the parent class."""
    callee = low.scope.add(f.NAME, node.start_byte, node.end_byte, "super")
    return low.call(node, callee, [], [], [])


def callable_reference(low: Lowering, node: Node) -> int:
    """``::name``, ``Type::name`` and ``Type::class``."""
    parts = [c for c in node.named_children if c.type not in COMMENTS]
    start, end = node.start_byte, node.end_byte
    if not parts:
        return low.scope.add(f.UNKNOWN, start, end, [])
    if parts[0].type == "identifier":
        return identifier(low, parts[0])
    base = type_name(low, parts[0])
    if len(parts) < 2:
        return base
    return low.scope.add(f.ATTR, start, end, base, name_text(low, parts[-1]))


def type_name(low: Lowering, node: Node) -> int:
    """A type as a value: the class that it names."""
    start, end = node.start_byte, node.end_byte
    text = type_text(low, node).split("[")[0].split("|")[0]
    first, *rest = text.split(".")
    value = low.scope.add(f.NAME, start, end, first)
    for part in rest:
        value = low.scope.add(f.ATTR, start, end, value, part)
    return value


def receiver_names(low: Lowering) -> list[str]:
    """The implicit receivers here, as names that functions nested in this one can capture."""
    scope = low.scope
    found: list[str] = []
    for receiver in scope.receivers:
        name = _receiver_name(scope, receiver)
        if name:
            found.append(name)
    return found


def _receiver_name(scope: Scope, receiver: int) -> str:
    held = scope.values[receiver]
    if held[0] == f.NAME and held[3].startswith("this"):
        return str(held[3])
    for name, values in scope.bindings.items():
        if name.startswith("this") and receiver in values:
            return name
    return ""


def push_receiver(scope: Scope, label: str, value: int, at: int) -> str:
    """Put a receiver in front of all others; returns the name by which it can be captured."""
    name = f"this@{label}"
    if name in scope.bindings:
        name = f"{name}.{at}"
    scope.bind(name, value)
    scope.env[f"this@{label}"] = value
    scope.env["this"] = value
    scope.receivers = [value, *scope.receivers]
    return name


def is_exception(low: Lowering, value: int) -> bool:
    """Whether a value is something caught, or of a type that is called like an exception."""
    scope = low.scope
    for _ in range(8):
        held = scope.values[value]
        op = held[0]
        if op == f.CAUGHT:
            return True
        type_: str | None = None
        if op in (f.LOCAL, f.CAST):
            type_ = held[-1]
        elif op == f.PARAM:
            type_ = low.functions[scope.index].parameters[held[3]].type
        if type_ is not None and type_ != "Any":
            return type_.endswith(_EXCEPTIONS)
        if op == f.CALL and scope.values[held[3]][4:] == ["getCause"]:
            value = scope.values[held[3]][3]
        elif op in (f.LOCAL, f.CAST, f.UPDATE):
            value = held[3]
        else:
            return False
    return False
