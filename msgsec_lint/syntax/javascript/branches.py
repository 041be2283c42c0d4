"""Statements of which one of several parts runs: ``if``, ``switch``, ``try``."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript.blocks import block
from msgsec_lint.syntax.javascript.callbacks import anything
from msgsec_lint.syntax.javascript.narrowing import narrow
from msgsec_lint.syntax.javascript.nodes import first_part, parts
from msgsec_lint.syntax.javascript.targets import assign, forget, pattern_names
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.scope import Environment


def _branches(node: Node) -> list[tuple[Node | None, Node | None]]:
    """Condition and body of each branch of an if and of those in its else."""
    found: list[tuple[Node | None, Node | None]] = []
    current: Node | None = node
    while current is not None:
        found.append(
            (current.child_by_field_name("condition"), current.child_by_field_name("consequence"))
        )
        clause = current.child_by_field_name("alternative")
        inner = first_part(clause) if clause is not None else None
        if inner is not None and inner.type == "if_statement":
            current = inner
            continue
        if inner is not None:
            found.append((None, inner))
        current = None
    return found


def if_(low: Lowering, node: Node) -> None:
    """``if``/``else if``/``else``."""
    scope = low.scope
    reached: list[Environment] = []
    branches = _branches(node)
    outer = scope.guard
    after: list[int] = []
    for condition, body in branches:
        if condition is None:
            # Nothing tests here: the branch is what is left of all others.
            _branch(low, body, reached)
            break
        test = low.expression(condition)
        before = dict(scope.env)
        entry = scope.guard
        scope.push_guard("if", test, True)
        narrow(low, condition, holds=True)
        if not _branch(low, body, reached):
            after.append(test)
        scope.env = before
        scope.exits = False
        scope.guard = entry
        scope.push_guard("if", test, False)
        narrow(low, condition, holds=False)
    else:
        reached.append(scope.env)
    scope.guard = outer
    scope.merge(reached, node.end_byte)
    if len(after) == len(branches):
        # Behind branches that all leave, none of their conditions held.
        for test in after:
            scope.push_guard("after", test, False)


def _branch(low: Lowering, body: Node | None, reached: list[Environment]) -> bool:
    """Lower a branch; says whether control comes out of it."""
    scope = low.scope
    scope.exits = False
    if body is not None:
        block(low, [body])
    if not scope.exits:
        reached.append(scope.env)
    return not scope.exits


def switch(low: Lowering, node: Node) -> None:
    """``switch``: each case begins with what came in, or with what fell through."""
    scope = low.scope
    value = node.child_by_field_name("value")
    body = node.child_by_field_name("body")
    subject = low.expression(value) if value is not None else -1
    entry = scope.env
    breaks = scope.open_exits(goes_on=False).breaks
    complete = False
    fell: Environment | None = None
    for case in parts(body) if body is not None else ():
        scope.env = dict(entry)
        complete |= case.type == "switch_default"
        tested = case.child_by_field_name("value")
        if tested is not None:
            low.expression(tested)
        if fell is not None:
            scope.merge([entry, fell], case.start_byte)
        scope.exits = False
        before = scope.push_guard("match", subject, True)
        block(low, case.children_by_field_name("body"))
        scope.guard = before
        fell = None if scope.exits else scope.env
    scope.loops.pop()
    if fell is not None:
        breaks.append(fell)
    if not complete:
        breaks.append(entry)
    scope.merge(breaks, node.end_byte)


def try_(low: Lowering, node: Node) -> None:
    """``try``/``catch``/``finally``."""
    scope = low.scope
    entry = dict(scope.env)
    first = len(scope.values)
    body = node.child_by_field_name("body")
    if body is not None:
        block(low, [body])
    last = len(scope.values)
    body_env, body_exits = scope.env, scope.exits
    reached: list[Environment] = [] if body_exits else [body_env]
    handler = node.child_by_field_name("handler")
    if handler is not None:
        scope.merge([entry, body_env], handler.start_byte)
        _catch(low, handler, first, last)
        if not scope.exits:
            reached.append(scope.env)
    finalizer = node.child_by_field_name("finalizer")
    inner = finalizer.child_by_field_name("body") if finalizer is not None else None
    if not reached and inner is not None:
        scope.env = entry
        scope.exits = False
        block(low, [inner])
        scope.exits = True
        return
    scope.merge(reached, node.end_byte)
    if inner is not None:
        block(low, [inner])


def _catch(low: Lowering, node: Node, first: int, last: int) -> None:
    scope = low.scope
    parameter = node.child_by_field_name("parameter")
    start = node.start_byte
    caught = scope.add(f.CAUGHT, start, start + 5, [anything(low, start)], first, last)
    outer = dict(scope.env)
    before = scope.push_guard("except", caught, True)
    names: list[str] = []
    if parameter is not None:
        names = list(pattern_names(low, parameter))
        assign(low, parameter, caught, declares=True)
    body = node.child_by_field_name("body")
    if body is not None:
        block(low, [body])
    scope.guard = before
    forget(low, names, outer)
