"""Handlers for Python's expressions."""

from __future__ import annotations

from typing import Any

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import EXTRAS, Expression, Lowering
from msgsec_lint.syntax.operators.binary import BOTH, EITHER, Binary
from msgsec_lint.syntax.operators.collections import Entries, Items, Pair, spread_entry
from msgsec_lint.syntax.operators.conditional import Conditional
from msgsec_lint.syntax.operators.literals import Number, Single, literal_of
from msgsec_lint.syntax.operators.text import Adjacent, Interpolated
from msgsec_lint.syntax.operators.unary import Test, Unary, wrapped
from msgsec_lint.syntax.parts import nth
from msgsec_lint.syntax.python.signature import lambda_expression, type_text
from msgsec_lint.syntax.python.targets import assign, bind_pattern

_READERS = frozenset({"get", "pop", "setdefault"})
MUTATORS_ELEMENT = frozenset({"append", "add", "insert", "appendleft", "put", "put_nowait", "push"})
MUTATORS_MERGE = frozenset({"extend", "update", "extendleft", "write", "writelines"})


def string_literal(text: str) -> str:
    """The content of a plain string literal as written, without prefix and quotes."""
    start = 0
    while start < len(text) and text[start] not in "'\"":
        start += 1
    quote = 3 if text[start : start + 3] in ("'''", '"""') else 1
    return text[start + quote : len(text) - quote]


def _interpolation(low: Lowering, node: Node) -> tuple[int, str]:
    form = ""
    value = -1
    for child in node.named_children:
        kind = child.type
        if kind == "type_conversion":
            form = "r" if low.text(child) in ("!r", "!a") else ""
        elif kind == "format_specifier":
            for inner in child.named_children:
                if inner.type in ("interpolation", "format_expression"):
                    _interpolation(low, inner)
        elif value < 0 and kind not in EXTRAS:
            value = low.expression(child)
    if value < 0:
        value = low.scope.add(f.UNKNOWN, node.start_byte, node.end_byte, [])
    return value, form


def identifier(low: Lowering, node: Node) -> int:
    """A name."""
    name = low.source[node.start_byte : node.end_byte].decode("utf-8", "replace")
    scope = low.scope
    value = scope.env.get(name)
    if value is None or name in scope.outer_names:
        return scope.add(f.NAME, node.start_byte, node.end_byte, name)
    return value


def attribute(low: Lowering, node: Node) -> int:
    """``base.name``."""
    children = node.named_children
    if len(children) != 2 or children[1].type in EXTRAS:
        children = [c for c in children if c.type not in EXTRAS]
    if len(children) < 2:
        return low.unknown(node)
    base = low.expression(children[0])
    name = low.source[children[1].start_byte : children[1].end_byte].decode("utf-8", "replace")
    return low.scope.add(f.ATTR, node.start_byte, node.end_byte, base, name)


def subscript(low: Lowering, node: Node) -> int:
    """``base[key]``."""
    children = [c for c in node.named_children if c.type not in EXTRAS]
    base = low.expression(children[0])
    if len(children) == 2 and children[1].type == "slice":
        for part in children[1].named_children:
            low.expression(part)
        return low.scope.add(f.UNKNOWN, node.start_byte, node.end_byte, [base])
    keys = [low.expression(c) for c in children[1:]]
    start, end = node.start_byte, node.end_byte
    key = keys[0] if len(keys) == 1 else low.scope.add(f.SEQ, start, end, keys)
    literal = literal_of(low, key)
    low.note_read(base, literal)
    return low.scope.add(f.ITEM, start, end, base, literal, key)


def _is_const(low: Lowering, value: int) -> bool:
    return bool(low.scope.values[value][0] == f.CONST)


def call(low: Lowering, node: Node) -> int:
    """A call."""
    function = node.child_by_field_name("function")
    arguments = node.child_by_field_name("arguments")
    if function is None or arguments is None:
        return low.unknown(node)
    callee = low.expression(function)
    values: list[int] = []
    keywords: list[list[Any]] = []
    spans: list[int] = []
    keyword_spans: list[int] = []
    if arguments.type == "generator_expression":
        values.append(low.expression(arguments))
        spans += (arguments.start_byte, arguments.end_byte)
    else:
        for child in arguments.named_children:
            kind = child.type
            if kind in EXTRAS:
                continue
            at = keyword_spans if kind in ("keyword_argument", "dictionary_splat") else spans
            at += (child.start_byte, child.end_byte)
            if kind == "keyword_argument":
                parts = child.named_children
                keywords.append([low.text(parts[0]), low.expression(parts[-1])])
            elif kind == "list_splat":
                values.append(~low.expression(child.named_children[-1]))
            elif kind == "dictionary_splat":
                keywords.append([None, low.expression(child.named_children[-1])])
            else:
                values.append(low.expression(child))
    result = low.call(node, callee, values, keywords, spans + keyword_spans)
    held = low.scope.values[callee]
    if held[0] == f.ATTR and held[4] in _READERS and values and _is_const(low, max(values[0], 0)):
        low.note_read(held[3], low.scope.values[values[0]][3])
    if function.type == "attribute":
        _note_mutation(low, function, values, keywords)
    return result


