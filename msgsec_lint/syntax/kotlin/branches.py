"""``if``, ``when`` and ``try`` of Kotlin, which are expressions."""

from __future__ import annotations

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.kotlin.blocks import bind_local, block_value, scoped_value, variable
from msgsec_lint.syntax.kotlin.names import type_name
from msgsec_lint.syntax.kotlin.operators import Narrowed, narrow, narrow_name, widen
from msgsec_lint.syntax.kotlin.types import COMMENTS, TYPES, name_text, type_text
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.scope import Environment


class Outcome(Struct):
    """What branches lead to."""

    reached: list[Environment]
    values: list[int]
    tests: list[int]
    after: list[tuple[int, Node]]
    """Tests of branches that leave, with their conditions."""


def body_value(low: Lowering, node: Node | None) -> int:
    """The value of a branch; -1 where it gives none."""
    if node is None:
        return -1
    if node.type == "block":
        return scoped_value(low, node)
    return block_value(low, [node])


def _branch(low: Lowering, found: Outcome, body: Node | None, names: list[Narrowed]) -> bool:
    """Lower a branch in the current environment; whether control comes to its end."""
    scope = low.scope
    scope.exits = False
    value = body_value(low, body)
    if scope.exits:
        return False
    widen(low, names)
    found.reached.append(scope.env)
    if value >= 0:
        found.values.append(value)
    return True


def _value(low: Lowering, node: Node, found: Outcome) -> int:
    values = list(dict.fromkeys(found.values))
    start, end = node.start_byte, node.end_byte
    if len(values) == 1:
        return values[0]
    if not values:
        return low.scope.add(f.CONST, end, end, None)
    return low.scope.add(f.CHOICE, start, end, values, found.tests)


def _parts(node: Node) -> tuple[Node | None, Node | None, Node | None]:
    """Condition, consequence and alternative of an ``if``."""
    condition = node.child_by_field_name("condition")
    bodies: list[Node | None] = [None, None]
    place = -1
    for child in node.children:
        if child.type == ")" and place < 0:
            place = 0
        elif child.type == "else":
            place = 1
        elif place >= 0 and child.is_named and child.type not in COMMENTS:
            bodies[place] = child
    return condition, bodies[0], bodies[1]


def if_(low: Lowering, node: Node) -> int:
    """``if``/``else if``/``else``."""
    scope = low.scope
    outer = scope.guard
    found = Outcome([], [], [], [])
    current: Node | None = node
    alternative: Node | None = None
    count = 0
    narrowed: list[Narrowed] = []
    while current is not None:
        condition, consequence, alternative = _parts(current)
        count += 1
        narrowed += _one_branch(low, found, condition, consequence)
        nested = alternative is not None and alternative.type == "if_expression"
        current = alternative if nested else None
    if alternative is not None:
        _branch(low, found, alternative, narrowed)
    else:
        widen(low, narrowed)
        found.reached.append(scope.env)
    scope.guard = outer
    scope.merge(found.reached, node.end_byte)
    if alternative is None and len(found.after) == count:
        behind_exits(low, found)
    return _value(low, node, found)


def _one_branch(
    low: Lowering, found: Outcome, condition: Node | None, body: Node | None
) -> list[Narrowed]:
    """A branch under a condition; leaves what holds where the condition does not."""
    scope = low.scope
    if condition is None:
        return []
    test = low.expression(condition)
    found.tests.append(test)
    before, guard = scope.env, scope.guard
    scope.env = dict(before)
    scope.push_guard("if", test, True)
    names = narrow(low, condition, holds=True)
    if not _branch(low, found, body, names):
        found.after.append((test, condition))
    scope.env, scope.exits, scope.guard = dict(before), False, guard
    scope.push_guard("if", test, False)
    return narrow(low, condition, holds=False)


def behind_exits(low: Lowering, found: Outcome) -> None:
    """Behind branches that all leave, none of their conditions held."""
    for test, condition in found.after:
        low.scope.push_guard("after", test, False)
        narrow(low, condition, holds=False)


def when(low: Lowering, node: Node) -> int:
    """``when``, with and without a subject."""
    scope = low.scope
    outer, entry = scope.guard, dict(scope.env)
    subject, subject_name = _subject(low, node)
    found = Outcome([], [], [subject] if subject >= 0 else [], [])
    complete = False
    count = 0
    handled: list[str] = []
    before = scope.env
    for child in node.named_children:
        if child.type != "when_entry":
            continue
        scope.env, scope.exits = dict(before), False
        conditions = child.children_by_field_name("condition")
        body = _entry_body(child)
        if not conditions:
            complete = True
            rest = "|".join(handled)
            others = subject_name is not None and rest
            names = narrow_name(low, subject_name, rest, holds=False) if others else []  # type: ignore[arg-type]
            _branch(low, found, body, names)
            continue
        count += 1
        guard = scope.guard
        test = _entry_tests(low, conditions, subject)
        if subject < 0:
            found.tests.append(test)
        scope.push_guard("match" if subject >= 0 else "if", subject if subject >= 0 else test, True)
        types = _tested_types(low, conditions)
        handled += types
        names = _narrow_entry(low, conditions, subject_name, types)
        if not _branch(low, found, body, names) and subject < 0:
            found.after.append((test, conditions[0]))
        scope.guard = guard
        if subject < 0:
            scope.push_guard("if", test, False)
    scope.exits = False
    if not complete:
        found.reached.append(before)
    scope.guard = outer
    scope.merge(found.reached, node.end_byte)
    for name in [name for name in scope.env if name not in entry]:
        # A subject's own name ends here.
        del scope.env[name]
    if not complete and count and len(found.after) == count:
        behind_exits(low, found)
    return _value(low, node, found)


