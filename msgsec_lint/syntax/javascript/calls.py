"""Calls: of functions, constructors, modules and tags, and what their names say of them."""

from __future__ import annotations

from typing import Any

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript.callbacks import chained, kept
from msgsec_lint.syntax.javascript.literals import SPREAD
from msgsec_lint.syntax.javascript.nodes import EXTRAS, first_part, parts, unwrapped
from msgsec_lint.syntax.javascript.targets import put
from msgsec_lint.syntax.javascript.types import type_of
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.operators.collections import items

_READERS = frozenset({"get", "getItem", "getParameter"})
_ELEMENT = frozenset({"push", "unshift", "add", "prepend", "append", "enqueue"})
_KEYED = frozenset({"set", "append", "setItem", "put"})
_REMOTE = frozenset({"redis", "db", "database", "client", "kv", "storage", "redisClient"})
"""Names of stores elsewhere."""


def call(low: Lowering, node: Node) -> int:
    """A call."""
    function = node.child_by_field_name("function")
    arguments = node.child_by_field_name("arguments")
    if function is None or arguments is None:
        return low.unknown(node)
    kind = function.type
    if arguments.type == "template_string":
        return _tagged(low, node, function, arguments)
    if kind == "import" or (kind == "identifier" and low.text(function) == "require"):
        module = module_of(low, node)
        if module:
            return _imported(low, node, module)
    if kind in ("identifier", "member_expression"):
        held = kept(low, node, function, arguments)
        if held is not None:
            return held
    if kind == "member_expression":
        name_node = function.child_by_field_name("property")
        name = low.text(name_node) if name_node is not None else ""
        inlined = chained(low, node, function, name, arguments)
        return _method(low, node, function, name, arguments) if inlined is None else inlined
    if kind == "super":
        callee = low.scope.add(
            f.ATTR, function.start_byte, function.end_byte, low.expression(function), "<init>"
        )
    else:
        callee = low.expression(function)
        if kind == "subscript_expression":
            callee = _any_of_console(low, function, callee)
    return low.call(node, callee, *_arguments(low, arguments))


def _any_of_console(low: Lowering, function: Node, callee: int) -> int:
    """``console[level](x)``: whichever of its methods that is, it prints."""
    held = low.scope.values[callee]
    base = low.scope.values[held[3]] if held[0] == f.ITEM else held
    if held[0] != f.ITEM or base[0] != f.NAME or base[3] != "console":
        return callee
    name = held[4] if isinstance(held[4], str) else "log"
    return low.scope.add(f.ATTR, function.start_byte, function.end_byte, held[3], name)


def _arguments(low: Lowering, node: Node) -> tuple[list[int], list[list[Any]], list[int]]:
    children = node.named_children
    values = items(low, children, SPREAD)
    spans = [at for c in children if c.type not in EXTRAS for at in (c.start_byte, c.end_byte)]
    return values, [], spans


def _method(low: Lowering, node: Node, function: Node, name: str, arguments: Node) -> int:
    """A call of a member, with what its name says it reads or changes."""
    callee = low.expression(function)
    held = low.scope.values[callee]
    values, keywords, spans = _arguments(low, arguments)
    if not values:
        if name == "toString" and held[0] == f.ATTR and not is_super(low, held[3]):
            low.call(node, callee, [], [], [])
            return low.scope.add(f.TEXT, node.start_byte, node.end_byte, [[held[3], "", ""]], "")
        return low.call(node, callee, values, keywords, spans, read_property(name))
    result = low.call(node, callee, values, keywords, spans)
    if held[0] != f.ATTR:
        return result
    if name in _READERS and values[0] >= 0:
        key = low.scope.values[values[0]]
        if key[0] == f.CONST:
            low.note_read(held[3], key[3])
    if name == "assign" and low.text(function) == "Object.assign":
        return _merged(low, node, arguments, values)
    if name in _ELEMENT or name in _KEYED:
        _note_mutation(low, function, name, values)
    return result


def is_super(low: Lowering, value: int) -> bool:
    """Whether a value is ``super``."""
    held = low.scope.values[value]
    callee = low.scope.values[held[3]] if held[0] == f.CALL else held
    return bool(callee[0] == f.NAME and callee[3] == "super")


def read_property(method: str) -> str:
    """The property that a method of that name reads, or nothing."""
    for prefix in ("get", "is"):
        rest = method[len(prefix) :]
        if method.startswith(prefix) and rest[:1].isupper():
            return rest[0].lower() + rest[1:]
    return ""


def _merged(low: Lowering, node: Node, arguments: Node, values: list[int]) -> int:
    """``Object.assign(a, b)``: a with everything of b in it."""
    scope = low.scope
    start, end = node.start_byte, node.end_byte
    made = values[0] if values[0] >= 0 else ~values[0]
    target = parts(arguments)[0]
    for value in values[1:]:
        made = scope.add(f.UPDATE, start, end, made, "**", value if value >= 0 else ~value)
    if target.type == "identifier":
        scope.rebind(low.text(target), made)
    elif target.type == "this" and len(values) > 1:
        scope.rebind("this", made)
        held = scope.values[max(values[1], ~values[1])]
        entries: list[list[Any]] = held[3] if held[0] == f.MAP else []
        for literal, _, value in entries:
            if isinstance(literal, str):
                low.store(node, values[0], literal, value)
    return made


