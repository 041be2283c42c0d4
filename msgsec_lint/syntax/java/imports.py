"""Packages and imports of Java."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.java.types import dotted
from msgsec_lint.syntax.lowering import Lowering


def package(low: Lowering, node: Node) -> None:
    """``package a.b;``."""
    for child in node.named_children:
        if child.type in ("identifier", "scoped_identifier"):
            low.package = dotted(low, child)


def import_(low: Lowering, node: Node) -> None:
    """``import a.b.C;``, also static, also of everything."""
    name = ""
    star = False
    for child in node.named_children:
        if child.type in ("identifier", "scoped_identifier"):
            name = dotted(low, child)
        star |= child.type == "asterisk"
    if star:
        low.imports.append(f.Import("*", name, None, 0))
    elif name:
        module, _, last = name.rpartition(".")
        low.imports.append(f.Import(last, module, last, 0))
