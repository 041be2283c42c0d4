"""Control flow of Kotlin: where the parts of its branches, loops and attempts stand."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.control.attempts import Handler, Try
from msgsec_lint.syntax.control.branches import If
from msgsec_lint.syntax.control.loops import DoWhile, ForEach, While
from msgsec_lint.syntax.control.switches import Label, Subject, Switch
from msgsec_lint.syntax.kotlin.blocks import bind_local, bind_variable, variable
from msgsec_lint.syntax.kotlin.names import type_name
from msgsec_lint.syntax.kotlin.types import COMMENTS, TYPES, name_text, type_text
from msgsec_lint.syntax.lowering import Conditions, Lowering, Tested
from msgsec_lint.syntax.parts import meaningful

_VARIABLES = ("variable_declaration", "multi_variable_declaration")
_ASIDE = frozenset({*COMMENTS, "label", "annotation"})


def _tested(low: Lowering, node: Node, holds: bool) -> Tested | None:
    """``x is T`` and ``x !is T``."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None or left.type != "identifier":
        return None
    return Tested(left, type_text(low, right), (node.children[1].type == "is") == holds)


CONDITIONS = Conditions(tests={"is_expression": _tested}, members=True)


def _behind(node: Node, word: str) -> Node | None:
    """The first thing that stands behind a word, before the next one."""
    children = iter(node.children)
    for child in children:
        if child.type == word:
            break
    for child in children:
        if child.is_named and child.type not in COMMENTS:
            return child
        if child.type == "else":
            return None
    return None


def _then(node: Node) -> Node | None:
    return _behind(node, ")")


def _otherwise(node: Node) -> Node | None:
    return _behind(node, "else")


def _block(node: Node) -> Node | None:
    return next((child for child in node.named_children if child.type == "block"), None)


def _name(node: Node) -> Node | None:
    """The label in front of a loop."""
    return next((child for child in node.named_children if child.type == "label"), None)


def _last(node: Node) -> Node | None:
    """The body of a loop: the last part, if it is none of its head."""
    found = [child for child in node.named_children if child.type not in _ASIDE]
    head = sum(child.type in _VARIABLES for child in found[:1]) + 1
    return found[-1] if len(found) > head else None


def _done(node: Node) -> Node | None:
    """The body of ``do … while``: what stands first."""
    return next((child for child in node.named_children if child.type not in _ASIDE), None)


def _over(node: Node) -> Node | None:
    """What a loop goes over: what stands behind its variable."""
    for child in node.named_children:
        if child.type not in _ASIDE and child.type not in _VARIABLES:
            return child
    return None


def _element(low: Lowering, node: Node, over: Node, base: int) -> None:
    element = low.scope.add(f.EACH, over.start_byte, over.end_byte, base)
    for child in node.named_children:
        if child.type in _VARIABLES:
            bind_variable(low, child, element)
            break


def _subject(low: Lowering, node: Node) -> Subject:
    """The value of the subject, and the name by which it can be told of what type it is."""
    for child in node.named_children:
        if child.type != "when_subject":
            continue
        parts = meaningful(low, child)
        if not parts:
            break
        value = low.expression(parts[-1])
        if parts[0].type == "variable_declaration":
            name, type_ = variable(low, parts[0])
            bind_local(low, parts[0], name, value, type_)
            return Subject(low.scope.env.get(name, value), parts[0].named_children[0])
        return Subject(value, parts[-1] if parts[-1].type == "identifier" else None)
    return Subject()


def _label(low: Lowering, case: Node, subject: Subject) -> Label:
    conditions = case.children_by_field_name("condition")
    if not conditions:
        return Label(default=True)
    types = _types(low, conditions)
    test = _test(low, conditions, subject.value)
    if subject.value >= 0:
        return Label(types=types)
    return Label(test, conditions[0] if len(conditions) == 1 else None, types)


def _test(low: Lowering, conditions: list[Node], subject: int) -> int:
    scope = low.scope
    tests: list[int] = []
    for condition in conditions:
        kind = condition.type
        start, end = condition.start_byte, condition.end_byte
        if kind == "type_test":
            tests.append(scope.add(f.TEST, start, end, "is", [subject] if subject >= 0 else []))
            continue
        if kind == "range_test":
            inner = meaningful(low, condition)
            value = low.expression(inner[-1]) if inner else subject
        else:
            value = low.expression(condition)
            if subject < 0:
                tests.append(value)
                continue
        operator = "in" if kind == "range_test" else "=="
        tests.append(scope.add(f.TEST, start, end, operator, [subject, value]))
    if len(tests) == 1:
        return tests[0]
    return scope.add(f.TEST, conditions[0].start_byte, conditions[-1].end_byte, "||", tests)


def _types(low: Lowering, conditions: list[Node]) -> list[str]:
    """The types of ``is A, is B ->``; none where another test stands among them."""
    types: list[str] = []
    for condition in conditions:
        inner = [c for c in condition.named_children if c.type in TYPES]
        if condition.type != "type_test" or condition.children[0].type != "is" or not inner:
            return []
        types.append(type_text(low, inner[0]))
    return types


def _inside(_low: Lowering, case: Node) -> Sequence[Node]:
    body = _behind(case, "->")
    if body is None:
        return ()
    return body.named_children if body.type == "block" else (body,)


def _handler(low: Lowering, node: Node) -> Handler:
    made = Handler(bind=_bind_caught)
    for child in node.named_children:
        if child.type == "identifier" and name_text(low, child) != "_":
            made.name = child
        elif child.type in TYPES:
            made.types.append(type_name(low, child))
        elif child.type == "block":
            made.inside = child
    return made


def _bind_caught(low: Lowering, name: Node, caught: int) -> None:
    bind_local(low, name, name_text(low, name), caught)


IF = If(then=_then, otherwise=_otherwise, chain=frozenset({"if_expression"}), gives=True)
WHEN = Switch(
    frozenset({"when_entry"}),
    label=_label,
    statements=_inside,
    about=_subject,
    inside="",
    left_by_break=False,
    gives=True,
)
TRY = Try(
    _handler,
    handlers=frozenset({"catch_block"}),
    inside=_block,
    ending=frozenset({"finally_block"}),
    ending_inside=_block,
    gives=True,
)
FOR = ForEach(_element, over=_over, inside=_last, label=_name)
WHILE = While(inside=_last, label=_name)
DO_WHILE = DoWhile(inside=_done, label=_name)
