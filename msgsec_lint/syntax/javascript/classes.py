"""Classes: their fields, methods and constructors."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript.blocks import hoisted
from msgsec_lint.syntax.javascript.functions import (
    Shape,
    declare,
    decorator,
    flags_of,
    nested_symbol,
    open_function,
)
from msgsec_lint.syntax.javascript.keys import key_of
from msgsec_lint.syntax.javascript.literals import named_value
from msgsec_lint.syntax.javascript.nodes import (
    LITERAL_FUNCTIONS,
    keywords,
    parts,
    unwrapped,
)
from msgsec_lint.syntax.javascript.types import neutral, type_of, type_parameters
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.scope import Scope

CONSTRUCTOR = "<init>"
MAX_METHODS = 10
"""What has more methods is no record that encoders take apart."""
_FIELDS = frozenset({"public_field_definition", "field_definition"})
_SIGNATURES = frozenset({"method_signature", "abstract_method_signature"})


class Members(Struct):
    """What a class is found to have while its body is read."""

    index: int
    name: str
    symbol: str
    fields: list[f.Field] = []
    methods: dict[str, int] = {}
    overloads: dict[str, list[int]] = {}
    initial: list[tuple[Node, str, Node]] = []
    """Fields that every new object is given: definition, name and value."""
    decorators: list[f.Decorator] = []
    """Those that stand before the next member."""

    def add_method(self, name: str, index: int) -> None:
        """Note a method, behind those of its name."""
        if name in self.methods:
            self.overloads.setdefault(name, []).append(index)
        else:
            self.methods[name] = index


Fill = Callable[[Lowering, Node, Members], None]
"""Reads the members of a class."""


def class_declaration(low: Lowering, node: Node) -> None:
    """A class under its name."""
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    name = low.text(name_node)
    declare(low, name, class_value(low, node, name))


def class_expression(low: Lowering, node: Node) -> int:
    """A class as a value; without a name of its own it has that of its place."""
    own = node.child_by_field_name("name")
    if own is None and node.parent is not None:
        for field in ("name", "key", "left"):
            own = own or node.parent.child_by_field_name(field)
    name = low.text(own).rsplit(".", 1)[-1][:60] if own is not None else "default"
    return class_value(low, node, name if name.isidentifier() else "default")


def class_value(low: Lowering, node: Node, name: str) -> int:
    """Lower a class in place, its methods later."""
    found = [decorator(low, child) for child in node.named_children if child.type == "decorator"]
    if node.parent is not None and node.parent.type == "export_statement":
        found += [decorator(low, c) for c in node.parent.named_children if c.type == "decorator"]
    bases = _bases(low, node)
    return made(low, node, name, bases, _class_body, [d for d in found if d is not None])


def made(
    low: Lowering,
    node: Node,
    name: str,
    bases: list[str],
    fill: Fill,
    decorators: list[f.Decorator],
) -> int:
    """Make a class whose members are read by ``fill``, and return its value."""
    outer = (low.scope, low.symbol, low.type_parameters)
    symbol = nested_symbol(low, name)
    index = len(low.classes)
    parent = low.scope.index
    low.classes.append(f.Class(name, symbol, parent, -1, [], [], [], {}, -1, False, -1, -1, 0, 0))
    body = f.Function(
        name, symbol, index, parent, [], None, [], f.CLASS_BODY, node.start_byte, node.end_byte
    )
    names = type_parameters(low, node.child_by_field_name("type_parameters"))
    scope = low.open_body(body)
    low.scope, low.symbol, low.type_parameters = scope, symbol, {**names, "this": name}
    found = Members(index, name, symbol)
    this = scope.add(f.NAME, node.start_byte, node.start_byte, name)
    scope.env["this"] = this
    fill(low, node, found)
    low.scope, low.symbol, low.type_parameters = outer
    constructor = found.methods.pop(CONSTRUCTOR, -1)
    low.classes[index] = f.Class(
        name,
        symbol,
        parent,
        scope.index,
        bases,
        decorators,
        found.fields,
        found.methods,
        constructor,
        False,
        found.methods.get("toString", -1),
        -1,
        node.start_byte,
        node.end_byte,
        found.overloads,
        len(found.methods) <= MAX_METHODS,
    )
    return low.scope.add(f.CLASS, node.start_byte, node.end_byte, index)


def _bases(low: Lowering, node: Node) -> list[str]:
    """The classes and interfaces that a class says it extends or implements."""
    outer = low.type_parameters
    low.type_parameters = type_parameters(low, node.child_by_field_name("type_parameters"))
    found: list[str] = []
    for heritage in node.named_children:
        if heritage.type != "class_heritage":
            continue
        for clause in parts(heritage):
            if clause.type == "implements_clause":
                found += (type_of(low, child) or "Any" for child in parts(clause))
            elif clause.type == "extends_clause":
                value = clause.child_by_field_name("value")
                types = clause.child_by_field_name("type_arguments")
                given = [type_of(low, c) or "Any" for c in parts(types)] if types else []
                if value is not None:
                    found += _base(low, value, given)
            else:
                found += _base(low, clause, [])
    low.type_parameters = outer
    return [base for base in found if base not in ("Any", "None")]


def _base(low: Lowering, node: Node, given: list[str]) -> list[str]:
    node = unwrapped(node)
    if node.type in ("identifier", "member_expression"):
        return [neutral(low, "".join(low.text(node).split()), given)]
    low.expression(node)
    if node.type == "call_expression":
        # A mixin: what it is given is among the ancestors.
        arguments = node.child_by_field_name("arguments")
        inner = parts(arguments) if arguments is not None else ()
        return [low.text(c) for c in inner
                if c.type == "identifier" and low.text(c)[:1].isupper()]  # fmt: skip
    return []


def _class_body(low: Lowering, node: Node, found: Members) -> None:
    body = node.child_by_field_name("body")
    members = body.named_children if body is not None else []
    implemented = {low.text(name) for member in members if member.type == "method_definition"
                   for name in member.children_by_field_name("name")}  # fmt: skip
    constructor: Node | None = None
    for member in members:
        kind = member.type
        if kind == "method_definition":
            name = member.child_by_field_name("name")
            if name is not None and low.text(name) == "constructor":
                constructor = member
            else:
                _method(low, member, found)
        elif kind in _SIGNATURES:
            name = member.child_by_field_name("name")
            if name is not None and low.text(name) not in implemented:
                _method(low, member, found)
        elif kind in _FIELDS:
            _field(low, member, found)
        elif kind == "decorator":
            made_ = decorator(low, member)
            found.decorators += [made_] if made_ is not None else []
            continue
        elif kind == "class_static_block":
            inner = member.child_by_field_name("body")
            low.block(hoisted(inner.named_children if inner is not None else []))
        found.decorators = []
    inherits = any(child.type == "class_heritage" for child in node.named_children)
    if constructor is not None:
        _constructor(low, constructor, found)
    elif found.initial:
        _implicit_constructor(low, node, found, inherits=inherits)


def _method(low: Lowering, node: Node, found: Members) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    literal, _ = key_of(low, name_node)
    name = str(literal) if literal is not None else low.text(name_node)[:60]
    if name == "constructor":
        name = CONSTRUCTOR
    marks = keywords(node)
    flags = f.METHOD | flags_of(node)
    flags |= f.PROPERTY if "get" in marks else 0
    flags |= f.ABSTRACT if node.type in _SIGNATURES else 0
    flags |= f.OVERRIDE if any(c.type == "override_modifier" for c in node.children) else 0
    index = open_method(low, node, node, name, flags, found)
    # The writing half of a property is called by no name.
    if "set" not in marks:
        found.add_method(name, index)


def open_method(
    low: Lowering, node: Node, definition: Node, name: str, flags: int, found: Members
) -> int:
    """Register a method, given its function and the definition that holds its key words."""
    static = "static" in keywords(definition)
    own = [decorator(low, c) for c in definition.named_children if c.type == "decorator"]
    shape = Shape(
        name,
        f"{found.symbol}.{name}",
        found.index,
        flags | (f.STATIC if static else 0),
        [*found.decorators, *(d for d in own if d is not None)],
        not static,
        found.name if static else "",
    )
    return open_function(low, node, shape)


def _field(low: Lowering, node: Node, found: Members) -> None:
    name_node = node.child_by_field_name("name") or node.child_by_field_name("property")
    value = node.child_by_field_name("value")
    if name_node is None:
        return
    literal, _ = key_of(low, name_node)
    name = str(literal) if literal is not None else low.text(name_node)[:60]
    static = "static" in keywords(node)
    if value is not None and value.type in LITERAL_FUNCTIONS and not static:
        # A function in a field is a method that keeps its receiver.
        found.add_method(
            name, open_method(low, value, node, name, f.METHOD | flags_of(value), found)
        )
        return
    for child in node.named_children:
        if child.type == "decorator":
            decorator(low, child)
    type_ = type_of(low, node.child_by_field_name("type"))
    if static:
        held = low.scope.add(f.UNKNOWN, node.start_byte, node.end_byte, [])
        if value is not None:
            held = named_value(low, value, name)
        low.assign_name(name_node, name, held, type_)
        return
    found.fields.append(f.Field(name, type_, 0, -1))
    if value is not None:
        found.initial.append((node, name, value))


def _initial(low: Lowering, found: Members) -> Callable[[int], None]:
    """What a constructor does before its body: give the fields their first values."""
    initial = found.initial

    def store(this: int) -> None:
        for node, name, value in initial:
            low.store(node, this, name, named_value(low, value, name))

    return store


def _constructor(low: Lowering, node: Node, found: Members) -> None:
    parameters = node.child_by_field_name("parameters")
    index = _constructor_of(low, node, found)
    kept = set(_kept(low, parameters)) if parameters is not None else set()
    found.fields += [
        f.Field(parameter.name, parameter.type, 0, -1)
        for parameter in low.functions[index].parameters
        if parameter.name in kept
    ]
    found.add_method(CONSTRUCTOR, index)


def _constructor_of(low: Lowering, node: Node, found: Members) -> int:
    shape = Shape(
        CONSTRUCTOR,
        f"{found.symbol}.{CONSTRUCTOR}",
        found.index,
        f.METHOD,
        this=True,
        first=_initial(low, found),
    )
    return open_function(low, node, shape)


def _kept(low: Lowering, node: Node) -> list[str]:
    """Names of the parameters that are fields at the same time."""
    return [
        low.text(pattern)
        for child in node.named_children
        if any(c.type in ("accessibility_modifier", "override_modifier", "readonly")
               for c in child.children)
        for pattern in [child.child_by_field_name("pattern")]
        if pattern is not None
    ]  # fmt: skip


def _implicit_constructor(low: Lowering, node: Node, found: Members, *, inherits: bool) -> None:
    """The constructor that a class has when it writes none: it hands all on to the class above."""
    parameters = [f.Parameter("this", None, f.POSITIONAL, -1)]
    if inherits:
        parameters.append(f.Parameter("args", None, f.REST, -1))
    symbol = f"{found.symbol}.{CONSTRUCTOR}"
    start, end = node.start_byte, node.end_byte
    head = f.Function(
        CONSTRUCTOR,
        symbol,
        found.index,
        low.scope.index,
        parameters,
        None,
        [],
        f.METHOD,
        start,
        end,
    )
    types = low.type_parameters
    store = _initial(low, found)

    def lower(scope: Scope) -> None:
        low.symbol = symbol
        low.type_parameters = types
        this = scope.add(f.PARAM, start, start, 0)
        scope.bind("this", this)
        if inherits:
            given = scope.add(f.PARAM, start, start, 1)
            name = scope.add(f.NAME, start, start, "super")
            above = low.call(node, name, [], [], [])
            callee = scope.add(f.ATTR, start, start, above, CONSTRUCTOR)
            low.call(node, callee, [~given], [], [start, start])
        store(this)

    found.add_method(CONSTRUCTOR, low.open_function(head, lower))
