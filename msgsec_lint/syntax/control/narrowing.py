"""What conditions say of the types of names, while they hold and behind branches that left."""

from __future__ import annotations

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import Conditions, Lowering
from msgsec_lint.syntax.parts import meaningful

MAX_CONDITIONS = 24
"""What more conditions than these, connected, say of names is not worth the time."""


class Narrowed(Struct):
    """A name of which a condition tells something."""

    name: str
    before: int
    """What it held; -1 where it was not local."""
    value: int


def narrow(low: Lowering, condition: Node | None, *, holds: bool) -> list[Narrowed]:
    """Let names be of the types that a condition tests, where it holds or where it does not.

    Returns what ``widen`` takes back where the condition ends.
    """
    conditions = low.language.conditions
    if condition is None or not conditions.tests:
        return []
    found: list[Narrowed] = []
    pending = [(condition, holds)]
    for _ in range(MAX_CONDITIONS):
        if not pending:
            break
        node, true = pending.pop()
        kind = node.type
        if kind in conditions.wrapped:
            pending += [(child, true) for child in meaningful(low, node)[-1:]]
            continue
        if kind in conditions.negated and node.children[0].type == conditions.negation:
            pending += [(child, not true) for child in meaningful(low, node)[-1:]]
            continue
        if kind in conditions.connected:
            parts = _connected(node, conditions, true)
            if parts is not None:
                pending += parts
                continue
        test = conditions.tests.get(kind)
        tested = test(low, node, true) if test is not None else None
        if tested is not None:
            found += narrow_name(low, tested.name, tested.type, holds=tested.holds)
    return found


def assertion(low: Lowering, node: Node) -> None:
    """``assert test, message``: behind it, the test holds."""
    children = meaningful(low, node)
    for child in children:
        low.expression(child)
    narrow(low, children[0] if children else None, holds=True)


def _connected(node: Node, conditions: Conditions, true: bool) -> list[tuple[Node, bool]] | None:
    """The sides of a connective, last first, that must hold (or not) each by itself.

    Empty where one of them need not; None where it is no connective.
    """
    operator = node.child_by_field_name("operator")
    sign = operator.type if operator is not None else ""
    if sign not in (conditions.both, conditions.either):
        return None
    if (sign == conditions.both) != true:
        return []
    sides = (node.child_by_field_name("right"), node.child_by_field_name("left"))
    return [(side, true) for side in sides if side is not None]


def narrow_name(
    low: Lowering, node: Node, type_: str, *, holds: bool = True, held: int = -1
) -> list[Narrowed]:
    """Let a name be known to be of a type, or not to be of it, from here on.

    ``held`` is what it holds where that is known already.
    """
    scope = low.scope
    name = low.text(node)
    before = scope.env.get(name, -1)
    if before < 0 and not low.language.conditions.members:
        return []
    if held < 0:
        held = before if before >= 0 else low.expression(node)
    start, end = node.start_byte, node.end_byte
    cast = scope.add(f.CAST, start, end, held, type_ if holds else f.NOT + type_)
    value = scope.add(f.LOCAL, start, end, cast, name, type_ if holds else None)
    scope.env[name] = value
    return [Narrowed(name, before, value)]


def widen(low: Lowering, names: list[Narrowed]) -> None:
    """Behind a condition, names that were not assigned since are what they were."""
    env = low.scope.env
    for made in reversed(names):
        if env.get(made.name) != made.value:
            continue
        if made.before < 0:
            del env[made.name]
        else:
            env[made.name] = made.before
