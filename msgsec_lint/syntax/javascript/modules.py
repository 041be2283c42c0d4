"""Imports and exports."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript.calls import module_of, note_import
from msgsec_lint.syntax.javascript.exports import export, export_default, export_whole
from msgsec_lint.syntax.javascript.keys import key_of
from msgsec_lint.syntax.javascript.literals import named_value
from msgsec_lint.syntax.javascript.nodes import first_part, parts, unwrapped
from msgsec_lint.syntax.lowering import Lowering

WHOLE_MODULE = "*"
"""The name imported when all of ``module.exports`` is meant."""


def import_(low: Lowering, node: Node) -> None:
    """``import …``; names of imports are for the linker, never local values."""
    source = node.child_by_field_name("source")
    for clause in node.named_children:
        if clause.type == "import_require_clause":
            inner = clause.child_by_field_name("source")
            name = first_part(clause)
            if inner is not None and name is not None:
                module = low.text(inner)[1:-1]
                note_import(low, f.Import(low.text(name), module, WHOLE_MODULE, 0))
        elif clause.type == "import_clause" and source is not None:
            _clause(low, clause, low.text(source)[1:-1])


def _clause(low: Lowering, clause: Node, module: str) -> None:
    for child in parts(clause):
        if child.type == "identifier":
            note_import(low, f.Import(low.text(child), module, "default", 0))
        elif child.type == "namespace_import":
            name = first_part(child)
            if name is not None:
                note_import(low, f.Import(low.text(name), module, None, 0))
        else:
            _specifiers(low, child, module)


def _specifiers(low: Lowering, clause: Node, module: str) -> None:
    for child in clause.named_children:
        name = child.child_by_field_name("name")
        if name is None:
            continue
        alias = child.child_by_field_name("alias") or name
        own = low.text(name).strip("'\"")
        note_import(low, f.Import(low.text(alias).strip("'\""), module, own, 0))


def export_statement(low: Lowering, node: Node) -> None:
    """``export …``."""
    source = node.child_by_field_name("source")
    declaration = node.child_by_field_name("declaration")
    value = node.child_by_field_name("value")
    marks = {child.type for child in node.children if not child.is_named}
    if source is not None:
        _from(low, node, low.text(source)[1:-1], everything="*" in marks)
    elif declaration is not None:
        low.statement(declaration)
        name = declaration.child_by_field_name("name")
        if "default" in marks and name is not None:
            export(low, name, "default", low.name(name, low.text(name)))
    elif value is not None:
        export_default(low, node, named_value(low, value, "default"))
    elif "=" in marks:
        inner = first_part(node)
        if inner is not None:
            export_whole(low, node, low.expression(inner))
    else:
        for clause in node.named_children:
            if clause.type == "export_clause":
                _exported(low, clause)


def _from(low: Lowering, node: Node, module: str, *, everything: bool) -> None:
    """``export … from "module"``."""
    for clause in node.named_children:
        if clause.type == "export_clause":
            _specifiers(low, clause, module)
            return
        if clause.type == "namespace_export":
            name = first_part(clause)
            if name is not None:
                note_import(low, f.Import(low.text(name).strip("'\""), module, None, 0))
            return
    if everything:
        note_import(low, f.Import("*", module, None, 0))


def _exported(low: Lowering, clause: Node) -> None:
    """``export {a as b}``: b is what a is."""
    for child in clause.named_children:
        name = child.child_by_field_name("name")
        alias = child.child_by_field_name("alias")
        if name is not None and alias is not None and low.text(alias) != low.text(name):
            export(low, child, low.text(alias).strip("'\""), low.name(name, low.text(name)))


def required(low: Lowering, target: Node, value: Node) -> bool:
    """``const x = require("m")`` and its like: imports, no values. Says whether it was one."""
    value = unwrapped(value)
    if value.type == "await_expression":
        value = unwrapped(first_part(value) or value)
    name: str = WHOLE_MODULE
    if value.type == "member_expression" and target.type == "identifier":
        field, base = value.child_by_field_name("property"), value.child_by_field_name("object")
        if field is None or base is None:
            return False
        name, value = low.text(field), unwrapped(base)
    if value.type != "call_expression":
        return False
    module = module_of(low, value)
    if not module:
        return False
    if target.type == "identifier":
        note_import(low, f.Import(low.text(target), module, name, 0))
        return True
    if target.type != "object_pattern":
        return False
    found: list[f.Import] = []
    for child in parts(target):
        if child.type == "shorthand_property_identifier_pattern":
            found.append(f.Import(low.text(child), module, low.text(child), 0))
            continue
        inner = child.child_by_field_name("value")
        key = child.child_by_field_name("key")
        if child.type != "pair_pattern" or inner is None or key is None:
            return False
        literal, _ = key_of(low, key)
        if inner.type != "identifier" or not isinstance(literal, str):
            return False
        found.append(f.Import(low.text(inner), module, literal, 0))
    for made in found:
        note_import(low, made)
    return True
