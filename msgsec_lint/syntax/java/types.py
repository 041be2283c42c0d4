"""Types of Java in the neutral form."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.syntax.jvm.types import neutral
from msgsec_lint.syntax.lowering import Lowering

COMMENTS = frozenset({"line_comment", "block_comment"})
TYPES = frozenset(
    {
        "type_identifier", "scoped_type_identifier", "generic_type", "array_type",
        "annotated_type", "integral_type", "floating_point_type", "boolean_type", "void_type",
    }
)  # fmt: skip
"""Node kinds that are types."""

_MAX = 400
_DEPTH = 12
_FUNCTIONS = {
    "Function": "{0},{1}",
    "BiFunction": "{0},{1},{2}",
    "UnaryOperator": "{0},{0}",
    "BinaryOperator": "{0},{0},{0}",
    "Consumer": "{0},None",
    "BiConsumer": "{0},{1},None",
    "Predicate": "{0},builtins.bool",
    "BiPredicate": "{0},{1},builtins.bool",
}
"""Functional interface → the arguments of ``Function[…]`` made from its own."""


def type_text(low: Lowering, node: Node) -> str:
    """A type as written, in the neutral form."""
    return _text(low, node, 0)[:_MAX]


def _text(low: Lowering, node: Node, depth: int) -> str:
    kind = node.type
    if kind in ("type_identifier", "identifier"):
        name = low.text(node)
        bound = low.type_parameters.get(name)
        return neutral(name, []) if bound is None else bound
    if depth > _DEPTH:
        return "Any"
    if kind == "generic_type":
        return _generic(low, node, depth)
    if kind == "array_type":
        return _array(low, node, depth)
    if kind == "scoped_type_identifier":
        return neutral(dotted(low, node), [])
    if kind == "annotated_type":
        return _text(low, node.named_children[-1], depth + 1)
    if kind == "wildcard":
        return _wildcard(low, node, depth)
    return neutral(low.text(node), [])


def dotted(low: Lowering, node: Node) -> str:
    """The dotted name of a type or name, without type arguments, annotations and comments."""
    text = low.text(node)
    if "<" not in text and "@" not in text and "/" not in text:
        return "".join(text.split())
    parts: list[str] = []
    stack = [node]
    while stack:
        current = stack.pop()
        if current.type in ("type_identifier", "identifier"):
            parts.append(low.text(current))
        elif current.type in ("scoped_type_identifier", "generic_type", "scoped_identifier"):
            stack.extend(reversed(current.named_children))
    return ".".join(parts)


def _generic(low: Lowering, node: Node, depth: int) -> str:
    name = ""
    arguments: list[str] = []
    for child in node.named_children:
        if child.type == "type_arguments":
            arguments = [
                _text(low, argument, depth + 1)
                for argument in child.named_children
                if argument.type not in COMMENTS
            ]
        elif child.type not in COMMENTS:
            name = dotted(low, child)
    form = _FUNCTIONS.get(name.rsplit(".", 1)[-1])
    if form is not None:
        wanted = 1 + max(int(c) for c in form if c.isdigit())
        if len(arguments) == wanted:
            return f"Function[{form.format(*arguments)}]"
    return neutral(name, arguments)


def _wildcard(low: Lowering, node: Node, depth: int) -> str:
    bounds = [c for c in node.named_children if c.type in TYPES]
    return _text(low, bounds[-1], depth + 1) if bounds else "Any"


def _array(low: Lowering, node: Node, depth: int) -> str:
    element = node.child_by_field_name("element")
    dimensions = node.child_by_field_name("dimensions")
    if element is None:
        return "Any"
    count = low.text(dimensions).count("[") if dimensions is not None else 1
    return array_of(_text(low, element, depth + 1), low.text(element), count)


def array_of(element: str, written: str, dimensions: int) -> str:
    """The type of an array of elements; arrays of bytes and of characters are plain values."""
    for _ in range(min(dimensions, _DEPTH)):
        if written in ("byte", "Byte"):
            element = "builtins.bytes"
        elif written == "char":
            element = "builtins.str"
        else:
            element = f"list[{element}]"
        written = ""
    return element


def declared(low: Lowering, node: Node, dimensions: Node | None = None) -> str | None:
    """The type of a declaration; None where it is left to be inferred."""
    if node.type == "type_identifier" and low.text(node) == "var":
        return None
    found = type_text(low, node)
    if dimensions is not None:
        return array_of(found, low.text(node), low.text(dimensions).count("["))
    return found


def with_type_parameters(low: Lowering, node: Node) -> dict[str, str]:
    """The type parameters in scope inside a declaration."""
    found = node.child_by_field_name("type_parameters")
    if found is None:
        return low.type_parameters
    known = dict(low.type_parameters)
    outer = low.type_parameters
    # A bound may name the parameter itself: <T extends Comparable<T>>.
    low.type_parameters = known
    for parameter in found.named_children:
        names = [c for c in parameter.named_children if c.type in ("type_identifier", "identifier")]
        if parameter.type != "type_parameter" or not names:
            continue
        known[low.text(names[0])] = "Any"
        for bound in parameter.named_children:
            if bound.type == "type_bound" and bound.named_children:
                known[low.text(names[0])] = type_text(low, bound.named_children[0])
    low.type_parameters = outer
    return known
