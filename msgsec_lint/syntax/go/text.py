"""Concatenation: text as soon as a literal or a known text takes part."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.literals import Text
from msgsec_lint.syntax.lowering import Lowering


def concatenation(low: Lowering, operands: list[int], spans: list[Node]) -> int:
    """``a + b + …``; the spans are the nodes of each ``+``, innermost first."""
    scope = low.scope
    if any(_is_text(low, operand) for operand in operands):
        text = Text(low)
        for operand in operands:
            text.operand(operand)
        return text.made(spans[-1])
    value = operands[0]
    for operand, at in zip(operands[1:], spans, strict=True):
        value = scope.add(f.BINARY, at.start_byte, at.end_byte, "+", value, operand)
    return value


def _is_text(low: Lowering, value: int) -> bool:
    values = low.scope.values
    held = values[value]
    if held[0] == f.LOCAL:
        held = values[held[3]]
    return held[0] == f.TEXT or (held[0] == f.CONST and isinstance(held[3], str))
