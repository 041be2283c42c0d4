"""Operators of one value, tests of types, casts, and what only wraps a value."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.operators.literals import is_number, negated
from msgsec_lint.syntax.parts import Part, first, meaningful, part

Special = Callable[[Lowering, Node, int], int]
"""What an operator makes of the value of its operand."""


class Unary(Struct, frozen=True):
    """``!a``, ``-a``, ``~a``, ``a++``."""

    operand: Part = "operand"
    operator: Part = "operator"
    same: frozenset[str] = frozenset({"+"})
    """Operators that give their operand."""
    negation: frozenset[str] = frozenset({"!"})
    names: dict[str, str] = {}
    """Operator → its name in facts, where that is another."""
    special: dict[str, Special] = {}

    def __call__(self, low: Lowering, node: Node) -> int:
        """Lower the operation; a number with a sign is a number."""
        operator, operand = part(node, self.operator), part(node, self.operand)
        if operator is None or operand is None:
            return low.unknown(node)
        return self.applied(low, node, operator.type, low.expression(operand))

    def applied(self, low: Lowering, node: Node, sign: str, value: int) -> int:
        """What an operator makes of a value at hand."""
        if sign in self.same:
            return value
        start, end = node.start_byte, node.end_byte
        if sign in self.negation:
            return low.scope.add(f.TEST, start, end, "not", [value])
        special = self.special.get(sign)
        if special is not None:
            return special(low, node, value)
        if sign == "-" and is_number(low, value):
            return negated(low, node, value)
        return low.scope.add(f.UNARY, start, end, self.names.get(sign, sign), value)


class Test(Struct, frozen=True):
    """What gives true or false of all its parts: ``a < b < c``, ``a in b``, ``not a``."""

    names: dict[str, str] = {}
    """Operator → its name in facts, where that is another."""

    def __call__(self, low: Lowering, node: Node) -> int:
        """Lower the parts that are values; the key words between them are the operator."""
        ignored = low.language.ignored
        operands: list[int] = []
        words: list[str] = []
        for child in node.children:
            if not child.is_named:
                if child.type not in ("(", ")"):
                    words.append(child.type)
            elif child.type not in ignored:
                operands.append(low.expression(child))
        sign = " ".join(words)
        return low.scope.add(
            f.TEST, node.start_byte, node.end_byte, self.names.get(sign, sign), operands
        )


class TypeTest(Struct, frozen=True):
    """``a instanceof T``, ``a is T``."""

    value: Part = "left"
    bind: Special | None = None
    """Gives the value to the names that the test declares."""
    negation: str = ""
    """The operator that says that a value is of another type."""

    def __call__(self, low: Lowering, node: Node) -> int:
        """Lower the test of a value; the type is no operand."""
        tested = part(node, self.value)
        operands: list[int] = []
        if tested is not None:
            value = low.expression(tested)
            operands.append(value)
            if self.bind is not None:
                self.bind(low, node, value)
        name = "instanceof"
        if self.negation and any(child.type == self.negation for child in node.children):
            name = "not instanceof"
        return low.scope.add(f.TEST, node.start_byte, node.end_byte, name, operands)


class Cast(Struct, frozen=True):
    """``(T) a``, ``a as T``; what is claimed to be anything stays what it is."""

    type_text: Callable[[Lowering, Node], str | None]
    """The neutral form of a type, or None for one that says nothing."""
    value: Part = "value"
    type: Part = "type"

    def __call__(self, low: Lowering, node: Node) -> int:
        """Lower the value, known to be of the type from here on."""
        held, type_ = part(node, self.value), part(node, self.type)
        if held is None:
            return low.unknown(node)
        value = low.expression(held)
        text = self.type_text(low, type_) if type_ is not None else None
        if text is None or text == "Any":
            return value
        return low.scope.add(f.CAST, node.start_byte, node.end_byte, value, text)


def wrapped(low: Lowering, node: Node) -> int:
    """Parentheses, ``i++``, ``await`` and the like: the first value inside."""
    inside = first(low, node)
    return low.expression(inside) if inside is not None else low.unknown(node)


def wrapped_last(low: Lowering, node: Node) -> int:
    """The same where what comes first only says how: labels, annotations."""
    inside = meaningful(low, node)
    return low.expression(inside[-1]) if inside else low.unknown(node)


def each_last(low: Lowering, node: Node) -> int:
    """``a, b``: all are evaluated, and the last one counts."""
    values = [low.expression(child) for child in meaningful(low, node)]
    return values[-1] if values else low.unknown(node)