def _subject(low: Lowering, node: Node) -> tuple[int, Node | None]:
    """The value of the subject, and the name by which it can be told of what type it is."""
    for child in node.named_children:
        if child.type != "when_subject":
            continue
        parts = [c for c in child.named_children if c.type not in COMMENTS]
        if not parts:
            break
        value = low.expression(parts[-1])
        if parts[0].type == "variable_declaration":
            name, type_ = variable(low, parts[0])
            bind_local(low, parts[0], name, value, type_)
            return low.scope.env.get(name, value), parts[0].named_children[0]
        return value, parts[-1] if parts[-1].type == "identifier" else None
    return -1, None


def _entry_body(node: Node) -> Node | None:
    behind = False
    for child in node.children:
        if child.type == "->":
            behind = True
        elif behind and child.is_named and child.type not in COMMENTS:
            return child
    return None


def _entry_tests(low: Lowering, conditions: list[Node], subject: int) -> int:
    scope = low.scope
    tests: list[int] = []
    for condition in conditions:
        kind = condition.type
        start, end = condition.start_byte, condition.end_byte
        if kind == "type_test":
            tests.append(scope.add(f.TEST, start, end, "is", [subject] if subject >= 0 else []))
            continue
        if kind == "range_test":
            inner = [c for c in condition.named_children if c.type not in COMMENTS]
            value = low.expression(inner[-1]) if inner else subject
        else:
            value = low.expression(condition)
            if subject < 0:
                tests.append(value)
                continue
        operator = "in" if kind == "range_test" else "=="
        tests.append(scope.add(f.TEST, start, end, operator, [subject, value]))
    if len(tests) == 1:
        return tests[0]
    return scope.add(f.TEST, conditions[0].start_byte, conditions[-1].end_byte, "||", tests)


def _narrow_entry(
    low: Lowering, conditions: list[Node], name: Node | None, types: list[str]
) -> list[Narrowed]:
    """Inside ``is T ->`` the subject is a T."""
    if name is None:
        return narrow(low, conditions[0], holds=True) if len(conditions) == 1 else []
    return narrow_name(low, name, "|".join(types)) if types else []


def _tested_types(low: Lowering, conditions: list[Node]) -> list[str]:
    """The types of ``is A, is B ->``; none where another test stands among them."""
    types: list[str] = []
    for condition in conditions:
        inner = [c for c in condition.named_children if c.type in TYPES]
        if condition.type == "type_test" and condition.children[0].type == "is" and inner:
            types.append(type_text(low, inner[0]))
        elif condition.type == "type_test":
            return []
    return types


def try_(low: Lowering, node: Node) -> int:
    """``try``/``catch``/``finally``."""
    scope = low.scope
    entry = dict(scope.env)
    first = len(scope.values)
    found = Outcome([], [], [], [])
    handlers = [c for c in node.named_children if c.type == "catch_block"]
    endings = [c for c in node.named_children if c.type == "finally_block"]
    body = [c for c in node.named_children if c.type == "block"]
    _branch(low, found, body[0] if body else None, [])
    body_env, last = scope.env, len(scope.values)
    for handler in handlers:
        scope.merge([entry, body_env], handler.start_byte)
        _catch(low, handler, found, first, last)
    leaves = not found.reached
    if leaves:
        scope.env, scope.exits = dict(entry), False
    else:
        scope.merge(found.reached, node.end_byte)
    for ending in endings:
        for child in ending.named_children:
            if child.type == "block":
                scoped_value(low, child)
    scope.exits = scope.exits or leaves
    return _value(low, node, found)


def _catch(low: Lowering, node: Node, found: Outcome, first: int, last: int) -> None:
    scope = low.scope
    start = node.start_byte
    types: list[int] = []
    name: Node | None = None
    body: Node | None = None
    for child in node.named_children:
        if child.type == "identifier":
            name = child
        elif child.type in TYPES:
            types.append(type_name(low, child))
        elif child.type == "block":
            body = child
    caught = scope.add(f.CAUGHT, start, start + 5, types, first, last)
    guard = scope.push_guard("except", caught, True)
    if name is not None and name_text(low, name) != "_":
        bind_local(low, name, name_text(low, name), caught)
    _branch(low, found, body, [])
    scope.guard = guard
