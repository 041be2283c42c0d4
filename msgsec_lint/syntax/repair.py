"""Reading what a grammar does not know.

Where a file does not parse, forms that the grammar lacks are replaced by forms of the same length
that it has, and the file is parsed once more. Only the tree is taken from the replaced text: all
names and literals are read from the source as it is written. A repair that is made where it should
not be does no harm, as the better of the two trees is kept; none may take more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from tree_sitter import Parser

from msgsec_lint.syntax.parsing import Parsed, parse

Match: TypeAlias = "re.Match[bytes]"
Repair: TypeAlias = "tuple[re.Pattern[bytes], Callable[[Match], bytes]]"
"""What a form looks like, and what is read in its place."""


def blank(found: Match) -> bytes:
    """White space of the same length, lines kept."""
    return re.sub(rb"[^\n]", b" ", found.group())


def renamed(found: Match) -> bytes:
    """A name of the same length that is no keyword."""
    return b"_" + found.group()[1:]


class Reader:
    """Parses a file, and once more where that fails."""

    def __init__(self, parser: Parser, repairs: Sequence[Repair] = ()) -> None:
        self._parser = parser
        self._repairs = repairs

    def parse(self, source: bytes) -> Parsed:
        """The tree with the least that could not be read."""
        parsed = parse(self._parser, source)
        if not parsed.root.has_error and not parsed.dropped:
            return parsed
        changed = source
        for pattern, replace in self._repairs:
            changed = pattern.sub(replace, changed)
        if changed == source:
            return parsed
        again = parse(self._parser, changed)
        return again if _unread(again) < _unread(parsed) else parsed


def _unread(parsed: Parsed) -> tuple[int, int]:
    """How many lines were dropped, and how many bytes lie under nodes that could not be read."""
    found = 0
    stack = [parsed.root]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            found += 1 + node.end_byte - node.start_byte
        elif node.has_error:
            stack.extend(node.children)
    return len(parsed.dropped), found
