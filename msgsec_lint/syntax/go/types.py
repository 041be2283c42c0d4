"""Types of Go in the neutral form, and the classes that they declare."""

from __future__ import annotations

import re
from collections.abc import Callable

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import MAX_DEPTH, Lowering

MAX_TYPE = 400
"""Longer type expressions are not worth reading."""

_INTEGERS = ("int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32",
             "uint64", "uintptr", "byte", "rune")  # fmt: skip
PLAIN: dict[str, str] = {
    "string": "builtins.str",
    **dict.fromkeys(_INTEGERS, "builtins.int"),
    **dict.fromkeys(("float32", "float64", "complex64", "complex128"), "builtins.float"),
    "bool": "builtins.bool",
    **dict.fromkeys(("any", "comparable"), "Any"),
}
"""Predeclared type → neutral name; ``error`` keeps its own."""

_PRINTED_AS_ADDRESS = frozenset({"pointer_type", "channel_type", "function_type"})
_HOLDING = frozenset({"slice_type", "array_type", "map_type"})
_DROPPED = (
    (re.compile(r'(?:^|[\s`"])json:\\?"-\\?"'), f.NOT_ENCODED),
    (re.compile(r'(?:^|[\s`"])yaml:\\?"-\\?"'), f.NOT_IN_YAML),
    (re.compile(r'(?:^|[\s`"])(?:gorm|bson|db|xorm|bun|pg):\\?"-(?::all)?\\?"'), f.NOT_KEPT),
)
"""In the tag of a field: who leaves it out."""
_UNSEEN = f.NOT_ENCODED | f.NOT_IN_YAML | f.NOT_KEPT
"""Fields that are not exported are left out by all who take a record apart."""
_BYTES = frozenset({"byte", "uint8"})


def type_text(low: Lowering, node: Node | None) -> str:
    """The neutral type expression of a type; a struct type without a name becomes a class."""
    if node is None:
        return "Any"
    handler = _TYPES.get(node.type)
    if handler is None or low.depth > MAX_DEPTH:
        return "Any"
    low.depth += 1
    text = handler(low, node)
    low.depth -= 1
    return text if len(text) <= MAX_TYPE else "Any"


def result_type(low: Lowering, node: Node | None) -> str:
    """The type of what a function returns; several results are a tuple."""
    if node is None:
        return "None"
    if node.type != "parameter_list":
        return type_text(low, node)
    found = parameter_types(low, node)
    if not found:
        return "None"
    return found[0] if len(found) == 1 else f"tuple[{','.join(found)}]"


def parameter_types(low: Lowering, node: Node) -> list[str]:
    """The type of each parameter or result of a list."""
    found: list[str] = []
    for child in node.named_children:
        kind = child.type
        if kind == "parameter_declaration":
            text = type_text(low, child.child_by_field_name("type"))
            found.extend([text] * max(1, len(child.children_by_field_name("name"))))
        elif kind == "variadic_parameter_declaration":
            found.append(f"list[{type_text(low, child.child_by_field_name('type'))}]")
    return found


def type_parameters(low: Lowering, node: Node | None) -> dict[str, str]:
    """Type parameter → its bound, for those of a list."""
    found: dict[str, str] = {}
    for child in node.named_children if node is not None else ():
        if child.type == "type_parameter_declaration":
            bound = type_text(low, child.child_by_field_name("type"))
            for name in child.children_by_field_name("name"):
                found[low.text(name)] = bound
    return found


def last_name(text: str) -> str:
    """The name of a type without its package and arguments."""
    return text.split("[", 1)[0].rsplit(".", 1)[-1]


def _named(low: Lowering, node: Node) -> str:
    name = low.text(node)
    return low.type_parameters.get(name) or PLAIN.get(name, name)


def _qualified(low: Lowering, node: Node) -> str:
    return "".join(low.text(node).split())


def _inner(low: Lowering, node: Node) -> str:
    for child in node.named_children:
        if child.type != "comment":
            return type_text(low, child)
    return "Any"


def _elements(low: Lowering, node: Node) -> str:
    element = node.child_by_field_name("element") or node.child_by_field_name("value")
    if element is not None and element.type == "type_identifier" and low.text(element) in _BYTES:
        return "list[builtins.int]" if node.type == "channel_type" else "builtins.bytes"
    return f"list[{type_text(low, element)}]"


def _mapping(low: Lowering, node: Node) -> str:
    key = type_text(low, node.child_by_field_name("key"))
    return f"dict[{key},{type_text(low, node.child_by_field_name('value'))}]"


def _function(low: Lowering, node: Node) -> str:
    parameters = node.child_by_field_name("parameters")
    found = parameter_types(low, parameters) if parameters is not None else []
    found.append(result_type(low, node.child_by_field_name("result")))
    return f"Function[{','.join(found)}]"


def _generic(low: Lowering, node: Node) -> str:
    arguments = node.child_by_field_name("type_arguments")
    base = type_text(low, node.child_by_field_name("type"))
    given = [
        type_text(low, child)
        for child in (arguments.named_children if arguments is not None else ())
        if child.type != "comment"
    ]
    return f"{base}[{','.join(given)}]" if given else base


def _either(low: Lowering, node: Node) -> str:
    options = [type_text(low, child) for child in node.named_children if child.type != "comment"]
    return "|".join(dict.fromkeys(options)) if "Any" not in options else "Any"


def _anonymous(low: Lowering, node: Node) -> str:
    if not any(child.named_child_count for child in node.named_children):
        return "Any"
    name = f"{_holder(low, node)}@{node.start_byte}"
    if name not in low.globals:
        declare_class(low, node, node, name)
    return name


