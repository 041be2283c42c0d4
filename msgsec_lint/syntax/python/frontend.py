"""Lower one Python file."""

from __future__ import annotations

import tree_sitter_python
from tree_sitter import Language as Grammar
from tree_sitter import Node, Parser

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import Language, Lowering
from msgsec_lint.syntax.python.expressions import EXPRESSIONS
from msgsec_lint.syntax.python.statements import STATEMENTS
from msgsec_lint.syntax.scope import Scope

MARKER = b"msgsec:"
"""Comments are kept only where a suppression may stand."""

_LANGUAGE = Language(
    "python",
    EXPRESSIONS,
    STATEMENTS,
    frozenset({"comment", "line_continuation", "ERROR", "escape_interpolation"}),
)
_parser = Parser(Grammar(tree_sitter_python.language()))


def lower(source: bytes) -> f.FileFacts:
    """The facts of a Python file; parts that do not parse are left out and counted."""
    tree = _parser.parse(source)
    root = tree.root_node
    low = Lowering(_LANGUAGE, source)

    def module(_scope: Scope) -> None:
        low.block(root.named_children)

    low.run(module, len(source))
    return f.FileFacts(
        "python",
        source.count(b"\n") + (not source.endswith(b"\n") and bool(source)),
        _error_lines(root) if root.has_error else 0,
        low.unknown_forms,
        low.truncated,
        low.imports,
        low.functions,
        low.classes,
        low.calls,
        low.stores,
        low.globals,
        {name: sorted(keys) for name, keys in low.reads.items()},
        low.aliases,
        _comments(root, source) if MARKER in source else [],
        low.bodies(),
    )


def _error_lines(root: Node) -> int:
    lines: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            lines.update(range(node.start_point[0], node.end_point[0] + 1))
        elif node.has_error:
            stack.extend(node.children)
    return len(lines)


def _comments(root: Node, source: bytes) -> list[f.Comment]:
    found: list[f.Comment] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if node.type == "comment":
            text = source[node.start_byte : node.end_byte]
            if MARKER in text:
                row, column = node.start_point
                found.append(f.Comment(row + 1, column + 1, text.decode("utf-8", "replace")))
        else:
            stack.extend(node.children)
    found.sort(key=lambda comment: (comment.line, comment.column))
    return found
