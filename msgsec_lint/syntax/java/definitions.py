"""Classes of Java in all their forms."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.java import functions
from msgsec_lint.syntax.java.signature import NONE, Modifiers, modifiers, parameters
from msgsec_lint.syntax.java.types import (
    COMMENTS,
    TYPES,
    declared,
    type_text,
    with_type_parameters,
)
from msgsec_lint.syntax.jvm.habits import read_property
from msgsec_lint.syntax.jvm.marks import Generated, generated, is_hidden
from msgsec_lint.syntax.jvm.receivers import bind_receivers
from msgsec_lint.syntax.lowering import Lowering


class Parts(Struct):
    """What the body of a class gathers on its way."""

    node: Node
    name: str
    index: int
    made: Generated
    in_interface: bool = False
    fields: list[f.Field] = []
    components: list[f.Parameter] = []
    """The components of a record."""
    kept: list[f.Parameter] = []
    """What a generated constructor takes: fields that their declaration does not set."""
    required: frozenset[str] = frozenset()
    """Names of those that a constructor for what is required takes."""
    initialisers: list[Node] = []
    """Field declarators and blocks that run in a constructor, in order."""
    methods: dict[str, int] = {}
    overloads: dict[str, list[int]] = {}
    compact: Node | None = None
    primary: Node | None = None
    """The constructor that runs the initialisers."""


_KINDS = {
    "interface_declaration": "interface",
    "annotation_type_declaration": "interface",
    "record_declaration": "record",
    "enum_declaration": "enum",
}


def class_definition(low: Lowering, node: Node) -> None:
    """A class, interface, enum or record; its body is lowered in place, its methods later."""
    name_node, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name_node is None or body is None:
        return
    name = low.text(name_node)
    types = low.type_parameters
    low.type_parameters = with_type_parameters(low, node)
    index = _define(low, node, name, _bases(low, node), modifiers(low, node), body)
    low.type_parameters = types
    value = low.scope.add(f.CLASS, name_node.start_byte, name_node.end_byte, index)
    low.scope.bind(name, value)
    if low.scope.index == 0:
        low.globals.setdefault(name, []).extend((0, value))


def anonymous_class(low: Lowering, type_: Node, body: Node) -> int:
    """The class of ``new Foo() { … }`` as a value."""
    index = _define(low, body, "", [type_text(low, type_)], NONE, body)
    return low.scope.add(f.CLASS, type_.start_byte, type_.end_byte, index)


def _bases(low: Lowering, node: Node) -> list[str]:
    found: list[str] = []
    for child in node.named_children:
        if child.type not in ("superclass", "super_interfaces", "extends_interfaces"):
            continue
        for inner in child.named_children:
            if inner.type in TYPES:
                found.append(type_text(low, inner))
            elif inner.type == "type_list":
                found.extend(type_text(low, t) for t in inner.named_children if t.type in TYPES)
    return found


def _define(
    low: Lowering, node: Node, name: str, bases: list[str], marks: Modifiers, body: Node
) -> int:
    """Lower a class and return its index."""
    kind = _KINDS.get(node.type, "class")
    outer = (low.scope, low.owner, low.symbol)
    shown = name or "<anonymous>"
    symbol = f"{low.symbol}.{shown}" if low.symbol else shown
    index, parent = len(low.classes), low.scope.index
    start, end = node.start_byte, node.end_byte
    scope = low.open_body(
        f.Function(name, symbol, index, parent, [], None, [], f.CLASS_BODY, start, end)
    )
    low.classes.append(
        f.Class(name, symbol, parent, scope.index, [], [], [], {}, -1, False, -1, -1, start, end)
    )
    low.scope, low.owner, low.symbol = scope, index, symbol
    bind_receivers(low, scope, node)
    made = generated(marks.marks)
    parts = Parts(node, name, index, made, in_interface=kind == "interface")
    if kind == "record":
        _components(low, parts)
    if made.logger:
        value = scope.add(f.UNKNOWN, start, start, [])
        scope.bind("log", scope.add(f.LOCAL, start, start, value, "log", made.logger))
        parts.fields.append(_static("log", made.logger, value))
    gather(low, parts, body)
    _complete_constructors(low, parts, kind)
    low.scope, low.owner, low.symbol = outer
    low.members[index] = frozenset(field.name for field in parts.fields)
    methods = parts.methods
    text = methods.get("toString", -1)
    if text >= 0 and len(low.functions[text].parameters) != 1:
        text = -1
    low.classes[index] = f.Class(
        name, symbol, parent, scope.index, bases, marks.marks, parts.fields, methods,
        methods.get("<init>", -1), (made.text or kind == "record") and text < 0, text, -1,
        start, end, parts.overloads, kind in ("class", "record") and bool(name),
    )  # fmt: skip
    return index


def _static(name: str, type_: str | None, default: int) -> f.Field:
    return f.Field(name, type_, f.HIDDEN | f.NOT_IN_CONSTRUCTOR, default)


def _components(low: Lowering, parts: Parts) -> None:
    """The components of a record are its fields and the arguments of its constructor."""
    parts.components, _ = parameters(low, parts.node.child_by_field_name("parameters"))
    for found in parts.components:
        type_ = f"list[{found.type or 'Any'}]" if found.kind == f.REST else found.type
        parts.fields.append(f.Field(found.name, type_, 0, -1))


def gather(low: Lowering, parts: Parts, body: Node) -> None:
    """Lower what stands in the body of a class."""
    if not low.enter():
        return
    for child in body.named_children:
        handler = _MEMBERS.get(child.type)
        if handler is not None:
            handler(low, parts, child)
        elif child.type in low.statements:
            low.statement(child)
        elif child.type not in low.language.ignored:
            low.unknown(child)
    low.depth -= 1


def field(low: Lowering, parts: Parts, node: Node) -> None:
    """The fields that one declaration declares."""
    type_node = node.child_by_field_name("type")
    if type_node is None:
        return
    marks = modifiers(low, node)
    static = "static" in marks.words or parts.in_interface
    for declarator in node.children_by_field_name("declarator"):
        name_node = declarator.child_by_field_name("name")
        value = declarator.child_by_field_name("value")
        if name_node is None:
            continue
        name = low.text(name_node)
        type_ = declared(low, type_node, declarator.child_by_field_name("dimensions"))
        if static:
            _static_field(low, parts, name_node, value, type_)
        else:
            flags = f.HIDDEN if is_hidden(parts.made, name, marks.marks) else 0
            if value is not None:
                parts.initialisers.append(declarator)
            if value is not None and "final" in marks.words:
                flags |= f.NOT_IN_CONSTRUCTOR
            parts.fields.append(f.Field(name, type_, flags, -1))
            _note_kept(parts, f.Parameter(name, type_, f.POSITIONAL, -1), value, marks)


def _note_kept(parts: Parts, parameter: f.Parameter, value: Node | None, marks: Modifiers) -> None:
    """A field that a generated constructor may take as an argument."""
    final = "final" in marks.words or any(m.name.endswith("Value") for m in marks.marks)
    if value is None or not final:
        parts.kept.append(parameter)
    if value is None and (final or marks.has("NonNull")):
        parts.required |= {parameter.name}


def _static_field(
    low: Lowering, parts: Parts, name_node: Node, value: Node | None, type_: str | None
) -> None:
    name = low.text(name_node)
    start, end = name_node.start_byte, name_node.end_byte
    held = low.expression(value) if value is not None else low.scope.add(f.UNKNOWN, start, end, [])
    low.assign_name(name_node, name, held, type_)
    parts.fields.append(_static(name, type_, held if value is not None else -1))


def method(low: Lowering, parts: Parts, node: Node) -> None:
    """A method of a class."""
    marks = modifiers(low, node)
    index = functions.method(low, node, marks, in_interface=parts.in_interface)
    head = low.functions[index]
    _note_function(parts, head.name, index)
    if parts.made.from_methods and head.flags & f.ABSTRACT and len(head.parameters) == 1:
        name = read_property(head.name) or head.name
        flags = f.HIDDEN if is_hidden(parts.made, name, marks.marks) else 0
        parts.fields.append(f.Field(name, head.returns, flags, -1))
        parts.kept.append(f.Parameter(name, head.returns, f.POSITIONAL, -1))


def _note_function(parts: Parts, name: str, index: int) -> None:
    if name in parts.methods:
        parts.overloads.setdefault(name, []).append(index)
    else:
        parts.methods[name] = index


def constructor(low: Lowering, parts: Parts, node: Node) -> None:
    """A constructor; the first that does not call another one runs the initialisers."""
    body = node.child_by_field_name("body")
    called = None
    for child in body.named_children[:4] if body is not None else ():
        if child.type == "explicit_constructor_invocation":
            called = child.child_by_field_name("constructor")
    before: functions.Step | None = None
    if parts.primary is None and (called is None or called.type != "this"):
        parts.primary = node
        before = _initialiser(low, parts)
    _note_function(parts, "<init>", functions.constructor(low, node, modifiers(low, node), before))


def _initialiser(low: Lowering, parts: Parts) -> functions.Step:
    """Runs the initialisers of fields and the initialiser blocks; all are known by then."""

    def run() -> None:
        for node in parts.initialisers:
            if node.type == "block":
                low.statement(node)
                continue
            name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
            if name is not None and value is not None:
                low.store(node, low.scope.env["this"], low.text(name), low.expression(value))

    return run


def compact_constructor(_low: Lowering, parts: Parts, node: Node) -> None:
    """``record R(…) { R { … } }``."""
    parts.compact = node


def _complete_constructors(low: Lowering, parts: Parts, kind: str) -> None:
    """Add the constructor that the class has without anyone having written it."""
    kept: list[f.Parameter] = []
    wanted = bool(parts.initialisers) and parts.primary is None
    if kind == "record":
        wanted = parts.primary is None
        kept = parts.components
    elif parts.made.from_methods or parts.made.constructor == "all":
        wanted |= parts.primary is None
        kept = parts.kept
    elif parts.made.constructor == "required":
        wanted |= parts.primary is None
        kept = [p for p in parts.kept if p.name in parts.required]
    if not wanted:
        return
    initialise = _initialiser(low, parts) if parts.primary is None else None
    compact = parts.compact.child_by_field_name("body") if parts.compact is not None else None

    def before() -> None:
        if initialise is not None:
            initialise()
        if compact is not None:
            low.block(compact.named_children)

    index = functions.keeping(low, parts.node, kept, before)
    first = parts.methods.get("<init>")
    if first is not None:
        parts.overloads.setdefault("<init>", []).insert(0, first)
    parts.methods["<init>"] = index


def initialiser(_low: Lowering, parts: Parts, node: Node) -> None:
    """A block that runs in every constructor."""
    parts.initialisers.append(node)


def static_initialiser(low: Lowering, _parts: Parts, node: Node) -> None:
    """``static { … }``."""
    for child in node.named_children:
        if child.type == "block":
            low.block(child.named_children)


def enum_constant(low: Lowering, parts: Parts, node: Node) -> None:
    """A constant: an instance of the enum, perhaps of a class of its own."""
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    start, end = name_node.start_byte, name_node.end_byte
    arguments, body = node.child_by_field_name("arguments"), node.child_by_field_name("body")
    values: list[int] = []
    spans: list[int] = []
    for child in arguments.named_children if arguments is not None else ():
        if child.type not in COMMENTS:
            values.append(low.expression(child))
            spans += (child.start_byte, child.end_byte)
    index = parts.index
    if body is not None:
        index = _define(low, body, "", [parts.name], NONE, body)
    callee = low.scope.add(f.CLASS, start, end, index)
    made = low.call(node, callee, values, [], spans)
    low.assign_name(name_node, low.text(name_node), made, parts.name)
    parts.fields.append(_static(low.text(name_node), parts.name, made))


def nothing(_low: Lowering, _parts: Parts, _node: Node) -> None:
    """A member without facts."""


Member = Callable[[Lowering, Parts, Node], None]

_MEMBERS: dict[str, Member] = {
    "field_declaration": field,
    "constant_declaration": field,
    "method_declaration": method,
    "constructor_declaration": constructor,
    "compact_constructor_declaration": compact_constructor,
    "block": initialiser,
    "static_initializer": static_initialiser,
    "enum_constant": enum_constant,
    "enum_body_declarations": gather,
    "annotation_type_element_declaration": nothing,
}
