"""What ``range`` gives, which depends on a type that is seldom written near it.

Of a mapping it gives key and value, of a list position and element, of a channel elements only. The
second variable is an element in any case. The first is a key or an element unless something says
that it is a position: the type of what is ranged over, its own name, or its use as an index.
"""

from __future__ import annotations

import re

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.go.targets import assign, declare, declared
from msgsec_lint.syntax.lowering import Lowering

_POSITION = re.compile(
    r"[ijkn]{1,2}|(?:i|idx|index|ind|pos|position|count|num)|\w+(?:Idx|Index|Pos)"
)


def bind_range(low: Lowering, loop: Node, at: Node, base: int) -> None:
    """Bind the variables of a range clause inside the loop."""
    node = at.parent or loop
    left = node.child_by_field_name("left")
    targets = [c for c in left.named_children if c.type != "comment"] if left is not None else []
    if not targets:
        return
    body = loop.child_by_field_name("body")
    declares = any(child.type == ":=" for child in node.children)
    scope = low.scope
    start, end = at.start_byte, at.end_byte
    given: list[int] = []
    name = low.text(targets[0])
    if name != "_":
        if _is_position(low, name, base, body if len(targets) == 1 else None):
            given.append(scope.add(f.TEST, start, end, "literal", []))
        else:
            given.append(scope.add(f.EACH, start, end, base))
    else:
        given.append(base)
    if len(targets) > 1:
        # An element of a list and a value of a mapping are both read so.
        given.append(scope.add(f.ITEM, start, end, base, None, -1))
    for target, value in zip(targets, given, strict=False):
        if not declares:
            if low.text(target) != "_":
                assign(low, target, value)
        elif target.type == "identifier":
            declare(low, target, value)


def _is_position(low: Lowering, name: str, base: int, body: Node | None) -> bool:
    """Whether the first variable of a range is a position in a list; ``body`` if it is alone."""
    type_ = _type(low, base)
    if type_.startswith("dict["):
        return False
    if type_ in ("builtins.int", "builtins.str", "builtins.bytes"):
        return True
    if body is None:
        return type_.startswith("list[") or _POSITION.fullmatch(name) is not None
    text = low.source[body.start_byte : body.end_byte]
    return _POSITION.fullmatch(name) is not None or b"[" + name.encode() + b"]" in text


def _type(low: Lowering, base: int) -> str:
    """The declared type of what is ranged over: a local name, or a field of a receiver."""
    scope = low.scope
    held = scope.values[base]
    if held[0] == f.CONST and isinstance(held[3], int):
        return "builtins.int"
    if held[0] != f.ATTR:
        return declared(low, base) or ""
    owner = declared(low, held[3])
    if owner is None or len(low.classes) > MAX_CLASSES:
        return ""
    for made in low.classes:
        if made.name == owner:
            for field in made.fields:
                if field.name == held[4]:
                    return field.type or ""
    return ""


MAX_CLASSES = 200
"""In files with more classes the fields of none are looked up."""
