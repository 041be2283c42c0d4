"""Modifiers, annotations and parameters of Java."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.java.types import COMMENTS, TYPES, declared, dotted
from msgsec_lint.syntax.lowering import MAX_LITERAL, Lowering
from msgsec_lint.syntax.operators.literals import number_value
from msgsec_lint.syntax.scope import Scope


class Modifiers(Struct):
    """The words and annotations in front of a declaration."""

    words: frozenset[str] = frozenset()
    marks: list[f.Decorator] = []

    def has(self, *names: str) -> bool:
        """Whether an annotation of one of these names, without its package, is there."""
        return any(mark.name.rsplit(".", 1)[-1] in names for mark in self.marks)


NONE = Modifiers()
_ANNOTATIONS = ("annotation", "marker_annotation")


def modifiers(low: Lowering, node: Node) -> Modifiers:
    """The modifiers of a declaration."""
    first = node.named_child(0) if node.named_child_count else node
    if first.type != "modifiers":
        return NONE
    words: list[str] = []
    marks: list[f.Decorator] = []
    for child in first.children:
        kind = child.type
        if kind in _ANNOTATIONS:
            marks.append(annotation(low, child))
        elif kind not in COMMENTS:
            words.append(kind)
    return Modifiers(frozenset(words), marks)


def annotation(low: Lowering, node: Node) -> f.Decorator:
    """An annotation with its literal arguments."""
    name = node.child_by_field_name("name")
    arguments = node.child_by_field_name("arguments")
    values: list[Any] = []
    keywords: dict[str, Any] = {}
    for child in arguments.named_children if arguments is not None else ():
        if child.type == "element_value_pair":
            key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            if key is not None and value is not None:
                keywords[low.text(key)] = _literal(low, value, 0)
        elif child.type not in COMMENTS:
            values.append(_literal(low, child, 0))
    return f.Decorator(dotted(low, name)[:200] if name is not None else "", values, keywords)


def _literal(low: Lowering, node: Node, depth: int) -> Any:
    """What a literal says; None for anything else, and a list of these for several."""
    kind = node.type
    if kind == "string_literal":
        return string_content(low.text(node))[:MAX_LITERAL]
    if kind in ("true", "false"):
        return kind == "true"
    if kind == "decimal_integer_literal":
        return number_value(low.text(node), "lLfFdD")
    if kind == "element_value_array_initializer" and depth < 3:
        return [_literal(low, c, depth + 1) for c in node.named_children if c.type not in COMMENTS]
    return None


def string_content(text: str) -> str:
    """The content of a string literal or text block as written."""
    if text.startswith('"""'):
        return text[3:-3].strip()
    return text[1:-1]


def parameters(low: Lowering, node: Node | None) -> tuple[list[f.Parameter], list[Node]]:
    """Declared parameters, and the node of each."""
    found: list[f.Parameter] = []
    nodes: list[Node] = []
    for child in node.named_children if node is not None else ():
        kind = child.type
        if kind == "formal_parameter":
            name, type_ = child.child_by_field_name("name"), child.child_by_field_name("type")
            dimensions = child.child_by_field_name("dimensions")
            shape = f.POSITIONAL
        elif kind == "spread_parameter":
            types = [c for c in child.named_children if c.type in TYPES]
            declarator = child.named_children[-1]
            name, type_ = declarator.child_by_field_name("name"), types[0] if types else None
            dimensions, shape = None, f.REST
        elif kind in ("identifier", "underscore_pattern"):
            name, type_, dimensions, shape = child, None, None, f.POSITIONAL
        else:
            continue
        given = declared(low, type_, dimensions) if type_ is not None else None
        marks = modifiers(low, child).marks
        text = low.text(name) if name is not None else ""
        found.append(f.Parameter(text, given, shape, -1, marks))
        nodes.append(child)
    return found, nodes


def bind_parameters(
    scope: Scope, found: list[f.Parameter], nodes: list[Node], first: int = 0
) -> None:
    """Give each parameter its value; ``first`` is the index of the first in the signature."""
    for index, parameter in enumerate(found):
        at = nodes[index]
        scope.bind(parameter.name, scope.add(f.PARAM, at.start_byte, at.end_byte, first + index))
