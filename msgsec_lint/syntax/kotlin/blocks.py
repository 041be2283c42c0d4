"""Lambdas that run where they stand, as blocks with names of their own.

``return@label`` leaves such a block with a value; everything else in it belongs to the function
around it.
"""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.kotlin.types import COMMENTS, TYPES, name_text, type_text
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.scope import Environment, Scope

_CHANGES = re.compile(
    rb"[^=!<>]=[^=>]|\+\+|--|\breturn\b|"
    rb"\.(?:add|put|set|append|push|offer|insert|write|emit|send|with|get|update|remove)\w*\s*[({]"
)
"""What code looks like that may change what names of the surroundings hold."""
_DEPTH = 3
"""How much deeper than one expression a block nests the walk."""


class Block(Struct):
    """A block that is being lowered."""

    scope: Scope
    labels: tuple[str, ...]
    values: list[int] = []
    ends: list[Environment] = []


class Lambda(Struct):
    """A lambda as written."""

    node: Node
    parameters: list[Node] | None
    """None when it declares none, not even an empty list."""
    statements: list[Node]
    label: str = ""


class Ran(Struct):
    """What came of a block."""

    value: int
    """What it gives; -1 for nothing."""
    names: Environment
    """What its own names held at its end."""


_open: WeakKeyDictionary[Lowering, list[Block]] = WeakKeyDictionary()


def read_lambda(low: Lowering, node: Node) -> Lambda | None:
    """The parts of a lambda literal, perhaps under annotations and a label."""
    label = ""
    kind = node.type
    while kind in ("annotated_lambda", "labeled_expression", "annotated_expression"):
        inner: Node | None = None
        for child in node.named_children:
            if child.type == "label":
                label = low.text(child).strip().rstrip("@")
            elif child.type in ("lambda_literal", "labeled_expression"):
                inner = child
        if inner is None:
            return None
        node, kind = inner, inner.type
    if kind != "lambda_literal":
        return None
    made = Lambda(node, None, [], label)
    for child in node.children:
        kind = child.type
        if kind == "lambda_parameters":
            made.parameters = [c for c in child.named_children if c.type not in COMMENTS]
        elif kind == "->":
            made.parameters = made.parameters or []
        elif child.is_named and kind not in COMMENTS:
            made.statements.append(child)
    return made


def in_block(low: Lowering) -> bool:
    """Whether a block of the current function is being lowered."""
    held = _open.get(low)
    return bool(held) and held is not None and held[-1].scope is low.scope


def leave_block(low: Lowering, label: str, value: int) -> bool:
    """Leave the innermost block of a label with a value (-1 for none); false if there is none."""
    scope = low.scope
    for block in reversed(_open.get(low, [])):
        if block.scope is scope and label in block.labels:
            if value >= 0:
                block.values.append(value)
            if not scope.exits:
                block.ends.append(dict(scope.env))
            return True
    return False


def bind_local(low: Lowering, node: Node, name: str, value: int, type_: str | None = None) -> None:
    """Bind a name inside a function; in the body of a file or class it is not one of its names."""
    scope = low.scope
    scope.declare(name)
    local = scope.add(f.LOCAL, node.start_byte, node.end_byte, value, name, type_)
    if low.functions[scope.index].flags & (f.MODULE_BODY | f.CLASS_BODY):
        scope.env[name] = local
    else:
        scope.bind(name, local)


def bind_variable(low: Lowering, node: Node, value: int) -> None:
    """Bind a declared variable, or each of several in parentheses to its part."""
    if node.type == "multi_variable_declaration":
        held = low.scope.values[value]
        items = held[3] if held[0] == f.SEQ and all(i >= 0 for i in held[3]) else []
        parts = [c for c in node.named_children if c.type == "variable_declaration"]
        for index, part in enumerate(parts):
            if index < len(items):
                inner = items[index]
            else:
                inner = low.scope.add(f.PART, part.start_byte, part.end_byte, value, index)
            bind_variable(low, part, inner)
        return
    name, type_ = variable(low, node)
    if name and name != "_":
        bind_local(low, node, name, value, type_)


def variable(low: Lowering, node: Node) -> tuple[str, str | None]:
    """Name and type of a declared variable."""
    name = ""
    for child in node.named_children:
        kind = child.type
        if kind == "identifier" and not name:
            name = name_text(low, child)
        elif kind in TYPES:
            return name, type_text(low, child)
    return name, None


def run_block(
    low: Lowering, made: Lambda, label: str, given: list[int], *, maybe: bool, repeats: bool
) -> Ran:
    """Lower a lambda in place; ``maybe`` says that it need not run at all.

    ``given`` holds what its parameters are bound to. Receivers are the caller's business.
    """
    scope = low.scope
    start, at = made.node.start_byte, made.node.end_byte
    loops = repeats and _CHANGES.search(low.source, start, at) is not None
    joins = scope.open_loop(start) if loops else {}
    before = dict(scope.env)
    scope.open_block()
    if made.parameters is None:
        if given:
            scope.declare("it")
            scope.env["it"] = given[0]
            if not low.functions[scope.index].flags & (f.MODULE_BODY | f.CLASS_BODY):
                scope.bind("it", given[0])
    else:
        for index, parameter in enumerate(made.parameters):
            at_, end = parameter.start_byte, parameter.end_byte
            value = given[index] if index < len(given) else scope.add(f.UNKNOWN, at_, end, [])
            bind_variable(low, parameter, value)
    block = Block(scope, (made.label, label) if made.label else (label,), [], [])
    opened = _open.setdefault(low, [])
    opened.append(block)
    low.depth += _DEPTH
    last = low.block(made.statements)
    low.depth -= _DEPTH
    # By place: blocks that nest may be equal.
    opened.pop()
    ended = dict(scope.env)
    values = [*block.values, last] if last >= 0 and not scope.exits else block.values
    ends = block.ends if scope.exits else [*block.ends, ended]
    kept = [{name: end.get(name, held) for name, held in before.items()} for end in ends]
    if maybe or repeats:
        kept.append(before)
    if kept:
        scope.merge(kept, at)
    else:
        scope.env = dict(before)
        scope.exits = True
    scope.close_block()
    if loops:
        scope.close_loop(joins, at)
    return Ran(_choice(low, made.node, values), ended)


def _choice(low: Lowering, node: Node, values: list[int]) -> int:
    values = list(dict.fromkeys(values))
    if len(values) < 2:
        return values[0] if values else -1
    return low.scope.add(f.CHOICE, node.start_byte, node.end_byte, values, [])