def _note_mutation(
    low: Lowering, function: Node, arguments: list[int], keywords: list[list[Any]]
) -> None:
    """Let ``x.append(v)`` and its like change what x holds from here on."""
    receiver = function.child_by_field_name("object")
    method_node = function.child_by_field_name("attribute")
    if receiver is None or method_node is None or not (arguments or keywords):
        return
    method = low.text(method_node)
    scope = low.scope
    start, end = function.start_byte, function.end_byte
    if method in MUTATORS_ELEMENT and arguments:
        accessor, value = f.ANY_PART, arguments[-1]
    elif method in MUTATORS_MERGE:
        accessor = "**"
        value = arguments[-1] if arguments else -1
        if keywords:
            entries = [[name, -1 if name else -2, held] for name, held in keywords]
            value = scope.add(f.MAP, start, end, entries)
    elif method == "setdefault" and len(arguments) == 2:
        key = scope.values[arguments[0]]
        accessor = f"[{key[3]}]" if key[0] == f.CONST else f.ANY_PART
        value = arguments[1]
    else:
        return
    if value < 0:
        value = ~value
    if receiver.type == "identifier":
        name = low.text(receiver)
        held = scope.env.get(name)
        if held is not None:
            low.scope.rebind(name, scope.add(f.UPDATE, start, end, held, accessor, value))
    elif receiver.type == "attribute":
        base = receiver.child_by_field_name("object")
        field = receiver.child_by_field_name("attribute")
        if base is not None and field is not None and base.type == "identifier":
            item = value if accessor == "**" else scope.add(f.SEQ, start, end, [value])
            low.store(function, low.expression(base), low.text(field), item)


def comprehension(low: Lowering, node: Node) -> int:
    """A comprehension or generator expression, evaluated in place with names of its own."""
    saved = dict(low.scope.env)
    guard = low.scope.guard
    children = [c for c in node.named_children if c.type not in EXTRAS]
    for clause in children[1:]:
        if clause.type == "for_in_clause":
            left = clause.child_by_field_name("left")
            right = list(clause.children_by_field_name("right"))
            if left is None or not right:
                continue
            base = low.expression(right[0])
            each = low.scope.add(f.EACH, right[0].start_byte, right[0].end_byte, base)
            low.scope.push_guard("loop", base, True)
            assign(low, left, each)
        elif clause.type == "if_clause" and clause.named_children:
            test = low.expression(clause.named_children[-1])
            low.scope.push_guard("if", test, True)
    body = children[0]
    if body.type == "pair":
        entry = _PAIR(low, body)
        entries = [[None, *entry[1:]]] if entry is not None else []
        result = low.scope.add(f.MAP, node.start_byte, node.end_byte, entries)
    else:
        item = low.expression(body)
        result = low.scope.add(f.SEQ, node.start_byte, node.end_byte, [item])
    low.scope.env = saved
    low.scope.guard = guard
    return result


def named(low: Lowering, node: Node) -> int:
    """``name := value``."""
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if name is None or value is None:
        return low.unknown(node)
    held = low.expression(value)
    low.assign_name(name, low.text(name), held)
    return low.scope.env.get(low.text(name), held)


def yield_(low: Lowering, node: Node) -> int:
    """``yield value`` and ``yield from values``."""
    children = [c for c in node.named_children if c.type not in EXTRAS]
    if not children:
        return low.scope.add(f.CONST, node.start_byte, node.end_byte, None)
    value = low.expression(children[-1])
    low.scope.yields.append(value)
    # Coroutines written as generators (Twisted, Tornado): the yielded value comes back resolved.
    return value


def as_pattern(low: Lowering, node: Node) -> int:
    """``value as target`` in a with statement."""
    children = node.named_children
    base = low.expression(children[0])
    entered = low.scope.add(f.ENTER, node.start_byte, node.end_byte, base)
    alias = node.child_by_field_name("alias")
    if alias is not None and alias.named_children:
        bind_pattern(low, alias.named_children[0], entered)
    return entered


def type_(low: Lowering, node: Node) -> int:
    """A type used as a value."""
    return low.constant(node, type_text(low, node))


_PAIR = Pair()
_ITEMS = Items(spread=frozenset({"list_splat"}))
OPERATORS = Binary(
    kinds=frozenset({"binary_operator", "boolean_operator"}),
    connectives={"and": BOTH, "or": EITHER},
    tests={},
)
_STRING = Interpolated(
    opening=b"{",
    plain=string_literal,
    between={"interpolation": _interpolation},
    pieces=frozenset({"string_content"}),
)
_SINGLE = Single({"true": True, "false": False, "none": None, "ellipsis": None})

EXPRESSIONS: dict[str, Expression] = {
    "string": _STRING,
    "concatenated_string": Adjacent(frozenset({"string"})),
    "integer": Number(),
    "float": Number(),
    "true": _SINGLE,
    "false": _SINGLE,
    "none": _SINGLE,
    "ellipsis": _SINGLE,
    "identifier": identifier,
    "keyword_identifier": identifier,
    "attribute": attribute,
    "subscript": subscript,
    "call": call,
    "list": _ITEMS,
    "tuple": _ITEMS,
    "set": _ITEMS,
    "expression_list": _ITEMS,
    "pattern_list": _ITEMS,
    "dictionary": Entries({"pair": _PAIR, "dictionary_splat": spread_entry}),
    "list_comprehension": comprehension,
    "set_comprehension": comprehension,
    "dictionary_comprehension": comprehension,
    "generator_expression": comprehension,
    "conditional_expression": Conditional(
        test=nth(1), then=nth(0), otherwise=nth(2), kinds=frozenset({"conditional_expression"})
    ),
    "boolean_operator": OPERATORS,
    "comparison_operator": Test(),
    "not_operator": Test(),
    "unary_operator": Unary(operand="argument"),
    "binary_operator": OPERATORS,
    "parenthesized_expression": wrapped,
    "await": wrapped,
    "list_splat": wrapped,
    "dictionary_splat": wrapped,
    "named_expression": named,
    "yield": yield_,
    "lambda": lambda_expression,
    "as_pattern": as_pattern,
    "type": type_,
}
