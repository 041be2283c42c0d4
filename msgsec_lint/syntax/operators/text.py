"""Text that is put together from literal pieces and values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import MAX_LITERAL, Lowering
from msgsec_lint.syntax.parts import first

MAX_LEAD = 60
"""Characters kept of the literal text before the first part of a text."""
MAX_BEFORE = 32
"""Characters kept of the literal text right before each part."""
MAX_NAMES = 12
"""Names, casts and branches that text is looked for behind."""
STRING = "builtins.str"
_UNSAID = frozenset({None, "Any"})


class Text:
    """Text under construction from literal pieces and values."""

    def __init__(self, low: Lowering) -> None:
        self._low = low
        self._parts: list[list[Any]] = []
        self._lead = ""
        self._before = ""

    def literal(self, text: str) -> None:
        """Add a piece as written."""
        if not self._parts:
            self._lead += text
        self._before += text

    def value(self, value: int, form: str = "") -> None:
        """Add the text form of a value."""
        self._parts.append([value, form, self._before[-MAX_BEFORE:]])
        self._before = ""

    def operand(self, value: int) -> None:
        """Add what a value is: its literal, the pieces of a text, else its text form."""
        held = self._low.scope.values[value]
        if held[0] == f.CONST and (held[3] is None or isinstance(held[3], (str, int, float))):
            self.literal("null" if held[3] is None else str(held[3]))
        elif held[0] == f.TEXT:
            for at, part in enumerate(held[3]):
                self.literal(part[2] if at or len(held[4]) >= MAX_LEAD else held[4])
                self.value(part[0], part[1])
        else:
            self.value(value)

    def made(self, node: Node) -> int:
        """The finished text as a value; a constant when nothing but literals took part."""
        if not self._parts:
            return self._low.constant(node, self._lead)
        return self._low.scope.add(
            f.TEXT, node.start_byte, node.end_byte, self._parts, self._lead[:MAX_LEAD]
        )


def shown(low: Lowering, node: Node, *values: int) -> int:
    """The text form of values, one behind the other: ``x.toString()``."""
    text = Text(low)
    for value in values:
        text.value(value)
    return text.made(node)


def joined(low: Lowering, node: Node, values: Sequence[int]) -> int:
    """The text that values make, one behind the other: ``"a" + b``."""
    text = Text(low)
    for value in values:
        text.operand(value)
    return text.made(node)


def is_text(low: Lowering, value: int) -> bool:
    """Whether a value is known to be text."""
    values = low.scope.values
    for _ in range(MAX_NAMES):
        held = values[value]
        op = held[0]
        if op == f.TEXT:
            return True
        if op == f.CONST:
            return isinstance(held[3], str)
        if op == f.PARAM:
            return low.functions[low.scope.index].parameters[held[3]].type == STRING
        if op in (f.LOCAL, f.CAST):
            type_ = held[5] if op == f.LOCAL else held[4]
            if type_ not in _UNSAID:
                return bool(type_ == STRING)
            value = held[3]
        elif op == f.UPDATE:
            value = held[3]
        elif op in (f.JOIN, f.CHOICE) and held[3]:
            value = held[3][0]
        else:
            return False
    return False


def interpolation(low: Lowering, node: Node) -> tuple[int, str]:
    """The value that stands between pieces of a text, and the form in which it is shown."""
    inside = first(low, node)
    if inside is None:
        return low.scope.add(f.UNKNOWN, node.start_byte, node.end_byte, []), ""
    return low.expression(inside), ""


class Interpolated(Struct, frozen=True):
    """A string literal with values between its pieces: ``"a ${b} c"``."""

    opening: bytes
    """What stands before every such value; a literal without it is plain."""
    plain: Callable[[str], str]
    """The content of a plain literal as written, without its quotes."""
    between: dict[str, Callable[[Lowering, Node], tuple[int, str]]]
    """Node kind → the value that stands there, and the form in which it is shown."""
    pieces: frozenset[str]
    """Node kinds of the text around values."""
    announcing: tuple[str, ...] = ()
    """With one of these at its end, a text may say what the next argument of a call is."""

    def __call__(self, low: Lowering, node: Node) -> int:
        """Lower the literal: a text where it has values, else a constant."""
        if self.opening not in low.source[node.start_byte : node.end_byte]:
            return low.constant(node, self.plain(low.text(node)))
        made = Text(low)
        built = False
        last = ""
        for child in node.named_children:
            between = self.between.get(child.type)
            if between is not None:
                made.value(*between(low, child))
                built, last = True, ""
            elif child.type in self.pieces:
                last = low.text(child)
                made.literal(last)
        if not built:
            return low.constant(node, self.plain(low.text(node)))
        if self.announcing and last.rstrip().endswith(self.announcing):
            made.value(low.constant(node, last[-MAX_LITERAL:]))
        return made.made(node)


class Adjacent(Struct, frozen=True):
    """String literals one behind the other, which make one text."""

    kinds: frozenset[str]

    def __call__(self, low: Lowering, node: Node) -> int:
        """Lower the literals as one."""
        children = node.named_children
        return joined(low, node, [low.expression(c) for c in children if c.type in self.kinds])
