"""What every front end does around its own handlers: parse, run, assemble."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import Language, Lowering
from msgsec_lint.syntax.parsing import Parsed, without
from msgsec_lint.syntax.repair import Reader

MARKER = b"msgsec:"
"""Comments are kept only where a suppression may stand."""

LEVELS = (600, 300, 150)
"""Levels of a tree that are lowered where lowering all of it takes too much of the stack."""

Module = Callable[[Lowering, Node], None]
"""Lowers the top level of a file, given the root of its tree."""


def file_facts(
    language: Language, reader: Reader, source: bytes, module: Module, code: bytes | None = None
) -> f.FileFacts:
    """The facts of a file; parts that do not parse are left out and counted.

    ``code`` is the file with everything blank that is not of the language.
    """
    text = source if code is None else code
    whole = reader.parse(text)
    parsed, low = whole, _lowered(language, whole, source, module)
    for levels in LEVELS:
        if low is None:
            parsed = reader.parse(_cut(whole.root, text, levels))
            low = _lowered(language, parsed, source, module)
            if low is not None and "" not in low.truncated:
                low.truncated.append("")
    if low is None:
        raise RecursionError
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
        _comments(whole.root, source) if MARKER in source else [],
        low.bodies(),
        low.package,
    )


def _lowered(language: Language, parsed: Parsed, source: bytes, module: Module) -> Lowering | None:
    """The lowering of a whole file; None where its tree is too deep for that."""
    low = Lowering(language, source)
    try:
        low.run(lambda _scope: module(low, parsed.root), len(source))
    except RecursionError:
        return None
    return low


def _cut(root: Node, text: bytes, levels: int) -> bytes:
    """A text with white space in place of what stands deeper in its tree than some levels."""
    spans: list[tuple[int, int]] = []
    stack = [(root, 0)]
    while stack:
        node, level = stack.pop()
        if level == levels:
            spans.append((node.start_byte, node.end_byte))
        else:
            stack.extend((child, level + 1) for child in node.children)
    return without(text, spans)


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
