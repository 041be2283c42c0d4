"""Handlers for Python's statements."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.control.attempts import Handler, Try
from msgsec_lint.syntax.control.blocks import body, nothing
from msgsec_lint.syntax.control.branches import If
from msgsec_lint.syntax.control.jumps import Jump, return_, throw
from msgsec_lint.syntax.control.loops import ForEach, While
from msgsec_lint.syntax.control.narrowing import assertion
from msgsec_lint.syntax.control.switches import Label, Subject, Switch
from msgsec_lint.syntax.lowering import EXTRAS, Conditions, Lowering, Statement, Tested
from msgsec_lint.syntax.parts import first, meaningful
from msgsec_lint.syntax.python.definitions import (
    class_definition,
    decorated_definition,
    function_definition,
    import_from_statement,
    import_statement,
)
from msgsec_lint.syntax.python.expressions import OPERATORS
from msgsec_lint.syntax.python.signature import type_text
from msgsec_lint.syntax.python.targets import assign, bind_pattern


def expression_statement(low: Lowering, node: Node) -> None:
    """An expression for its effect, or an assignment."""
    for child in node.named_children:
        kind = child.type
        if kind == "assignment":
            assignment(low, child)
        elif kind == "augmented_assignment":
            augmented(low, child)
        elif kind not in EXTRAS and kind not in ("string", "concatenated_string"):
            low.expression(child)


def assignment(low: Lowering, node: Node) -> int:
    """``a = b``, ``a: T = b``, ``a = b = c``; returns the value assigned."""
    left = node.child_by_field_name("left")
    right = node.child_by_field_name("right")
    annotation = node.child_by_field_name("type")
    type_ = type_text(low, annotation) if annotation is not None else None
    if right is None:
        if left is not None and annotation is not None and left.type == "identifier":
            value = low.scope.add(f.UNKNOWN, left.start_byte, left.end_byte, [])
            low.assign_name(left, low.text(left), value, type_)
            return value
        return low.scope.add(f.UNKNOWN, node.start_byte, node.end_byte, [])
    value = assignment(low, right) if right.type == "assignment" else low.expression(right)
    if left is not None:
        assign(low, left, value, type_)
    return value


def augmented(low: Lowering, node: Node) -> None:
    """``a += b``."""
    left = node.child_by_field_name("left")
    right = node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None:
        return
    before = low.expression(left)
    value = low.expression(right)
    sign = operator.type.rstrip("=") if operator is not None else "+"
    assign(low, left, OPERATORS.applied(low, node, sign, before, value))


def delete(low: Lowering, node: Node) -> None:
    """``del target``."""
    for child in node.named_children:
        if child.type == "identifier":
            low.scope.env.pop(low.text(child), None)
        else:
            low.expression(child)


def global_(low: Lowering, node: Node) -> None:
    """``global name``."""
    for child in node.named_children:
        name = low.text(child)
        low.scope.globals.add(name)
        low.scope.outer_names.add(name)


def nonlocal_(low: Lowering, node: Node) -> None:
    """``nonlocal name``."""
    for child in node.named_children:
        low.scope.outer_names.add(low.text(child))


def print_statement(low: Lowering, node: Node) -> None:
    """Python 2's ``print a, b`` and ``print >>stream, a``."""
    arguments: list[int] = []
    spans: list[int] = []
    callee = low.scope.add(f.NAME, node.start_byte, node.start_byte + 5, "print")
    for child in node.named_children:
        if child.type == "chevron":
            stream = low.expression(child.named_children[-1])
            callee = low.scope.add(f.ATTR, child.start_byte, child.end_byte, stream, "write")
        elif child.type not in EXTRAS:
            spans += (child.start_byte, child.end_byte)
            arguments.append(low.expression(child))
    low.call(node, callee, arguments, [], spans)


def exec_statement(low: Lowering, node: Node) -> None:
    """Python 2's ``exec code``."""
    children = [c for c in node.named_children if c.type not in EXTRAS]
    arguments = [low.expression(c) for c in children]
    spans = [at for c in children for at in (c.start_byte, c.end_byte)]
    callee = low.scope.add(f.NAME, node.start_byte, node.start_byte + 4, "exec")
    low.call(node, callee, arguments, [], spans)


