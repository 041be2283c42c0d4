"""Branches and loops of Go: where their parts stand."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.control.blocks import evaluated
from msgsec_lint.syntax.control.branches import If
from msgsec_lint.syntax.control.jumps import Jump, Labeled
from msgsec_lint.syntax.control.loops import For, ForEach, While
from msgsec_lint.syntax.control.switches import Label, Subject, Switch
from msgsec_lint.syntax.go.ranges import bind_range
from msgsec_lint.syntax.go.targets import assign, declare
from msgsec_lint.syntax.go.types import type_text
from msgsec_lint.syntax.lowering import Lowering, Statement
from msgsec_lint.syntax.parts import first, meaningful, nth, part

_BREAKABLE = frozenset(
    {
        "for_statement",
        "expression_switch_statement",
        "type_switch_statement",
        "select_statement",
    }
)


def listed(_low: Lowering, node: Node) -> Sequence[Node]:
    """The statements of a block, a statement list or a case."""
    found: list[Node] = []
    for child in node.named_children:
        if child.type == "statement_list":
            found.extend(child.named_children)
        elif node.type in ("block", "statement_list"):
            found.append(child)
    return found


def _header(node: Node) -> Node | None:
    """What stands between ``for`` and its block."""
    for child in reversed(node.named_children):
        if child.type not in ("comment", "block"):
            return child
    return None


def _ranged(node: Node) -> Node | None:
    header = _header(node)
    return part(header, "right") if header is not None else None


_LOOPS: dict[str, Statement] = {
    "range_clause": ForEach(bind_range, over=_ranged),
    "for_clause": For(step="update", clause=_header),
}
_WHILE = While(test=_header)


def for_(low: Lowering, node: Node) -> None:
    """``for``, with a condition, three clauses, a range or nothing."""
    header = _header(node)
    _LOOPS.get(header.type if header is not None else "", _WHILE)(low, node)


def _label(low: Lowering, case: Node, subject: Subject) -> Label:
    """``case a, b:``, where the values are tests of their own without a subject."""
    found = case.child_by_field_name("value")
    if found is None:
        return Label(default=True)
    nodes = meaningful(low, found)
    values = evaluated(low, nodes)
    start, end = found.start_byte, found.end_byte
    if subject.value >= 0:
        return Label(low.scope.add(f.TEST, start, end, "==", [subject.value, *values]))
    if len(values) == 1:
        return Label(values[0], nodes[0])
    return Label(low.scope.add(f.TEST, start, end, "or", values))


def _typed(low: Lowering, node: Node) -> Subject:
    """``v := x.(type)``: in each case, v is of its type; without v, so is x."""
    value_node = node.child_by_field_name("value")
    alias = node.child_by_field_name("alias")
    if value_node is None:
        return Subject()
    value = low.expression(value_node)
    target = first(low, alias) if alias is not None else None
    if target is not None:
        declare(low, target, value)
        return Subject(value, target)
    return Subject(value, value_node if value_node.type == "identifier" else None)


def _type_label(low: Lowering, case: Node, _subject: Subject) -> Label:
    types = [c for c in case.children_by_field_name("type") if c.is_named]
    texts = [type_text(low, c) for c in types if low.text(c) != "nil"]
    return Label(types=list(dict.fromkeys(texts)), default=case.type == "default_case")


def _communication(low: Lowering, case: Node, _subject: Subject) -> Label:
    """``case v := <-channel:``."""
    made = case.child_by_field_name("communication")
    if made is not None and made.type == "receive_statement":
        _receive(low, made)
    elif made is not None:
        low.statement(made)
    return Label(default=made is None)


def _receive(low: Lowering, node: Node) -> None:
    right, left = node.child_by_field_name("right"), node.child_by_field_name("left")
    if right is None:
        return
    value = low.expression(right)
    declares = any(child.type == ":=" for child in node.children)
    for number, target in enumerate(meaningful(low, left) if left is not None else ()):
        given = value
        if number:
            given = low.scope.add(f.TEST, target.start_byte, target.end_byte, "in", [])
        (declare if declares else assign)(low, target, given)


def _falls(_case: Node, statements: Sequence[Node]) -> bool:
    return bool(statements) and statements[-1].type == "fallthrough_statement"


def goto(low: Lowering, _node: Node) -> None:
    """``goto label``: what the names hold arrives there as if it came from above."""
    low.scope.leave()


CONTROL: dict[str, Statement] = {
    "if_statement": If(begin="initializer"),
    "for_statement": for_,
    "expression_switch_statement": Switch(
        frozenset({"expression_case", "default_case"}),
        label=_label,
        statements=listed,
        begin="initializer",
        inside="",
        falls=_falls,
    ),
    "type_switch_statement": Switch(
        frozenset({"type_case", "default_case"}),
        label=_type_label,
        statements=listed,
        about=_typed,
        begin="initializer",
        inside="",
    ),
    "select_statement": Switch(
        frozenset({"communication_case", "default_case"}),
        label=_communication,
        statements=listed,
        subject="",
        inside="",
        complete=True,
    ),
    "labeled_statement": Labeled(_BREAKABLE, inside=nth(-1)),
    "break_statement": Jump(out=True, label=nth(0)),
    "continue_statement": Jump(out=False, label=nth(0)),
    "goto_statement": goto,
}
