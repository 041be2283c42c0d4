"""TypeScript's types as neutral type expressions."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from msgsec_lint.syntax.javascript.nodes import first_part, parts
from msgsec_lint.syntax.lowering import Lowering

MAX_TYPE = 400
"""Longer type expressions are not worth reading."""
MAX_NESTING = 12
"""Types nested deeper than this are unknown."""

_PLAIN = {
    **dict.fromkeys(("string", "String"), "builtins.str"),
    **dict.fromkeys(("number", "Number"), "builtins.float"),
    **dict.fromkeys(("bigint", "BigInt"), "builtins.int"),
    **dict.fromkeys(("boolean", "Boolean"), "builtins.bool"),
    **dict.fromkeys(("Buffer", "Uint8Array", "Uint8ClampedArray", "ArrayBuffer", "ArrayBufferLike",
                     "SharedArrayBuffer", "ArrayBufferView", "DataView", "BufferSource"),
                    "builtins.bytes"),
    **dict.fromkeys(("void", "null", "undefined", "never"), "None"),
    **dict.fromkeys(("any", "unknown", "object", "Object", "symbol", "unique symbol",
                     "Function", "Dict", "Dictionary", "AnyObject", "JSONObject", "IJson",
                     "IContent", "JsonValue"), "Any"),
}  # fmt: skip
_SAME = frozenset(
    {
        "Promise", "PromiseLike", "Awaited", "Partial", "DeepPartial", "Required", "Readonly",
        "DeepReadonly", "NonNullable", "NoInfer", "Pick", "Omit", "Maybe", "Nullable", "Optional",
        "Exclude", "Extract", "Mutable", "Writeable", "Immutable", "Bluebird",
    }
)  # fmt: skip
"""Generic types that are their first argument, waited for or with other modifiers."""
_HOLDERS = frozenset(
    {
        "Array", "ReadonlyArray", "Set", "ReadonlySet", "WeakSet", "Iterable", "Iterator",
        "IterableIterator", "AsyncIterable", "AsyncIterator", "AsyncIterableIterator", "Generator",
        "AsyncGenerator", "ArrayLike", "Observable", "Subject", "BehaviorSubject", "ReplaySubject",
        "ConnectableObservable", "Subscribable", "ReadableStream", "NonEmptyArray",
    }
)  # fmt: skip
"""Generic types whose elements are of their first argument."""
_MAPPINGS = frozenset({"Map", "ReadonlyMap", "WeakMap", "Record"})


def type_of(low: Lowering, node: Node | None) -> str | None:
    """The neutral form of the type in an annotation or a type node; None when there is none."""
    return None if node is None else _type(low, node, 0)


def neutral(low: Lowering, name: str, arguments: list[str]) -> str:
    """The neutral form of a named type with its arguments already neutral."""
    last = name.rsplit(".", 1)[-1]
    if not arguments:
        return low.type_parameters.get(name) or _PLAIN.get(name, name)
    if last in _SAME:
        return arguments[0]
    if last in _HOLDERS:
        return f"list[{arguments[0]}]"
    if last in _MAPPINGS:
        return f"dict[{','.join(arguments[:2])}]"
    if name in _PLAIN:
        return _PLAIN[name]
    if last in ("ReturnType", "Parameters", "ConstructorParameters", "ThisType"):
        return "Any"
    return f"{name}[{','.join(arguments)}]"


def type_parameters(low: Lowering, node: Node | None) -> dict[str, str]:
    """The type names that hold inside a generic definition, given its list of type parameters."""
    if node is None:
        return low.type_parameters
    found = dict(low.type_parameters)
    for child in node.named_children:
        name = child.child_by_field_name("name")
        if child.type != "type_parameter" or name is None:
            continue
        limit = child.child_by_field_name("constraint")
        inner = first_part(limit) if limit is not None else None
        found[low.text(name)] = "Any"
        if inner is not None and inner.type != "index_type_query":
            found[low.text(name)] = with_types(low, found, inner)
    return found


def with_types(low: Lowering, names: dict[str, str], node: Node, depth: int = 0) -> str:
    """The neutral form of a type where some names stand for others."""
    before = low.type_parameters
    low.type_parameters = names
    found = _type(low, node, depth)
    low.type_parameters = before
    return found


def union(options: list[str]) -> str:
    """One of several types; no value is no type of its own."""
    found = [o for option in options for o in _split(option) if o != "None"]
    if not found:
        return "None" if options else "Any"
    kept = list(dict.fromkeys(found))
    return "Any" if "Any" in kept else "|".join(kept)


def _split(text: str) -> list[str]:
    """The members of a union, those inside brackets left alone."""
    if "|" not in text:
        return [text]
    if "[" not in text:
        return text.split("|")
    found: list[str] = []
    depth = start = 0
    for at, sign in enumerate(text):
        if sign == "[":
            depth += 1
        elif sign == "]":
            depth -= 1
        elif sign == "|" and not depth:
            found.append(text[start:at])
            start = at + 1
    return [*found, text[start:]]


def _type(low: Lowering, node: Node, depth: int) -> str:
    kind = node.type
    if kind in ("type_identifier", "predefined_type", "identifier"):
        name = low.text(node)
        return low.type_parameters.get(name) or _PLAIN.get(name, name)
    handler = _TYPES.get(kind)
    if handler is None or depth > MAX_NESTING:
        return "Any"
    found = handler(low, node, depth + 1)
    return found if len(found) <= MAX_TYPE else "Any"


def _inner(low: Lowering, node: Node, depth: int) -> str:
    inner = first_part(node)
    return _type(low, inner, depth) if inner is not None else "Any"


def _dotted(low: Lowering, node: Node, _depth: int) -> str:
    return "".join(low.text(node).split())


def _generic(low: Lowering, node: Node, depth: int) -> str:
    name = node.child_by_field_name("name")
    arguments = node.child_by_field_name("type_arguments")
    if name is None:
        return "Any"
    found = [_type(low, c, depth) for c in parts(arguments)] if arguments is not None else []
    return neutral(low, _dotted(low, name, depth), found)


def _union(low: Lowering, node: Node, depth: int) -> str:
    # Unions lean to the left: a | b | c is (a | b) | c.
    members: list[Node] = []
    current: Node | None = node
    while current is not None and current.type == "union_type":
        children = parts(current)
        members.extend(reversed(children[1:]))
        current = children[0] if children else None
    if current is not None:
        members.append(current)
    return union([_type(low, member, depth) for member in reversed(members)])


def _intersection(low: Lowering, node: Node, depth: int) -> str:
    # A value of all of the types may be read as a value of each.
    found = [_type(low, child, depth) for child in parts(node)]
    named = [option for option in found if option not in ("Any", "None")]
    return union(named or ["Any"])


def _array(low: Lowering, node: Node, depth: int) -> str:
    return f"list[{_inner(low, node, depth)}]"


def _tuple(low: Lowering, node: Node, depth: int) -> str:
    found: list[str] = []
    for child in parts(node):
        if child.type in ("optional_parameter", "required_parameter"):
            annotation = child.child_by_field_name("type")
            found.append(_type(low, annotation, depth) if annotation is not None else "Any")
        else:
            found.append(_type(low, child, depth))
    return f"tuple[{','.join(found)}]" if found else "list[Any]"


def _literal(_low: Lowering, node: Node, _depth: int) -> str:
    inner = first_part(node)
    kind = inner.type if inner is not None else ""
    if kind in ("null", "undefined"):
        return "None"
    if kind in ("true", "false"):
        return "builtins.bool"
    return "builtins.str" if kind in ("string", "template_string") else "builtins.float"


def _function(low: Lowering, node: Node, depth: int) -> str:
    signature = node.child_by_field_name("parameters")
    names = type_parameters(low, node.child_by_field_name("type_parameters"))
    returned = node.child_by_field_name("return_type") or node.child_by_field_name("type")
    found: list[str] = []
    for child in parts(signature) if signature is not None else ():
        annotation = child.child_by_field_name("type")
        found.append(with_types(low, names, annotation, depth) if annotation is not None else "Any")
    result = with_types(low, names, returned, depth) if returned is not None else "Any"
    if node.type == "constructor_type":
        return f"type[{result}]"
    return f"Function[{','.join([*found, result])}]"


def _object(low: Lowering, node: Node, depth: int) -> str:
    """A type without a name: a mapping when it is indexed, else unknown."""
    for child in parts(node):
        if child.type == "index_signature":
            key, value = child.child_by_field_name("index_type"), child.child_by_field_name("type")
            if value is not None:
                key_type = _type(low, key, depth) if key is not None else "builtins.str"
                return f"dict[{key_type},{_type(low, value, depth)}]"
    return "Any"


def _query(low: Lowering, node: Node, depth: int) -> str:
    inner = first_part(node)
    if inner is not None and inner.type in ("identifier", "member_expression"):
        name = _dotted(low, inner, depth)
        if name.rsplit(".", 1)[-1][:1].isupper():
            return f"type[{name}]"
    return "Any"


def _this(low: Lowering, _node: Node, _depth: int) -> str:
    return low.type_parameters.get("this", "Any")


def _constant(name: str) -> Callable[[Lowering, Node, int], str]:
    return lambda _low, _node, _depth: name


_TYPES: dict[str, Callable[[Lowering, Node, int], str]] = {
    "type_annotation": _inner,
    "opting_type_annotation": _inner,
    "omitting_type_annotation": _inner,
    "adding_type_annotation": _inner,
    "type_arguments": _inner,
    "parenthesized_type": _inner,
    "readonly_type": _inner,
    "optional_type": _inner,
    "rest_type": _inner,
    "default_type": _inner,
    "constraint": _inner,
    "nested_type_identifier": _dotted,
    "nested_identifier": _dotted,
    "member_expression": _dotted,
    "generic_type": _generic,
    "union_type": _union,
    "intersection_type": _intersection,
    "array_type": _array,
    "tuple_type": _tuple,
    "literal_type": _literal,
    "function_type": _function,
    "constructor_type": _function,
    "object_type": _object,
    "type_query": _query,
    "this_type": _this,
    "template_literal_type": _constant("builtins.str"),
    "index_type_query": _constant("builtins.str"),
    "type_predicate_annotation": _constant("builtins.bool"),
    "type_predicate": _constant("builtins.bool"),
    "asserts_annotation": _constant("None"),
}
