"""Methods, constructors and lambdas of Java."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.java.inlining import lambda_result, lambda_signature
from msgsec_lint.syntax.java.signature import Modifiers, bind_parameters, parameters
from msgsec_lint.syntax.java.types import declared, with_type_parameters
from msgsec_lint.syntax.jvm.receivers import bind_receivers
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.scope import Scope

THIS = f.Parameter("this", None, f.POSITIONAL, -1)

Step = Callable[[], None]
"""Lowers something at the start or end of a constructor."""


def method(low: Lowering, node: Node, marks: Modifiers, *, in_interface: bool) -> int:
    """A method; returns the index of its function."""
    name_node = node.child_by_field_name("name")
    body = node.child_by_field_name("body")
    returns = node.child_by_field_name("type")
    types = low.type_parameters
    low.type_parameters = with_type_parameters(low, node)
    flags = f.METHOD
    if "static" in marks.words:
        flags |= f.STATIC
    if body is None and ("abstract" in marks.words or in_interface):
        flags |= f.ABSTRACT
    if marks.has("Override"):
        flags |= f.OVERRIDE
    dimensions = node.child_by_field_name("dimensions")
    index = _open(
        low,
        node,
        low.text(name_node) if name_node is not None else "",
        declared(low, returns, dimensions) if returns is not None else None,
        marks.marks,
        flags,
    )
    low.type_parameters = types
    return index


def constructor(low: Lowering, node: Node, marks: Modifiers, before: Step | None = None) -> int:
    """A constructor; ``before`` is what runs ahead of its own body."""
    types = low.type_parameters
    low.type_parameters = with_type_parameters(low, node)
    index = _open(low, node, "<init>", None, marks.marks, f.METHOD, before)
    low.type_parameters = types
    return index


def _open(
    low: Lowering,
    node: Node,
    name: str,
    returns: str | None,
    decorators: list[f.Decorator],
    flags: int,
    before: Step | None = None,
) -> int:
    body = node.child_by_field_name("body")
    found, nodes = parameters(low, node.child_by_field_name("parameters"))
    static = bool(flags & f.STATIC)
    signature = found if static else [THIS, *found]
    symbol = f"{low.symbol}.{name}"
    types = low.type_parameters
    head = f.Function(
        name, symbol, low.owner, low.scope.index, signature, returns, decorators, flags,
        node.start_byte, node.end_byte,
    )  # fmt: skip

    def lower(scope: Scope) -> None:
        enter(low, scope, node, symbol, types)
        bind_parameters(scope, found, nodes, 0 if static else 1)
        if before is not None:
            before()
        if body is not None:
            low.block(body.named_children)

    return low.open_function(head, lower)


def enter(low: Lowering, scope: Scope, node: Node, symbol: str, types: dict[str, str]) -> None:
    """Begin the body of a method: its symbol, its type parameters, its ``this``."""
    low.owner, low.symbol, low.type_parameters = -1, symbol, types
    this = -1
    if not low.functions[scope.index].flags & f.STATIC:
        this = scope.add(f.PARAM, node.start_byte, node.start_byte, 0)
        scope.bind("this", this)
    bind_receivers(low, scope, node, this)


def keeping(low: Lowering, node: Node, kept: list[f.Parameter], before: Step | None = None) -> int:
    """A constructor that nobody wrote: it keeps its arguments in fields of the same names."""
    symbol = f"{low.symbol}.<init>"
    types = low.type_parameters
    start, end = node.start_byte, node.end_byte
    head = f.Function(
        "<init>", symbol, low.owner, low.scope.index, [THIS, *kept], None, [], f.METHOD, start, end
    )

    def lower(scope: Scope) -> None:
        enter(low, scope, node, symbol, types)
        bind_parameters(scope, kept, [node] * len(kept), 1)
        if before is not None:
            before()
        this = scope.env["this"]
        for parameter in kept:
            value = scope.env.get(parameter.name)
            type_ = parameter.type if parameter.kind != f.REST else None
            if value is not None:
                low.store(node, this, parameter.name, value, type_)

    return low.open_function(head, lower)


def lambda_expression(low: Lowering, node: Node) -> int:
    """A lambda: a function of its own whose result is its body."""
    found, nodes = lambda_signature(low, node)
    parent = low.scope.index
    symbol = _lambda_symbol(low.functions[parent].symbol)
    start, end = node.start_byte, node.end_byte
    types = low.type_parameters
    head = f.Function("", symbol, -1, parent, found, None, [], f.LAMBDA, start, end)

    def lower(scope: Scope) -> None:
        low.owner, low.symbol, low.type_parameters = -1, symbol, types
        bind_parameters(scope, found, nodes)
        bind_receivers(low, scope, node)
        value = lambda_result(low, node)
        if value >= 0:
            scope.returns.append(value)

    index = low.open_function(head, lower)
    return low.scope.add(f.FUNC, start, end, index)


def _lambda_symbol(outer: str) -> str:
    """The symbol of a lambda; lambdas in lambdas share one, so that it stays short."""
    if outer.endswith("<lambda>"):
        return outer
    return f"{outer}.<lambda>" if outer else "<lambda>"
