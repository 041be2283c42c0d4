"""What is assigned to, declared or taken apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript.keys import key_of, property_of
from msgsec_lint.syntax.javascript.nodes import EXTRAS, first_part, parts
from msgsec_lint.syntax.lowering import Lowering

_PARSING = frozenset({"innerHTML", "outerHTML", "srcdoc"})
"""Properties whose assignment is a call of the parser of markup."""
_NAMES = frozenset({"identifier", "shorthand_property_identifier_pattern", "undefined"})


def assign(
    low: Lowering, target: Node, value: int, type_: str | None = None, *, declares: bool = False
) -> None:
    """Bind a target of any form to a value; a declaration makes its names local ones."""
    kind = target.type
    if kind in _NAMES:
        name = low.text(target)
        if declares:
            low.scope.outer_names.discard(name)
        else:
            _note_outer(low, name)
        low.assign_name(target, name, value, type_)
        return
    handler = _TARGETS.get(kind)
    if handler is None:
        low.expression(target)
        return
    if type_ is not None:
        value = low.scope.add(f.CAST, target.start_byte, target.end_byte, value, type_)
    handler(low, target, value, declares)


def _note_outer(low: Lowering, name: str) -> None:
    """A name assigned here that is not declared here belongs to an enclosing function or module."""
    scope = low.scope
    if scope.index == 0 or name in scope.env or name in scope.bindings:
        return
    scope.outer_names.add(name)
    holder = low.functions[scope.index].parent
    while holder > 0:
        if name in low.scopes[holder].bindings:
            return
        holder = low.functions[holder].parent
    scope.globals.add(name)


def put(low: Lowering, base_node: Node, at: Node, accessor: str, value: int) -> None:
    """Let a local name hold what it held, with one of its parts set."""
    name = "this" if base_node.type == "this" else low.text(base_node)
    scope = low.scope
    held = scope.env.get(name)
    if held is not None:
        made = scope.add(f.UPDATE, at.start_byte, at.end_byte, held, accessor, value)
        scope.rebind(name, made)


def _member(low: Lowering, target: Node, value: int, _declares: bool) -> None:
    base_node = target.child_by_field_name("object")
    name_node = target.child_by_field_name("property")
    if base_node is None or name_node is None:
        return
    base = low.expression(base_node)
    name = low.text(name_node)
    if name in _PARSING:
        start, end = target.start_byte, target.end_byte
        callee = low.scope.add(f.NAME, start, end, f"dom:{name}")
        low.call(target.parent or target, callee, [value], [], [start, end])
    low.store(target, base, name, value)
    if base_node.type in ("identifier", "this"):
        put(low, base_node, target, f".{name}", value)


def _subscript(low: Lowering, target: Node, value: int, _declares: bool) -> None:
    base_node = target.child_by_field_name("object")
    key_node = target.child_by_field_name("index")
    if base_node is None or key_node is None:
        return
    base = low.expression(base_node)
    key = low.expression(key_node)
    held = low.scope.values[key]
    literal = held[3] if held[0] == f.CONST else None
    if base_node.type in ("identifier", "this"):
        accessor = f.ANY_PART if literal is None else f"[{literal}]"
        put(low, base_node, target, accessor, value)
        return
    field = base_node.child_by_field_name("property")
    if base_node.type == "member_expression" and field is not None:
        # this.x[k] = v puts v into the field x.
        entry = low.scope.add(f.MAP, target.start_byte, target.end_byte, [[literal, key, value]])
        inner = low.scope.values[base]
        if inner[0] == f.ATTR:
            low.store(target, inner[3], low.text(field), entry)


def _with_default(low: Lowering, target: Node, value: int, declares: bool) -> None:
    left, right = target.child_by_field_name("left"), target.child_by_field_name("right")
    if left is None or right is None:
        return
    default = low.expression(right)
    start, end = target.start_byte, target.end_byte
    held = low.scope.add(f.CHOICE, start, end, [value, default], [])
    assign(low, left, held, declares=declares)


def _object(low: Lowering, target: Node, value: int, declares: bool) -> None:
    scope = low.scope
    taken: list[str] = []
    for child in parts(target):
        kind = child.type
        start, end = child.start_byte, child.end_byte
        if kind == "shorthand_property_identifier_pattern":
            name = low.text(child)
            taken.append(name)
            assign(low, child, property_of(low, child, value, name), declares=declares)
        elif kind == "object_assignment_pattern":
            left = child.child_by_field_name("left")
            name = low.text(left) if left is not None else ""
            taken.append(name)
            _with_default(low, child, scope.add(f.ATTR, start, end, value, name), declares)
        elif kind in ("pair_pattern", "pair"):
            _pair(low, child, value, taken, declares)
        elif kind in ("rest_pattern", "spread_element"):
            rest = value
            for name in taken:
                nothing = scope.add(f.CONST, start, end, None)
                rest = scope.add(f.UPDATE, start, end, rest, f".{name}", nothing)
            if taken:
                # No longer what it was: a type would show what was taken out.
                nothing = scope.add(f.CONST, start, end, None)
                rest = scope.add(f.UNKNOWN, start, end, [rest, nothing])
            inner = first_part(child)
            if inner is not None:
                assign(low, inner, rest, declares=declares)


def _pair(low: Lowering, node: Node, value: int, taken: list[str], declares: bool) -> None:
    key_node, inner = node.child_by_field_name("key"), node.child_by_field_name("value")
    if key_node is None or inner is None:
        return
    start, end = key_node.start_byte, key_node.end_byte
    literal, key = key_of(low, key_node)
    if isinstance(literal, str):
        taken.append(literal)
        part = low.scope.add(f.ATTR, start, end, value, literal)
    else:
        part = low.scope.add(f.ITEM, start, end, value, literal, key)
    assign(low, inner, part, declares=declares)


def _array(low: Lowering, target: Node, value: int, declares: bool) -> None:
    held = low.scope.values[value]
    items = held[3] if held[0] == f.SEQ and all(i >= 0 for i in held[3]) else []
    index = 0
    # Elements may be left out, so that only the commas say which one is meant.
    for child in target.children:
        if child.type == ",":
            index += 1
        if not child.is_named or child.type in EXTRAS:
            continue
        if child.type in ("rest_pattern", "spread_element"):
            part = value
        elif index < len(items):
            part = items[index]
        elif index == 0 and _is_entry(low, value):
            # Names of properties are part of the program.
            part = low.scope.add(f.TEST, child.start_byte, child.end_byte, "in", [])
        else:
            part = low.scope.add(f.PART, child.start_byte, child.end_byte, value, index)
        assign(low, child, part, declares=declares)


def _is_entry(low: Lowering, value: int) -> bool:
    """Whether a value is an element of ``Object.entries(x)``."""
    values = low.scope.values
    held = values[value]
    while held[0] in (f.LOCAL, f.EACH):
        held = values[held[3]]
    if held[0] != f.CALL:
        return False
    callee = values[held[3]]
    if callee[0] != f.ATTR or callee[4] != "entries":
        return False
    base = values[callee[3]]
    return bool(base[0] == f.NAME and base[3] == "Object")


def _inside(low: Lowering, target: Node, value: int, declares: bool) -> None:
    inner = first_part(target)
    if inner is not None:
        assign(low, inner, value, declares=declares)


_TARGETS: dict[str, Callable[[Lowering, Node, int, bool], None]] = {
    "member_expression": _member,
    "subscript_expression": _subscript,
    "object_pattern": _object,
    "object": _object,
    "array_pattern": _array,
    "array": _array,
    "assignment_pattern": _with_default,
    "assignment_expression": _with_default,
    "object_assignment_pattern": _with_default,
    "rest_pattern": _inside,
    "parenthesized_expression": _inside,
    "non_null_expression": _inside,
    "as_expression": _inside,
    "satisfies_expression": _inside,
}


def pattern_names(low: Lowering, pattern: Node) -> Iterator[str]:
    """The names that a pattern binds."""
    kind = pattern.type
    if kind in _NAMES:
        yield low.text(pattern)
    elif kind in ("assignment_pattern", "object_assignment_pattern"):
        left = pattern.child_by_field_name("left")
        if left is not None:
            yield from pattern_names(low, left)
    elif kind == "pair_pattern":
        value = pattern.child_by_field_name("value")
        if value is not None:
            yield from pattern_names(low, value)
    elif kind in ("object_pattern", "array_pattern", "rest_pattern"):
        for child in pattern.named_children:
            yield from pattern_names(low, child)


def declare_names(low: Lowering, pattern: Node) -> None:
    """Say that the names of a pattern are declared in the block that is open."""
    for name in pattern_names(low, pattern):
        low.scope.declare(name)
