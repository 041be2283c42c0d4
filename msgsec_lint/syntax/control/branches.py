"""Branches of which one is taken, and what holds behind those that leave."""

from __future__ import annotations

from msgspec import Struct, field
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.control.blocks import body
from msgsec_lint.syntax.control.narrowing import Narrowed, narrow, widen
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.parts import Part, part
from msgsec_lint.syntax.scope import Environment


class Refused(Struct):
    """A test that decided about a branch which left: behind it, the opposite is known."""

    test: int
    holds: bool
    """What is known of the test behind the branch."""
    condition: Node


class Outcome(Struct):
    """What branches lead to."""

    reached: list[Environment] = field(default_factory=list)
    """What names hold at the end of each branch whose end is reached."""
    values: list[int] = field(default_factory=list)
    """What these branches give."""
    tests: list[int] = field(default_factory=list)
    """What decides between the branches."""
    refused: list[Refused] = field(default_factory=list)

    def take(self, low: Lowering, value: int, names: list[Narrowed]) -> bool:
        """Note the end of a branch that gave a value (-1 for none); whether it is reached."""
        scope = low.scope
        if scope.exits:
            return False
        widen(low, names)
        self.reached.append(scope.env)
        if value >= 0:
            self.values.append(value)
        return True

    def branch(self, low: Lowering, node: Node | None, names: list[Narrowed]) -> bool:
        """Lower a branch in the names of this point; whether control comes to its end."""
        low.scope.exits = False
        return self.take(low, body(low, node), names)

    def value(self, low: Lowering, node: Node) -> int:
        """What the whole gives: one of the values of its branches."""
        values = list(dict.fromkeys(self.values))
        if len(values) == 1:
            return values[0]
        end = node.end_byte
        if not values:
            return low.scope.add(f.CONST, end, end, None)
        return low.scope.add(f.CHOICE, node.start_byte, end, values, self.tests)

    def behind(self, low: Lowering) -> None:
        """Behind branches that left, what would have led into them does not hold."""
        for made in self.refused:
            low.scope.push_guard("after", made.test, made.holds)
            narrow(low, made.condition, holds=made.holds)


class If(Struct, frozen=True):
    """``if``/``else if``/``else``, walked without recursion."""

    test: Part = "condition"
    then: Part = "consequence"
    otherwise: Part = "alternative"
    """The branch for the rest, or what tests further: a node of one of the kinds of ``chain``."""
    begin: Part = ""
    """A statement that runs before the test and whose names end with the whole."""
    chain: frozenset[str] = frozenset({"if_statement"})
    gives: bool = False
    """Whether it is an expression, which gives what the branch gives that is taken."""
    negated: bool = False
    """``unless``: the branch is taken where the test does not hold."""

    def __call__(self, low: Lowering, node: Node) -> int:
        """Lower the whole; returns what it gives, or -1."""
        scope = low.scope
        outer = scope.guard
        found = Outcome()
        known: list[Narrowed] = []
        opened = 0
        leading = True
        current = node
        while True:
            begin = part(current, self.begin)
            if begin is not None:
                scope.open_block()
                opened += 1
                low.statement(begin)
            leading &= not self._arm(low, current, found, known, leading=leading)
            rest = part(current, self.otherwise)
            if rest is None or rest.type not in self.chain:
                break
            current = rest
        if rest is not None:
            alone = current is node and not found.refused
            if not found.branch(low, rest, known) and alone and found.tests:
                self._refuse(found, current, found.tests[-1], holds=True)
        else:
            widen(low, known)
            found.reached.append(scope.env)
        scope.guard = outer
        scope.merge(found.reached, node.end_byte)
        for _ in range(opened):
            scope.close_block()
        found.behind(low)
        return found.value(low, node) if self.gives else -1

    def _arm(
        self, low: Lowering, node: Node, found: Outcome, known: list[Narrowed], *, leading: bool
    ) -> bool:
        """Lower one branch with its test; whether its end is reached."""
        scope = low.scope
        condition = part(node, self.test)
        if condition is None:
            before, guard = dict(scope.env), scope.guard
            reached = found.branch(low, part(node, self.then), [])
            scope.env, scope.exits, scope.guard = before, False, guard
            return reached
        test = low.expression(condition)
        found.tests.append(test)
        before = dict(scope.env)
        guard = scope.push_guard("if", test, not self.negated)
        names = narrow(low, condition, holds=not self.negated)
        reached = found.branch(low, part(node, self.then), names)
        if not reached and leading:
            self._refuse(found, node, test, holds=False)
        scope.env, scope.exits, scope.guard = before, False, guard
        scope.push_guard("if", test, self.negated)
        known += narrow(low, condition, holds=self.negated)
        return reached

    def _refuse(self, found: Outcome, node: Node, test: int, *, holds: bool) -> None:
        condition = part(node, self.test)
        if condition is not None:
            found.refused.append(Refused(test, holds != self.negated, condition))
