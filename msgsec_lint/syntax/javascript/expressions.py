"""Handlers for the expressions of JavaScript and TypeScript."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.control.narrowing import Narrowed, narrow, widen
from msgsec_lint.syntax.javascript import literals
from msgsec_lint.syntax.javascript.assignments import assignment, augmented
from msgsec_lint.syntax.javascript.calls import call, new
from msgsec_lint.syntax.javascript.classes import class_expression
from msgsec_lint.syntax.javascript.functions import function_value
from msgsec_lint.syntax.javascript.jsx import ELEMENTS
from msgsec_lint.syntax.javascript.keys import property_of
from msgsec_lint.syntax.javascript.nodes import first_part, parts
from msgsec_lint.syntax.javascript.targets import put
from msgsec_lint.syntax.javascript.types import type_of
from msgsec_lint.syntax.lowering import Expression, Lowering

_LOGICAL = frozenset({"&&", "||", "??"})
_TESTS = frozenset({"==", "===", "!=", "!==", "<", ">", "<=", ">=", "in", "instanceof"})


def identifier(low: Lowering, node: Node) -> int:
    """A name."""
    name = low.source[node.start_byte : node.end_byte].decode("utf-8", "replace")
    scope = low.scope
    value = scope.env.get(name)
    if value is None or name in scope.outer_names:
        return scope.add(f.NAME, node.start_byte, node.end_byte, name)
    return value


def plain_name(low: Lowering, node: Node) -> int:
    """``new.target`` and ``import.meta``; a key word that stands for a value."""
    return low.scope.add(f.NAME, node.start_byte, node.end_byte, low.text(node))


def this(low: Lowering, node: Node) -> int:
    """The receiver, captured by arrow functions like any other name."""
    return low.name(node, "this")


def super_(low: Lowering, node: Node) -> int:
    """The members of the class above."""
    start, end = node.start_byte, node.end_byte
    return low.call(node, low.scope.add(f.NAME, start, end, "super"), [], [], [])


def private_name(low: Lowering, node: Node) -> int:
    """``#x`` in ``#x in y``."""
    return low.constant(node, low.text(node))


def member(low: Lowering, node: Node) -> int:
    """``base.name`` and ``base?.name``."""
    base_node = node.child_by_field_name("object")
    name_node = node.child_by_field_name("property")
    if base_node is None or name_node is None:
        return low.unknown(node)
    base = low.expression(base_node)
    name = low.source[name_node.start_byte : name_node.end_byte].decode("utf-8", "replace")
    return property_of(low, node, base, name)


def subscript(low: Lowering, node: Node) -> int:
    """``base[key]``."""
    base_node, key_node = node.child_by_field_name("object"), node.child_by_field_name("index")
    if base_node is None or key_node is None:
        return low.unknown(node)
    base = low.expression(base_node)
    key = low.expression(key_node)
    held = low.scope.values[key]
    literal = held[3] if held[0] == f.CONST else None
    low.note_read(base, literal)
    return low.scope.add(f.ITEM, node.start_byte, node.end_byte, base, literal, key)


def binary(low: Lowering, node: Node) -> int:
    """A binary operation; long left-leaning chains are walked without recursion."""
    chain: list[tuple[Node, str, Node]] = []
    current = node
    while current.type == "binary_expression":
        left = current.child_by_field_name("left")
        operator = current.child_by_field_name("operator")
        right = current.child_by_field_name("right")
        if left is None or operator is None or right is None:
            return low.unknown(current)
        chain.append((current, operator.type, right))
        current = left
    value = low.expression(current)
    at = len(chain) - 1
    while at >= 0:
        link, sign, right = chain[at]
        if sign == "+":
            # The whole run of a + b + c is one text when one of them is text.
            run = at
            while run > 0 and chain[run - 1][1] == "+":
                run -= 1
            value = _sum(low, value, chain[run : at + 1][::-1])
            at = run - 1
            continue
        if sign in _LOGICAL:
            value = _logical(low, link, sign, value, right)
        else:
            operand = low.expression(right)
            start, end = link.start_byte, link.end_byte
            if sign in _TESTS:
                value = low.scope.add(f.TEST, start, end, sign, [value, operand])
            else:
                value = low.scope.add(f.BINARY, start, end, sign, value, operand)
        at -= 1
    return value


def _sum(low: Lowering, first: int, run: list[tuple[Node, str, Node]]) -> int:
    values = [first, *(low.expression(right) for _, _, right in run)]
    if any(literals.is_text(low, value) for value in values):
        return literals.joined(low, run[-1][0], values)
    made = first
    for (link, sign, _), value in zip(run, values[1:], strict=True):
        made = low.scope.add(f.BINARY, link.start_byte, link.end_byte, sign, made, value)
    return made


def _logical(low: Lowering, node: Node, sign: str, first: int, right: Node) -> int:
    """``a && b``, ``a || b``, ``a ?? b``: the value of one of them."""
    scope = low.scope
    left = node.child_by_field_name("left")
    both = sign == "&&"
    before = scope.push_guard("if", first, both)
    names = narrow(low, left, holds=both) if left is not None and sign != "??" else []
    second = low.expression(right)
    widen(low, names)
    scope.guard = before
    # What `a && b` gives besides b is a false value, which carries no data worth following.
    values = [second] if both else [first, second]
    return scope.add(f.CHOICE, node.start_byte, node.end_byte, values, [first])