def _effects(low: Lowering, name: str, values: list[int]) -> list[tuple[str, int]]:
    """What a call puts into its receiver: accessors and values."""
    if name in _KEYED and len(values) >= 2 and values[0] >= 0 and values[1] >= 0:
        key = low.scope.values[values[0]]
        literal = key[3] if key[0] == f.CONST else None
        return [(f.ANY_PART if literal is None else f"[{literal}]", values[1])]
    if name in _ELEMENT:
        return [(f.ANY_PART, value) if value >= 0 else ("**", ~value) for value in values]
    if name == "set" and len(values) == 1:
        # A typed array takes over the bytes of another.
        return [("**", values[0] if values[0] >= 0 else ~values[0])]
    return []


def _note_mutation(low: Lowering, function: Node, name: str, values: list[int]) -> None:
    """Let ``x.push(v)`` and its like change what x holds from here on."""
    receiver = function.child_by_field_name("object")
    if receiver is None:
        return
    scope = low.scope
    receiver = unwrapped(receiver)
    while receiver.type == "non_null_expression":
        receiver = first_part(receiver) or receiver.children[0]
    for accessor, value in _effects(low, name, values):
        if receiver.type == "identifier":
            put(low, receiver, function, accessor, value)
        elif receiver.type == "member_expression":
            base = receiver.child_by_field_name("object")
            field = receiver.child_by_field_name("property")
            if base is None or field is None or base.type not in ("identifier", "this"):
                continue
            start, end = function.start_byte, function.end_byte
            item = value
            if accessor == f.ANY_PART and name in _KEYED and low.text(field) in _REMOTE:
                # What is kept there under one key is not what is read under another.
                continue
            if accessor == f.ANY_PART:
                item = scope.add(f.SEQ, start, end, [value])
            elif accessor != "**":
                item = scope.add(f.MAP, start, end, [[accessor[1:-1], -1, value]])
            low.store(function, low.expression(base), low.text(field), item)


def new(low: Lowering, node: Node) -> int:
    """``new Foo(x)``: calling the class."""
    constructor = node.child_by_field_name("constructor")
    arguments = node.child_by_field_name("arguments")
    if constructor is None:
        return low.unknown(node)
    callee = low.expression(constructor)
    given = _arguments(low, arguments) if arguments is not None else ([], [], [])
    result = low.call(node, callee, *given)
    types = node.child_by_field_name("type_arguments")
    if types is not None and constructor.type == "identifier":
        inner = ",".join(type_of(low, child) or "Any" for child in parts(types))
        made = container(low.text(constructor), inner)
        if made:
            return low.scope.add(f.CAST, node.start_byte, node.end_byte, result, made)
    return result


def container(name: str, inner: str) -> str:
    """The type of a new container with type arguments, or nothing."""
    if name in ("Map", "WeakMap"):
        return f"dict[{inner}]"
    if name in ("Set", "WeakSet", "Array", "Subject", "BehaviorSubject", "ReplaySubject"):
        return f"list[{inner}]"
    return ""


def _tagged(low: Lowering, node: Node, function: Node, text: Node) -> int:
    """A tagged template: the tag is given the literal pieces, and then each value."""
    callee = low.expression(function)
    literals: list[int] = []
    values: list[int] = []
    spans = [text.start_byte, text.end_byte]
    for child in text.named_children:
        inner = first_part(child) if child.type == "template_substitution" else None
        if inner is not None:
            spans += (inner.start_byte, inner.end_byte)
            values.append(low.expression(inner))
        elif child.type == "string_fragment":
            literals.append(low.constant(child, low.text(child)))
    pieces = low.scope.add(f.SEQ, text.start_byte, text.end_byte, literals)
    return low.call(node, callee, [pieces, *values], [], spans)


def module_of(low: Lowering, node: Node) -> str:
    """The module of ``require("m")`` or ``import("m")``; nothing for any other call."""
    function = node.child_by_field_name("function")
    arguments = node.child_by_field_name("arguments")
    if function is None or arguments is None or arguments.type != "arguments":
        return ""
    if function.type != "import" and low.text(function) != "require":
        return ""
    inner = first_part(arguments)
    if inner is None or inner.type != "string":
        return ""
    return low.text(inner)[1:-1]


def _imported(low: Lowering, node: Node, module: str) -> int:
    """A module as a value."""
    local = f.whole_module(module)
    note_import(low, f.Import(local, module, "*", 0))
    return low.scope.add(f.NAME, node.start_byte, node.end_byte, local)


def note_import(low: Lowering, made: f.Import) -> None:
    """Remember an imported name, once."""
    if made not in low.imports:
        low.imports.append(made)
    if made.name is not None and made.name not in ("*", made.local):
        low.imported[made.local] = made.name
    if made.name in (None, "*", "default") and not made.module.startswith("."):
        low.modules[made.local] = f.whole_module(made.module.removeprefix("node:"))
