"""Classes, interfaces, objects and enums of Kotlin."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.jvm.receivers import bind_receivers
from msgsec_lint.syntax.kotlin.constructors import (
    Making,
    delegations,
    primary_constructor,
    secondary_constructor,
)
from msgsec_lint.syntax.kotlin.functions import function
from msgsec_lint.syntax.kotlin.properties import (
    Property,
    getter,
    has_body,
    initial_value,
    initialised,
    read_property,
    setter,
    uses_field,
)
from msgsec_lint.syntax.kotlin.signature import NONE, Modifiers, modifiers
from msgsec_lint.syntax.kotlin.types import (
    COMMENTS,
    name_text,
    type_text,
    with_type_parameters,
)
from msgsec_lint.syntax.lowering import Lowering

_BODIES = ("class_body", "enum_class_body")
_GENERATING = frozenset({"data", "value", "inline"})
_ANONYMOUS = "<anonymous>"


def class_declaration(low: Lowering, node: Node) -> None:
    """A class or interface."""
    _declare(low, node)


def object_declaration(low: Lowering, node: Node) -> None:
    """``object Name``: a class whose members need no instance."""
    _declare(low, node)


def _declare(low: Lowering, node: Node) -> None:
    at = node.child_by_field_name("name")
    if at is None:
        return
    name = name_text(low, at)
    types = low.type_parameters
    low.type_parameters = with_type_parameters(low, node)
    index = _define(low, node, name, modifiers(low, node))
    low.type_parameters = types
    scope = low.scope
    value = scope.add(f.CLASS, at.start_byte, at.end_byte, index)
    scope.bind(name, value)
    if scope.index == 0:
        low.globals.setdefault(name, []).extend((0, value))


def object_literal(low: Lowering, node: Node) -> int:
    """``object : Base(x) { … }``: an instance of a class without a name."""
    index = _define(low, node, "", NONE)
    start = node.start_byte
    callee = low.scope.add(f.CLASS, start, start + 6, index)
    return low.call(node, callee, [], [], [])


def _define(low: Lowering, node: Node, name: str, marks: Modifiers, bases: str = "") -> int:
    """Lower a class and return its index."""
    outer = (low.scope, low.owner, low.symbol)
    shown = name or _ANONYMOUS
    symbol = f"{low.symbol}.{shown}" if low.symbol else shown
    index, parent = len(low.classes), low.scope.index
    start, end = node.start_byte, node.end_byte
    low.classes.append(f.Class(name, symbol, parent, -1, [], [], [], {}, -1, False, -1, -1, 0, 0))
    scope = low.open_body(
        f.Function(name, symbol, index, parent, [], None, [], f.CLASS_BODY, start, end)
    )
    low.scope, low.owner, low.symbol = scope, index, symbol
    bind_receivers(low, scope, node)
    made = Making(node, name, index, data=bool(marks.words & _GENERATING))
    made.static = node.type == "object_declaration"
    made.interface = any(child.type == "interface" for child in node.children)
    declared = _bases(low, node)
    if made.static:
        scope.env["this"] = scope.add(f.NAME, start, start, name)
        # What Java calls it.
        scope.bindings["INSTANCE"] = [scope.env["this"]]
        delegations(low, node)
    elif not made.interface:
        primary_constructor(low, made)
    for child in node.named_children:
        if child.type in _BODIES:
            gather(low, made, child)
    low.scope, low.owner, low.symbol = outer
    low.members[index] = frozenset(field.name for field in made.fields) | frozenset(
        name for name, values in scope.bindings.items()
        if any(scope.values[value][0] == f.LOCAL for value in values)
    )  # fmt: skip
    methods = made.methods
    text = methods.get("toString", -1)
    low.classes[index] = f.Class(
        name, symbol, parent, scope.index, [bases] if bases else declared, marks.marks,
        made.fields, methods, methods.get("<init>", -1), made.data and text < 0, text, -1,
        start, end, made.overloads, bool(name) and not made.interface and not made.static,
    )  # fmt: skip
    return index


def _bases(low: Lowering, node: Node) -> list[str]:
    found: list[str] = []
    for child in node.named_children:
        if child.type != "delegation_specifiers":
            continue
        for specifier in child.named_children:
            inner: Node | None = specifier
            while inner is not None and inner.type not in ("user_type", "function_type"):
                inner = next((c for c in inner.named_children if c.type not in COMMENTS), None)
            if inner is not None:
                found.append(type_text(low, inner))
    return found


def gather(low: Lowering, made: Making, body: Node) -> None:
    """Lower what stands in the body of a class."""
    if not low.enter():
        return
    for child in body.named_children:
        handler = _MEMBERS.get(child.type)
        if handler is not None:
            handler(low, made, child)
        elif child.type in low.statements:
            low.statement(child)
        elif child.type not in low.language.ignored:
            low.unknown(child)
    low.depth -= 1


def method(low: Lowering, made: Making, node: Node) -> None:
    """A function of a class."""
    index = function(low, node, static=made.static, in_interface=made.interface)
    if index >= 0:
        made.note(low.functions[index].name, index)


def member_property(low: Lowering, made: Making, node: Node) -> None:
    """A property of a class or object."""
    types = low.type_parameters
    low.type_parameters = with_type_parameters(low, node)
    found = read_property(low, node)
    computed = found.getter is not None and has_body(found.getter)
    if computed and found.getter is not None:
        index = getter(low, found, found.getter, static=made.static)
        head = low.functions[index]
        if head.flags & f.PROPERTY:
            made.note(head.name, index)
    if found.setter is not None and has_body(found.setter):
        setter(low, found, found.setter, static=made.static)
    kept = found.value is not None or found.delegate is not None
    stored = not computed or kept or (found.getter is not None and uses_field(low, found.getter))
    if stored and found.receiver is None and found.target is not None:
        if made.static:
            initialised(low, found)
        else:
            flags = f.NOT_IN_CONSTRUCTOR | (f.HIDDEN if made.data else 0)
            if found.name:
                made.fields.append(f.Field(found.name, found.type, flags, -1))
            if kept:
                made.steps.append(lambda: _initialise(low, found))
    low.type_parameters = types


def _initialise(low: Lowering, found: Property) -> None:
    """Store the first value of a property; runs in the constructor."""
    value = initial_value(low, found)
    this = low.scope.env.get("this", -1)
    if value >= 0 and this >= 0:
        low.store(found.node, this, found.name, value, found.type)


def companion(low: Lowering, made: Making, node: Node) -> None:
    """``companion object``: its members belong to the class itself."""
    static, made.static = made.static, True
    scope = low.scope
    start, end = node.start_byte, node.end_byte
    this = scope.env.get("this")
    value = scope.add(f.NAME, start, end, made.name)
    at = node.child_by_field_name("name")
    scope.bind(name_text(low, at) if at is not None else "Companion", value)
    scope.env["this"] = value
    delegations(low, node)
    for child in node.named_children:
        if child.type in _BODIES:
            gather(low, made, child)
    if this is None:
        scope.env.pop("this", None)
    else:
        scope.env["this"] = this
    made.static = static


def initialiser(low: Lowering, made: Making, node: Node) -> None:
    """``init { … }``."""

    def run() -> None:
        scope = low.scope
        before = dict(scope.env)
        for child in node.named_children:
            if child.type == "block":
                low.block(child.named_children)
        scope.env = {name: scope.env.get(name, held) for name, held in before.items()}

    if made.static:
        run()
    else:
        made.steps.append(run)


def enum_entry(low: Lowering, made: Making, node: Node) -> None:
    """A constant of an enum, perhaps of a class of its own."""
    at = next((c for c in node.named_children if c.type == "identifier"), None)
    if at is None:
        return
    start, end = at.start_byte, at.end_byte
    callee = low.scope.add(f.CLASS, start, end, made.index)
    given = [c for c in node.named_children if c.type == "value_arguments"]
    value = made.construct(low, node, callee, given[0] if given else None)
    if any(child.type in _BODIES for child in node.named_children):
        index = _define(low, node, "", NONE, made.name)
        value = low.call(node, low.scope.add(f.CLASS, start, end, index), [], [], [])
    low.assign_name(at, name_text(low, at), value, made.name)


def broken(low: Lowering, made: Making, node: Node) -> None:
    """What could not be read as it stands, such as members on one line; its parts may be whole."""
    gather(low, made, node)


def nested(low: Lowering, _made: Making, node: Node) -> None:
    """A class inside the class."""
    _declare(low, node)


def nothing(_low: Lowering, _made: Making, _node: Node) -> None:
    """A member without facts."""


Member = Callable[[Lowering, Making, Node], None]

_MEMBERS: dict[str, Member] = {
    "function_declaration": method,
    "property_declaration": member_property,
    "companion_object": companion,
    "anonymous_initializer": initialiser,
    "secondary_constructor": secondary_constructor,
    "enum_entry": enum_entry,
    "class_declaration": nested,
    "object_declaration": nested,
    "type_alias": nothing,
    "modifiers": nothing,
    "identifier": nothing,
    "user_type": nothing,
    "getter": nothing,
    "setter": nothing,
    "ERROR": broken,
}
