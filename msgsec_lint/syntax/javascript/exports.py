"""What a module gives to others: names bound at its top level besides its own."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import Lowering

WHOLE = "module.exports"
"""The name of all that a CommonJS module gives."""


def export(low: Lowering, node: Node, name: str, value: int) -> None:
    """Let a module-level name hold a value, for importers only."""
    scope = low.scope
    held = scope.values[value]
    local = scope.add(f.LOCAL, node.start_byte, node.end_byte, value, name, None)
    low.globals.setdefault(name, []).extend((scope.index, local))
    while held[0] in (f.LOCAL, f.CAST):
        held = scope.values[held[3]]
    own = _own_name(low, held)
    if own and own != name:
        # Importers call it by the name under which it is exported.
        low.aliases.setdefault(own, []).append(name)


def _own_name(low: Lowering, held: f.Value) -> str:
    if held[0] == f.NAME:
        return str(held[3])
    if held[0] == f.ATTR:
        return str(held[4])
    if held[0] == f.FUNC:
        return low.functions[held[3]].name
    return low.classes[held[3]].name if held[0] == f.CLASS else ""


def export_whole(low: Lowering, node: Node, value: int) -> None:
    """``module.exports = value``: the module is the value, and gives the keys of an object."""
    export(low, node, WHOLE, value)
    held = low.scope.values[value]
    if held[0] == f.MAP:
        for literal, _, entry in held[3]:
            if isinstance(literal, str):
                export(low, node, literal, entry)


def export_default(low: Lowering, node: Node, value: int) -> None:
    """``export default value``; functions in an object are called by its keys."""
    export(low, node, "default", value)
    held = low.scope.values[value]
    while held[0] in (f.LOCAL, f.CAST):
        held = low.scope.values[held[3]]
    for literal, _, entry in held[3] if held[0] == f.MAP else ():
        own = _own_name(low, low.scope.values[entry])
        if isinstance(literal, str) and own not in ("", literal):
            low.aliases.setdefault(own, []).append(literal)


def export_assigned(low: Lowering, target: Node, value: int) -> None:
    """``module.exports = v``, ``exports.a = v`` and ``module.exports.a = v``."""
    base, field = target.child_by_field_name("object"), target.child_by_field_name("property")
    if base is None or field is None:
        return
    if base.type == "identifier":
        name = low.text(base)
        if name == "exports":
            export(low, target, low.text(field), value)
        elif name == "module" and low.text(field) == "exports":
            export_whole(low, target, value)
    elif base.type == "member_expression" and low.text(base) == WHOLE:
        export(low, target, low.text(field), value)
