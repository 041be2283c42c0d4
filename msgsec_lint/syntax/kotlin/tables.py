"""Which handler lowers which kind of node of the Kotlin grammar."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.control.blocks import body
from msgsec_lint.syntax.kotlin import branches, calls, lambdas, names, text
from msgsec_lint.syntax.kotlin import statements as st
from msgsec_lint.syntax.kotlin.classes import (
    class_declaration,
    object_declaration,
    object_literal,
)
from msgsec_lint.syntax.kotlin.functions import function_declaration
from msgsec_lint.syntax.kotlin.operators import OPERATORS
from msgsec_lint.syntax.kotlin.properties import property_declaration
from msgsec_lint.syntax.kotlin.types import COMMENTS, TYPES, name_text
from msgsec_lint.syntax.lowering import Expression, Lowering, Statement

IGNORED = frozenset(
    {
        *COMMENTS, *TYPES, "shebang", "file_annotation", "label", "modifiers", "annotation",
        "type_arguments", "type_parameters", "visibility_modifier", "inheritance_modifier",
    }
)  # fmt: skip


def package(low: Lowering, node: Node) -> None:
    """``package a.b``."""
    for child in node.named_children:
        if child.type == "qualified_identifier":
            low.package = _qualified(low, child)


def _qualified(low: Lowering, node: Node) -> str:
    text = low.text(node)
    if "`" in text or "/" in text or not text.isprintable():
        names_ = [name_text(low, c) for c in node.named_children if c.type == "identifier"]
        return ".".join(names_)
    return text.replace(" ", "")


def import_(low: Lowering, node: Node) -> None:
    """``import a.b.C``, ``import a.b.C as D``, ``import a.b.*``."""
    dotted, alias, star = "", "", False
    for child in node.children:
        if child.type == "qualified_identifier":
            dotted = _qualified(low, child)
        elif child.type == "identifier":
            if dotted:
                alias = name_text(low, child)
            else:
                dotted = name_text(low, child)
        elif child.type == "*":
            star = True
    if star:
        low.imports.append(f.Import("*", dotted, None, 0))
        return
    module, _, name = dotted.rpartition(".")
    local = alias or name
    if local:
        low.imports.append(f.Import(local, module, name, 0))
    if alias and alias != name:
        low.imported[alias] = name


def type_alias(low: Lowering, node: Node) -> None:
    """``typealias Name = Type``: another name of a class."""
    at = node.child_by_field_name("type")
    types = [c for c in node.named_children if c.type == "user_type"]
    if at is not None and types:
        low.assign_name(at, name_text(low, at), names.type_name(low, types[-1]))


def broken(low: Lowering, node: Node) -> None:
    """What could not be read as it stands; its parts may be whole."""
    for child in node.named_children:
        kind = child.type
        if kind in _WHOLE:
            low.statement(child)
        elif kind in ("class_body", "ERROR"):
            broken(low, child)


_WHOLE = frozenset(
    {
        "function_declaration", "property_declaration", "class_declaration", "object_declaration",
        "call_expression", "if_expression", "when_expression", "try_expression", "assignment",
        "for_statement", "while_statement", "block", "return_expression", "throw_expression",
        "package_header", "import", "lambda_literal", "binary_expression", "type_alias",
        "index_expression", "do_while_statement", "navigation_expression", "object_literal",
    }
)  # fmt: skip
"""Nodes that mean something by themselves."""


EXPRESSIONS: dict[str, Expression] = {
    "identifier": names.identifier,
    "this_expression": names.this,
    "super_expression": names.super_,
    "callable_reference": names.callable_reference,
    "string_literal": text.string,
    "multiline_string_literal": text.string,
    "call_expression": calls.chain,
    "navigation_expression": calls.chain,
    "index_expression": calls.chain,
    "labeled_expression": st.labeled,
    "if_expression": branches.IF,
    "when_expression": branches.WHEN,
    "try_expression": branches.TRY,
    "return_expression": st.return_,
    "throw_expression": st.throw,
    "lambda_literal": lambdas.lambda_literal,
    "annotated_lambda": lambdas.lambda_literal,
    "anonymous_function": lambdas.anonymous_function,
    "object_literal": object_literal,
    **OPERATORS,
}

STATEMENTS: dict[str, Statement] = {
    "package_header": package,
    "import": import_,
    "type_alias": type_alias,
    "function_declaration": function_declaration,
    "property_declaration": property_declaration,
    "class_declaration": class_declaration,
    "object_declaration": object_declaration,
    "assignment": st.assignment,
    "for_statement": branches.FOR,
    "while_statement": branches.WHILE,
    "do_while_statement": branches.DO_WHILE,
    "block": body,
    "ERROR": broken,
}
