"""Declarations of local names, assignments, loops and jumps of Kotlin."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.jvm.receivers import declaring_receiver
from msgsec_lint.syntax.kotlin.blocks import bind_variable, leave_block
from msgsec_lint.syntax.kotlin.inlining import each, put_into_field
from msgsec_lint.syntax.kotlin.names import this_value
from msgsec_lint.syntax.kotlin.operators import BINARY
from msgsec_lint.syntax.kotlin.types import COMMENTS, name_text
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.parts import meaningful

_VARIABLES = ("variable_declaration", "multi_variable_declaration")
_HOLDING = ("State", "StateOf", "Lifecycle", "Saveable", "StateValue")
_CONTAINERS = ("list[", "dict[")


def local_property(low: Lowering, node: Node) -> None:
    """``val x = …``, ``val (a, b) = …``, ``val x by …`` inside a function."""
    target: Node | None = None
    value_node: Node | None = None
    delegate: Node | None = None
    behind = False
    for child in node.children:
        kind = child.type
        if kind in _VARIABLES:
            target = child
        elif kind == "property_delegate":
            delegate = child
        elif kind == "=":
            behind = True
        elif behind and child.is_named and kind not in COMMENTS:
            value_node, behind = child, False
    if target is None:
        return
    if value_node is not None:
        value = low.expression(value_node)
    elif delegate is not None:
        value = delegated(low, delegate)
    else:
        value = low.scope.add(f.UNKNOWN, target.start_byte, target.end_byte, [])
    bind_variable(low, target, value)


def delegated(low: Lowering, node: Node) -> int:
    """The value of a property that ``by`` lets something else hold."""
    parts = [c for c in node.named_children if c.type not in COMMENTS]
    if not parts:
        return low.scope.add(f.UNKNOWN, node.start_byte, node.end_byte, [])
    value = low.expression(parts[-1])
    values = low.scope.values
    held = values[value]
    if held[0] == f.SEQ:
        return each(low, node, value)
    if held[0] == f.CALL:
        callee = values[held[3]]
        name = callee[4] if callee[0] == f.ATTR else callee[3]
        if isinstance(name, str) and name.endswith(_HOLDING):
            inner = held[4][0] if len(held[4]) and held[4][0] >= 0 else -1
            if inner >= 0 and name.startswith("mutable"):
                return int(inner)
            return each(low, node, value)
    return value


def assignment(low: Lowering, node: Node) -> None:
    """``a = b``, ``a += b``."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None:
        return
    sign = operator.type if operator is not None else "="
    if sign == "=":
        assign(low, left, low.expression(right))
        return
    before, given = low.expression(left), low.expression(right)
    if sign == "+=" and _is_container(low, before):
        start, end = node.start_byte, node.end_byte
        value = low.scope.add(f.UPDATE, start, end, before, f.ANY_PART, given)
    else:
        value = BINARY.applied(low, node, sign[:-1], before, given)
    assign(low, left, value)


def _is_container(low: Lowering, value: int) -> bool:
    values = low.scope.values
    for _ in range(8):
        held = values[value]
        if held[0] in (f.SEQ, f.MAP):
            return True
        if held[0] in (f.LOCAL, f.CAST) and (held[-1] or "").startswith(_CONTAINERS):
            return True
        if held[0] in (f.JOIN, f.CHOICE) and held[3]:
            value = held[3][0]
        elif held[0] in (f.LOCAL, f.CAST, f.UPDATE):
            value = held[3]
        else:
            return False
    return False


def assign(low: Lowering, target: Node, value: int) -> None:
    """Let a name, member or element hold a value."""
    kind = target.type
    if kind == "identifier":
        _assign_name(low, target, value)
    elif kind == "navigation_expression":
        _assign_member(low, target, value)
    elif kind == "index_expression":
        _assign_element(low, target, value)
    elif kind == "parenthesized_expression" and target.named_children:
        assign(low, target.named_children[-1], value)
    else:
        low.expression(target)


def _assign_name(low: Lowering, node: Node, value: int) -> None:
    name = name_text(low, node)
    scope = low.scope
    held = scope.env.get(name)
    if held is not None and not _is_member(low, held):
        field = scope.values[held]
        if name == "field" and field[0] == f.ATTR:
            low.store(node, field[3], field[4], value)
        elif low.functions[scope.index].flags & f.MODULE_BODY:
            scope.env[name] = scope.add(f.LOCAL, node.start_byte, node.end_byte, value, name, None)
        else:
            low.assign_name(node, name, value)
        return
    scope.env.pop(name, None)
    owner = declaring_receiver(low, name)
    if owner == -1 or (not scope.receivers and _is_captured(low, name)):
        # A local name of the function around: its bindings are what others read.
        scope.outer_names.add(name)
        low.assign_name(node, name, value)
        return
    start, end = node.start_byte, node.end_byte
    if owner is None and (not scope.receivers or name in low.globals):
        local = scope.add(f.LOCAL, start, end, value, name, None)
        low.globals.setdefault(name, []).extend((scope.index, local))
        return
    if owner is not None:
        low.store(node, owner, name, value)
    innermost = scope.receivers[0]
    if owner is None or (owner != innermost and _is_pushed(low)):
        low.store(node, this_value(low, start, end), name, value)
    _update_this(low, node, name, value)


