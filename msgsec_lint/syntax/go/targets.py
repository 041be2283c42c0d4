"""What Go assigns to, and what changes a value in place."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import Lowering

_AROUND = frozenset({"parenthesized_expression", "slice_expression"})
MAX_LOOKED = 8
"""Values behind a value that are looked at for its declared type."""


def declare(low: Lowering, node: Node, value: int, type_: str | None = None) -> None:
    """Bind a name where it is declared."""
    name = low.text(node)
    if name == "_":
        return
    low.declare_name(node, name, value, type_)
    if low.scope.index == 0:
        # Order means nothing among the declarations of a package: the linker looks names up.
        low.scope.env.pop(name, None)


def assign(low: Lowering, target: Node, value: int) -> None:
    """``target = value`` for a target of any form."""
    target = _bare(target)
    kind = target.type
    if kind == "identifier":
        _assign_name(low, target, value)
    elif kind == "selector_expression":
        _assign_field(low, target, value)
    elif kind == "index_expression":
        _assign_item(low, target, value)
    elif kind == "unary_expression":
        put(low, target, target, "**", value)
    elif kind != "blank_identifier":
        low.expression(target)


def declared(low: Lowering, value: int) -> str | None:
    """The type that a local name was declared with, as far as this is seen at once."""
    scope = low.scope
    for _ in range(MAX_LOOKED):
        held = scope.values[value]
        op = held[0]
        if op == f.LOCAL:
            if held[5] is not None:
                return str(held[5])
            value = held[3]
        elif op == f.PARAM:
            made = low.functions[scope.index].parameters[held[3]]
            return f"list[{made.type}]" if made.kind == f.REST else made.type
        elif op == f.CAST:
            return str(held[4])
        elif op == f.MAP:
            return "dict[Any,Any]"
        elif op == f.SEQ:
            return "list[Any]"
        elif op == f.UPDATE:
            value = held[3]
        elif op == f.JOIN:
            value = held[3][0]
        else:
            return None
    return None


def put(low: Lowering, node: Node, target: Node, accessor: str, value: int) -> None:
    """Let a value become a part of what a target holds: ``[]`` an element, ``**`` all of it."""
    target = _bare(target)
    scope = low.scope
    start, end = node.start_byte, node.end_byte
    if target.type == "unary_expression":
        operand = target.child_by_field_name("operand")
        if operand is not None:
            target = _bare(operand)
    if target.type == "identifier":
        name = low.text(target)
        held = scope.env.get(name)
        if held is not None:
            scope.env[name] = scope.add(f.UPDATE, start, end, held, accessor, value)
        elif is_captured(low, name):
            held = low.name(target, name)
            scope.env[name] = scope.add(f.UPDATE, start, end, held, accessor, value)
        elif accessor[0] != ".":
            part = within(low, node, accessor, value)
            local = scope.add(f.LOCAL, start, end, part, name, None)
            low.globals.setdefault(name, []).extend((scope.index, local))
    elif target.type == "selector_expression":
        operand, field = target.child_by_field_name("operand"), target.child_by_field_name("field")
        if operand is not None and field is not None and _is_path(operand):
            base = low.expression(_bare(operand))
            low.store(node, base, low.text(field), within(low, node, accessor, value))


def within(low: Lowering, node: Node, accessor: str, value: int) -> int:
    """A value that has another one where an accessor says."""
    start, end = node.start_byte, node.end_byte
    if accessor == "**":
        return value
    if accessor == f.ANY_PART:
        return low.scope.add(f.SEQ, start, end, [value])
    literal = accessor[1:-1]
    key = low.scope.add(f.CONST, start, start, literal)
    return low.scope.add(f.MAP, start, end, [[literal, key, value]])


def _is_path(node: Node) -> bool:
    """Whether reading a node again does nothing: names and fields only."""
    while node.type in ("selector_expression", "parenthesized_expression", "unary_expression"):
        if not node.named_children:
            return False
        node = node.named_children[0]
    return node.type == "identifier"


def _bare(node: Node) -> Node:
    """A target without what does not change what it is: parentheses, ``x[:]``, ``*`` and ``&``."""
    while node.type in _AROUND and node.named_children:
        node = node.named_children[0]
    return node


def _assign_name(low: Lowering, node: Node, value: int) -> None:
    name = low.text(node)
    if name == "_":
        return
    scope = low.scope
    held = scope.env.get(name)
    if held is not None:
        low.assign_name(node, name, value, declared(low, held))
    elif is_captured(low, name):
        low.assign_name(node, name, value)
    else:
        local = scope.add(f.LOCAL, node.start_byte, node.end_byte, value, name, None)
        low.globals.setdefault(name, []).extend((scope.index, local))


def is_captured(low: Lowering, name: str) -> bool:
    parent = low.functions[low.scope.index].parent
    while parent > 0:
        if name in low.scopes[parent].bindings:
            return True
        parent = low.functions[parent].parent
    return False


def _assign_field(low: Lowering, target: Node, value: int) -> None:
    operand, field = target.child_by_field_name("operand"), target.child_by_field_name("field")
    if operand is None or field is None:
        return
    base_node = _pointed(operand)
    base = low.expression(base_node)
    name = low.text(field)
    low.store(target, base, name, value)
    if base_node.type == "identifier":
        put(low, target, base_node, f".{name}", value)


def _pointed(node: Node) -> Node:
    """``x`` of ``(*x)``."""
    node = _bare(node)
    if node.type == "unary_expression":
        operand = node.child_by_field_name("operand")
        if operand is not None:
            return _bare(operand)
    return node


def _assign_item(low: Lowering, target: Node, value: int) -> None:
    base_node: Node = target
    while True:
        operand, index = (
            base_node.child_by_field_name("operand"),
            base_node.child_by_field_name("index"),
        )
        if operand is None or index is None:
            return
        key = low.expression(index)
        held = low.scope.values[key]
        literal = held[3] if held[0] == f.CONST else None
        base_node = _pointed(operand)
        if base_node.type != "index_expression":
            break
        # m[a][b] = v puts a mapping with v into m.
        entry = [[literal, key, value]]
        value = low.scope.add(f.MAP, target.start_byte, target.end_byte, entry)
    if base_node.type == "identifier":
        accessor = f.ANY_PART if literal is None else f"[{literal}]"
        put(low, target, base_node, accessor, value)
    elif base_node.type == "selector_expression":
        entry = [[literal, key, value]]
        held_by = low.scope.add(f.MAP, target.start_byte, target.end_byte, entry)
        put(low, target, base_node, "**", held_by)
    else:
        low.expression(base_node)
