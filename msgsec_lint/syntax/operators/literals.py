"""Literals that are one value: numbers, characters, what a language has one of each."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import MAX_LITERAL, Lowering

MAX_EXACT = 4096
"""Hexadecimal digits of the longest integer that is kept exactly: room for 16384 bits."""


def exact_number(text: str, suffixes: str = "") -> int | float | None:
    """The value of a numeric literal without underscores and suffixes; None if it has none."""
    text = text.replace("_", "")
    if text[:2] in ("0x", "0X"):
        # Here f and d are digits.
        suffixes = "".join(c for c in suffixes if c not in "fFdD")
    text = text.rstrip(suffixes) if suffixes else text
    try:
        octal = len(text) > 1 and text[0] == "0" and text.isdigit()
        return int(text, 8) if octal else int(text, 0)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return None


def encodable(number: int) -> int | float:
    """An integer, or the nearest float where it has more than 64 bits.

    Facts are kept in an encoding that has no larger integers.
    """
    if abs(number) < 1 << 63:
        return number
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def number_value(text: str, suffixes: str = "") -> int | float | None:
    """The value of a numeric literal as facts can hold it."""
    found = exact_number(text, suffixes)
    return encodable(found) if isinstance(found, int) else found


class Number(Struct, frozen=True):
    """A number of any base, with letters behind it that say of what type it is."""

    suffixes: str = ""

    def __call__(self, low: Lowering, node: Node) -> int:
        """Lower the number; one that cannot be read is a value that carries no data."""
        literal = exact_number(low.text(node), self.suffixes)
        if literal is None:
            return unread(low, node)
        if isinstance(literal, float):
            return low.constant(node, literal)
        return _integer(low, node, literal)


def _integer(low: Lowering, node: Node, number: int) -> int:
    held = encodable(number)
    start, end = node.start_byte, node.end_byte
    if isinstance(held, int):
        return low.scope.add(f.CONST, start, end, held)
    digits = f"{number:x}"
    if len(digits) > MAX_EXACT:
        return low.scope.add(f.CONST, start, end, held)
    return low.scope.add(f.CONST, start, end, held, digits)


def is_number(low: Lowering, value: int) -> bool:
    """Whether a value is a literal number."""
    held = low.scope.values[value]
    return held[0] == f.CONST and type(held[3]) in (int, float)


def negated(low: Lowering, node: Node, value: int) -> int:
    """``-5``: the number with the other sign."""
    held = low.scope.values[value]
    if len(held) > 4:
        return _integer(low, node, -int(held[4], 16))
    return low.constant(node, -held[3])


def unread(low: Lowering, node: Node) -> int:
    """A plain value that nobody needs to know: an imaginary number."""
    return low.scope.add(f.TEST, node.start_byte, node.end_byte, "literal", [])


class Single(Struct, frozen=True):
    """What a language has one of each: true, false, nothing."""

    values: dict[str, Any]
    """Node kind → its value."""

    def __call__(self, low: Lowering, node: Node) -> int:
        """Lower the literal."""
        value = self.values[node.type]
        return low.scope.add(f.CONST, node.start_byte, node.end_byte, value)


def quoted(low: Lowering, node: Node) -> int:
    """Text or a character, as written between one quote on either side."""
    start, end = node.start_byte, node.end_byte
    # As many bytes as so many characters may have, since literals may be files of their own.
    text = low.source[start + 1 : min(end - 1, start + 1 + 4 * MAX_LITERAL)]
    literal = text.decode("utf-8", "replace")[:MAX_LITERAL]
    return low.scope.add(f.CONST, start, end, literal)


def literal_of(low: Lowering, value: int) -> Any:
    """What a value is if it is a literal; None for nothing, and for what is computed."""
    held = low.scope.values[value]
    return held[3] if held[0] == f.CONST else None
