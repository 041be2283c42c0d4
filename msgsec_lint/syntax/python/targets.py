"""Assignment targets and match patterns of Python."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import EXTRAS, Lowering

_UNPACKED = frozenset({"pattern_list", "tuple_pattern", "list_pattern", "tuple", "list"})


def assign(low: Lowering, target: Node, value: int, type_: str | None = None) -> None:
    """Bind a target of any form to a value."""
    kind = target.type
    if kind == "identifier":
        low.assign_name(target, low.text(target), value, type_)
    elif kind == "attribute":
        _assign_attribute(low, target, value, type_)
    elif kind == "subscript":
        _assign_item(low, target, value)
    elif kind in _UNPACKED:
        _unpack(low, target, value)
    elif kind in ("list_splat_pattern", "parenthesized_expression", "list_splat"):
        for child in target.named_children:
            assign(low, child, value, type_)
    else:
        low.expression(target)


def _assign_attribute(low: Lowering, target: Node, value: int, type_: str | None) -> None:
    base_node = target.child_by_field_name("object")
    name_node = target.child_by_field_name("attribute")
    if base_node is None or name_node is None:
        return
    base = low.expression(base_node)
    name = low.text(name_node)
    low.store(target, base, name, value, type_)
    _update(low, base_node, target, base, f".{name}", value)


def _assign_item(low: Lowering, target: Node, value: int) -> None:
    parts = [c for c in target.named_children if c.type not in EXTRAS]
    base = low.expression(parts[0])
    key = low.expression(parts[1]) if len(parts) == 2 else -1
    held = low.scope.values[key] if key >= 0 else None
    literal = held[3] if held is not None and held[0] == f.CONST else None
    accessor = f.ANY_PART if literal is None else f"[{literal}]"
    if parts[0].type == "attribute":
        # self.x[k] = v puts v into the field x.
        inner = parts[0].child_by_field_name("object")
        field = parts[0].child_by_field_name("attribute")
        if inner is not None and field is not None:
            entry = low.scope.add(
                f.MAP, target.start_byte, target.end_byte, [[literal, key, value]]
            )
            low.store(target, low.expression(inner), low.text(field), entry)
    else:
        _update(low, parts[0], target, base, accessor, value)


def _update(
    low: Lowering, base_node: Node, target: Node, base: int, accessor: str, value: int
) -> None:
    if base_node.type != "identifier":
        return
    scope = low.scope
    name = low.text(base_node)
    start, end = target.start_byte, target.end_byte
    if name in scope.env:
        scope.rebind(name, scope.add(f.UPDATE, start, end, base, accessor, value))


def _unpack(low: Lowering, target: Node, value: int) -> None:
    held = low.scope.values[value]
    items = held[3] if held[0] == f.SEQ and all(i >= 0 for i in held[3]) else None
    starred = False
    index = 0
    for child in target.named_children:
        if child.type in EXTRAS:
            continue
        if child.type in ("list_splat_pattern", "list_splat"):
            starred = True
        if items is not None and not starred and index < len(items):
            part = items[index]
        else:
            part = low.scope.add(
                f.PART, child.start_byte, child.end_byte, value, -1 if starred else index
            )
        assign(low, child, part)
        index += 1


def bind_pattern(low: Lowering, pattern: Node, value: int) -> None:
    """Bind the names of a match or ``as`` pattern to the parts of a value that they capture."""
    kind = pattern.type
    scope = low.scope
    start, end = pattern.start_byte, pattern.end_byte
    if kind == "identifier":
        low.assign_name(pattern, low.text(pattern), value)
    elif kind in ("attribute", "subscript", "tuple", "list", "pattern_list", "tuple_pattern"):
        assign(low, pattern, value)
    elif kind in ("case_pattern", "as_pattern", "union_pattern", "as_pattern_target"):
        for child in pattern.named_children:
            bind_pattern(low, child, value)
    elif kind == "dotted_name":
        parts = pattern.named_children
        if len(parts) == 1:
            low.assign_name(parts[0], low.text(parts[0]), value)
    elif kind == "class_pattern":
        children = pattern.named_children
        narrowed = low.scope.add(f.LOCAL, start, end, value, "", low.text(children[0]))
        for child in children[1:]:
            bind_pattern(low, child, narrowed)
    elif kind == "keyword_pattern":
        name, inner = pattern.named_children[0], pattern.named_children[-1]
        part = scope.add(f.ATTR, name.start_byte, name.end_byte, value, low.text(name))
        bind_pattern(low, inner, part)
    elif kind in ("list_pattern", "splat_pattern"):
        for index, child in enumerate(pattern.named_children):
            bind_pattern(low, child, scope.add(f.PART, start, end, value, index))
    elif kind == "dict_pattern":
        _bind_dict_pattern(low, pattern, value)


def _bind_dict_pattern(low: Lowering, pattern: Node, value: int) -> None:
    key: str | None = None
    for child in pattern.named_children:
        text = low.text(child)
        if child.type in ("string", "case_pattern") and text[:1] in "'\"" and key is None:
            key = text.strip("'\"")
            continue
        part = low.scope.add(f.ITEM, child.start_byte, child.end_byte, value, key, -1)
        bind_pattern(low, child, part)
        key = None
