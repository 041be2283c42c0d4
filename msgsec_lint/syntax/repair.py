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
from msgsec_lint.syntax.recovery import MAX_BYTES, Recovery

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

    def __init__(
        self, parser: Parser, repairs: Sequence[Repair] = (), *, braces: bool = True
    ) -> None:
        """``braces`` says that the language writes blocks in braces."""
        self._parser = parser
        self._repairs = repairs
        self._braces = braces

    def parse(self, source: bytes) -> Parsed:
        """The tree with the least that could not be read."""
        parsed = parse(self._parser, source)
        if not parsed.root.has_error and not parsed.dropped:
            return parsed
        changed = source
        for pattern, replace in self._repairs:
            changed = pattern.sub(replace, changed)
        if changed != source:
            again = parse(self._parser, changed)
            if _unread(again) < _unread(parsed):
                parsed, source = again, changed
        if not self._braces or parsed.dropped or len(source) > MAX_BYTES:
            return parsed
        return Recovery(lambda text: parse(self._parser, text), source).run(parsed)


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
