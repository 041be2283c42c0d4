"""Branches and loops of Go."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.go.blocks import Block, listed, statements
from msgsec_lint.syntax.go.ranges import bind_range
from msgsec_lint.syntax.go.targets import assign, declare
from msgsec_lint.syntax.go.types import type_text
from msgsec_lint.syntax.lowering import Lowering, Statement
from msgsec_lint.syntax.scope import Environment, Scope

_BREAKABLE = frozenset(
    {
        "for_statement",
        "expression_switch_statement",
        "type_switch_statement",
        "select_statement",
    }
)
_FUNCTIONS = frozenset({"func_literal", "function_declaration", "method_declaration"})


def if_(low: Lowering, node: Node) -> None:
    """``if init; test { … } else if … else { … }``."""
    scope = low.scope
    outer = scope.guard
    blocks: list[Block] = []
    reached: list[Environment] = []
    after: list[tuple[int, bool]] = []
    current = node
    while True:
        block = Block(scope)
        blocks.append(block)
        _initialize(low, block, current)
        condition = current.child_by_field_name("condition")
        test = low.expression(condition) if condition is not None else -1
        entry = dict(scope.env)
        before = scope.push_guard("if", test, True)
        if _branch(low, current.child_by_field_name("consequence"), reached):
            after.append((test, False))
        scope.env, scope.exits, scope.guard = entry, False, before
        scope.push_guard("if", test, False)
        alternative = current.child_by_field_name("alternative")
        if alternative is None:
            reached.append(scope.env)
            break
        if alternative.type != "if_statement":
            if _branch(low, alternative, reached) and len(blocks) == 1 and not after:
                after.append((test, True))
            break
        current = alternative
    scope.guard = outer
    scope.merge(reached, node.end_byte)
    for block in reversed(blocks):
        block.close()
    if len(after) == len(blocks):
        for test, holds in after:
            scope.push_guard("after", test, holds)


def _initialize(low: Lowering, block: Block, node: Node) -> None:
    initializer = node.child_by_field_name("initializer")
    if initializer is not None:
        block.statement(low, initializer)


def _branch(low: Lowering, node: Node | None, reached: list[Environment]) -> bool:
    """Lower a branch; returns whether it leaves."""
    scope = low.scope
    scope.exits = False
    statements(low, node)
    if scope.exits:
        return True
    reached.append(scope.env)
    return False


def for_(low: Lowering, node: Node) -> None:
    """``for``, with a condition, three clauses, a range or nothing."""
    scope = low.scope
    header: Node | None = None
    for child in node.named_children:
        if child.type not in ("comment", "block"):
            header = child
    kind = header.type if header is not None else ""
    block = Block(scope)
    update: Node | None = None
    base = -1
    condition = header
    if header is not None and kind == "range_clause":
        right = header.child_by_field_name("right")
        base = low.expression(right) if right is not None else -1
    elif header is not None and kind == "for_clause":
        _initialize(low, block, header)
        condition = header.child_by_field_name("condition")
        update = header.child_by_field_name("update")
    joins = scope.open_loop(node.start_byte)
    inside = Block(scope)
    body = node.child_by_field_name("body")
    if header is not None and kind == "range_clause":
        test = base
        bind_range(low, inside, header, base, body)
    else:
        test = low.expression(condition) if condition is not None else -1
    before = scope.push_guard("loop", test, True)
    statements(low, body)
    if update is not None:
        low.statement(update)
    scope.guard = before
    inside.close()
    scope.close_loop(joins, node.end_byte)
    block.close()


Case = Callable[[Node], None]


def switch(low: Lowering, node: Node) -> None:
    """``switch value { … }`` and ``switch { … }``."""
    scope = low.scope
    block = Block(scope)
    _initialize(low, block, node)
    value_node = node.child_by_field_name("value")
    subject = low.expression(value_node) if value_node is not None else -1
    cases = [c for c in node.named_children if c.type in ("expression_case", "default_case")]

    def open_case(case: Node) -> None:
        listed_values = case.child_by_field_name("value")
        if listed_values is None:
            return
        values = [low.expression(c) for c in listed_values.named_children if c.type != "comment"]
        start, end = listed_values.start_byte, listed_values.end_byte
        if subject >= 0:
            test = scope.add(f.TEST, start, end, "==", [subject, *values])
            scope.push_guard("match", test, True)
        elif len(values) == 1:
            scope.push_guard("if", values[0], True)
        else:
            scope.push_guard("if", scope.add(f.TEST, start, end, "or", values), True)

    _cases(low, node, cases, open_case)
    block.close()


def type_switch(low: Lowering, node: Node) -> None:
    """``switch v := x.(type) { … }``: in each case, v is of its type."""
    scope = low.scope
    block = Block(scope)
    _initialize(low, block, node)
    value_node = node.child_by_field_name("value")
    alias = node.child_by_field_name("alias")
    if value_node is None:
        return
    subject = low.expression(value_node)
    target: Node | None = None
    if alias is not None and alias.named_children:
        target = alias.named_children[0]
    elif value_node.type == "identifier" and low.text(value_node) in scope.env:
        target = value_node
    if target is not None and target is not value_node:
        block.declare(low.text(target))
    cases = [c for c in node.named_children if c.type in ("type_case", "default_case")]

    def open_case(case: Node) -> None:
        types = [c for c in case.children_by_field_name("type") if c.is_named]
        narrowed = subject
        texts = [type_text(low, c) for c in types if low.text(c) != "nil"]
        if texts:
            at = types[0]
            admitted = "|".join(dict.fromkeys(texts))
            narrowed = scope.add(f.CAST, at.start_byte, types[-1].end_byte, subject, admitted)
        scope.push_guard("match", narrowed, True)
        if target is not None and (narrowed != subject or target is not value_node):
            low.assign_name(target, low.text(target), narrowed)

    _cases(low, node, cases, open_case)
    block.close()


def select(low: Lowering, node: Node) -> None:
    """``select { … }``: one of its communications happens."""
    scope = low.scope
    cases = [c for c in node.named_children if c.type in ("communication_case", "default_case")]
    opened: list[Block] = []

    def open_case(case: Node) -> None:
        block = Block(scope)
        opened.append(block)
        communication = case.child_by_field_name("communication")
        if communication is None:
            return
        if communication.type == "receive_statement":
            _receive(low, block, communication)
        else:
            block.statement(low, communication)

    _cases(low, node, cases, open_case, lambda: opened.pop().close(), complete=True)


def _receive(low: Lowering, block: Block, node: Node) -> None:
    right, left = node.child_by_field_name("right"), node.child_by_field_name("left")
    if right is None:
        return
    value = low.expression(right)
    if left is None:
        return
    declares = any(child.type == ":=" for child in node.children)
    for number, target in enumerate(c for c in left.named_children if c.type != "comment"):
        given = value
        if number:
            given = low.scope.add(f.TEST, target.start_byte, target.end_byte, "in", [])
        if declares:
            block.declare(low.text(target))
            declare(low, target, given)
        else:
            assign(low, target, given)


def _cases(
    low: Lowering,
    node: Node,
    cases: list[Node],
    open_case: Case,
    close_case: Callable[[], None] = lambda: None,
    *,
    complete: bool = False,
) -> None:
    """Lower cases one by one; one of them is taken, unless none is for the rest."""
    scope = low.scope
    entry, outer = scope.env, scope.guard
    # A `continue` in a case is for the loop around.
    scope.open_exits(goes_on=False)
    reached: list[Environment] = []
    fallen: Environment | None = None
    left = 0
    for case in cases:
        complete = complete or case.type == "default_case"
        scope.env, scope.exits = dict(entry), False
        before = scope.guard
        open_case(case)
        if fallen is not None:
            scope.merge([fallen, scope.env], case.start_byte)
        body = listed(case)
        statements(low, case)
        close_case()
        fallen = None
        if body and body[-1].type == "fallthrough_statement" and not scope.exits:
            fallen = scope.env
        elif not scope.exits:
            reached.append(scope.env)
        else:
            left += 1
        _deny(scope, before)
    reached.extend(scope.loops.pop()[0])
    if not complete:
        reached.append(dict(entry))
    denied = scope.guard
    scope.guard = outer
    scope.env = dict(entry)
    scope.merge(reached, node.end_byte)
    if left == len(cases) and not complete:
        _behind(scope, denied, outer)


def _deny(scope: Scope, before: int) -> None:
    """Leave a case: where its test was one of its own, it does not hold for the next."""
    inner = scope.guard
    scope.guard = before
    if inner != before and inner >= 0:
        made = scope.guards[inner]
        if made.kind == "if":
            scope.push_guard("if", made.test, False)


def _behind(scope: Scope, denied: int, outer: int) -> None:
    """Behind a switch whose cases all leave, none of their tests held."""
    tests: list[int] = []
    while denied not in (outer, -1):
        tests.append(scope.guards[denied].test)
        denied = scope.guards[denied].outer
    for test in reversed(tests):
        scope.push_guard("after", test, False)


def labeled(low: Lowering, node: Node) -> None:
    """``label: statement``, where a ``goto`` may come from anywhere."""
    for child in node.named_children:
        if child.type in ("comment", "label_name"):
            continue
        if child.type not in _BREAKABLE:
            low.scope.exits = False
        low.statement(child)


def break_(low: Lowering, node: Node) -> None:
    """``break`` and ``break label``."""
    _jump(low, node, out=True)


def continue_(low: Lowering, node: Node) -> None:
    """``continue`` and ``continue label``."""
    _jump(low, node, out=False)


def goto(low: Lowering, _node: Node) -> None:
    """``goto label``: what the names hold arrives there as if it came from above."""
    low.scope.leave()


def _jump(low: Lowering, node: Node, *, out: bool) -> None:
    scope = low.scope
    label = next((low.text(c) for c in node.named_children if c.type == "label_name"), None)
    loops = scope.loops
    if label is not None and loops and not scope.exits:
        count = _levels(low, node, label)
        if 0 < count <= len(loops):
            exits = loops[-count]
            (exits.breaks if out else exits.continues).append(dict(scope.env))
        scope.leave()
    else:
        scope.jump(out=out)


def _levels(low: Lowering, node: Node, label: str) -> int:
    """How many statements that can be left stand between a jump and its label."""
    count = 0
    current = node.parent
    while current is not None and current.type not in _FUNCTIONS:
        if current.type in _BREAKABLE:
            count += 1
        elif current.type == "labeled_statement":
            name = current.child_by_field_name("label")
            if name is not None and low.text(name) == label:
                return count
        current = current.parent
    return 0


CONTROL: dict[str, Statement] = {
    "if_statement": if_,
    "for_statement": for_,
    "expression_switch_statement": switch,
    "type_switch_statement": type_switch,
    "select_statement": select,
    "labeled_statement": labeled,
    "break_statement": break_,
    "continue_statement": continue_,
    "goto_statement": goto,
}
