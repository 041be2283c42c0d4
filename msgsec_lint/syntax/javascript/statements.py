"""Handlers for the statements of JavaScript and TypeScript."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript.blocks import block, declared, inner_block
from msgsec_lint.syntax.javascript.branches import if_, switch, try_
from msgsec_lint.syntax.javascript.callbacks import InlineReturns
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
from msgsec_lint.syntax.javascript.narrowing import narrow
from msgsec_lint.syntax.javascript.nodes import EXTRAS, first_part, parts, unwrapped
from msgsec_lint.syntax.javascript.targets import assign, forget, pattern_names
from msgsec_lint.syntax.javascript.types import type_of
from msgsec_lint.syntax.lowering import Lowering, Statement

_LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
_NOT_PAIRS = frozenset({"identifier", "member_expression", "new_expression"})
"""What gives entries to a loop that takes them apart is a ``Map``, where it is no list of calls."""
_FUNCTIONS = frozenset(
    {
        "arrow_function", "function_expression", "function_declaration", "method_definition",
        "generator_function", "generator_function_declaration", "program",
    }
)  # fmt: skip


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
            _declarator(low, child)


def _declarator(low: Lowering, node: Node) -> None:
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


def throw(low: Lowering, node: Node) -> None:
    """``throw value``."""
    inner = first_part(node)
    if inner is not None:
        low.scope.raises.append(low.expression(inner))
    low.scope.leave()


def while_(low: Lowering, node: Node) -> None:
    """``while``."""
    scope = low.scope
    condition = node.child_by_field_name("condition")
    joins = scope.open_loop(node.start_byte)
    test = low.expression(condition) if condition is not None else -1
    before = scope.push_guard("loop", test, True)
    if condition is not None:
        narrow(low, condition, holds=True)
    _body(low, node)
    scope.guard = before
    scope.close_loop(joins, node.end_byte)


def do(low: Lowering, node: Node) -> None:
    """``do … while``."""
    scope = low.scope
    condition = node.child_by_field_name("condition")
    joins = scope.open_loop(node.start_byte)
    _body(low, node)
    if condition is not None:
        low.expression(condition)
    scope.close_loop(joins, node.end_byte)


def for_(low: Lowering, node: Node) -> None:
    """``for (init; test; step)``."""
    scope = low.scope
    outer = dict(scope.env)
    initializer = node.child_by_field_name("initializer")
    names: list[str] = []
    if initializer is not None:
        low.statement(initializer)
        if initializer.type == "lexical_declaration":
            names = declared(low, initializer)
    joins = scope.open_loop(node.start_byte)
    test = -1
    condition = node.child_by_field_name("condition")
    if condition is not None and condition.type != "empty_statement":
        test = low.expression(unwrapped(condition))
    before = scope.push_guard("loop", test, True) if test >= 0 else scope.guard
    _body(low, node)
    increment = node.child_by_field_name("increment")
    if increment is not None:
        low.expression(increment)
    scope.guard = before
    scope.close_loop(joins, node.end_byte)
    forget(low, names, outer)


def for_in(low: Lowering, node: Node) -> None:
    """``for … of``, ``for … in`` and ``for await … of``."""
    scope = low.scope
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return
    outer = dict(scope.env)
    base = low.expression(right)
    joins = scope.open_loop(node.start_byte)
    each = _iterated(low, node, left, right, base)
    kind = node.child_by_field_name("kind")
    assign(low, left, each, declares=kind is not None)
    before = scope.push_guard("loop", base, True)
    _body(low, node)
    scope.guard = before
    scope.close_loop(joins, node.end_byte)
    if kind is not None and kind.type != "var":
        forget(low, list(pattern_names(low, left)), outer)


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


def _body(low: Lowering, node: Node) -> None:
    body = node.child_by_field_name("body")
    if body is not None:
        block(low, [body])


def break_(low: Lowering, node: Node) -> None:
    """``break``, out of the loop or switch of its label."""
    _jump(low, node, out=True)


def continue_(low: Lowering, node: Node) -> None:
    """``continue``, with the loop of its label."""
    _jump(low, node, out=False)


def _jump(low: Lowering, node: Node, *, out: bool) -> None:
    scope = low.scope
    label = node.child_by_field_name("label")
    if label is None:
        scope.jump(out=out)
        return
    name = low.text(label)
    passed = 0
    current = node.parent
    while current is not None and current.type not in _FUNCTIONS:
        if current.type in _LOOPS or current.type == "switch_statement":
            passed += 1
        elif current.type == "labeled_statement":
            own = current.child_by_field_name("label")
            if own is not None and low.text(own) == name:
                break
        current = current.parent
    if 0 < passed <= len(scope.loops) and not scope.exits:
        exits = scope.loops[-passed]
        (exits.breaks if out else exits.continues).append(dict(scope.env))
    scope.leave()


def labeled(low: Lowering, node: Node) -> None:
    """``label: statement``."""
    body = node.child_by_field_name("body")
    if body is None:
        return
    low.statement(body)
    if body.type not in _LOOPS:
        # A labelled block may have been left from anywhere inside.
        low.scope.exits = False


def with_(low: Lowering, node: Node) -> None:
    """``with (object) …``."""
    given = node.child_by_field_name("object")
    if given is not None:
        low.expression(given)
    _body(low, node)


def nothing(low: Lowering, node: Node) -> None:
    """A statement without facts."""


def contents(low: Lowering, node: Node) -> None:
    """A clause whose statements stand where it stands."""
    block(low, parts(node))


STATEMENTS: dict[str, Statement] = {
    "expression_statement": expression_statement,
    "lexical_declaration": declaration,
    "variable_declaration": declaration,
    "using_declaration": declaration,
    "return_statement": return_,
    "if_statement": if_,
    "statement_block": inner_block,
    "throw_statement": throw,
    "try_statement": try_,
    "switch_statement": switch,
    "for_statement": for_,
    "for_in_statement": for_in,
    "while_statement": while_,
    "do_statement": do,
    "break_statement": break_,
    "continue_statement": continue_,
    "labeled_statement": labeled,
    "with_statement": with_,
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
