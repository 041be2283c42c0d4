"""What every front end does around its own handlers: parse, run, assemble."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import Language, Lowering
from msgsec_lint.syntax.parsing import Parsed
from msgsec_lint.syntax.repair import Reader

MARKER = b"msgsec:"
"""Comments are kept only where a suppression may stand."""

Module = Callable[[Lowering, Node], None]
"""Lowers the top level of a file, given the root of its tree."""


def file_facts(
    language: Language, reader: Reader, source: bytes, module: Module, code: bytes | None = None
) -> f.FileFacts:
    """The facts of a file; parts that do not parse are left out and counted.

    ``code`` is the file with everything blank that is not of the language.
    """
    parsed = reader.parse(source if code is None else code)
    root = parsed.root
    low = Lowering(language, source)
    low.run(lambda _scope: module(low, root), len(source))
    return f.FileFacts(
        language.name,
        source.count(b"\n") + (not source.endswith(b"\n") and bool(source)),
        _error_lines(parsed),
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
        low.package,
    )


def _error_lines(parsed: Parsed) -> int:
    lines = set(parsed.dropped)
    stack = [parsed.root] if parsed.root.has_error else []
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
        # Grammars call them comment, line_comment, block_comment or multiline_comment.
        if node.type.endswith("comment"):
            text = source[node.start_byte : node.end_byte]
            if MARKER in text:
                row, column = node.start_point
                found.append(f.Comment(row + 1, column + 1, text.decode("utf-8", "replace")))
        else:
            stack.extend(node.children)
    found.sort(key=lambda comment: (comment.line, comment.column))
    return found
