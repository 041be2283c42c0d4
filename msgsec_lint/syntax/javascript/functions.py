"""Functions of every form: declarations, arrows, methods, and their parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript.blocks import hoisted
from msgsec_lint.syntax.javascript.nodes import first_part, keywords, parts
from msgsec_lint.syntax.javascript.targets import assign
from msgsec_lint.syntax.javascript.types import type_of, type_parameters
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.scope import Scope

UNNAMED = "_"
"""The name of a parameter that is taken apart where it is declared."""
_ACCESS = frozenset({"accessibility_modifier", "override_modifier"})


class Signature(Struct):
    """The parameters of a function, and where they are bound from."""

    parameters: list[f.Parameter]
    patterns: list[Node]
    """One for each parameter written, behind ``this`` for a method."""
    kept: list[str]
    """Names of the parameters that the constructor stores in fields of their name."""
    receiver: str | None = None
    """The declared type of ``this``."""


class Shape(Struct):
    """What a function is besides its parameters and body."""

    name: str
    symbol: str
    owner: int = -1
    flags: int = 0
    decorators: list[f.Decorator] = []
    this: bool = False
    """Whether parameter 0 is the receiver."""
    static: str = ""
    """In a static method or in one of an object, the name of what ``this`` stands for."""
    first: Callable[[int], None] | None = None
    """Lowered before the body, given the value of ``this``: what a constructor does unwritten."""


def signature(low: Lowering, node: Node | None, *, this: bool = False) -> Signature:
    """Read the parameters of a function; defaults are evaluated in the current scope."""
    found = Signature([], [], [])
    if this:
        found.parameters.append(f.Parameter("this", None, f.POSITIONAL, -1))
    if node is None:
        return found
    if node.type == "identifier":
        _add(low, found, node, node, None)
        return found
    for child in parts(node):
        if child.type not in ("required_parameter", "optional_parameter"):
            _add(low, found, child, child, None)
            continue
        pattern = child.child_by_field_name("pattern") or child.child_by_field_name("name")
        annotation = child.child_by_field_name("type")
        if pattern is None:
            continue
        if pattern.type == "this":
            found.receiver = type_of(low, annotation)
        else:
            _add(low, found, child, pattern, annotation)
    return found


def _add(
    low: Lowering, found: Signature, node: Node, pattern: Node, annotation: Node | None
) -> None:
    default = node.child_by_field_name("value")
    kind = f.POSITIONAL
    if pattern.type == "assignment_pattern":
        default = pattern.child_by_field_name("right")
        pattern = pattern.child_by_field_name("left") or pattern
    if pattern.type == "rest_pattern":
        kind = f.REST
        pattern = first_part(pattern) or pattern
    name = low.text(pattern) if pattern.type == "identifier" else UNNAMED
    type_ = type_of(low, annotation)
    if kind == f.REST and type_ is not None and type_.startswith("list[") and type_[-1] == "]":
        type_ = type_[5:-1]
    marks = [made for c in node.named_children if c.type == "decorator"
             for made in [decorator(low, c)] if made is not None]  # fmt: skip
    if any(c.type in _ACCESS or c.type == "readonly" for c in node.children):
        found.kept.append(name)
    value = low.expression(default) if default is not None else -1
    found.patterns.append(pattern)
    found.parameters.append(f.Parameter(name, type_, kind, value, marks))


def open_function(low: Lowering, node: Node, shape: Shape) -> int:
    """Register a function and return its index; its body waits for its surroundings."""
    outer_types = low.type_parameters
    low.type_parameters = type_parameters(low, node.child_by_field_name("type_parameters"))
    found = signature(
        low,
        node.child_by_field_name("parameters") or node.child_by_field_name("parameter"),
        this=shape.this,
    )
    types = low.type_parameters
    returns = type_of(low, node.child_by_field_name("return_type"))
    low.type_parameters = outer_types
    head = f.Function(
        shape.name,
        shape.symbol,
        shape.owner,
        low.scope.index,
        found.parameters,
        returns,
        shape.decorators,
        shape.flags,
        node.start_byte,
        node.end_byte,
    )

    def lower(scope: Scope) -> None:
        low.symbol = shape.symbol
        low.type_parameters = types
        _open(low, scope, node, shape, found)
        _body(low, node)

    return low.open_function(head, lower)


def _open(low: Lowering, scope: Scope, node: Node, shape: Shape, found: Signature) -> None:
    """Bind the receiver and the parameters, and do what a constructor does unwritten."""
    start = node.start_byte
    this = -1
    if shape.this:
        this = scope.add(f.PARAM, start, start, 0)
        scope.bind("this", this)
    elif shape.static:
        scope.bind("this", scope.add(f.NAME, start, start, shape.static))
    elif found.receiver is not None:
        given = scope.add(f.UNKNOWN, start, start, [])
        scope.bind("this", scope.add(f.LOCAL, start, start, given, "this", found.receiver))
    shift = len(found.parameters) - len(found.patterns)
    for index, pattern in enumerate(found.patterns, shift):
        value = scope.add(f.PARAM, pattern.start_byte, pattern.end_byte, index)
        if pattern.type == "identifier":
            scope.bind(found.parameters[index].name, value)
        else:
            assign(low, pattern, value, declares=True)
    for name in found.kept if this >= 0 else ():
        if name in scope.env:
            low.store(node, this, name, scope.env[name])
    if shape.first is not None:
        shape.first(this)


def _body(low: Lowering, node: Node) -> None:
    body = node.child_by_field_name("body")
    if body is None:
        return
    if body.type == "statement_block":
        low.block(hoisted(body.named_children))
    else:
        low.scope.returns.append(low.expression(body))


def flags_of(node: Node) -> int:
    """What the key words of a function say."""
    return f.ASYNC if "async" in keywords(node) else 0


def nested_symbol(low: Lowering, name: str) -> str:
    """The symbol of a function here; functions without a name in one another share one."""
    if not name:
        if low.symbol.endswith("<lambda>"):
            return low.symbol
        name = "<lambda>"
    return f"{low.symbol}.{name}" if low.symbol else name


def function_value(low: Lowering, node: Node, name: str = "", this: str = "") -> int:
    """A function as a value, under its own name or that of the place where it is put.

    ``this`` is the name of the object that it is called on.
    """
    own = node.child_by_field_name("name")
    if own is not None:
        name = low.text(own)
    flags = flags_of(node) | (f.LAMBDA if not name or node.type == "arrow_function" else 0)
    shape = Shape(name, nested_symbol(low, name), flags=flags, static=this)
    index = open_function(low, node, shape)
    return low.scope.add(f.FUNC, node.start_byte, node.end_byte, index)


def method_value(low: Lowering, node: Node, name: str, this: str) -> int:
    """A method of an object literal, which is known by a name or by none."""
    shape = Shape(name, nested_symbol(low, name), flags=flags_of(node), static=this)
    index = open_function(low, node, shape)
    return low.scope.add(f.FUNC, node.start_byte, node.end_byte, index)


def function_declaration(low: Lowering, node: Node) -> None:
    """A function under a name of its own."""
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    name = low.text(name_node)
    shape = Shape(name, nested_symbol(low, name), flags=flags_of(node))
    if node.type == "function_signature":
        shape.flags |= f.ABSTRACT
    index = open_function(low, node, shape)
    declare(low, name, low.scope.add(f.FUNC, name_node.start_byte, name_node.end_byte, index))


def declare(low: Lowering, name: str, value: int) -> None:
    """Bind the name of a definition."""
    scope = low.scope
    scope.bind(name, value)
    scope.outer_names.discard(name)
    if scope.index == 0:
        low.globals.setdefault(name, []).extend((0, value))


def decorator(low: Lowering, node: Node) -> f.Decorator | None:
    """A decorator with its literal arguments; an object's literal entries count as keywords."""
    expression = first_part(node)
    if expression is None:
        return None
    value = low.expression(expression)
    name_node: Node | None = expression
    literals: list[Any] = []
    named: dict[str, Any] = {}
    values = low.scope.values
    if expression.type == "call_expression":
        name_node = expression.child_by_field_name("function")
        for argument in values[value][4] if values[value][0] == f.CALL else ():
            held = values[argument if argument >= 0 else ~argument]
            literals.append(held[3] if held[0] == f.CONST else None)
            for literal, _, entry in held[3] if held[0] == f.MAP else ():
                inner = values[entry]
                if isinstance(literal, str) and inner[0] == f.CONST:
                    named[literal] = inner[3]
    name = "".join(low.text(name_node).split()) if name_node is not None else ""
    return f.Decorator(name[:200], literals, named)
