"""``switch`` of Java, as a statement and as an expression."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.java.targets import bind_pattern
from msgsec_lint.syntax.java.types import COMMENTS
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.scope import Environment

_CONSTANTS = frozenset(
    {
        "identifier", "string_literal", "decimal_integer_literal", "character_literal",
        "hex_integer_literal", "null_literal", "field_access", "unary_expression",
    }
)  # fmt: skip
"""Labels that only say which case it is."""


def switch_value(low: Lowering, node: Node) -> int:
    """A switch expression: one of the values that its cases yield."""
    scope = low.scope
    # Nothing else in Java yields, so that the values of the innermost switch can be kept here.
    saved, scope.yields = scope.yields, []
    subject = _switch(low, node, complete=True)
    values = list(dict.fromkeys(scope.yields))
    scope.yields = saved
    return scope.add(f.CHOICE, node.start_byte, node.end_byte, values, [subject])


def switch_statement(low: Lowering, node: Node) -> None:
    """A switch statement."""
    saved, low.scope.yields = low.scope.yields, []
    _switch(low, node, complete=False)
    low.scope.yields = saved


def _switch(low: Lowering, node: Node, *, complete: bool) -> int:
    scope = low.scope
    condition, body = node.child_by_field_name("condition"), node.child_by_field_name("body")
    start, end = node.start_byte, node.end_byte
    if condition is None or body is None:
        return scope.add(f.UNKNOWN, start, end, [])
    subject = low.expression(condition)
    entry = scope.env
    known = entry.keys()
    breaks: list[Environment] = []
    # `break` leaves the switch, `continue` the loop around it.
    scope.loops.append((breaks, scope.loops[-1][1] if scope.loops else []))
    falling: Environment | None = None
    for case in body.named_children:
        if case.type not in ("switch_block_statement_group", "switch_rule"):
            continue
        scope.merge([entry] if falling is None else [entry, falling], case.start_byte)
        if falling is None:
            scope.env = dict(entry)
        complete |= _case(low, case, subject)
        falling = None if scope.exits else scope.env
        if case.type == "switch_rule" and falling is not None:
            breaks.append(falling)
            falling = None
    scope.loops.pop()
    reached = [*breaks, *([falling] if falling is not None else [])]
    if not complete:
        reached.append(entry)
    scope.merge([{k: v for k, v in env.items() if k in known} for env in reached], end)
    if not reached:
        scope.env = dict(entry)
    return subject


def _case(low: Lowering, case: Node, subject: int) -> bool:
    """Lower one case; whether it is the default."""
    scope = low.scope
    before = scope.push_guard("match", subject, True)
    default = False
    rest: list[Node] = []
    for child in case.named_children:
        if child.type == "switch_label":
            default |= _label(low, child, subject)
        elif child.type not in COMMENTS:
            rest.append(child)
    if case.type == "switch_rule" and rest and rest[0].type == "expression_statement":
        for child in rest[0].named_children:
            if child.type not in COMMENTS:
                scope.yields.append(low.expression(child))
    else:
        low.block(rest)
    scope.guard = before
    return default


def _label(low: Lowering, label: Node, subject: int) -> bool:
    """Bind what the label of a case takes; whether it is the default."""
    children = [c for c in label.named_children if c.type not in COMMENTS]
    for child in children:
        if child.type == "pattern":
            bind_pattern(low, child, subject)
        elif child.type == "guard":
            for test in child.named_children:
                if test.type not in COMMENTS:
                    low.scope.push_guard("if", low.expression(test), True)
        elif child.type not in _CONSTANTS:
            low.expression(child)
    return any(c.type == "default" for c in label.children)


def yield_(low: Lowering, node: Node) -> None:
    """``yield value``: what a case of a switch expression gives."""
    for child in node.named_children:
        if child.type not in COMMENTS:
            low.scope.yields.append(low.expression(child))
    low.scope.jump(out=True)