def _tested(low: Lowering, node: Node, holds: bool) -> Tested | None:
    """``isinstance(x, T)``."""
    function = node.child_by_field_name("function")
    arguments = node.child_by_field_name("arguments")
    if function is None or arguments is None or low.text(function) != "isinstance":
        return None
    parts = meaningful(low, arguments)
    if len(parts) != 2 or parts[0].type != "identifier":
        return None
    tested = parts[1:]
    if parts[1].type == "tuple":
        tested = parts[1].named_children
    types = [type_text(low, t) for t in tested if t.type in ("identifier", "attribute")]
    return Tested(parts[0], "|".join(types), holds) if types else None


CONDITIONS = Conditions(
    both="and",
    either="or",
    connected=frozenset({"boolean_operator"}),
    negated=frozenset({"not_operator"}),
    negation="not",
    tests={"call": _tested},
)


def _otherwise(node: Node) -> Node | None:
    """What follows a branch: the next ``elif``, or the block of ``else``."""
    if node.type == "if_statement":
        clause = node.child_by_field_name("alternative")
    else:
        clause = node.next_named_sibling
        while clause is not None and not clause.type.endswith("_clause"):
            clause = clause.next_named_sibling
    if clause is not None and clause.type == "else_clause":
        return clause.child_by_field_name("body")
    return clause


def _else(node: Node) -> Node | None:
    """The block of a loop's ``else``."""
    clause = node.child_by_field_name("alternative")
    return clause.child_by_field_name("body") if clause is not None else None


def _element(low: Lowering, node: Node, over: Node, base: int) -> None:
    left = node.child_by_field_name("left")
    if left is not None:
        assign(low, left, low.scope.add(f.EACH, over.start_byte, over.end_byte, base))


def _handler(low: Lowering, node: Node) -> Handler:
    made = Handler(bind=bind_pattern)
    parts = meaningful(low, node)
    if parts and parts[-1].type == "block":
        made.inside = parts.pop()
    if not parts:
        return made
    if parts[0].type == "as_pattern":
        alias = parts[0].child_by_field_name("alias")
        made.types = [low.expression(parts[0].named_children[0])]
        made.name = first(low, alias) if alias is not None else None
    else:
        made.types = [low.expression(parts[0])]
        made.name = parts[1] if len(parts) > 1 else None
    return made


def with_(low: Lowering, node: Node) -> None:
    """``with``, also async."""
    for clause in node.named_children:
        for item in clause.named_children if clause.type == "with_clause" else ():
            value = item.child_by_field_name("value")
            if value is not None:
                low.expression(value)
    body(low, node.child_by_field_name("body"))


def _subject(low: Lowering, node: Node) -> Subject:
    nodes = node.children_by_field_name("subject")
    values = [low.expression(s) for s in nodes]
    if len(values) == 1:
        return Subject(values[0])
    return Subject(low.scope.add(f.SEQ, node.start_byte, node.end_byte, values))


def _label(low: Lowering, case: Node, subject: Subject) -> Label:
    made = Label()
    for child in case.named_children:
        if child.type == "case_pattern":
            bind_pattern(low, child, subject.value)
            made.default |= low.text(child) == "_"
        elif child.type == "if_clause":
            made.further = [low.expression(child.named_children[-1])]
    made.default &= not made.further
    return made


def _inside(_low: Lowering, case: Node) -> Sequence[Node]:
    block = case.child_by_field_name("consequence")
    return block.named_children if block is not None else ()


STATEMENTS: dict[str, Statement] = {
    "expression_statement": expression_statement,
    "return_statement": return_,
    "raise_statement": throw,
    "delete_statement": delete,
    "global_statement": global_,
    "nonlocal_statement": nonlocal_,
    "print_statement": print_statement,
    "exec_statement": exec_statement,
    "assert_statement": assertion,
    "pass_statement": nothing,
    "break_statement": Jump(out=True),
    "continue_statement": Jump(out=False),
    "type_alias_statement": nothing,
    "future_import_statement": nothing,
    "import_statement": import_statement,
    "import_from_statement": import_from_statement,
    "if_statement": If(otherwise=_otherwise, chain=frozenset({"elif_clause"})),
    "while_statement": While(otherwise=_else),
    "for_statement": ForEach(_element, otherwise=_else),
    "try_statement": Try(
        _handler,
        handlers=frozenset({"except_clause", "except_group_clause"}),
        orelse="else_clause",
        word=len("except"),
    ),
    "with_statement": with_,
    "match_statement": Switch(
        frozenset({"case_clause"}),
        label=_label,
        statements=_inside,
        about=_subject,
        left_by_break=False,
    ),
    "function_definition": function_definition,
    "class_definition": class_definition,
    "decorated_definition": decorated_definition,
    "block": body,
}
