"""Types of Kotlin in the neutral form."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.syntax.jvm.types import neutral
from msgsec_lint.syntax.lowering import Lowering

COMMENTS = frozenset({"line_comment", "block_comment"})
TYPES = frozenset(
    {"user_type", "nullable_type", "function_type", "parenthesized_type", "non_nullable_type"}
)
"""Node kinds that are types."""

_MAX = 400
_DEPTH = 12


def type_text(low: Lowering, node: Node) -> str:
    """A type as written, in the neutral form; whether it admits null is left out."""
    return _text(low, node, 0)[:_MAX]


def name_text(low: Lowering, node: Node) -> str:
    """An identifier without the backticks it may be written in."""
    text = low.source[node.start_byte : node.end_byte]
    if text[:1] == b"`" and len(text) > 2:
        text = text[1:-1]
    return text.decode("utf-8", "replace")


def _text(low: Lowering, node: Node, depth: int) -> str:
    if depth > _DEPTH:
        return "Any"
    kind = node.type
    if kind == "user_type":
        return _user(low, node, depth)
    if kind == "function_type":
        return _function(low, node, depth)
    for child in node.named_children:
        if child.type in TYPES:
            return _text(low, child, depth + 1)
    return "Any"


def _user(low: Lowering, node: Node, depth: int) -> str:
    names: list[str] = []
    arguments: list[str] = []
    for child in node.named_children:
        kind = child.type
        if kind == "identifier":
            names.append(name_text(low, child))
        elif kind == "type_arguments":
            arguments = [
                _text(low, argument, depth + 1)
                for argument in child.named_children
                if argument.type == "type_projection"
            ]
    if len(names) == 1 and not arguments:
        bound = low.type_parameters.get(names[0])
        if bound is not None:
            return bound
    return neutral(".".join(names), arguments)


def _function(low: Lowering, node: Node, depth: int) -> str:
    parts: list[str] = []
    for child in node.named_children:
        kind = child.type
        if kind in TYPES:
            # The receiver, and behind the parameters the result.
            parts.append(_text(low, child, depth + 1))
        elif kind == "function_type_parameters":
            for parameter in child.named_children:
                inner = parameter.named_children if parameter.type == "parameter" else [parameter]
                found = [c for c in inner if c.type in TYPES]
                if found:
                    parts.append(_text(low, found[-1], depth + 1))
    return f"Function[{','.join(parts)}]"


def child_type(low: Lowering, node: Node) -> str | None:
    """The type among the children of a declaration, if it has one."""
    for child in node.named_children:
        if child.type in TYPES:
            return type_text(low, child)
    return None


def with_type_parameters(low: Lowering, node: Node) -> dict[str, str]:
    """The type parameters in scope inside a declaration."""
    declared = [c for c in node.named_children if c.type == "type_parameters"]
    if not declared:
        return low.type_parameters
    known = dict(low.type_parameters)
    outer = low.type_parameters
    for parameter in declared[0].named_children:
        names = [c for c in parameter.named_children if c.type == "identifier"]
        if names:
            known[name_text(low, names[0])] = "Any"
    # A bound may name the parameter itself: <T : Comparable<T>>.
    low.type_parameters = known
    bounded = list(declared[0].named_children)
    for child in node.named_children:
        if child.type == "type_constraints":
            bounded.extend(child.named_children)
    for parameter in bounded:
        names = [c for c in parameter.named_children if c.type == "identifier"]
        bound = child_type(low, parameter)
        if names and bound is not None:
            known[name_text(low, names[0])] = bound
    low.type_parameters = outer
    return known
