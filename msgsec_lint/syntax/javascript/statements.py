"""Handlers for the statements of JavaScript and TypeScript."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.control.attempts import Handler, Try
from msgsec_lint.syntax.control.blocks import Within, body, nothing
from msgsec_lint.syntax.control.branches import If
from msgsec_lint.syntax.control.jumps import Jump, Labeled, throw
from msgsec_lint.syntax.control.loops import DoWhile, For, ForEach, While
from msgsec_lint.syntax.control.switches import Label, Subject, Switch
from msgsec_lint.syntax.javascript.blocks import hoisted
from msgsec_lint.syntax.javascript.callbacks import InlineReturns, anything
from msgsec_lint.syntax.javascript.classes import class_declaration
from msgsec_lint.syntax.javascript.declarations import (
    ambient,
    enum,
    import_alias,
    interface,
    namespace,
    type_alias,
)
from msgsec_lint.syntax.javascript.functions import function_declaration
from msgsec_lint.syntax.javascript.literals import named_value
from msgsec_lint.syntax.javascript.modules import export_statement, import_, required
from msgsec_lint.syntax.javascript.nodes import EXTRAS, first_part, parts
from msgsec_lint.syntax.javascript.targets import assign, declare_names
from msgsec_lint.syntax.javascript.types import type_of
from msgsec_lint.syntax.lowering import Lowering, Statement

_LOOPS = frozenset(
    {
        "for_statement",
        "for_in_statement",
        "while_statement",
        "do_statement",
        "switch_statement",
    }
)
_NOT_PAIRS = frozenset({"identifier", "member_expression", "new_expression"})
"""What gives entries to a loop that takes them apart is a ``Map``, where it is no list of calls."""


def expression_statement(low: Lowering, node: Node) -> None:
    """An expression for its effect; texts that stand alone are directives."""
    for child in node.named_children:
        kind = child.type
        if kind == "internal_module":
            namespace(low, child)
        elif kind not in EXTRAS and kind != "string":
            low.expression(child)


def declaration(low: Lowering, node: Node) -> None:
    """``const``, ``let`` and ``var``."""
    for child in node.named_children:
        if child.type == "variable_declarator":
            _declarator(low, child, own=node.type != "variable_declaration")


def _declarator(low: Lowering, node: Node, *, own: bool) -> None:
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if name is None:
        return
    type_ = type_of(low, node.child_by_field_name("type"))
    if value is None:
        held = low.scope.add(f.UNKNOWN, name.start_byte, name.end_byte, [])
    elif required(low, name, value):
        return
    else:
        held = named_value(low, value, low.text(name) if name.type == "identifier" else "")
    if own:
        declare_names(low, name)
    assign(low, name, held, type_, declares=True)


def return_(low: Lowering, node: Node) -> None:
    """``return value``."""
    inner = first_part(node)
    scope = low.scope
    if inner is not None:
        scope.returns.append(low.expression(inner))
    if isinstance(scope.returns, InlineReturns):
        scope.returns.ends.append(dict(scope.env))
    scope.leave()


def _bind_round(low: Lowering, node: Node, over: Node, base: int) -> None:
    left, kind = node.child_by_field_name("left"), node.child_by_field_name("kind")
    if left is not None:
        each = _iterated(low, node, left, over, base)
        if kind is not None and kind.type != "var":
            declare_names(low, left)
        assign(low, left, each, declares=kind is not None)


def _iterated(low: Lowering, node: Node, left: Node, right: Node, base: int) -> int:
    """What a loop gives: keys of any object for ``in``, else elements, or entries of a ``Map``."""
    scope = low.scope
    start, end = right.start_byte, right.end_byte
    operator = node.child_by_field_name("operator")
    if operator is not None and operator.type == "in":
        return scope.add(f.TEST, start, end, "in", [base])
    if left.type == "array_pattern" and len(parts(left)) == 2 and right.type in _NOT_PAIRS:
        callee = scope.add(f.ATTR, start, end, base, "entries")
        base = low.call(right, callee, [], [], [])
    return scope.add(f.EACH, start, end, base)


def _otherwise(node: Node) -> Node | None:
    """What stands behind ``else``."""
    clause = node.child_by_field_name("alternative")
    for child in clause.named_children if clause is not None else ():
        if child.type not in EXTRAS:
            return child
    return None


def _label(low: Lowering, case: Node, _subject: Subject) -> Label:
    tested = case.child_by_field_name("value")
    if tested is not None:
        low.expression(tested)
    return Label(default=case.type == "switch_default")


def _inside(_low: Lowering, case: Node) -> Sequence[Node]:
    return hoisted(case.children_by_field_name("body"))


def _handler(low: Lowering, node: Node) -> Handler:
    name = node.child_by_field_name("parameter")
    types = [anything(low, node.start_byte)]
    return Handler(types, name, bind=_bind_caught, inside=node.child_by_field_name("body"))


def _bind_caught(low: Lowering, pattern: Node, caught: int) -> None:
    declare_names(low, pattern)
    assign(low, pattern, caught, declares=True)


STATEMENTS: dict[str, Statement] = {
    "expression_statement": expression_statement,
    "lexical_declaration": declaration,
    "variable_declaration": declaration,
    "using_declaration": declaration,
    "return_statement": return_,
    "if_statement": If(otherwise=_otherwise),
    "statement_block": body,
    "throw_statement": throw,
    "try_statement": Try(_handler),
    "switch_statement": Switch(
        frozenset({"switch_case", "switch_default"}),
        label=_label,
        statements=_inside,
        falls=lambda _case, _statements: True,
        one_block=True,
    ),
    "for_statement": For(),
    "for_in_statement": ForEach(_bind_round),
    "while_statement": While(),
    "do_statement": DoWhile(),
    "break_statement": Jump(out=True, label="label"),
    "continue_statement": Jump(out=False, label="label"),
    "labeled_statement": Labeled(_LOOPS),
    "with_statement": Within(before="object"),
    "debugger_statement": nothing,
    "empty_statement": nothing,
    "import_statement": import_,
    "export_statement": export_statement,
    "function_declaration": function_declaration,
    "generator_function_declaration": function_declaration,
    "function_signature": nothing,
    "class_declaration": class_declaration,
    "abstract_class_declaration": class_declaration,
    "interface_declaration": interface,
    "type_alias_declaration": type_alias,
    "enum_declaration": enum,
    "module": namespace,
    "internal_module": namespace,
    "ambient_declaration": ambient,
    "import_alias": import_alias,
}
