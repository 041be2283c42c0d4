"""Literals: texts, numbers, arrays, objects and what a string is put together from."""

from __future__ import annotations

from typing import Any

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript.functions import function_value, method_value
from msgsec_lint.syntax.javascript.keys import key_of
from msgsec_lint.syntax.javascript.nodes import EXTRAS, NAMED_BY_PLACE, first_part, keywords
from msgsec_lint.syntax.lowering import MAX_LITERAL, Lowering
from msgsec_lint.syntax.operators.literals import Number
from msgsec_lint.syntax.operators.text import Text


def string(low: Lowering, node: Node) -> int:
    """A string literal, as written."""
    text = low.source[node.start_byte + 1 : min(node.end_byte - 1, node.start_byte + 1 + 600)]
    literal = text.decode("utf-8", "replace")[:MAX_LITERAL]
    return low.scope.add(f.CONST, node.start_byte, node.end_byte, literal)


def template(low: Lowering, node: Node) -> int:
    """A template string: text built from parts, or a plain string when it has none."""
    made = Text(low)
    last = ""
    parts = 0
    for child in node.named_children:
        if child.type == "template_substitution":
            inner = first_part(child)
            last = ""
            if inner is not None:
                made.value(low.expression(inner))
                parts += 1
        else:
            last = low.text(child)[:MAX_LITERAL]
            made.literal(last)
    if parts and last.rstrip().endswith((":", "=")):
        # It may say what the next argument of a call is.
        made.value(low.constant(node, last))
    return made.made(node)


def is_text(low: Lowering, value: int) -> bool:
    """Whether a value is known to be text."""
    held = low.scope.values[value]
    if held[0] == f.LOCAL:
        if held[5] is not None:
            return bool(held[5] == "builtins.str")
        held = low.scope.values[held[3]]
    if held[0] == f.CONST:
        return isinstance(held[3], str)
    if held[0] == f.PARAM:
        parameters = low.functions[low.scope.index].parameters
        return parameters[held[3]].type == "builtins.str"
    return bool(held[0] == f.TEXT or (held[0] == f.CAST and held[4] == "builtins.str"))


def joined(low: Lowering, node: Node, values: list[int]) -> int:
    """The text that some values make, one behind the other."""
    made = Text(low)
    for value in values:
        made.operand(value)
    return made.made(node)


NUMBER = Number("n")
_SINGLE = {"true": True, "false": False, "null": None, "undefined": None}


def single(low: Lowering, node: Node) -> int:
    """True, false, null or undefined."""
    return low.scope.add(f.CONST, node.start_byte, node.end_byte, _SINGLE[node.type])


def pattern(low: Lowering, node: Node) -> int:
    """A regular expression: a value that carries nothing, with what it looks for."""
    inner = node.child_by_field_name("pattern")
    text = low.text(inner)[:MAX_LITERAL] if inner is not None else ""
    return low.scope.add(f.TEST, node.start_byte, node.end_byte, "literal", [], text)


def items(low: Lowering, nodes: list[Node]) -> list[int]:
    """The values of a list of expressions; ``~value`` when spread."""
    found: list[int] = []
    for child in nodes:
        kind = child.type
        if kind == "spread_element":
            inner = first_part(child)
            if inner is not None:
                found.append(~low.expression(inner))
        elif kind not in EXTRAS:
            found.append(low.expression(child))
    return found


def array(low: Lowering, node: Node) -> int:
    """An array literal."""
    held = items(low, node.named_children)
    return low.scope.add(f.SEQ, node.start_byte, node.end_byte, held)


def named_value(low: Lowering, node: Node, name: str) -> int:
    """An expression; a function or class without a name takes that of its place."""
    if node.type in NAMED_BY_PLACE:
        return function_value(low, node, name)
    return low.expression(node)


def object_(low: Lowering, node: Node) -> int:
    """An object literal."""
    entries: list[list[Any]] = []
    this = _place(low, node)
    for child in node.named_children:
        kind = child.type
        if kind == "pair":
            key_node, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            if key_node is None or value is None:
                continue
            literal, key = key_of(low, key_node)
            name = literal if isinstance(literal, str) else ""
            if value.type == "function_expression":
                entries.append([literal, key, function_value(low, value, name, this)])
                continue
            entries.append([literal, key, named_value(low, value, name)])
        elif kind == "shorthand_property_identifier":
            name = low.text(child)
            entries.append([name, -1, low.name(child, name)])
        elif kind == "spread_element":
            inner = first_part(child)
            if inner is not None:
                entries.append([None, -2, low.expression(inner)])
        elif kind == "method_definition":
            _method(low, child, entries, this)
    return low.scope.add(f.MAP, node.start_byte, node.end_byte, entries)


def _place(low: Lowering, node: Node) -> str:
    """The name under which an object is declared or given to others; empty where none is seen."""
    parent = node.parent
    while parent is not None and parent.type in ("as_expression", "satisfies_expression"):
        parent = parent.parent
    if parent is None:
        return ""
    if parent.type == "export_statement":
        return "default"
    name = parent.child_by_field_name("name") if parent.type == "variable_declarator" else None
    return low.text(name) if name is not None and name.type == "identifier" else ""


def _method(low: Lowering, node: Node, entries: list[list[Any]], this: str) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    literal, key = key_of(low, name_node)
    name = literal if isinstance(literal, str) else ""
    value = method_value(low, node, name, this)
    marks = keywords(node)
    if "set" in marks:
        return
    if "get" in marks:
        # The property is what the function gives, not the function.
        value = low.call(node, value, [], [], [])
    entries.append([literal, key, value])
