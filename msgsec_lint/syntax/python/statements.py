"""Handlers for Python's statements."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import EXTRAS, Lowering, Statement
from msgsec_lint.syntax.python.definitions import (
    class_definition,
    decorated_definition,
    function_definition,
    import_from_statement,
    import_statement,
)
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
    result = low.scope.add(f.BINARY, node.start_byte, node.end_byte, sign, before, value)
    assign(low, left, result)


def return_(low: Lowering, node: Node) -> None:
    """``return value``."""
    for child in node.named_children:
        if child.type not in EXTRAS:
            low.scope.returns.append(low.expression(child))
    low.scope.leave()


def raise_(low: Lowering, node: Node) -> None:
    """``raise exception from cause``."""
    for child in node.named_children:
        if child.type not in EXTRAS:
            low.scope.raises.append(low.expression(child))
    low.scope.leave()


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


def block(low: Lowering, node: Node | None) -> None:
    """A suite of statements."""
    if node is not None:
        low.block(node.named_children)


def _narrow(low: Lowering, condition: Node) -> None:
    """Inside ``if isinstance(x, T)``, and behind an assertion of it, x is a T."""
    if condition.type == "boolean_operator" and condition.child_by_field_name("left") is not None:
        operator = condition.child_by_field_name("operator")
        if operator is not None and operator.type == "and":
            for part in condition.children_by_field_name("left"):
                _narrow(low, part)
            for part in condition.children_by_field_name("right"):
                _narrow(low, part)
        return
    if condition.type != "call":
        return
    function = condition.child_by_field_name("function")
    arguments = condition.child_by_field_name("arguments")
    if function is None or arguments is None or low.text(function) != "isinstance":
        return
    parts = [c for c in arguments.named_children if c.type not in EXTRAS]
    if len(parts) != 2 or parts[0].type != "identifier":
        return
    if parts[1].type not in ("identifier", "attribute", "tuple"):
        return
    name = low.text(parts[0])
    held = low.scope.env.get(name)
    if held is None:
        return
    tested = [parts[1]]
    if parts[1].type == "tuple":
        tested = [c for c in parts[1].named_children if c.type in ("identifier", "attribute")]
    type_ = "|".join(type_text(low, t) for t in tested)
    start, end = parts[0].start_byte, parts[0].end_byte
    low.scope.rebind(name, low.scope.add(f.LOCAL, start, end, held, name, type_))


def if_(low: Lowering, node: Node) -> None:
    """``if``/``elif``/``else``."""
    scope = low.scope
    reached: list[dict[str, int]] = []
    condition = node.child_by_field_name("condition")
    consequence = node.child_by_field_name("consequence")
    clauses = node.children_by_field_name("alternative")
    outer = scope.guard
    pending: list[tuple[Node | None, Node | None]] = [(condition, consequence)]
    for clause in clauses:
        if clause.type == "elif_clause":
            pending.append(
                (clause.child_by_field_name("condition"), clause.child_by_field_name("consequence"))
            )
        else:
            pending.append((None, clause.child_by_field_name("body")))
    after: list[tuple[int, bool]] = []
    complete = False
    for test_node, body in pending:
        test = -1
        if test_node is not None:
            test = low.expression(test_node)
        before = dict(scope.env)
        entry = scope.guard
        if test >= 0:
            scope.push_guard("if", test, True)
        if test_node is not None:
            _narrow(low, test_node)
        scope.exits = False
        block(low, body)
        if not scope.exits:
            reached.append(scope.env)
        elif test >= 0:
            after.append((test, False))
        scope.env = before
        scope.exits = False
        scope.guard = entry
        if test >= 0:
            scope.push_guard("if", test, False)
        else:
            complete = True
    if not complete:
        reached.append(scope.env)
    scope.guard = outer
    scope.merge(reached, node.end_byte)
    if len(after) == len(pending):
        _behind_exits(low, pending, after)


def _behind_exits(
    low: Lowering,
    branches: list[tuple[Node | None, Node | None]],
    after: list[tuple[int, bool]],
) -> None:
    """Behind branches that all leave, none of their conditions held."""
    for test, holds in after:
        low.scope.push_guard("after", test, holds)
    for test_node, _ in branches:
        if test_node is not None and test_node.type == "not_operator":
            _narrow(low, test_node.named_children[-1])


def while_(low: Lowering, node: Node) -> None:
    """``while``/``else``."""
    scope = low.scope
    condition = node.child_by_field_name("condition")
    joins = scope.open_loop(node.start_byte)
    test = low.expression(condition) if condition is not None else -1
    before = scope.push_guard("loop", test, True)
    block(low, node.child_by_field_name("body"))
    scope.guard = before
    scope.close_loop(joins, node.end_byte)
    _else(low, node)


def for_(low: Lowering, node: Node) -> None:
    """``for``/``else``, also async."""
    scope = low.scope
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return
    base = low.expression(right)
    joins = scope.open_loop(node.start_byte)
    each = scope.add(f.EACH, right.start_byte, right.end_byte, base)
    assign(low, left, each)
    before = scope.push_guard("loop", base, True)
    block(low, node.child_by_field_name("body"))
    scope.guard = before
    scope.close_loop(joins, node.end_byte)
    _else(low, node)


def _else(low: Lowering, node: Node) -> None:
    alternative = node.child_by_field_name("alternative")
    if alternative is not None:
        block(low, alternative.child_by_field_name("body"))


def try_(low: Lowering, node: Node) -> None:
    """``try``/``except``/``else``/``finally``."""
    scope = low.scope
    entry = dict(scope.env)
    first = len(scope.values)
    block(low, node.child_by_field_name("body"))
    last = len(scope.values)
    reached: list[dict[str, int]] = []
    body_env = scope.env
    body_exits = scope.exits
    finally_node: Node | None = None
    handlers: list[Node] = []
    for child in node.named_children:
        if child.type in ("except_clause", "except_group_clause"):
            handlers.append(child)
        elif child.type == "else_clause" and not body_exits:
            block(low, child.child_by_field_name("body"))
            body_env, body_exits = scope.env, scope.exits
        elif child.type == "finally_clause":
            finally_node = child
    if not body_exits:
        reached.append(body_env)
    for handler in handlers:
        scope.merge([entry, body_env], handler.start_byte)
        _except(low, handler, first, last)
        if not scope.exits:
            reached.append(scope.env)
    if not reached and finally_node is not None:
        scope.env = dict(entry)
        scope.exits = False
        _finally(low, finally_node)
        scope.exits = True
        return
    scope.merge(reached, node.end_byte)
    if finally_node is not None:
        _finally(low, finally_node)


def _finally(low: Lowering, node: Node) -> None:
    for child in node.named_children:
        if child.type == "block":
            block(low, child)


def _except(low: Lowering, node: Node, first: int, last: int) -> None:
    scope = low.scope
    parts = [c for c in node.named_children if c.type != "block" and c.type not in EXTRAS]
    body = [c for c in node.named_children if c.type == "block"]
    start, end = node.start_byte, node.start_byte + 6
    types: list[int] = []
    target: Node | None = None
    if parts and parts[0].type == "as_pattern":
        inner = parts[0].named_children
        types = [low.expression(inner[0])]
        alias = parts[0].child_by_field_name("alias")
        target = alias.named_children[0] if alias is not None and alias.named_children else None
    elif parts:
        types = [low.expression(parts[0])]
        target = parts[1] if len(parts) > 1 else None
    caught = scope.add(f.CAUGHT, start, end, types, first, last)
    before = scope.push_guard("except", caught, True)
    if target is not None:
        bind_pattern(low, target, caught)
    for child in body:
        block(low, child)
    scope.guard = before


def with_(low: Lowering, node: Node) -> None:
    """``with``, also async."""
    for child in node.named_children:
        if child.type == "with_clause":
            for item in child.named_children:
                if item.type == "with_item":
                    value = item.child_by_field_name("value")
                    if value is not None:
                        low.expression(value)
    block(low, node.child_by_field_name("body"))


def match(low: Lowering, node: Node) -> None:
    """``match``/``case``."""
    scope = low.scope
    subjects = [low.expression(s) for s in node.children_by_field_name("subject")]
    start, end = node.start_byte, node.end_byte
    subject = subjects[0] if len(subjects) == 1 else scope.add(f.SEQ, start, end, subjects)
    body = node.child_by_field_name("body")
    reached: list[dict[str, int]] = []
    entry = scope.env
    for case in body.named_children if body is not None else ():
        if case.type != "case_clause":
            continue
        scope.env = dict(entry)
        scope.exits = False
        before = scope.push_guard("match", subject, True)
        for child in case.named_children:
            if child.type == "case_pattern":
                bind_pattern(low, child, subject)
            elif child.type == "if_clause":
                low.expression(child.named_children[-1])
        block(low, case.child_by_field_name("consequence"))
        scope.guard = before
        if not scope.exits:
            reached.append(scope.env)
    reached.append(entry)
    scope.merge(reached, end)


def assert_(low: Lowering, node: Node) -> None:
    """``assert test, message``."""
    children = [c for c in node.named_children if c.type not in EXTRAS]
    for child in children:
        low.expression(child)
    if children:
        _narrow(low, children[0])


def break_(low: Lowering, _node: Node) -> None:
    """``break``."""
    low.scope.jump(out=True)


def continue_(low: Lowering, _node: Node) -> None:
    """``continue``."""
    low.scope.jump(out=False)


def nothing(low: Lowering, node: Node) -> None:
    """A statement without facts."""


STATEMENTS: dict[str, Statement] = {
    "expression_statement": expression_statement,
    "return_statement": return_,
    "raise_statement": raise_,
    "delete_statement": delete,
    "global_statement": global_,
    "nonlocal_statement": nonlocal_,
    "print_statement": print_statement,
    "exec_statement": exec_statement,
    "assert_statement": assert_,
    "pass_statement": nothing,
    "break_statement": break_,
    "continue_statement": continue_,
    "type_alias_statement": nothing,
    "future_import_statement": nothing,
    "import_statement": import_statement,
    "import_from_statement": import_from_statement,
    "if_statement": if_,
    "while_statement": while_,
    "for_statement": for_,
    "try_statement": try_,
    "with_statement": with_,
    "match_statement": match,
    "function_definition": function_definition,
    "class_definition": class_definition,
    "decorated_definition": decorated_definition,
    "block": block,
}
