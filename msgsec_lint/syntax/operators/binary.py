"""Operators between two values: arithmetic, sums of text, comparisons, short circuits.

The names that operators have in facts are listed in ``msgsec_lint.facts.model``; a language says
which of its own are spelled otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from typing import Final, NamedTuple

from msgspec import Struct, field
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.control.narrowing import Narrowed, narrow, widen
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.operators.literals import is_number
from msgsec_lint.syntax.operators.text import is_text, joined

BOTH: Final = "and"
"""The right side counts where the left one holds."""
EITHER: Final = "or"
"""The right side counts where the left one does not hold."""
ABSENT: Final = "else"
"""The right side counts where the left one is nothing."""

SHORT_CIRCUITS: dict[str, str] = {"&&": BOTH, "||": EITHER}
COMPARISONS: dict[str, str] = {sign: sign for sign in ("==", "!=", "<", "<=", ">", ">=")}


class Link(NamedTuple):
    """One operator of a chain, whose left side is all that the links behind it make."""

    node: Node
    sign: str
    left: Node
    right: Node


class Binary(Struct, frozen=True):
    """A binary operation; long left-leaning chains of them are walked without recursion."""

    kinds: frozenset[str] = frozenset({"binary_expression"})
    """Node kinds with fields left, operator and right that make up a chain."""
    connectives: dict[str, str] = field(default_factory=SHORT_CIRCUITS.copy)
    """Operator → ``BOTH``, ``EITHER`` or ``ABSENT``."""
    tests: dict[str, str] = field(default_factory=COMPARISONS.copy)
    """Operator that compares → its name in facts."""
    names: dict[str, str] = {}
    """Operator that computes → its name in facts, where that is another."""
    truth: bool = False
    """Whether connectives give true or false, and never what one of their sides is."""
    apart: dict[str, Callable[[Lowering, Node], int]] = {}
    """Operator → what lowers a node with it that is a form of its own; -1 for a link of a chain."""

    def __call__(self, low: Lowering, node: Node) -> int:
        """Lower the chain; right sides may leave, as that of Kotlin's ``?: return`` does."""
        links, value = self._links(low, node)
        if value < 0:
            value = low.expression(links[-1].left) if links else low.unknown(node)
        at = len(links) - 1
        while at >= 0:
            link = links[at]
            end = at - 1
            if link.sign == "+" or link.sign in self.connectives:
                # The whole run of `a + b + c` is one text when one of them is text, and what one
                # side of a run of connectives tells of types holds in all that follow.
                while end >= 0 and links[end].sign == link.sign:
                    end -= 1
                run = links[at : end if end >= 0 else None : -1]
                value = (self._sum if link.sign == "+" else self._connected)(low, value, run)
            else:
                operand = low.expression(link.right)
                value = self.applied(low, link.node, link.sign, value, operand)
            at = end
        return value

    def _links(self, low: Lowering, node: Node) -> tuple[list[Link], int]:
        """The operators of a chain, outermost first, and what it begins with if that is known."""
        links: list[Link] = []
        current = node
        while current.type in self.kinds:
            left = current.child_by_field_name("left")
            operator = current.child_by_field_name("operator")
            right = current.child_by_field_name("right")
            if left is None or operator is None or right is None:
                break
            sign = operator.type
            apart = self.apart.get(sign)
            value = apart(low, current) if apart is not None else -1
            if value >= 0:
                return links, value
            links.append(Link(current, sign, left, right))
            current = left
        return links, -1

    def applied(self, low: Lowering, node: Node, sign: str, left: int, right: int) -> int:
        """What an operator makes of values at hand, as ``a += b`` has them."""
        scope = low.scope
        start, end = node.start_byte, node.end_byte
        if sign == "+" and (is_text(low, left) or is_text(low, right)):
            return joined(low, node, (left, right))
        if sign in self.connectives:
            return self._chosen(low, node, self.connectives[sign], left, right)
        name = self.tests.get(sign)
        if name is not None:
            return scope.add(f.TEST, start, end, name, [left, right])
        return scope.add(f.BINARY, start, end, self.names.get(sign, sign), left, right)

    def _sum(self, low: Lowering, first: int, run: list[Link]) -> int:
        values = [first, *(low.expression(link.right) for link in run)]
        added = len(values)
        if any(is_text(low, value) for value in values):
            # `1 + 2 + "a"` begins with a sum of numbers.
            numbers = takewhile(lambda value: is_number(low, value), values)
            added = max(sum(1 for _ in numbers), 1)
        made = first
        for link, value in zip(run, values[1:added], strict=False):
            node = link.node
            made = low.scope.add(f.BINARY, node.start_byte, node.end_byte, "+", made, value)
        return made if added == len(values) else joined(low, run[-1].node, (made, *values[added:]))

    def _connected(self, low: Lowering, value: int, run: list[Link]) -> int:
        """A run of one connective: ``a && b && c``."""
        scope = low.scope
        kind = self.connectives[run[0].sign]
        holds = kind == BOTH
        known: list[Narrowed] = []
        told = run[0].left
        for link in run:
            if kind != ABSENT:
                known += narrow(low, told, holds=holds)
            told = link.right
            before, left_before = scope.env, scope.exits
            scope.env = dict(before)
            guard = scope.push_guard("if", value, holds)
            second = low.expression(link.right)
            scope.guard = guard
            if scope.exits and not left_before:
                scope.env, scope.exits = before, False
                widen(low, known)
                scope.push_guard("after", value, not holds)
                known = []
                continue
            if scope.env != before:
                scope.merge([before, scope.env], link.node.end_byte)
                scope.exits = left_before
            value = self._chosen(low, link.node, kind, value, second)
        widen(low, known)
        return value

    def _chosen(self, low: Lowering, node: Node, kind: str, left: int, right: int) -> int:
        start, end = node.start_byte, node.end_byte
        if self.truth and kind != ABSENT:
            return low.scope.add(f.TEST, start, end, kind, [left, right])
        # What `a && b` gives besides b is a false value, which carries no data worth following.
        values = [right] if kind == BOTH else [left, right]
        return low.scope.add(f.CHOICE, start, end, values, [left])
