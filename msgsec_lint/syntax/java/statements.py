"""Handlers for Java's statements."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.java.calls import call_statement, constructor_call
from msgsec_lint.syntax.java.definitions import class_definition
from msgsec_lint.syntax.java.exceptions import throw, try_
from msgsec_lint.syntax.java.imports import import_, package
from msgsec_lint.syntax.java.switch import switch_statement, yield_
from msgsec_lint.syntax.java.targets import narrow_name
from msgsec_lint.syntax.java.types import COMMENTS, declared, type_text
from msgsec_lint.syntax.lowering import Lowering, Statement


def expression_statement(low: Lowering, node: Node) -> None:
    """An expression for its effect."""
    for child in node.named_children:
        kind = child.type
        if kind == "method_invocation":
            call_statement(low, child)
        elif kind == "switch_expression":
            switch_statement(low, child)
        elif kind not in COMMENTS:
            low.expression(child)


def local_variable(low: Lowering, node: Node) -> None:
    """``T a = b, c;``."""
    type_node = node.child_by_field_name("type")
    if type_node is None:
        return
    for declarator in node.children_by_field_name("declarator"):
        name, value = (
            declarator.child_by_field_name("name"),
            declarator.child_by_field_name("value"),
        )
        if name is None:
            continue
        type_ = declared(low, type_node, declarator.child_by_field_name("dimensions"))
        if value is not None:
            held = low.expression(value)
        else:
            held = low.scope.add(f.UNKNOWN, name.start_byte, name.end_byte, [])
        low.assign_name(name, low.text(name), held, type_)


def return_(low: Lowering, node: Node) -> None:
    """``return value``."""
    for child in node.named_children:
        if child.type not in COMMENTS:
            low.scope.returns.append(low.expression(child))
    low.scope.leave()


def body(low: Lowering, node: Node | None) -> None:
    """A block, or the one statement that stands for it; names declared in it end with it."""
    if node is None:
        return
    scope = low.scope
    known = frozenset(scope.env)
    if node.type == "block":
        low.block(node.named_children)
    else:
        low.block([node])
    forget(low, known)


def forget(low: Lowering, known: frozenset[str]) -> None:
    """End the local names that are not among those known before."""
    env = low.scope.env
    if len(env) > len(known):
        low.scope.env = {name: value for name, value in env.items() if name in known}


def _narrow(low: Lowering, condition: Node | None, *, holds: bool = True) -> None:
    """Where ``x instanceof T`` holds, x is a T, and where it does not, none."""
    if (
        condition is None
        or b"instanceof" not in low.source[condition.start_byte : condition.end_byte]
    ):
        return
    pending = [(condition, holds)]
    while pending:
        current, true = pending.pop()
        kind = current.type
        if kind == "parenthesized_expression":
            pending.extend((child, true) for child in current.named_children)
        elif kind == "unary_expression" and current.children[0].type == "!":
            pending.extend((child, not true) for child in current.named_children)
        elif kind == "binary_expression":
            operator = current.child_by_field_name("operator")
            if operator is not None and operator.type == ("&&" if true else "||"):
                pending.extend((child, true) for child in current.named_children)
        elif kind == "instanceof_expression":
            left, right = current.child_by_field_name("left"), current.child_by_field_name("right")
            if left is not None and left.type == "identifier" and right is not None:
                narrow_name(low, left, type_text(low, right), holds=true)


def if_(low: Lowering, node: Node) -> None:
    """``if``/``else if``/``else``, walked without recursion."""
    scope = low.scope
    outer = scope.guard
    reached: list[dict[str, int]] = []
    after: list[tuple[int, Node]] = []
    branches = 0
    current: Node | None = node
    while current is not None and current.type == "if_statement":
        condition = current.child_by_field_name("condition")
        if condition is None:
            break
        branches += 1
        test = low.expression(condition)
        before = dict(scope.env)
        entry = scope.push_guard("if", test, True)
        _narrow(low, condition)
        scope.exits = False
        body(low, current.child_by_field_name("consequence"))
        if scope.exits:
            after.append((test, condition))
        else:
            reached.append(scope.env)
        scope.env, scope.exits, scope.guard = before, False, entry
        scope.push_guard("if", test, False)
        _narrow(low, condition, holds=False)
        current = current.child_by_field_name("alternative")
    body(low, current)
    if not scope.exits:
        reached.append(scope.env)
    scope.guard = outer
    scope.merge(reached, node.end_byte)
    if current is None and len(after) == branches:
        # Behind branches that all leave, none of their conditions held.
        for test, _ in after:
            scope.push_guard("after", test, False)


def while_(low: Lowering, node: Node) -> None:
    """``while``."""
    scope = low.scope
    condition = node.child_by_field_name("condition")
    joins = scope.open_loop(node.start_byte)
    test = low.expression(condition) if condition is not None else -1
    before = scope.push_guard("loop", test, True)
    _narrow(low, condition)
    body(low, node.child_by_field_name("body"))
    scope.guard = before
    scope.close_loop(joins, node.end_byte)


def do(low: Lowering, node: Node) -> None:
    """``do``/``while``."""
    scope = low.scope
    joins = scope.open_loop(node.start_byte)
    body(low, node.child_by_field_name("body"))
    condition = node.child_by_field_name("condition")
    if condition is not None and not scope.exits:
        low.expression(condition)
    scope.close_loop(joins, node.end_byte)


def for_(low: Lowering, node: Node) -> None:
    """``for (init; condition; update)``."""
    scope = low.scope
    known = frozenset(scope.env)
    for init in node.children_by_field_name("init"):
        low.statement(init)
    joins = scope.open_loop(node.start_byte)
    condition = node.child_by_field_name("condition")
    test = low.expression(condition) if condition is not None else -1
    before = scope.guard
    if test >= 0:
        scope.push_guard("loop", test, True)
    body(low, node.child_by_field_name("body"))
    for update in node.children_by_field_name("update"):
        low.expression(update)
    scope.guard = before
    scope.close_loop(joins, node.end_byte)
    forget(low, known)


def for_each(low: Lowering, node: Node) -> None:
    """``for (T x : values)``."""
    type_node, name = node.child_by_field_name("type"), node.child_by_field_name("name")
    value = node.child_by_field_name("value")
    if type_node is None or name is None or value is None:
        return
    scope = low.scope
    known = frozenset(scope.env)
    base = low.expression(value)
    joins = scope.open_loop(node.start_byte)
    each = scope.add(f.EACH, value.start_byte, value.end_byte, base)
    type_ = declared(low, type_node, node.child_by_field_name("dimensions"))
    low.assign_name(name, low.text(name), each, type_)
    before = scope.push_guard("loop", base, True)
    body(low, node.child_by_field_name("body"))
    scope.guard = before
    scope.close_loop(joins, node.end_byte)
    forget(low, known)


def labeled(low: Lowering, node: Node) -> None:
    """``label: statement``."""
    children = [c for c in node.named_children if c.type not in COMMENTS]
    if len(children) > 1:
        low.statement(children[-1])


def synchronized(low: Lowering, node: Node) -> None:
    """``synchronized (lock) { … }``."""
    for child in node.named_children:
        if child.type == "block":
            body(low, child)
        elif child.type not in COMMENTS:
            low.expression(child)


def assert_(low: Lowering, node: Node) -> None:
    """``assert test : message``."""
    children = [c for c in node.named_children if c.type not in COMMENTS]
    for child in children:
        low.expression(child)
    if children:
        _narrow(low, children[0])


def break_(low: Lowering, _node: Node) -> None:
    """``break``; with a label it is taken to leave the innermost loop."""
    low.scope.jump(out=True)


def continue_(low: Lowering, _node: Node) -> None:
    """``continue``."""
    low.scope.jump(out=False)


def nothing(_low: Lowering, _node: Node) -> None:
    """A statement without facts."""


STATEMENTS: dict[str, Statement] = {
    "expression_statement": expression_statement,
    "local_variable_declaration": local_variable,
    "return_statement": return_,
    "throw_statement": throw,
    "yield_statement": yield_,
    "if_statement": if_,
    "while_statement": while_,
    "do_statement": do,
    "for_statement": for_,
    "enhanced_for_statement": for_each,
    "try_statement": try_,
    "try_with_resources_statement": try_,
    "switch_expression": switch_statement,
    "labeled_statement": labeled,
    "synchronized_statement": synchronized,
    "assert_statement": assert_,
    "break_statement": break_,
    "continue_statement": continue_,
    "explicit_constructor_invocation": constructor_call,
    "block": body,
    "class_declaration": class_definition,
    "interface_declaration": class_definition,
    "enum_declaration": class_definition,
    "record_declaration": class_definition,
    "annotation_type_declaration": class_definition,
    "package_declaration": package,
    "import_declaration": import_,
    "module_declaration": nothing,
    ";": nothing,
}
