"""Parameters, annotations, decorators and lambdas of Python."""

from __future__ import annotations

from typing import Any

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import EXTRAS, Lowering
from msgsec_lint.syntax.scope import Scope

_SEPARATORS = ("positional_separator", "keyword_separator")


def type_text(low: Lowering, node: Node) -> str:
    """An annotation in the neutral form: no quotes, no white space."""
    text = "".join(low.text(node).split())
    return text.replace('"', "").replace("'", "")[:400]


def parameters(low: Lowering, node: Node | None) -> list[f.Parameter]:
    """The parameters of a function or lambda; defaults are evaluated in the current scope."""
    found: list[f.Parameter] = []
    kind = f.POSITIONAL
    for child in node.named_children if node is not None else ():
        shape = child.type
        if shape in EXTRAS or shape == "positional_separator":
            continue
        if shape == "keyword_separator":
            kind = f.KEYWORD_ONLY
            continue
        parameter = _parameter(low, child, kind)
        if parameter.kind == f.REST:
            kind = f.KEYWORD_ONLY
        found.append(parameter)
    return found


def _parameter(low: Lowering, node: Node, kind: int) -> f.Parameter:
    name_node: Node | None = node
    annotation = node.child_by_field_name("type")
    default = node.child_by_field_name("value")
    if node.type in ("default_parameter", "typed_default_parameter"):
        name_node = node.child_by_field_name("name")
    elif node.type == "typed_parameter":
        name_node = node.named_children[0]
    if name_node is not None and name_node.type in (
        "list_splat_pattern",
        "dictionary_splat_pattern",
    ):
        kind = f.REST if name_node.type == "list_splat_pattern" else f.KEYWORDS
        name_node = name_node.named_children[0] if name_node.named_children else None
    return f.Parameter(
        low.text(name_node) if name_node is not None else "",
        type_text(low, annotation) if annotation is not None else None,
        kind,
        low.expression(default) if default is not None else -1,
    )


def bind_parameters(scope: Scope, found: list[f.Parameter], node: Node) -> None:
    """Give each parameter its value at the start of a body."""
    nodes = [c for c in node.named_children if c.type not in EXTRAS and c.type not in _SEPARATORS]
    for index, parameter in enumerate(found):
        at = nodes[index] if index < len(nodes) else node
        value = scope.add(f.PARAM, at.start_byte, at.end_byte, index)
        scope.bind(parameter.name, value)


def lambda_expression(low: Lowering, node: Node) -> int:
    """A lambda: a function of its own whose result is its body."""
    signature = node.child_by_field_name("parameters")
    body = node.child_by_field_name("body")
    if body is None:
        return low.unknown(node)
    found = parameters(low, signature)
    parent = low.scope.index
    outer = low.functions[parent].symbol
    head = f.Function(
        "",
        _lambda_symbol(outer),
        -1,
        parent,
        found,
        None,
        [],
        f.LAMBDA,
        node.start_byte,
        node.end_byte,
    )

    def lower(scope: Scope) -> None:
        if signature is not None:
            bind_parameters(scope, found, signature)
        scope.returns.append(low.expression(body))

    index = low.open_function(head, lower)
    return low.scope.add(f.FUNC, node.start_byte, node.end_byte, index)


def _lambda_symbol(outer: str) -> str:
    """The symbol of a lambda; lambdas in lambdas share one, so that it stays short."""
    if outer.endswith("<lambda>"):
        return outer
    return f"{outer}.<lambda>" if outer else "<lambda>"


def decorator(low: Lowering, node: Node) -> f.Decorator | None:
    """A decorator with its literal arguments; its expression is evaluated in the current scope."""
    children = [c for c in node.named_children if c.type not in EXTRAS]
    if not children:
        return None
    expression = children[0]
    value = low.expression(expression)
    name_node: Node | None = expression
    literals: list[Any] = []
    keywords: dict[str, Any] = {}
    made = low.scope.values[value]
    if expression.type == "call":
        name_node = expression.child_by_field_name("function")
        if made[0] == f.CALL:
            for argument in made[4]:
                held = low.scope.values[argument if argument >= 0 else ~argument]
                literals.append(held[3] if held[0] == f.CONST else None)
            for keyword, argument in made[5]:
                held = low.scope.values[argument]
                if keyword is not None:
                    keywords[keyword] = held[3] if held[0] == f.CONST else None
    name = "".join(low.text(name_node).split()) if name_node is not None else ""
    return f.Decorator(name[:200], literals, keywords)
