"""Parsing that ends.

Some grammars do not come past certain places of broken code, or look through all the rest of a file
at each of them. A parse is ended when it does far more than any code in earnest asks for; what is
counted is work and never time, so that a file is read in the same way on every machine. The place
where it was ended is then read as white space and the rest is parsed again, so that such a place
costs its lines and not the file.
"""

from __future__ import annotations

import re

from msgspec import Struct
from tree_sitter import Node, Parser, Point, Tree

CHUNK = 16_384
"""Bytes handed to the parser at a time."""
STANDSTILL = 32
"""How often the parser may be met at one place while it goes on reading."""
STEPS, STEPS_PER_BYTE = 1000, 0.125
"""How often the parser may be met, which is each hundred of its steps.

In earnest that is once in fifty bytes, whatever is wrong with the code.
"""
READ, READ_PER_BYTE = 32_000_000, 128
"""How many bytes may be read, each as often as it is."""
PLACES = 6
"""Places that are read as white space before all of the file is."""

_PIECE = re.compile(rb"\w+|[^\s\w\x80-\xff]|[\x80-\xff]+")
_NOT_A_LINE_END = re.compile(rb"[^\r\n]")

Span = tuple[int, int]


class Parsed(Struct, frozen=True):
    """The tree of a file, and the lines that are missing in it since parsing them has no end."""

    root: Node
    dropped: frozenset[int] = frozenset()


def parse(parser: Parser, source: bytes) -> Parsed:
    """The tree of a file, with as little left out as needed for an end."""
    tree = _Attempt(source).run(parser)
    if isinstance(tree, Tree):
        return Parsed(tree.root_node)
    text, dropped, last = source, frozenset[int](), (-1, -1)
    for _ in range(PLACES):
        last = _place(text, tree, last)
        text = _without(text, last)
        first = text.count(b"\n", 0, last[0])
        dropped |= frozenset(range(first, first + 1 + text.count(b"\n", *last)))
        tree = _Attempt(text).run(parser)
        if isinstance(tree, Tree):
            return Parsed(tree.root_node, dropped)
    nothing = parser.parse(_without(text, (0, len(text))))
    return Parsed(nothing.root_node, frozenset(range(source.count(b"\n") + 1)))


class _Attempt:
    """One parse, and the work that it does."""

    def __init__(self, text: bytes) -> None:
        self._text = memoryview(text)
        self._steps = int(STEPS + STEPS_PER_BYTE * len(text))
        self._to_read = READ + READ_PER_BYTE * len(text)
        self._reads = False
        self._furthest = -1
        self._standing = 0

    def run(self, parser: Parser) -> Tree | int:
        """The tree, or how far the parser had come when it was ended."""
        try:
            return parser.parse(self._read, progress_callback=self._ends)
        except ValueError:
            parser.reset()
            return max(self._furthest, 0)

    def _read(self, at: int, _point: Point) -> memoryview:
        chunk = self._text[at : at + CHUNK]
        self._to_read -= len(chunk)
        self._reads = True
        return chunk

    def _ends(self, at: int, _has_error: bool) -> bool:
        self._steps -= 1
        if at > self._furthest:
            self._furthest = at
            self._standing = 0
        elif self._reads:
            self._standing += 1
        self._reads = False
        return self._standing > STANDSTILL or self._steps < 0 or self._to_read < 0


def _place(text: bytes, reached: int, last: Span) -> Span:
    """What is read as white space next: a piece of code, then its lines, then all behind them."""
    start, end = last
    if reached > end:
        found = _PIECE.search(text, reached)
        if found is not None:
            return found.span()
        start = end = reached
    line = text.rfind(b"\n", 0, min(start, reached)) + 1
    line_end = text.find(b"\n", max(end, reached))
    whole = line, len(text) if line_end < 0 else line_end
    return whole if whole != last else (line, len(text))


def _without(text: bytes, span: Span) -> bytes:
    start, end = span
    return text[:start] + _NOT_A_LINE_END.sub(b" ", text[start:end]) + text[end:]