def _is_captured(low: Lowering, name: str) -> bool:
    """Whether a function around this one binds a name."""
    function = low.functions[low.scope.index].parent
    while function > 0:
        if name in low.scopes[function].bindings:
            return True
        function = low.functions[function].parent
    return False


def _is_member(low: Lowering, value: int) -> bool:
    """Whether a local name only says of what type a member is: see ``narrow_name``."""
    values = low.scope.values
    held = values[value]
    if held[0] != f.LOCAL or values[held[3]][0] != f.CAST:
        return False
    return bool(values[values[held[3]][3]][0] == f.NAME)


def _is_pushed(low: Lowering) -> bool:
    """Whether `this` is what ``apply`` and its like made it."""
    scope = low.scope
    this = scope.env.get("this")
    if this is None or this in scope.bindings.get("this", ()):
        return False
    return bool(scope.values[this][0] != f.NAME)


def _update_this(low: Lowering, node: Node, name: str, value: int) -> None:
    if _is_pushed(low):
        scope = low.scope
        scope.env["this"] = scope.add(
            f.UPDATE, node.start_byte, node.end_byte, scope.env["this"], f".{name}", value
        )


def _assign_member(low: Lowering, node: Node, value: int) -> None:
    parts = [c for c in node.named_children if c.type not in COMMENTS]
    if len(parts) < 2:
        low.expression(node)
        return
    base = low.expression(parts[0])
    name = name_text(low, parts[-1])
    low.store(node, base, name, value)
    scope = low.scope
    start, end = node.start_byte, node.end_byte
    if parts[0].type == "this_expression":
        if low.text(parts[0]) == "this":
            _update_this(low, node, name, value)
        return
    local = name_text(low, parts[0]) if parts[0].type == "identifier" else ""
    if local in scope.env:
        scope.rebind(local, scope.add(f.UPDATE, start, end, base, f".{name}", value))
    elif name == "value":
        put_into_field(low, node, base, value)


def _assign_element(low: Lowering, node: Node, value: int) -> None:
    parts = [c for c in node.named_children if c.type not in COMMENTS]
    base = low.expression(parts[0])
    keys = [low.expression(c) for c in parts[1:]]
    scope = low.scope
    start, end = node.start_byte, node.end_byte
    held = scope.values[keys[0]] if len(keys) == 1 else None
    literal = held[3] if held is not None and held[0] == f.CONST else None
    local = name_text(low, parts[0]) if parts[0].type == "identifier" else ""
    if local in scope.env:
        accessor = f.ANY_PART if literal is None else f"[{literal}]"
        scope.rebind(local, scope.add(f.UPDATE, start, end, base, accessor, value))
        return
    target = scope.values[base]
    entry = scope.add(f.MAP, start, end, [[literal, keys[0] if keys else -1, value]])
    if target[0] == f.ATTR:
        low.store(node, target[3], target[4], entry)
    elif target[0] == f.NAME:
        owner = declaring_receiver(low, target[3])
        if owner is None and scope.receivers:
            owner = scope.receivers[0]
        if owner is not None and owner >= 0:
            low.store(node, owner, target[3], entry)


def return_(low: Lowering, node: Node) -> int:
    """``return value`` and ``return@label value``."""
    scope = low.scope
    label = node.child_by_field_name("label")
    value = -1
    for child in node.named_children:
        if child.type not in COMMENTS and child != label:
            value = low.expression(child)
    leaves = label is not None and leave_block(low, name_text(low, label), value)
    if not leaves and value >= 0:
        scope.returns.append(value)
    scope.leave()
    return value if value >= 0 else scope.add(f.CONST, node.end_byte, node.end_byte, None)


def throw(low: Lowering, node: Node) -> int:
    """``throw exception``."""
    scope = low.scope
    value = -1
    for child in node.named_children:
        if child.type not in COMMENTS:
            value = low.expression(child)
            scope.raises.append(value)
    scope.leave()
    return value if value >= 0 else low.unknown(node)


def labeled(low: Lowering, node: Node) -> int:
    """``break@label``, ``continue@label``, or anything else under a label."""
    scope = low.scope
    value, label = -1, ""
    for child in meaningful(low, node):
        if child.type == "label":
            label = low.text(child).strip().rstrip("@")
            continue
        if label in ("break", "continue"):
            scope.jump(out=label == "break", label=name_text(low, child))
            return scope.add(f.CONST, node.start_byte, node.end_byte, None)
        value = low.block((child,))
    if label in ("break", "continue") and value < 0:
        scope.jump(out=label == "break")
        return scope.add(f.CONST, node.start_byte, node.end_byte, None)
    return value if value >= 0 else scope.add(f.UNKNOWN, node.start_byte, node.end_byte, [])
