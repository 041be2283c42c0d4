"""The package clause and the imports of Go."""

from __future__ import annotations

import re

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import Lowering

_VERSION = re.compile(r"v[0-9]+")
_PINNED = re.compile(r"\.v[0-9]+(?:-unstable)?$")


def package_clause(low: Lowering, node: Node) -> None:
    """``package name``."""
    for child in node.named_children:
        if child.type == "package_identifier":
            low.package = low.text(child)


def import_declaration(low: Lowering, node: Node) -> None:
    """``import "path"`` and ``import ( … )``."""
    for child in node.named_children:
        specs = child.named_children if child.type == "import_spec_list" else (child,)
        for spec in specs:
            if spec.type == "import_spec":
                _import(low, spec)


def _import(low: Lowering, node: Node) -> None:
    path_node = node.child_by_field_name("path")
    name = node.child_by_field_name("name")
    if path_node is None:
        return
    path = low.text(path_node)[1:-1]
    if name is None:
        names = local_names(path)
    elif name.type == "blank_identifier":
        # For its effect alone, which drivers of databases have.
        names = ["_"]
    else:
        names = ["*" if name.type == "dot" else low.text(name)]
    low.imports.extend(f.Import(local, path, None, 0) for local in names)


def local_names(path: str) -> list[str]:
    """What a package imported by its path alone may be called: its folder's name, and a guess.

    The name stands in the package clause of the imported files, which often leaves out what the
    name of their repository says of the language.
    """
    segments = [part for part in path.split("/") if part]
    if len(segments) > 1 and _VERSION.fullmatch(segments[-1]):
        segments.pop()
    if not segments:
        return []
    last = _PINNED.sub("", segments[-1])
    guess = last.removeprefix("go-").removesuffix("-go").removesuffix(".go")
    return list(dict.fromkeys(name for name in (last, guess) if name))


def is_package(low: Lowering, name: str) -> bool:
    """Whether a name that is not local names an imported package."""
    return any(made.local == name for made in low.imports)
