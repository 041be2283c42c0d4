"""JSX: an element is a call of its component, with attributes as keywords."""

from __future__ import annotations

from typing import Any

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript.nodes import first_part
from msgsec_lint.syntax.lowering import Expression, Lowering


def element(low: Lowering, node: Node) -> int:
    """``<Tag a={x}>child</Tag>``: Tag(child, a=x)."""
    opening = node.child_by_field_name("open_tag")
    return _element(low, node, node if opening is None else opening)


def _element(low: Lowering, node: Node, opening: Node) -> int:
    callee = _component(low, opening)
    keywords: list[list[Any]] = []
    keyword_spans: list[int] = []
    for attribute in opening.children_by_field_name("attribute"):
        keywords.append(_attribute(low, attribute))
        written = attribute.named_children[-1] if attribute.type == "jsx_attribute" else attribute
        keyword_spans += (written.start_byte, written.end_byte)
    children: list[int] = []
    spans: list[int] = []
    for child in node.named_children if node is not opening else ():
        kind = child.type
        if kind == "jsx_text":
            text = low.text(child).strip()
            if text:
                spans += (child.start_byte, child.end_byte)
                children.append(low.constant(child, text))
        elif kind == "jsx_expression":
            inner = first_part(child)
            if inner is not None:
                spans += (child.start_byte, child.end_byte)
                value = low.expression(inner)
                children.append(~value if inner.type == "spread_element" else value)
        elif kind in ELEMENTS:
            spans += (child.start_byte, child.end_byte)
            children.append(low.expression(child))
    return low.call(node, callee, children, keywords, spans + keyword_spans)


def _component(low: Lowering, opening: Node) -> int:
    """What an element calls: a component by name, or ``jsx:div`` for an element of the page."""
    tag = opening.child_by_field_name("name")
    start, end = opening.start_byte, opening.end_byte
    if tag is None:
        return low.scope.add(f.NAME, start, end, "jsx:")
    if tag.type == "member_expression":
        return low.expression(tag)
    name = low.text(tag)
    start, end = tag.start_byte, tag.end_byte
    if tag.type == "identifier" and not name[:1].islower() and "-" not in name:
        return low.name(tag, name)
    return low.scope.add(f.NAME, start, end, f"jsx:{name}")


def _attribute(low: Lowering, node: Node) -> list[Any]:
    if node.type != "jsx_attribute":
        inner = first_part(node)
        return [None, low.expression(inner) if inner is not None else _true(low, node)]
    children = node.named_children
    name = low.text(children[0])
    if len(children) < 2:
        return [name, _true(low, node)]
    value: Node | None = children[-1]
    if value is not None and value.type == "jsx_expression":
        value = first_part(value)
    return [name, low.expression(value) if value is not None else _true(low, node)]


def _true(low: Lowering, node: Node) -> int:
    return low.scope.add(f.CONST, node.start_byte, node.end_byte, True)


ELEMENTS: dict[str, Expression] = {
    "jsx_element": element,
    "jsx_self_closing_element": element,
}
