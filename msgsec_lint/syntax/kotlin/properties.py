"""Properties of Kotlin: fields, accessors, delegates and extension properties."""

from __future__ import annotations

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.kotlin.blocks import in_block, variable
from msgsec_lint.syntax.kotlin.functions import open_member
from msgsec_lint.syntax.kotlin.lambdas import function_body, has_block
from msgsec_lint.syntax.kotlin.signature import NONE, Modifiers, modifiers
from msgsec_lint.syntax.kotlin.statements import delegated, local_property
from msgsec_lint.syntax.kotlin.types import (
    COMMENTS,
    TYPES,
    child_type,
    name_text,
    type_text,
    with_type_parameters,
)
from msgsec_lint.syntax.lowering import Lowering

_VARIABLES = ("variable_declaration", "multi_variable_declaration")


class Property(Struct):
    """A property as written."""

    node: Node
    marks: Modifiers = NONE
    target: Node | None = None
    name: str = ""
    type: str | None = None
    receiver: Node | None = None
    value: Node | None = None
    delegate: Node | None = None
    getter: Node | None = None
    setter: Node | None = None


def read_property(low: Lowering, node: Node) -> Property:
    """The parts of a property declaration."""
    made = Property(node, modifiers(low, node))
    behind = False
    for child in node.children:
        kind = child.type
        if kind in _VARIABLES:
            made.target = child
            if kind == "variable_declaration":
                made.name, made.type = variable(low, child)
        elif kind in TYPES and made.target is None:
            made.receiver = child
        elif kind == "property_delegate":
            made.delegate = child
        elif kind == "getter":
            made.getter = child
        elif kind == "setter":
            made.setter = child
        elif kind == "=":
            behind = True
        elif behind and child.is_named and kind not in COMMENTS:
            made.value, behind = child, False
    return made


def property_declaration(low: Lowering, node: Node) -> None:
    """A property of a file, or a local one."""
    scope = low.scope
    if scope.index > 0 or in_block(low):
        local_property(low, node)
        return
    types = low.type_parameters
    low.type_parameters = with_type_parameters(low, node)
    made = read_property(low, node)
    if made.getter is not None and made.value is None and has_body(made.getter):
        index = getter(low, made, made.getter, static=False)
        at = made.target or node
        value = scope.add(f.FUNC, at.start_byte, at.end_byte, index)
        scope.bind(made.name, value)
        low.globals.setdefault(made.name, []).extend((0, value))
    elif made.target is not None:
        initialised(low, made)
    if made.setter is not None and has_body(made.setter):
        setter(low, made, made.setter, static=False)
    low.type_parameters = types


def initialised(low: Lowering, made: Property) -> int:
    """Bind a property of a file or object to its first value, which is returned."""
    target = made.target or made.node
    value = initial_value(low, made)
    if value < 0:
        value = low.scope.add(f.UNKNOWN, target.start_byte, target.end_byte, [])
    if target.type == "multi_variable_declaration":
        for index, part in enumerate(target.named_children):
            if part.type == "variable_declaration":
                name, type_ = variable(low, part)
                start, end = part.start_byte, part.end_byte
                low.assign_name(part, name, low.scope.add(f.PART, start, end, value, index), type_)
    else:
        low.assign_name(target, made.name, value, made.type)
    return value


def initial_value(low: Lowering, made: Property) -> int:
    """The value that a property begins with; -1 when it is set later."""
    if made.value is not None:
        return low.expression(made.value)
    if made.delegate is not None:
        return delegated(low, made.delegate)
    return -1


def has_body(node: Node) -> bool:
    """Whether an accessor does more than give its visibility."""
    return any(c.type == "function_body" for c in node.named_children)


def uses_field(low: Lowering, node: Node) -> bool:
    """Whether an accessor reads what it stores itself."""
    return b"field" in low.source[node.start_byte : node.end_byte]


def getter(low: Lowering, made: Property, node: Node, *, static: bool) -> int:
    """The function that computes a property; returns its index.

    One that reads its own backing field is no property of its class: reads find what was stored.
    """
    own = uses_field(low, node) and made.receiver is None and low.owner >= 0
    name = f"<get-{made.name}>" if own else made.name
    flags = 0 if own else f.PROPERTY
    if "override" in made.marks.words:
        flags |= f.OVERRIDE
    returns = made.type or child_type(low, node)
    if returns is None and has_block(node):
        returns = "Any"
    head = _accessor(low, made, node, name, flags, static=static, returns=returns)

    def lower() -> None:
        if own:
            _bind_field(low, made, node)
        function_body(low, node)

    return open_member(low, head, node, lower)


def setter(low: Lowering, made: Property, node: Node, *, static: bool) -> int:
    """The function that sets a property; it is found by no name."""
    head = _accessor(low, made, node, f"<set-{made.name}>", 0, static=static, returns="None")
    given = [c for c in node.named_children if c.type in ("identifier", "parameter")]
    name = "value"
    if given:
        inner = given[0] if given[0].type == "identifier" else given[0].named_children[0]
        name = name_text(low, inner)
    head.parameters.append(f.Parameter(name, made.type, f.POSITIONAL, -1))
    position = len(head.parameters) - 1

    def lower() -> None:
        scope = low.scope
        at = given[0] if given else node
        scope.bind(name, scope.add(f.PARAM, at.start_byte, at.end_byte, position))
        _bind_field(low, made, node)
        function_body(low, node)

    return open_member(low, head, node, lower)


def _accessor(
    low: Lowering, made: Property, node: Node, name: str, flags: int, *, static: bool,
    returns: str | None,
) -> f.Function:  # fmt: skip
    parameters: list[f.Parameter] = []
    if made.receiver is not None:
        flags |= f.EXTENSION
        parameters.append(f.Parameter("this", type_text(low, made.receiver), f.POSITIONAL, -1))
    elif low.owner >= 0:
        flags |= f.METHOD | f.STATIC if static else f.METHOD
        if not static:
            parameters.append(f.Parameter("this", None, f.POSITIONAL, -1))
    symbol = f"{low.symbol}.{name}" if low.symbol else name
    return f.Function(
        name, symbol, low.owner, low.scope.index, parameters, returns, made.marks.marks, flags,
        node.start_byte, node.end_byte,
    )  # fmt: skip


def _bind_field(low: Lowering, made: Property, node: Node) -> None:
    """``field`` is what the property stores."""
    scope = low.scope
    this = scope.env.get("this")
    if this is not None:
        at = node.start_byte
        scope.env["field"] = scope.add(f.ATTR, at, at, this, made.name)
