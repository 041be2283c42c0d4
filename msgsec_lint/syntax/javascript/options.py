"""The options of a component of Vue as the class that they describe.

``data`` gives the fields of every new instance, ``computed`` its properties, ``methods`` its
methods; hooks, watchers and ``setup`` are called by Vue alone.
"""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript.classes import CONSTRUCTOR, Members, made, open_method
from msgsec_lint.syntax.javascript.functions import flags_of
from msgsec_lint.syntax.javascript.keys import key_of
from msgsec_lint.syntax.javascript.literals import named_value
from msgsec_lint.syntax.javascript.nodes import LITERAL_FUNCTIONS, first_part, parts, unwrapped
from msgsec_lint.syntax.javascript.types import type_of
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.scope import Scope

_DEFINERS = frozenset({"defineComponent", "extend", "defineNuxtComponent", "defineCustomElement"})
_TYPES = {"String": "builtins.str", "Number": "builtins.float", "Boolean": "builtins.bool"}


def options_of(low: Lowering, node: Node) -> Node | None:
    """The object of ``export default {…}`` and ``export default defineComponent({…})``."""
    value = node.child_by_field_name("value")
    if value is None or all(child.type != "default" for child in node.children):
        return None
    value = unwrapped(value)
    if value.type == "call_expression":
        function = value.child_by_field_name("function")
        arguments = value.child_by_field_name("arguments")
        if function is None or arguments is None:
            return None
        if low.text(function).rsplit(".", 1)[-1] not in _DEFINERS:
            return None
        value = first_part(arguments) or value
    return value if value.type == "object" else None


def options_class(low: Lowering, node: Node) -> int:
    """The class that an object of options describes."""
    name = "default"
    for key, value in _entries(low, node):
        if key == "name" and value.type == "string" and low.text(value)[1:-1].isidentifier():
            name = low.text(value)[1:-1]
    return made(low, node, name, [], _fill, [])


def _entries(low: Lowering, node: Node) -> list[tuple[str, Node]]:
    """The literal keys of an object with their values; a method is its own value."""
    found: list[tuple[str, Node]] = []
    for child in node.named_children:
        key = child.child_by_field_name("key" if child.type == "pair" else "name")
        value = child.child_by_field_name("value") if child.type == "pair" else child
        if key is not None and value is not None and key.type != "computed_property_name":
            literal, _ = key_of(low, key)
            found.append((str(literal), unwrapped(value)))
        elif child.type == "shorthand_property_identifier":
            found.append((low.text(child), child))
    return found


def _is_function(node: Node) -> bool:
    return node.type in LITERAL_FUNCTIONS or node.type == "method_definition"


def _fill(low: Lowering, node: Node, found: Members) -> None:
    given: list[Node] = []
    for key, value in _entries(low, node):
        if key == "computed" and value.type == "object":
            _methods(low, value, found, f.PROPERTY)
        elif key in ("methods", "filters") and value.type == "object":
            _methods(low, value, found, 0)
        elif key == "watch" and value.type == "object":
            for watched, handler in _entries(low, value):
                _watcher(low, watched, handler, found)
        elif key == "props":
            _props(low, value, found)
        elif _is_function(value):
            if key in ("data", "setup"):
                given.append(value)
            if key != "data":
                _method(low, value, key, 0, found)
        elif key != "name":
            low.expression(value)
    if given:
        _constructor(low, node, given, found)


def _method(low: Lowering, node: Node, name: str, flags: int, found: Members) -> None:
    index = open_method(low, node, node, name, f.METHOD | flags | flags_of(node), found)
    found.add_method(name, index)


def _methods(low: Lowering, node: Node, found: Members, flags: int) -> None:
    for name, value in _entries(low, node):
        if _is_function(value):
            _method(low, value, name, flags, found)
        elif value.type == "object" and flags & f.PROPERTY:
            # `{get() {…}, set(v) {…}}`
            for key, half in _entries(low, value):
                if _is_function(half):
                    _method(low, half, name if key == "get" else f"{name}.{key}",
                            flags if key == "get" else 0, found)  # fmt: skip
        elif value.type == "call_expression":
            # `debounce(function () {…}, 100)` is called like what it holds.
            arguments = value.child_by_field_name("arguments")
            inner = first_part(arguments) if arguments is not None else None
            if inner is not None and _is_function(inner):
                _method(low, inner, name, flags, found)
            else:
                low.expression(value)


def _watcher(low: Lowering, watched: str, node: Node, found: Members) -> None:
    """A function that is called when something changes; under no name that code calls."""
    if _is_function(node):
        _method(low, node, f"watch.{watched}", 0, found)
    elif node.type == "object":
        for key, value in _entries(low, node):
            if key == "handler" and _is_function(value):
                _method(low, value, f"watch.{watched}", 0, found)


def _props(low: Lowering, node: Node, found: Members) -> None:
    """``['message']``, ``{message: Object}``, ``{message: {type: Object as PropType<M>}}``."""
    if node.type == "array":
        for child in parts(node):
            if child.type == "string":
                found.fields.append(f.Field(low.text(child)[1:-1], None, 0, -1))
        return
    for name, value in _entries(low, node) if node.type == "object" else ():
        declared: Node | None = value
        if value.type == "object":
            declared = next((held for key, held in _entries(low, value) if key == "type"), None)
        found.fields.append(f.Field(name, _prop_type(low, declared), 0, -1))


def _prop_type(low: Lowering, node: Node | None) -> str | None:
    if node is None:
        return None
    if node.type == "as_expression":
        written = parts(node)[-1]
        if written.type == "function_type":
            return type_of(low, written.child_by_field_name("return_type"))
        arguments = written.child_by_field_name("type_arguments")
        if written.type == "generic_type" and arguments is not None:
            return type_of(low, first_part(arguments))
        return None
    return _TYPES.get(low.text(node))


def _returned(node: Node) -> Node | None:
    """The object that a function gives in the end."""
    body = node.child_by_field_name("body")
    if body is None:
        return None
    body = unwrapped(body)
    if body.type == "object":
        return body
    for statement in reversed(body.named_children):
        if statement.type == "return_statement":
            value = first_part(statement)
            value = unwrapped(value) if value is not None else None
            return value if value is not None and value.type == "object" else None
    return None


def _constructor(low: Lowering, node: Node, given: list[Node], found: Members) -> None:
    """What ``data`` and ``setup`` return becomes fields of every new instance."""
    start, end = node.start_byte, node.end_byte
    symbol = f"{found.symbol}.{CONSTRUCTOR}"
    this = f.Parameter("this", None, f.POSITIONAL, -1)
    head = f.Function(
        CONSTRUCTOR, symbol, found.index, low.scope.index, [this], None, [], f.METHOD, start, end
    )

    def lower(scope: Scope) -> None:
        low.symbol = symbol
        receiver = scope.add(f.PARAM, start, start, 0)
        scope.bind("this", receiver)
        for function in given:
            body = function.child_by_field_name("body")
            held = _returned(function)
            if body is None or held is None:
                continue
            for statement in body.named_children if body.type == "statement_block" else ():
                if statement.type in ("lexical_declaration", "variable_declaration"):
                    low.statement(statement)
            for key, value in _entries(low, held):
                if value.type != "method_definition":
                    low.store(value, receiver, key, named_value(low, value, key))

    found.add_method(CONSTRUCTOR, low.open_function(head, lower))
