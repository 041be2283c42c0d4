"""Parsing that ends.

Some grammars do not come past certain places of broken code, or look through all the rest of a file
at each of them. A parse is ended when it does far more than any code in earnest asks for; what is
counted is work and not time, so that a file is read in the same way on every machine. The place
where it was ended is then read as white space and the rest is parsed again, so that such a place
costs its lines and not the file.

Only where single steps take ever longer, which no count shows, the time of the processor ends a
parse. Nothing of such a file is read then, and no code in earnest comes near.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable

from msgspec import Struct
from tree_sitter import Node, Parser, Point, Tree

CHUNK = 16_384
"""Bytes handed to the parser at a time."""
STANDSTILL = 32
"""How often the parser may be met at one place while it goes on reading."""
STEPS, STEPS_PER_BYTE = 1000, 0.125
"""How often the parser may be met, which is each hundred of its steps.

In earnest that is once in fifty bytes, and once in ten where there is hardly any white space.
"""
READ, READ_PER_BYTE = 32_000_000, 128
"""How many bytes may be read, each as often as it is."""
SECONDS, STEPS_PER_CLOCK = 6, 16
"""A megabyte in earnest takes a fifth of a second."""
PLACES = 6
"""Places that are read as white space before all of the file is."""

_PIECE = re.compile(rb"\w+|[^\s\w\x80-\xff]|[\x80-\xff]+")
_NOT_A_LINE_END = re.compile(rb"[^\r\n]")

Span = tuple[int, int]


class Parsed(Struct, frozen=True):
    """The tree of a file, and the lines that are missing in it since parsing them has no end."""

    root: Node
    dropped: frozenset[int] = frozenset()


class Work:
    """What parsing a text may cost, in one go or in pieces."""

    def __init__(self, size: int) -> None:
        self.steps = int(STEPS + STEPS_PER_BYTE * size)
        self.to_read = READ + READ_PER_BYTE * size
        self.seconds: float = SECONDS

    def is_over(self, began: float) -> bool:
        """Whether one step more is too much for a parse that began at a time of the processor."""
        self.steps -= 1
        if self.steps % STEPS_PER_CLOCK == 0 and time.thread_time() - began > self.seconds:
            self.seconds = 0
        return self.steps < 0 or self.to_read < 0 or not self.seconds


def parse(parser: Parser, source: bytes) -> Parsed:
    """The tree of a file, with as little left out as needed for an end."""
    work = Work(len(source))
    tree = attempt(parser, source, work)
    if isinstance(tree, Tree):
        return Parsed(tree.root_node)
    text, dropped, last = source, frozenset[int](), (-1, -1)
    again = Work(len(source))
    for _ in range(PLACES if work.seconds else 0):
        last = _place(text, tree, last)
        text = without(text, [last])
        first = text.count(b"\n", 0, last[0])
        dropped |= frozenset(range(first, first + 1 + text.count(b"\n", *last)))
        tree = attempt(parser, text, again)
        if isinstance(tree, Tree):
            return Parsed(tree.root_node, dropped)
    nothing = parser.parse(without(text, [(0, len(text))]))
    return Parsed(nothing.root_node, frozenset(range(source.count(b"\n") + 1)))


def attempt(parser: Parser, text: bytes, work: Work) -> Tree | int:
    """The tree of a text, or how far the parser had come when there was no work left."""
    return _Attempt(text, work).run(parser)


class _Attempt:
    """One parse, as far as there is work left."""

    def __init__(self, text: bytes, work: Work) -> None:
        self._text = memoryview(text)
        self._work = work
        self._reads = False
        self._furthest = -1
        self._standing = 0
        self._began = time.thread_time()

    def run(self, parser: Parser) -> Tree | int:
        try:
            return parser.parse(self._read, progress_callback=self._ends)
        except ValueError:
            parser.reset()
            return max(self._furthest, 0)
        finally:
            self._work.seconds = max(self._work.seconds - time.thread_time() + self._began, 0)

    def _read(self, at: int, _point: Point) -> memoryview:
        chunk = self._text[at : at + CHUNK]
        self._work.to_read -= len(chunk)
        self._reads = True
        return chunk

    def _ends(self, at: int, _has_error: bool) -> bool:
        if at > self._furthest:
            self._furthest = at
            self._standing = 0
        elif self._reads:
            self._standing += 1
        self._reads = False
        return self._work.is_over(self._began) or self._standing > STANDSTILL


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


def without(text: bytes, spans: Iterable[Span]) -> bytes:
    """A text with white space in place of some spans, lines kept."""
    kept: list[bytes] = []
    at = 0
    for start, end in sorted(spans):
        kept += (text[at:start], _NOT_A_LINE_END.sub(b" ", text[start:end]))
        at = end
    return b"".join([*kept, text[at:]])
