"""Statements of Java: where the parts of its control flow stand."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.control.attempts import Handler, Try
from msgsec_lint.syntax.control.blocks import Within, body, nothing
from msgsec_lint.syntax.control.branches import If
from msgsec_lint.syntax.control.jumps import Jump, Labeled, return_, throw
from msgsec_lint.syntax.control.loops import DoWhile, For, ForEach, While
from msgsec_lint.syntax.control.narrowing import assertion
from msgsec_lint.syntax.control.switches import Label, Subject, Switch
from msgsec_lint.syntax.java.calls import call_statement, constructor_call
from msgsec_lint.syntax.java.definitions import class_definition
from msgsec_lint.syntax.java.imports import import_, package
from msgsec_lint.syntax.java.names import type_value
from msgsec_lint.syntax.java.targets import bind_pattern
from msgsec_lint.syntax.java.types import COMMENTS, TYPES, declared, type_text
from msgsec_lint.syntax.lowering import Conditions, Lowering, Statement, Tested
from msgsec_lint.syntax.parts import meaningful, nth

_CONSTANTS = frozenset(
    {
        "identifier", "string_literal", "decimal_integer_literal", "character_literal",
        "hex_integer_literal", "null_literal", "field_access", "unary_expression",
    }
)  # fmt: skip
"""Labels that only say which case it is."""


def expression_statement(low: Lowering, node: Node) -> None:
    """An expression for its effect."""
    for child in meaningful(low, node):
        if child.type == "method_invocation":
            call_statement(low, child)
        else:
            low.expression(child)


def local_variable(low: Lowering, node: Node) -> None:
    """``T a = b, c;``."""
    type_node = node.child_by_field_name("type")
    if type_node is None:
        return
    for declarator in node.children_by_field_name("declarator"):
        name, value = (
            declarator.child_by_field_name("name"),
            declarator.child_by_field_name("value"),
        )
        if name is None:
            continue
        type_ = declared(low, type_node, declarator.child_by_field_name("dimensions"))
        if value is not None:
            held = low.expression(value)
        else:
            held = low.scope.add(f.UNKNOWN, name.start_byte, name.end_byte, [])
        low.declare_name(name, low.text(name), held, type_)


def _tested(low: Lowering, node: Node, holds: bool) -> Tested | None:
    """``x instanceof T``."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None or left.type != "identifier":
        return None
    return Tested(left, type_text(low, right), holds)


CONDITIONS = Conditions(tests={"instanceof_expression": _tested})


def _element(low: Lowering, node: Node, over: Node, base: int) -> None:
    type_node, name = node.child_by_field_name("type"), node.child_by_field_name("name")
    if type_node is None or name is None:
        return
    each = low.scope.add(f.EACH, over.start_byte, over.end_byte, base)
    type_ = declared(low, type_node, node.child_by_field_name("dimensions"))
    low.declare_name(name, low.text(name), each, type_)


def _resources(low: Lowering, node: Node) -> None:
    """``T name = value`` between the parentheses of a try, or the name of a resource."""
    listed = node.child_by_field_name("resources")
    for made in listed.named_children if listed is not None else ():
        if made.type != "resource":
            continue
        name, value = made.child_by_field_name("name"), made.child_by_field_name("value")
        type_ = made.child_by_field_name("type")
        if name is None or value is None:
            for child in meaningful(low, made):
                low.expression(child)
            continue
        held = low.expression(value)
        low.declare_name(name, low.text(name), held, declared(low, type_) if type_ else None)


def _handler(low: Lowering, node: Node) -> Handler:
    made = Handler(inside=node.child_by_field_name("body"))
    for child in node.named_children:
        name = child.child_by_field_name("name")
        if child.type != "catch_formal_parameter" or name is None:
            continue
        written = [
            type_
            for part in child.named_children
            if part.type == "catch_type"
            for type_ in part.named_children
            if type_.type in TYPES
        ]
        made.types = [type_value(low, type_) for type_ in written]
        made.name = name
        made.type = "|".join(type_text(low, type_) for type_ in written) or None
    return made


def _label(low: Lowering, case: Node, subject: Subject) -> Label:
    made = Label()
    for label in case.named_children:
        if label.type != "switch_label":
            continue
        made.default |= any(child.type == "default" for child in label.children)
        for child in meaningful(low, label):
            if child.type == "pattern":
                bind_pattern(low, child, subject.value)
            elif child.type == "guard":
                made.further += [low.expression(test) for test in meaningful(low, child)]
            elif child.type not in _CONSTANTS:
                low.expression(child)
    return made


def _inside(_low: Lowering, case: Node) -> Sequence[Node]:
    """The statements of a case; an expression behind an arrow is what the case gives."""
    found = [c for c in case.named_children if c.type not in COMMENTS and c.type != "switch_label"]
    if case.type == "switch_rule" and found and found[0].type == "expression_statement":
        return [c for c in found[0].named_children if c.type not in COMMENTS]
    return found


SWITCH = Switch(
    frozenset({"switch_block_statement_group", "switch_rule"}),
    label=_label,
    statements=_inside,
    subject="condition",
    falls=lambda case, _statements: case.type == "switch_block_statement_group",
    gives=True,
    yielding=True,
    one_block=True,
)


def yield_(low: Lowering, node: Node) -> None:
    """``yield value``: what a case of a switch expression gives."""
    for child in meaningful(low, node):
        low.scope.yields.append(low.expression(child))
    low.scope.jump(out=True)


_LOOPS = frozenset({"while_statement", "do_statement", "for_statement", "enhanced_for_statement"})

STATEMENTS: dict[str, Statement] = {
    "expression_statement": expression_statement,
    "local_variable_declaration": local_variable,
    "return_statement": return_,
    "throw_statement": throw,
    "yield_statement": yield_,
    "if_statement": If(),
    "while_statement": While(),
    "do_statement": DoWhile(),
    "for_statement": For(begin="init", step="update"),
    "enhanced_for_statement": ForEach(_element, over="value"),
    **dict.fromkeys(
        ("try_statement", "try_with_resources_statement"), Try(_handler, resources=_resources)
    ),
    "labeled_statement": Labeled(_LOOPS | {"switch_expression"}, label=nth(0), inside=nth(-1)),
    "synchronized_statement": Within(),
    "assert_statement": assertion,
    "break_statement": Jump(out=True, label=nth(0)),
    "continue_statement": Jump(out=False, label=nth(0)),
    "explicit_constructor_invocation": constructor_call,
    "block": body,
    "class_declaration": class_definition,
    "interface_declaration": class_definition,
    "enum_declaration": class_definition,
    "record_declaration": class_definition,
    "annotation_type_declaration": class_definition,
    "package_declaration": package,
    "import_declaration": import_,
    "module_declaration": nothing,
    ";": nothing,
}
