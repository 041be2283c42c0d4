"""Conditional expressions."""

from __future__ import annotations

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.control.narrowing import Narrowed, narrow, widen
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.parts import Part, part
from msgsec_lint.syntax.scope import Environment


class Conditional(Struct, frozen=True):
    """``test ? a : b`` and ``a if test else b``; chains of them are walked without recursion."""

    test: Part = "condition"
    then: Part = "consequence"
    """What it gives where the test holds; the test itself where nothing is written."""
    otherwise: Part = "alternative"
    kinds: frozenset[str] = frozenset({"ternary_expression"})

    def __call__(self, low: Lowering, node: Node) -> int:
        """Lower the whole chain to one choice."""
        scope = low.scope
        outer = scope.guard
        values: list[int] = []
        tests: list[int] = []
        known: list[Narrowed] = []
        changed: list[Environment] = []
        rest: Node | None = node
        while rest is not None and rest.type in self.kinds:
            condition = part(rest, self.test)
            if condition is None:
                break
            test = low.expression(condition)
            tests.append(test)
            then = part(rest, self.then)
            before = scope.env
            scope.env = dict(before)
            guard = scope.push_guard("if", test, True)
            names = narrow(low, condition, holds=True)
            values.append(low.expression(then) if then is not None else test)
            widen(low, names)
            if scope.env != before:
                changed.append(scope.env)
            scope.env, scope.guard = before, guard
            scope.push_guard("if", test, False)
            known += narrow(low, condition, holds=False)
            rest = part(rest, self.otherwise)
        if not tests:
            return low.unknown(node)
        if rest is not None:
            values.append(low.expression(rest))
        widen(low, known)
        scope.guard = outer
        if changed:
            exits = scope.exits
            scope.merge([*changed, scope.env], node.end_byte)
            scope.exits = exits
        return scope.add(f.CHOICE, node.start_byte, node.end_byte, values, tests)
