"""Modifiers, annotations and parameters of Kotlin."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.kotlin.text import plain_string
from msgsec_lint.syntax.kotlin.types import COMMENTS, TYPES, child_type, name_text, type_text
from msgsec_lint.syntax.lowering import MAX_LITERAL, Lowering
from msgsec_lint.syntax.operators.literals import number_value
from msgsec_lint.syntax.scope import Scope

SUFFIXES = "lLuUfF"
"""Letters behind a number that say of what type it is."""


class Modifiers(Struct, frozen=True):
    """The words and annotations in front of a declaration."""

    words: frozenset[str] = frozenset()
    marks: list[f.Decorator] = []


NONE = Modifiers()
_WORDS = ("modifiers", "parameter_modifiers")


def modifiers(low: Lowering, node: Node) -> Modifiers:
    """The modifiers of a declaration."""
    children = node.named_children
    if not children or children[0].type not in _WORDS:
        return NONE
    return modifier_list(low, children[0])


def modifier_list(low: Lowering, node: Node) -> Modifiers:
    """What a list of modifiers says."""
    words: list[str] = []
    marks: list[f.Decorator] = []
    for child in node.named_children:
        kind = child.type
        if kind == "annotation":
            marks.extend(annotation(low, child))
        elif kind not in COMMENTS:
            words.append(low.text(child))
    return Modifiers(frozenset(words), marks)


def annotation(low: Lowering, node: Node) -> list[f.Decorator]:
    """The annotations behind one ``@``, with their literal arguments."""
    found: list[f.Decorator] = []
    for child in node.named_children:
        if child.type == "user_type":
            found.append(f.Decorator(_dotted(low, child), [], {}))
        elif child.type == "constructor_invocation":
            values: list[Any] = []
            keywords: dict[str, Any] = {}
            name = ""
            for part in child.named_children:
                if part.type == "user_type":
                    name = _dotted(low, part)
                elif part.type == "value_arguments":
                    _literals(low, part, values, keywords)
            found.append(f.Decorator(name, values, keywords))
    return found


def _dotted(low: Lowering, node: Node) -> str:
    names = [name_text(low, c) for c in node.named_children if c.type == "identifier"]
    return ".".join(names)[:200]


def _literals(low: Lowering, node: Node, values: list[Any], keywords: dict[str, Any]) -> None:
    for argument in node.named_children:
        if argument.type != "value_argument":
            continue
        parts = [c for c in argument.named_children if c.type not in COMMENTS]
        if not parts:
            continue
        literal = _literal(low, parts[-1], 0)
        if len(parts) == 2 and parts[0].type == "identifier":
            keywords[name_text(low, parts[0])] = literal
        else:
            values.append(literal)


def _literal(low: Lowering, node: Node, depth: int) -> Any:
    """What a literal says; None for anything else, and a list of these for several."""
    kind = node.type
    if kind in ("string_literal", "multiline_string_literal"):
        return plain_string(low.text(node))[:MAX_LITERAL]
    if kind == "identifier":
        return {"true": True, "false": False}.get(low.text(node))
    if kind == "number_literal":
        return number_value(low.text(node), SUFFIXES)
    if kind == "collection_literal" and depth < 3:
        return [_literal(low, c, depth + 1) for c in node.named_children if c.type not in COMMENTS]
    return None


class Signature(Struct):
    """The parameters of a function, with the node of each."""

    parameters: list[f.Parameter]
    nodes: list[Node]


def signature(low: Lowering, node: Node | None) -> Signature:
    """Declared parameters; defaults are evaluated in the current scope."""
    made = Signature([], [])
    marks = NONE
    # Modifiers and defaults stand beside the parameter that they belong to.
    for child in node.named_children if node is not None else ():
        kind = child.type
        if kind == "parameter_modifiers":
            marks = modifier_list(low, child)
        elif kind == "parameter":
            found = _parameter(low, child)
            words = marks if marks is not NONE else modifiers(low, child)
            shape = f.REST if "vararg" in words.words else f.POSITIONAL
            name = name_text(low, found[0]) if found[0] is not None else ""
            made.parameters.append(f.Parameter(name, found[1], shape, -1, words.marks))
            made.nodes.append(child)
            marks = NONE
        elif kind not in COMMENTS and made.parameters:
            last = made.parameters[-1]
            made.parameters[-1] = f.Parameter(
                last.name, last.type, last.kind, low.expression(child), last.decorators
            )
    return made


def _parameter(low: Lowering, node: Node) -> tuple[Node | None, str | None]:
    name: Node | None = None
    for child in node.named_children:
        if child.type == "identifier" and name is None:
            name = child
        elif child.type in TYPES:
            return name, type_text(low, child)
    return name, None


def class_parameter(low: Lowering, node: Node) -> tuple[f.Parameter, bool]:
    """A parameter of a primary constructor, and whether it declares a property."""
    words = modifiers(low, node)
    keeps = False
    name = ""
    default = -1
    behind = False
    for child in node.children:
        kind = child.type
        if kind in ("val", "var"):
            keeps = True
        elif kind == "identifier" and not name:
            name = name_text(low, child)
        elif kind == "=":
            behind = True
        elif behind and child.is_named and kind not in COMMENTS:
            default = low.expression(child)
    shape = f.REST if "vararg" in words.words else f.POSITIONAL
    return f.Parameter(name, child_type(low, node), shape, default, words.marks), keeps


def bind_parameters(scope: Scope, made: Signature, first: int) -> None:
    """Give each parameter its value; ``first`` is the index of the first in the function."""
    for index, parameter in enumerate(made.parameters):
        at = made.nodes[index]
        value = scope.add(f.PARAM, at.start_byte, at.end_byte, first + index)
        scope.bind(parameter.name, value)
