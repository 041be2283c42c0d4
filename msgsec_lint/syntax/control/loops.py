"""Loops of every form."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.syntax.control.blocks import body, contents, labelled, own_names
from msgsec_lint.syntax.control.narrowing import narrow
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.parts import Part, part


class While(Struct, frozen=True):
    """``while``, or ``until``: the test comes first."""

    test: Part = "condition"
    inside: Part = "body"
    otherwise: Part = ""
    """What runs once the test fails."""
    negated: bool = False
    label: Part = ""

    def __call__(self, low: Lowering, node: Node) -> None:
        """Lower the loop."""
        scope = low.scope
        scope.label = labelled(low, node, self.label) or scope.label
        joins = scope.open_loop(node.start_byte)
        condition = part(node, self.test)
        test = low.expression(condition) if condition is not None else -1
        guard = scope.guard
        if test >= 0:
            scope.push_guard("loop", test, not self.negated)
        narrow(low, condition, holds=not self.negated)
        body(low, part(node, self.inside))
        scope.guard = guard
        scope.close_loop(joins, node.end_byte)
        body(low, part(node, self.otherwise))


class DoWhile(Struct, frozen=True):
    """``do … while``: the test comes last and sees the names of the body."""

    test: Part = "condition"
    inside: Part = "body"
    label: Part = ""

    def __call__(self, low: Lowering, node: Node) -> None:
        """Lower the loop."""
        scope = low.scope
        scope.label = labelled(low, node, self.label) or scope.label
        joins = scope.open_loop(node.start_byte)
        inside, condition = part(node, self.inside), part(node, self.test)
        with own_names(low):
            if inside is not None:
                contents(low, inside)
            if condition is not None and not scope.exits:
                low.expression(condition)
        scope.close_loop(joins, node.end_byte)


class For(Struct, frozen=True):
    """``for (begin; test; step)``: what it begins with is known to its end only."""

    begin: str = "initializer"
    """The field of what runs first; there may be several."""
    test: Part = "condition"
    step: str = "increment"
    """The field of what runs behind each round; there may be several."""
    inside: Part = "body"
    clause: Part = ""
    """The node that holds these fields, if it is not the loop itself."""

    def __call__(self, low: Lowering, node: Node) -> None:
        """Lower the loop."""
        scope = low.scope
        held = part(node, self.clause) or node
        with own_names(low):
            for begin in held.children_by_field_name(self.begin):
                low.statement(begin)
            joins = scope.open_loop(node.start_byte)
            condition = part(held, self.test)
            test = -1
            if condition is not None and condition.type in low.statements:
                low.statement(condition)
            elif condition is not None:
                test = low.expression(condition)
            guard = scope.guard
            if test >= 0:
                scope.push_guard("loop", test, True)
                narrow(low, condition, holds=True)
            body(low, part(node, self.inside))
            for step in held.children_by_field_name(self.step):
                low.statement(step)
            scope.guard = guard
            scope.close_loop(joins, node.end_byte)


class ForEach(Struct, frozen=True):
    """``for (x in xs)``: a round for each element."""

    bind: Callable[[Lowering, Node, Node, int], None]
    """Gives the loop's names what a round gets, from the loop, what it goes over and its value."""
    over: Part = "right"
    inside: Part = "body"
    otherwise: Part = ""
    """What runs once there are no more elements."""
    label: Part = ""

    def __call__(self, low: Lowering, node: Node) -> None:
        """Lower the loop."""
        over = part(node, self.over)
        if over is None:
            low.unknown(node)
            return
        scope = low.scope
        base = low.expression(over)
        scope.label = labelled(low, node, self.label) or scope.label
        joins = scope.open_loop(node.start_byte)
        with own_names(low):
            self.bind(low, node, over, base)
            guard = scope.push_guard("loop", base, True)
            body(low, part(node, self.inside))
            scope.guard = guard
        scope.close_loop(joins, node.end_byte)
        body(low, part(node, self.otherwise))
