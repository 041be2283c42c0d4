"""Literals of Go: strings, numbers and composite literals."""

from __future__ import annotations

from typing import Any

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.go.declarations import bare_type, type_named
from msgsec_lint.syntax.go.types import type_text
from msgsec_lint.syntax.lowering import MAX_DEPTH, Lowering
from msgsec_lint.syntax.operators.literals import literal_of, unread

_LISTS = frozenset({"slice_type", "array_type", "implicit_length_array_type"})


def rune(low: Lowering, node: Node) -> int:
    """A character: a number."""
    text = low.text(node)[1:-1]
    return low.constant(node, ord(text)) if len(text) == 1 else unread(low, node)


def composite(low: Lowering, node: Node) -> int:
    """``T{…}``, ``[]T{…}``, ``map[K]V{…}``."""
    type_, body = node.child_by_field_name("type"), node.child_by_field_name("body")
    if type_ is None or body is None:
        return low.unknown(node)
    return _filled(low, node, type_, body)


def _filled(low: Lowering, node: Node, type_: Node, body: Node) -> int:
    """A value of a type with the elements of a literal."""
    type_ = bare_type(type_)
    kind = type_.type
    if kind in _LISTS:
        return _sequence(low, node, type_.child_by_field_name("element"), body)
    if kind == "map_type":
        key, value = type_.child_by_field_name("key"), type_.child_by_field_name("value")
        return _mapping(low, node, key, value, body)
    pairs = [_parts(child) for child in body.named_children if child.type != "comment"]
    if any(key is not None and _label(low, key) is None for key, _ in pairs):
        # Only a named mapping or list has keys that are no names.
        made = _mapping(low, node, None, None, body)
        return low.scope.add(f.CAST, node.start_byte, node.end_byte, made, type_text(low, type_))
    if kind == "struct_type":
        return _struct(low, node, None, pairs, type_text(low, type_))
    return _struct(low, node, type_, pairs, "")


def _parts(node: Node) -> tuple[Node | None, Node]:
    """Key and value of an element, each out of its wrapping."""
    if node.type == "keyed_element":
        key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
        if key is not None and value is not None:
            return _bare(key), _bare(value)
    return None, _bare(node)


def _bare(node: Node) -> Node:
    while node.type == "literal_element" and node.named_child_count:
        node = next((c for c in node.named_children if c.type != "comment"), node.named_children[0])
    return node


def _label(low: Lowering, node: Node) -> str | None:
    return low.text(node) if node.type in ("identifier", "field_identifier") else None


def _element(low: Lowering, node: Node, type_: Node | None) -> int:
    """An element; of one without a type of its own the container says the type."""
    if node.type != "literal_value":
        return low.expression(node)
    if low.depth > MAX_DEPTH:
        return low.unknown(node)
    low.depth += 1
    value = _filled(low, node, type_, node) if type_ is not None else _untyped(low, node)
    low.depth -= 1
    return value


def _untyped(low: Lowering, node: Node) -> int:
    """Elements of a type that another file declares."""
    pairs = [_parts(child) for child in node.named_children if child.type != "comment"]
    if any(key is not None for key, _ in pairs):
        return _mapping(low, node, None, None, node)
    return _sequence(low, node, None, node)


def _sequence(low: Lowering, node: Node, element: Node | None, body: Node) -> int:
    items = [
        _element(low, _parts(child)[1], element)
        for child in body.named_children
        if child.type != "comment"
    ]
    return low.scope.add(f.SEQ, node.start_byte, node.end_byte, items)


def _mapping(
    low: Lowering, node: Node, key_type: Node | None, value_type: Node | None, body: Node
) -> int:
    scope = low.scope
    entries: list[list[Any]] = []
    for child in body.named_children:
        if child.type == "comment":
            continue
        key, value = _parts(child)
        literal: Any = None
        number_ = -1
        if key is not None:
            label = _label(low, key) if key_type is None and value_type is None else None
            if label is not None and label not in scope.env:
                literal = label
                number_ = scope.add(f.CONST, key.start_byte, key.end_byte, label)
            else:
                number_ = _element(low, key, key_type)
                literal = literal_of(low, number_)
        entries.append([literal, number_, _element(low, value, value_type)])
    return scope.add(f.MAP, node.start_byte, node.end_byte, entries)


def _struct(
    low: Lowering,
    node: Node,
    type_: Node | None,
    pairs: list[tuple[Node | None, Node]],
    name: str,
) -> int:
    """Making a struct is calling its class; fields are keywords."""
    scope = low.scope
    if type_ is not None:
        callee = type_named(low, type_)
    else:
        callee = scope.add(f.NAME, node.start_byte, node.start_byte, name)
    values: list[int] = []
    keywords: list[list[Any]] = []
    spans: list[int] = []
    keyword_spans: list[int] = []
    for key, value in pairs:
        made = _element(low, value, None)
        if key is not None:
            keywords.append([_label(low, key), made])
            keyword_spans += (value.start_byte, value.end_byte)
        else:
            values.append(made)
            spans += (value.start_byte, value.end_byte)
    made = low.call(node, callee, values, keywords, spans + keyword_spans)
    if type_ is None or type_.type != "qualified_type":
        return made
    # Of a type of another package, which may be no part of the tree, it is known what it holds.
    start, end = node.start_byte, node.end_byte
    for label, value in keywords:
        made = scope.add(f.UPDATE, start, end, made, f".{label}", value)
    return scope.add(f.CAST, start, end, made, type_text(low, type_))
