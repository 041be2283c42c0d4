"""Lambdas and functions without a name that run later, or who knows when."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.kotlin.blocks import (
    Lambda,
    bind_variable,
    read_lambda,
    variable,
)
from msgsec_lint.syntax.kotlin.names import receiver_names
from msgsec_lint.syntax.kotlin.signature import bind_parameters, signature
from msgsec_lint.syntax.kotlin.types import COMMENTS, TYPES, type_text
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.scope import Scope


def lambda_literal(low: Lowering, node: Node) -> int:
    """A lambda: a function of its own whose result is its last expression."""
    made = read_lambda(low, node)
    if made is None:
        return low.unknown(node)
    return function_value(low, made)


def function_value(low: Lowering, made: Lambda) -> int:
    """A lambda, already taken apart, as a function of its own."""
    node = made.node
    parameters: list[f.Parameter] = []
    if made.parameters is None:
        parameters.append(f.Parameter("it", None, f.POSITIONAL, -1))
    for parameter in made.parameters or ():
        name, type_ = variable(low, parameter)
        parameters.append(f.Parameter(name, type_, f.POSITIONAL, -1))
    receivers = receiver_names(low)
    types = low.type_parameters
    outer_it = "it" in low.scope.env or low.functions[low.scope.index].name == ""

    def lower(scope: Scope) -> None:
        low.owner = -1
        low.type_parameters = types
        start, end = node.start_byte, node.end_byte
        capture_receivers(scope, receivers, start)
        if made.parameters is None:
            it = scope.add(f.PARAM, start, start + 1, 0)
            if outer_it:
                # A function type without parameters leaves `it` to the lambda around.
                captured = scope.add(f.NAME, start, start + 1, "it")
                it = scope.add(f.JOIN, start, start + 1, [it, captured])
            scope.bind("it", it)
        for index, parameter in enumerate(made.parameters or ()):
            at = parameter.start_byte
            value = scope.add(f.PARAM, at, parameter.end_byte, index)
            if parameter.type == "multi_variable_declaration":
                bind_variable(low, parameter, value)
            elif parameters[index].name != "_":
                scope.bind(parameters[index].name, value)
        result = low.block(made.statements)
        if not scope.exits:
            if result < 0:
                result = scope.add(f.CONST, end - 1, end, None)
            scope.returns.append(result)

    return _open(low, node, parameters, None, lower)


def capture_receivers(scope: Scope, names: list[str], at: int) -> None:
    """Give a nested function the receivers of the function around it, by their names."""
    scope.receivers = [scope.add(f.NAME, at, at, name) for name in names]
    if names and names[0] != "this":
        scope.env["this"] = scope.receivers[0]


def anonymous_function(low: Lowering, node: Node) -> int:
    """``fun(x: Int): Int { … }`` as a value."""
    parts = [c for c in node.named_children if c.type == "function_value_parameters"]
    made = signature(low, parts[0] if parts else None)
    returns: str | None = None
    for child in node.named_children:
        if child.type in TYPES and parts and child.start_byte > parts[0].start_byte:
            returns = type_text(low, child)
    receivers = receiver_names(low)
    types = low.type_parameters

    def lower(scope: Scope) -> None:
        low.owner = -1
        low.type_parameters = types
        capture_receivers(scope, receivers, node.start_byte)
        bind_parameters(scope, made, 0)
        function_body(low, node)

    return _open(low, node, made.parameters, returns, lower)


def function_body(low: Lowering, node: Node) -> None:
    """The body of a function: a block, or an expression that is its result."""
    for child in node.named_children:
        if child.type != "function_body":
            continue
        inner = [c for c in child.named_children if c.type not in COMMENTS]
        if inner and inner[0].type == "block":
            low.block(inner[0].named_children)
        elif inner:
            value = low.expression(inner[-1])
            if not low.scope.exits:
                low.scope.returns.append(value)


def has_block(node: Node) -> bool:
    """Whether a function's body is a block, so that it gives nothing unless it says so."""
    for child in node.named_children:
        if child.type == "function_body":
            return any(c.type == "block" for c in child.named_children)
    return False


def _open(
    low: Lowering,
    node: Node,
    parameters: list[f.Parameter],
    returns: str | None,
    lower: Callable[[Scope], None],
) -> int:
    parent = low.scope.index
    outer = low.functions[parent].symbol
    symbol = outer
    if not outer.endswith("<lambda>"):
        symbol = f"{outer}.<lambda>" if outer else "<lambda>"
    head = f.Function(
        "", symbol, -1, parent, parameters, returns, [], f.LAMBDA,
        node.start_byte, node.end_byte,
    )  # fmt: skip

    def run(scope: Scope) -> None:
        low.symbol = symbol
        lower(scope)

    index = low.open_function(head, run)
    return low.scope.add(f.FUNC, node.start_byte, node.end_byte, index)
