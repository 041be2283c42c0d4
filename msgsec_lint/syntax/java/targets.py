"""What Java assigns to: names, fields, elements, patterns."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.java.names import current
from msgsec_lint.syntax.java.operators import BINARY
from msgsec_lint.syntax.java.types import COMMENTS, TYPES, declared, type_text
from msgsec_lint.syntax.jvm.receivers import field_owner
from msgsec_lint.syntax.lowering import Lowering


def assignment(low: Lowering, node: Node) -> int:
    """``a = b`` and ``a += b``; returns the value assigned."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None or operator is None:
        return low.unknown(node)
    if operator.type == "=":
        value = low.expression(right)
    else:
        before = low.expression(left)
        given = low.expression(right)
        value = BINARY.applied(low, node, operator.type[:-1], before, given)
    assign(low, left, value)
    return value


def assign(low: Lowering, target: Node, value: int) -> None:
    """Let a target of any form hold a value."""
    kind = target.type
    if kind == "identifier":
        _assign_name(low, target, value)
    elif kind == "field_access":
        base, name = target.child_by_field_name("object"), target.child_by_field_name("field")
        if base is not None and name is not None:
            held = low.expression(base)
            text = low.text(name)
            low.store(target, held, text, value)
            _update(low, base, target, held, f".{text}", value)
    elif kind == "array_access":
        _assign_item(low, target, value)
    elif kind == "parenthesized_expression":
        for child in target.named_children:
            assign(low, child, value)
    else:
        low.expression(target)


def _assign_name(low: Lowering, target: Node, value: int) -> None:
    name = low.text(target)
    scope = low.scope
    if name in scope.env:
        low.assign_name(target, name, value, declared_type(low, name))
        return
    owner = field_owner(low, name)
    if owner < 0:
        low.assign_name(target, name, value)
        return
    base = current(low, owner)
    low.store(target, base, name, value)
    if owner == scope.receivers[0]:
        start, end = target.start_byte, target.end_byte
        scope.rebind("this", scope.add(f.UPDATE, start, end, base, f".{name}", value))


def declared_type(low: Lowering, name: str) -> str | None:
    """The type that a local name was declared with."""
    bound = low.scope.bindings.get(name)
    if not bound:
        return None
    held = low.scope.values[bound[-1]]
    if held[0] == f.LOCAL:
        return held[5]  # type: ignore[no-any-return]
    if held[0] == f.PARAM:
        return low.functions[low.scope.index].parameters[held[3]].type
    return None


def _assign_item(low: Lowering, target: Node, value: int) -> None:
    array, index = target.child_by_field_name("array"), target.child_by_field_name("index")
    if array is None or index is None:
        return
    base, key = low.expression(array), low.expression(index)
    scope = low.scope
    start, end = target.start_byte, target.end_byte
    literal = scope.values[key][3] if scope.values[key][0] == f.CONST else None
    held = scope.values[base]
    if held[0] == f.ATTR:
        # this.x[k] = v puts v into the field x.
        entry = scope.add(f.MAP, start, end, [[literal, key, value]])
        low.store(target, held[3], held[4], entry)
    else:
        accessor = f.ANY_PART if literal is None else f"[{literal}]"
        _update(low, array, target, base, accessor, value)


def _update(
    low: Lowering, base_node: Node, target: Node, base: int, accessor: str, value: int
) -> None:
    if base_node.type not in ("identifier", "this"):
        return
    scope = low.scope
    name = low.text(base_node)
    if name in scope.env:
        start, end = target.start_byte, target.end_byte
        scope.rebind(name, scope.add(f.UPDATE, start, end, base, accessor, value))


def bind_pattern(low: Lowering, pattern: Node, value: int) -> None:
    """Bind the names of a pattern to what they take out of a value."""
    kind = pattern.type
    if kind in ("type_pattern", "record_pattern_component"):
        types = [c for c in pattern.named_children if c.type in TYPES]
        names = [c for c in pattern.named_children if c.type == "identifier"]
        if not names:
            return
        type_ = declared(low, types[0]) if types else None
        if type_ is not None:
            start, end = pattern.start_byte, pattern.end_byte
            value = low.scope.add(f.CAST, start, end, value, type_)
        low.declare_name(names[-1], low.text(names[-1]), value, type_)
    elif kind == "record_pattern":
        _record_pattern(low, pattern, value)
    elif kind == "pattern":
        for child in pattern.named_children:
            bind_pattern(low, child, value)


def _record_pattern(low: Lowering, pattern: Node, value: int) -> None:
    children = [c for c in pattern.named_children if c.type not in COMMENTS]
    if len(children) < 2:
        return
    scope = low.scope
    start, end = pattern.start_byte, pattern.end_byte
    type_ = type_text(low, children[0])
    taken = scope.add(f.CAST, start, end, value, type_)
    names = _components(low, type_.split("[")[0])
    parts = [c for c in children[-1].named_children if c.type not in COMMENTS]
    for index, part in enumerate(parts):
        start, end = part.start_byte, part.end_byte
        if index < len(names):
            inner = scope.add(f.ATTR, start, end, taken, names[index])
        else:
            inner = scope.add(f.PART, start, end, taken, index)
        bind_pattern(low, part, inner)


def _components(low: Lowering, name: str) -> list[str]:
    """The components of a record of this file."""
    for made in low.classes:
        if made.name == name.rsplit(".", 1)[-1] and made.generated:
            return [field.name for field in made.fields if not field.flags & f.NOT_IN_CONSTRUCTOR]
    return []
