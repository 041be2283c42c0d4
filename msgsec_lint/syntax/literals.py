"""Literals and the text that is put together from them, the same for every front end."""

from __future__ import annotations

from typing import Any

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import Lowering

MAX_LEAD = 60
"""Characters kept of the literal text before the first part of a text."""
MAX_BEFORE = 32
"""Characters kept of the literal text right before each part."""


def number_value(text: str, suffixes: str = "") -> int | float | None:
    """The value of a numeric literal without underscores and suffixes; None if it has none.

    Integers beyond 64 bits are given as floats, as facts are kept in an encoding that has no
    larger ones.
    """
    text = text.replace("_", "")
    if text[:2] in ("0x", "0X"):
        # Here f and d are digits.
        suffixes = "".join(c for c in suffixes if c not in "fFdD")
    text = text.rstrip(suffixes) if suffixes else text
    try:
        octal = len(text) > 1 and text[0] == "0" and text.isdigit()
        found = int(text, 8) if octal else int(text, 0)
        return found if abs(found) < 1 << 63 else float(found)
    except (ValueError, OverflowError):
        try:
            return float(text)
        except (ValueError, OverflowError):
            return None


def numeric(low: Lowering, node: Node, suffixes: str = "") -> int:
    """A number; one that cannot be read is a value that carries no data."""
    literal = number_value(low.text(node), suffixes)
    if literal is None:
        return low.scope.add(f.TEST, node.start_byte, node.end_byte, "literal", [])
    return low.constant(node, literal)


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
