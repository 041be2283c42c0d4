"""Calls that are literals in all but syntax: ``listOf``, ``mapOf``, ``copy``; type arguments."""

from __future__ import annotations

from typing import Any

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.kotlin import operations as o
from msgsec_lint.syntax.kotlin.types import COMMENTS, type_text
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.operators.collections import Makers

MAKERS = Makers(holders=o.SEQUENCES, states=o.STATES, paired=o.MAPPINGS)


def copied(low: Lowering, node: Node, base: int, keywords: list[list[Any]]) -> int:
    """``data.copy(a = b)``: the data with parts set."""
    value = base
    for name, given in keywords:
        value = low.scope.add(f.UPDATE, node.start_byte, node.end_byte, value, f".{name}", given)
    return value


def typed(low: Lowering, types: Node | None, node: Node, name: str, value: int) -> int:
    """The result of a call with one type argument, where that says what it is."""
    if types is None or (name not in o.HOLDING and name not in o.GIVING):
        return value
    given = [c for c in types.named_children if c.type == "type_projection"]
    if len(given) != 1:
        return value
    inner = [c for c in given[0].named_children if c.type not in COMMENTS]
    if not inner:
        return value
    return of_type(low, type_text(low, inner[-1]), node, name, value)


def of_type(low: Lowering, text: str, node: Node, name: str, value: int) -> int:
    """The result of a call whose type argument is ``text``, where that says what it is."""
    if name in o.HOLDING:
        text = f"list[{text}]"
    elif name not in o.GIVING:
        return value
    return low.scope.add(f.CAST, node.start_byte, node.end_byte, value, text)