def _holder(low: Lowering, node: Node) -> str:
    """What is of a struct type that has no name."""
    above: Node | None = node.parent
    for _ in range(4):
        if above is None:
            break
        name = above.child_by_field_name("name")
        if name is not None:
            return low.text(name)
        above = above.parent
    return "struct"


_TYPES: dict[str, Callable[[Lowering, Node], str]] = {
    "type_identifier": _named,
    "identifier": _named,
    "qualified_type": _qualified,
    "pointer_type": _inner,
    "parenthesized_type": _inner,
    "negated_type": _inner,
    "slice_type": _elements,
    "array_type": _elements,
    "implicit_length_array_type": _elements,
    "channel_type": _elements,
    "map_type": _mapping,
    "function_type": _function,
    "generic_type": _generic,
    "type_elem": _either,
    "type_constraint": _either,
    "struct_type": _anonymous,
}


# Classes


def declare_class(low: Lowering, node: Node, type_: Node, name: str) -> None:
    """A class for a struct, an interface, or a name given to another type."""
    outer = low.scope
    symbol = f"{low.symbol}.{name}" if low.symbol else name
    start, end = node.start_byte, node.end_byte
    index = len(low.classes)
    low.classes.append(
        f.Class(name, symbol, outer.index, -1, [], [], [], {}, -1, False, -1, -1, start, end)
    )
    body = low.open_body(
        f.Function(name, symbol, index, outer.index, [], None, [], f.CLASS_BODY, start, end)
    )
    fields: list[f.Field] = []
    methods: dict[str, int] = {}
    bases: list[str] = []
    if type_.type == "struct_type":
        bases, fields = _struct(low, type_)
    elif type_.type == "interface_type":
        bases, methods = _interface(low, type_, index, body.index, symbol)
    else:
        bases = [type_text(low, type_)]
    shows_fields = type_.type == "struct_type"
    low.classes[index] = f.Class(
        name, symbol, outer.index, body.index, bases, [], fields, methods, -1, shows_fields,
        -1, -1, start, end, {}, shows_fields,
    )  # fmt: skip
    value = outer.add(f.CLASS, start, end, index)
    outer.bindings.setdefault(name, []).append(value)
    # A type of a function is entered as if it were of the package: its name is as good as unique.
    low.globals.setdefault(name, []).extend((outer.index, value))
    if outer.index:
        outer.env[name] = value


def _struct(low: Lowering, node: Node) -> tuple[list[str], list[f.Field]]:
    """Embedded types, and all fields in order."""
    bases: list[str] = []
    fields: list[f.Field] = []
    listed = node.named_children[0] if node.named_children else None
    for child in listed.named_children if listed is not None else ():
        if child.type != "field_declaration":
            continue
        type_ = type_text(low, child.child_by_field_name("type"))
        names = child.children_by_field_name("name")
        tag = child.child_by_field_name("tag")
        dropped = _dropped(low.text(tag)) if tag is not None else 0
        address = f.BY_ADDRESS if _is_pointer(child.child_by_field_name("type")) else 0
        for node_ in names:
            name = low.text(node_)
            flags = dropped if name[:1].isupper() else _UNSEEN
            fields.append(f.Field(name, type_, flags | address, -1))
        if not names:
            bases.append(type_)
            address = f.BY_ADDRESS if child.children[0].type == "*" else 0
            fields.append(f.Field(last_name(type_), type_, dropped | address, -1))
    return bases, fields


def _dropped(tag: str) -> int:
    found = 0
    for pattern, flag in _DROPPED if '"-' in tag else ():
        found |= flag if pattern.search(tag) is not None else 0
    return found


def _is_pointer(node: Node | None) -> bool:
    """Whether a type is a pointer or its like, or holds them."""
    while node is not None and node.type in _HOLDING:
        node = node.child_by_field_name("element") or node.child_by_field_name("value")
    return node is not None and node.type in _PRINTED_AS_ADDRESS


def _interface(
    low: Lowering, node: Node, owner: int, parent: int, symbol: str
) -> tuple[list[str], dict[str, int]]:
    """Embedded interfaces, and the methods that an implementation has."""
    bases: list[str] = []
    methods: dict[str, int] = {}
    for child in node.named_children:
        if child.type == "type_elem":
            text = type_text(low, child)
            if text != "Any" and "|" not in text:
                bases.append(text)
        elif child.type == "method_elem":
            name_node = child.child_by_field_name("name")
            if name_node is None:
                continue
            name = low.text(name_node)
            head = f.Function(
                name,
                f"{symbol}.{name}",
                owner,
                parent,
                [f.Parameter("this", None, f.POSITIONAL, -1), *_signature(low, child)],
                result_type(low, child.child_by_field_name("result")),
                [],
                f.METHOD | f.ABSTRACT,
                child.start_byte,
                child.end_byte,
            )
            methods.setdefault(name, low.open_function(head, lambda _scope: None))
    return bases, methods


def _signature(low: Lowering, node: Node) -> list[f.Parameter]:
    listed = node.child_by_field_name("parameters")
    return [made for made, _ in parameters(low, listed)]


def parameters(low: Lowering, node: Node | None) -> list[tuple[f.Parameter, Node]]:
    """The parameters of a list, each with the node of its name or type."""
    found: list[tuple[f.Parameter, Node]] = []
    for child in node.named_children if node is not None else ():
        kind = child.type
        if kind == "parameter_declaration":
            collects = f.POSITIONAL
        elif kind == "variadic_parameter_declaration":
            collects = f.REST
        else:
            continue
        text = type_text(low, child.child_by_field_name("type"))
        names = child.children_by_field_name("name")
        found.extend((f.Parameter(low.text(at), text, collects, -1), at) for at in names)
        if not names:
            found.append((f.Parameter("_", text, collects, -1), child))
    return found