def ternary(low: Lowering, node: Node) -> int:
    """``test ? a : b``; chains of them are walked without recursion."""
    scope = low.scope
    outer = scope.guard
    links: list[tuple[Node, int, int]] = []
    narrowed: list[list[Narrowed]] = []
    current = node
    while current.type == "ternary_expression":
        condition = current.child_by_field_name("condition")
        first = current.child_by_field_name("consequence")
        second = current.child_by_field_name("alternative")
        if condition is None or first is None or second is None:
            break
        test = low.expression(condition)
        before = scope.push_guard("if", test, True)
        names = narrow(low, condition, holds=True)
        value = low.expression(first)
        widen(low, names)
        scope.guard = before
        scope.push_guard("if", test, False)
        narrowed.append(narrow(low, condition, holds=False))
        links.append((current, test, value))
        current = second
    if not links:
        return low.unknown(node)
    result = low.expression(current)
    for names in reversed(narrowed):
        widen(low, names)
    scope.guard = outer
    for link, test, value in reversed(links):
        start, end = link.start_byte, link.end_byte
        result = scope.add(f.CHOICE, start, end, [value, result], [test])
    return result


def unary(low: Lowering, node: Node) -> int:
    """``!x``, ``-x``, ``typeof x``, ``delete x.y``, ``void x``."""
    argument = node.child_by_field_name("argument")
    if argument is None:
        return low.unknown(node)
    sign = node.children[0].type
    value = low.expression(argument)
    held = low.scope.values[value]
    if sign == "-" and held[0] == f.CONST and isinstance(held[3], (int, float)):
        return low.constant(node, -held[3])
    if sign == "delete":
        _taken_out(low, argument)
    if sign == "void":
        return low.scope.add(f.CONST, node.start_byte, node.end_byte, None)
    return low.scope.add(f.TEST, node.start_byte, node.end_byte, sign, [value])


def _taken_out(low: Lowering, node: Node) -> None:
    """``delete x.a``: from here on x has no a."""
    base, name = node.child_by_field_name("object"), node.child_by_field_name("property")
    key = node.child_by_field_name("index")
    if base is None or base.type not in ("identifier", "this"):
        return
    accessor = ""
    if name is not None:
        accessor = f".{low.text(name)}"
    elif key is not None and key.type == "string":
        accessor = f"[{low.text(key)[1:-1]}]"
    if accessor:
        nothing = low.scope.add(f.CONST, node.start_byte, node.end_byte, None)
        put(low, base, node, accessor, nothing)


def update(low: Lowering, node: Node) -> int:
    """``x++``: a number, which stays one."""
    argument = node.child_by_field_name("argument")
    return low.expression(argument) if argument is not None else low.unknown(node)


def sequence(low: Lowering, node: Node) -> int:
    """``a, b``: the value of the last."""
    values = [low.expression(child) for child in parts(node)]
    return values[-1] if values else low.unknown(node)


def inner(low: Lowering, node: Node) -> int:
    """Parentheses, await, non-null assertions and the like: the value inside."""
    child = first_part(node)
    return low.expression(child) if child is not None else low.unknown(node)


def cast(low: Lowering, node: Node) -> int:
    """``x as T`` and ``<T>x``; what is claimed to be anything stays what it is."""
    children = parts(node)
    if node.type == "type_assertion":
        children = children[::-1]
    value = low.expression(children[0])
    type_ = type_of(low, children[1]) if len(children) > 1 else None
    if type_ is None or type_ == "Any":
        return value
    return low.scope.add(f.CAST, node.start_byte, node.end_byte, value, type_)


def yield_(low: Lowering, node: Node) -> int:
    """``yield value`` and ``yield* values``."""
    child = first_part(node)
    start, end = node.start_byte, node.end_byte
    if child is None:
        return low.scope.add(f.CONST, start, end, None)
    value = low.expression(child)
    if any(c.type == "*" for c in node.children):
        low.scope.yields.append(low.scope.add(f.EACH, start, end, value))
        return low.scope.add(f.UNKNOWN, start, end, [])
    low.scope.yields.append(value)
    # Coroutines written as generators (redux-saga, co): the yielded value comes back resolved.
    return value


def _function(low: Lowering, node: Node) -> int:
    return function_value(low, node)


EXPRESSIONS: dict[str, Expression] = {
    "identifier": identifier,
    "shorthand_property_identifier": identifier,
    "member_expression": member,
    "call_expression": call,
    "string": literals.string,
    "this": this,
    "binary_expression": binary,
    "parenthesized_expression": inner,
    "await_expression": inner,
    "template_string": literals.template,
    "object": literals.object_,
    "array": literals.array,
    "number": literals.NUMBER,
    "true": literals.single,
    "false": literals.single,
    "null": literals.single,
    "undefined": literals.single,
    "regex": literals.pattern,
    "arrow_function": _function,
    "function_expression": _function,
    "generator_function": _function,
    "class": class_expression,
    "assignment_expression": assignment,
    "augmented_assignment_expression": augmented,
    "unary_expression": unary,
    "update_expression": update,
    "subscript_expression": subscript,
    "new_expression": new,
    "ternary_expression": ternary,
    "sequence_expression": sequence,
    "non_null_expression": inner,
    "instantiation_expression": inner,
    "satisfies_expression": inner,
    "spread_element": inner,
    "as_expression": cast,
    "type_assertion": cast,
    "yield_expression": yield_,
    "super": super_,
    "import": plain_name,
    "meta_property": plain_name,
    "private_property_identifier": private_name,
    **ELEMENTS,
}
