"""What only TypeScript declares: interfaces, type aliases, enums and namespaces."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript.blocks import declared, hoisted
from msgsec_lint.syntax.javascript.classes import Fill, Members, made
from msgsec_lint.syntax.javascript.functions import (
    Shape,
    declare,
    function_declaration,
    open_function,
)
from msgsec_lint.syntax.javascript.keys import key_of
from msgsec_lint.syntax.javascript.nodes import keywords, parts
from msgsec_lint.syntax.javascript.targets import pattern_names
from msgsec_lint.syntax.javascript.types import type_of, type_parameters
from msgsec_lint.syntax.lowering import Lowering


def interface(low: Lowering, node: Node) -> None:
    """An interface: a class without code."""
    outer = low.type_parameters
    low.type_parameters = type_parameters(low, node.child_by_field_name("type_parameters"))
    bases = [
        base
        for clause in node.named_children
        if clause.type == "extends_type_clause"
        for child in parts(clause)
        for base in [type_of(low, child)]
        if base is not None and base not in ("Any", "None")
    ]
    low.type_parameters = outer
    body = node.child_by_field_name("body")
    _declare_shape(low, node, bases, [body] if body is not None else [])


def type_alias(low: Lowering, node: Node) -> None:
    """A type alias: a class when objects are described, else a name for what it stands for."""
    name_node, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if name_node is None or value is None:
        return
    outer = low.type_parameters
    low.type_parameters = type_parameters(low, node.child_by_field_name("type_parameters"))
    together = _members(value, "intersection_type")
    shapes = [member for member in together if member.type == "object_type"]
    either = _members(value, "union_type")
    if shapes and any(_describes(shape) for shape in shapes):
        others = [member for member in together if member.type != "object_type"]
        bases = [type_of(low, member) or "Any" for member in others]
        named = [base for base in bases if base not in ("Any", "None")]
        _declare_shape(low, node, named, shapes)
    elif len(either) > 1 and any(_describes(option) for option in either):
        _either(low, node, name_node, either)
    else:
        options = _split(type_of(low, value) or "Any")
        low.assign_name(name_node, low.text(name_node), _types(low, value, options))
    low.type_parameters = outer


def _members(node: Node, kind: str) -> list[Node]:
    """The members of a union or intersection, which lean to the left."""
    found: list[Node] = []
    pending = [node]
    while pending:
        current = pending.pop()
        if current.type in (kind, "parenthesized_type", "readonly_type"):
            pending.extend(reversed(parts(current)))
        else:
            found.append(current)
    return found


def _describes(node: Node) -> bool:
    """Whether a type says of which properties objects are."""
    return any(shape.type == "object_type" and any(
        child.type in ("property_signature", "method_signature") for child in shape.named_children
    ) for shape in _members(node, "intersection_type"))  # fmt: skip


def _either(low: Lowering, node: Node, name_node: Node, options: Sequence[Node]) -> None:
    """``{…} | {…} | A``: one class for the objects described, or what else it may be."""
    shapes: list[Node] = []
    bases: list[str] = []
    others: list[str] = []
    for option in options:
        together = _members(option, "intersection_type")
        described = [member for member in together if member.type == "object_type"]
        shapes += described
        named = [type_of(low, m) or "Any" for m in together if m.type != "object_type"]
        (bases if described else others).extend(named)
    others = [other for text in others for other in _split(text) if other not in ("Any", "None")]
    bases = [base for base in bases if base not in ("Any", "None")]
    name = low.text(name_node)
    value = made(low, node, name, bases, _shape(shapes), [])
    if not others:
        declare(low, name, value)
        return
    start, end = name_node.start_byte, name_node.end_byte
    rest = _types(low, name_node, others)
    low.assign_name(name_node, name, low.scope.add(f.JOIN, start, end, [value, rest]))


def _split(text: str) -> list[str]:
    """The options of a type expression."""
    found: list[str] = []
    depth = start = 0
    for at, sign in enumerate(text):
        depth += (sign == "[") - (sign == "]")
        if sign == "|" and not depth:
            found.append(text[start:at])
            start = at + 1
    return [*found, text[start:]]


def _types(low: Lowering, node: Node, options: list[str]) -> int:
    """A value that stands for some types: names for classes, else an unknown of the type."""
    scope = low.scope
    start, end = node.start_byte, node.end_byte
    values: list[int] = []
    for option in options:
        if "[" in option:
            unknown = scope.add(f.UNKNOWN, start, end, [])
            values.append(scope.add(f.LOCAL, start, end, unknown, "", option))
            continue
        first, *rest = option.split(".")
        value = scope.add(f.NAME, start, end, first)
        for part in rest:
            value = scope.add(f.ATTR, start, end, value, part)
        values.append(value)
    return values[0] if len(values) == 1 else scope.add(f.JOIN, start, end, values)


def _declare_shape(low: Lowering, node: Node, bases: list[str], shapes: list[Node]) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    name = low.text(name_node)
    declare(low, name, made(low, node, name, bases, _shape(shapes), []))


def _shape(shapes: Sequence[Node]) -> Fill:
    def fill(low: Lowering, _node: Node, found: Members) -> None:
        for shape in shapes:
            for member in shape.named_children:
                _signature(low, member, found)

    return fill


def _signature(low: Lowering, node: Node, found: Members) -> None:
    """A property or method that an interface promises."""
    name_node = node.child_by_field_name("name")
    if name_node is None or node.type not in ("property_signature", "method_signature"):
        return
    literal, _ = key_of(low, name_node)
    name = str(literal) if literal is not None else low.text(name_node)[:60]
    marks = keywords(node)
    if node.type == "property_signature" or marks & {"get", "set"}:
        type_ = node.child_by_field_name("type") or node.child_by_field_name("return_type")
        if all(field.name != name for field in found.fields):
            found.fields.append(f.Field(name, type_of(low, type_), 0, -1))
        return
    flags = f.METHOD | f.ABSTRACT
    shape = Shape(name, f"{found.symbol}.{name}", found.index, flags, this=True)
    found.add_method(name, open_function(low, node, shape))


def enum(low: Lowering, node: Node) -> None:
    """An enum: a class whose members are its static values."""
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    name = low.text(name_node)
    declare(low, name, made(low, node, name, [], _enum_body, []))


def _enum_body(low: Lowering, node: Node, _found: Members) -> None:
    body = node.child_by_field_name("body")
    for number, member in enumerate(parts(body) if body is not None else ()):
        name_node = member.child_by_field_name("name") or member
        value = member.child_by_field_name("value")
        literal, _ = key_of(low, name_node)
        held = low.expression(value) if value is not None else low.constant(member, number)
        low.assign_name(member, str(literal), held)


def namespace(low: Lowering, node: Node) -> None:
    """A namespace: its contents stand in the module, and its name has what it exports."""
    body = node.child_by_field_name("body")
    name_node = node.child_by_field_name("name")
    if body is not None:
        ambient(low, body)
    if body is None or name_node is None or name_node.type == "string":
        return
    exported = [name for child in body.named_children for name in _exported(low, child)]

    def fill(low: Lowering, _node: Node, _found: Members) -> None:
        for name in dict.fromkeys(exported):
            start, end = body.start_byte, body.start_byte
            low.assign_name(body, name, low.scope.add(f.NAME, start, end, name))

    name = low.text(name_node).rsplit(".", 1)[-1]
    declare(low, name, made(low, node, name, [], fill, []))


def _exported(low: Lowering, node: Node) -> list[str]:
    definition = (
        node.child_by_field_name("declaration") if node.type == "export_statement" else node
    )
    if definition is None:
        return []
    name = definition.child_by_field_name("name")
    if name is not None:
        return [low.text(name)]
    patterns = declared(definition)
    return [found for pattern in patterns for found in pattern_names(low, pattern)]


def ambient(low: Lowering, node: Node) -> None:
    """``declare …``: what exists elsewhere; functions have no bodies."""
    inside: list[Node] = []
    for child in parts(node):
        if child.type == "function_signature":
            function_declaration(low, child)
        elif child.type == "statement_block":
            ambient(low, child)
        elif child.type != "string":
            inside.append(child)
    low.block(hoisted(inside))


def import_alias(low: Lowering, node: Node) -> None:
    """``import a = b.c``: another name for a member of a namespace."""
    children = parts(node)
    if len(children) < 2:
        return
    first, *rest = "".join(low.text(children[-1]).split()).split(".")
    value = low.name(children[-1], first)
    for part in rest:
        start, end = children[-1].start_byte, children[-1].end_byte
        value = low.scope.add(f.ATTR, start, end, value, part)
    low.assign_name(children[0], low.text(children[0]), value)
