"""Text and numbers of Kotlin: literals, templates, and pieces put together."""

from __future__ import annotations

import re

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.kotlin.names import this_value
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.operators.text import Text, interpolation

_NAME = re.compile(rb"`[^`]+`|(?:[A-Za-z_]|[\x80-\xff])(?:\w|[\x80-\xff])*")


def plain_string(text: str) -> str:
    """The content of a string literal as written, without quotes."""
    dollars = len(text) - len(text.lstrip("$"))
    text = text[dollars:]
    quote = 3 if text.startswith('"""') else 1
    return text[quote : len(text) - quote] if len(text) >= 2 * quote else ""


def string(low: Lowering, node: Node) -> int:
    """A string literal of either form, with its template expressions."""
    made = Text(low)
    built = False
    children = node.named_children
    index = 0
    while index < len(children):
        child = children[index]
        index += 1
        kind = child.type
        if kind == "interpolation":
            built = True
            made.value(*interpolation(low, child))
        elif kind == "string_content":
            name = _simple_template(low, child, children[index] if index < len(children) else None)
            if name is None:
                made.literal(low.text(child))
                continue
            behind = children[index]
            index += 1
            built = True
            made.value(_template_name(low, behind, name))
            made.literal(low.text(behind)[len(name.decode("utf-8", "replace")) :])
    return made.made(node) if built else low.constant(node, plain_string(low.text(node)))


def _simple_template(low: Lowering, dollar: Node, behind: Node | None) -> bytes | None:
    """The name in ``$name``, which the grammar gives as two pieces of content in short strings."""
    if dollar.end_byte - dollar.start_byte != 1 or behind is None:
        return None
    if low.source[dollar.start_byte : dollar.end_byte] != b"$" or behind.type != "string_content":
        return None
    found = _NAME.match(low.source, behind.start_byte, behind.end_byte)
    return found.group() if found is not None else None


def _template_name(low: Lowering, node: Node, written: bytes) -> int:
    start, end = node.start_byte, node.start_byte + len(written)
    name = written.strip(b"`").decode("utf-8", "replace")
    if name == "this":
        return this_value(low, start, end)
    scope = low.scope
    value = scope.env.get(name)
    if value is not None and name not in scope.outer_names:
        return value
    if scope.receivers:
        return scope.add(f.NAME, start, end, name, [*scope.receivers])
    return scope.add(f.NAME, start, end, name)
