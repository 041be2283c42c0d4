"""Constructors of Kotlin: every class gets one that stores what it keeps."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.kotlin.calls import arguments
from msgsec_lint.syntax.kotlin.functions import open_member
from msgsec_lint.syntax.kotlin.names import super_, this_value
from msgsec_lint.syntax.kotlin.signature import (
    Signature,
    bind_parameters,
    class_parameter,
    modifiers,
    signature,
)
from msgsec_lint.syntax.kotlin.types import COMMENTS
from msgsec_lint.syntax.lowering import Lowering

Step = Callable[[], None]


class Making(Struct):
    """A class that is being put together."""

    node: Node
    name: str
    index: int
    data: bool = False
    """Its text form is generated."""
    static: bool = False
    """What is declared now needs no instance."""
    interface: bool = False
    fields: list[f.Field] = field(default_factory=list)
    methods: dict[str, int] = field(default_factory=dict)
    overloads: dict[str, list[int]] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    """What its constructor does, in order: initial values and initialiser blocks."""

    def note(self, name: str, index: int) -> None:
        """Register a function under its name."""
        if name in self.methods:
            self.overloads.setdefault(name, []).append(index)
        else:
            self.methods[name] = index

    def construct(self, low: Lowering, node: Node, callee: int, given: Node | None) -> int:
        """Call a constructor."""
        made = arguments(low, given, keep=False)
        return low.call(node, callee, made.values, made.keywords, made.all_spans())


def _head(
    low: Lowering, node: Node, parameters: list[f.Parameter], marks: list[f.Decorator]
) -> f.Function:
    this = f.Parameter("this", None, f.POSITIONAL, -1)
    return f.Function(
        "<init>", f"{low.symbol}.<init>", low.owner, low.scope.index, [this, *parameters], None,
        marks, f.METHOD, node.start_byte, node.end_byte,
    )  # fmt: skip


def primary_constructor(low: Lowering, made: Making) -> None:
    """The constructor in the header of a class, or the one that it has without saying so."""
    found = [c for c in made.node.named_children if c.type == "primary_constructor"]
    given = Signature([], [])
    kept: list[f.Parameter] = []
    marks: list[f.Decorator] = []
    for part in found[0].named_children if found else ():
        if part.type == "modifiers":
            marks = modifiers(low, found[0]).marks
        for child in part.named_children if part.type == "class_parameters" else ():
            if child.type != "class_parameter":
                continue
            parameter, keeps = class_parameter(low, child)
            given.parameters.append(parameter)
            given.nodes.append(child)
            if keeps:
                kept.append(parameter)
                made.fields.append(f.Field(parameter.name, _kept_type(parameter), 0, -1))
    at = found[0] if found else made.node
    head = _head(low, at, given.parameters, marks)

    def lower() -> None:
        scope = low.scope
        bind_parameters(scope, given, 1)
        delegations(low, made.node)
        this = scope.env["this"]
        for parameter, node in zip(given.parameters, given.nodes, strict=True):
            if parameter in kept:
                value = scope.env[parameter.name]
                low.store(node, this, parameter.name, value, _kept_type(parameter))
        for step in made.steps:
            step()

    made.note("<init>", open_member(low, head, at, lower))


def _kept_type(parameter: f.Parameter) -> str | None:
    if parameter.kind == f.REST:
        return f"list[{parameter.type or 'Any'}]"
    return parameter.type


def delegations(low: Lowering, node: Node) -> None:
    """What the header of a class hands to its parent, and what it lets others do for it."""
    for child in node.named_children:
        if child.type != "delegation_specifiers":
            continue
        for specifier in child.named_children:
            for inner in specifier.named_children:
                if inner.type == "constructor_invocation":
                    given = [c for c in inner.named_children if c.type == "value_arguments"]
                    if given and given[0].named_child_count:
                        _constructor_call(low, inner, super_(low, inner), given[0])
                elif inner.type == "explicit_delegation":
                    parts = [c for c in inner.named_children if c.type not in COMMENTS]
                    if len(parts) > 1:
                        low.expression(parts[-1])


def _constructor_call(low: Lowering, node: Node, base: int, given: Node | None) -> None:
    callee = low.scope.add(f.ATTR, node.start_byte, node.end_byte, base, "<init>")
    made = arguments(low, given, keep=False)
    low.call(node, callee, made.values, made.keywords, made.all_spans())


def secondary_constructor(low: Lowering, made: Making, node: Node) -> None:
    """``constructor(…) : this(…) { … }``."""
    parts = {child.type: child for child in node.named_children}
    given = signature(low, parts.get("function_value_parameters"))
    head = _head(low, node, given.parameters, modifiers(low, node).marks)

    def lower() -> None:
        scope = low.scope
        bind_parameters(scope, given, 1)
        call = parts.get("constructor_delegation_call")
        if call is not None:
            start, end = call.start_byte, call.end_byte
            own = call.children[0].type == "this"
            base = this_value(low, start, end) if own else super_(low, call)
            inner = [c for c in call.named_children if c.type == "value_arguments"]
            _constructor_call(low, call, base, inner[0] if inner else None)
        body = parts.get("block")
        if body is not None:
            low.block(body.named_children)

    made.note("<init>", open_member(low, head, node, lower))
