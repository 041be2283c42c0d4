"""Finding the statements that keep a grammar from reading what stands around them.

A form that a grammar lacks can cost far more than itself: a class, or the rest of a file. Where
that happens, statements are read as white space in halves, until it is known which of them it
takes; that one is left out, and all others are read. What is asked is the parser alone, so this
holds for every language that writes its blocks in braces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct, field
from tree_sitter import Node

from msgsec_lint.syntax.parsing import Parsed, Span, without

MAX_BYTES = 400_000
"""Larger files are left as they are."""
MAX_TRIES = 120
"""So often a file is parsed again at most."""
MAX_LEFT_OUT = 12
"""Statements of one file that are left out."""
HELPS = 0.4
"""So much of what cannot be read may be left for a try to count as better."""
MAX_UNCLOSED = 8
"""Brackets of other kinds that the end of a block closes with it."""
WORTH = 5
"""Fewer lines than this that cannot be read are left as they are."""

_TOKEN = re.compile(
    rb'//[^\n]*|/\*[\s\S]*?\*/|"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    rb"|`[^`]*`|[(){}\[\]\n]"
)
_GOES_ON = re.compile(rb"\s*(?:[.?:&|+*/,)=\]]|-[^-]|(?:else|catch|finally|while)\b)")
"""What a line begins with that belongs to the statement before."""
_CLOSING = {b")": b"(", b"]": b"[", b"}": b"{"}


class Statement(Struct):
    """A statement by its place, with the statements of the blocks in it."""

    start: int
    end: int
    inner: list[Statement] = field(default_factory=list)

    def around(self) -> list[Span]:
        """What of it stands outside of the statements in it: heads and braces."""
        spans: list[Span] = []
        at = self.start
        for statement in self.inner:
            spans.append((at, statement.start))
            at = statement.end
        return [*spans, (at, self.end)]


def statements(text: bytes) -> list[Statement]:
    """The statements of a text, as far as braces and lines tell them."""
    found: list[Statement] = []
    open_: list[tuple[bytes, list[Statement], int]] = []
    """Bracket, the statements around it, and where the one began in which it stands."""
    start = 0
    for match in _TOKEN.finditer(text):
        sign, at = match.group(), match.start()
        if sign == b"\n":
            inside = not open_ or open_[-1][0] == b"{"
            if inside and not _GOES_ON.match(text, at + 1):
                start = _close(text, found, start, at)
        elif sign in (b"(", b"[", b"{"):
            open_.append((sign, found, start))
            if sign == b"{":
                found, start = [], at + 1
            continue
        if sign == b"}" and any(bracket == b"{" for bracket, _, _ in open_[-MAX_UNCLOSED:]):
            # Brackets that nothing closes end with the block.
            while open_[-1][0] != b"{":
                open_.pop()
        if sign in _CLOSING and open_ and open_[-1][0] == _CLOSING[sign]:
            if sign == b"}":
                _close(text, found, start, at)
            _, outer, begun = open_.pop()
            if sign == b"}":
                # They wait for the statement that their block belongs to.
                outer.extend(found)
                found, start = outer, begun
    while open_:
        # A brace that nothing closes: its statements are those of the text.
        _, outer, start = open_.pop()
        outer.extend(inner for inner in found if inner not in outer)
        found = outer
    _close(text, found, start, len(text))
    return found


def _close(text: bytes, found: list[Statement], start: int, end: int) -> int:
    """End a statement; those that stand in it become its inner ones."""
    if text[start:end].strip():
        inner = [statement for statement in found if statement.start >= start]
        del found[len(found) - len(inner) :]
        found.append(Statement(start, end, inner))
    return end


class Recovery:
    """The search in one file."""

    def __init__(self, parse: Callable[[bytes], Parsed], text: bytes) -> None:
        self._parse = parse
        self._text = text
        self._tries = MAX_TRIES
        self._left_out: list[Span] = []

    def run(self, parsed: Parsed) -> Parsed:
        """The tree with the statements left out that kept others from being read."""
        known: list[Span] = []
        for _ in range(MAX_LEFT_OUT):
            damage = _largest(parsed.root)
            spans = self._culprit(damage, parsed, known) if damage is not None else []
            if damage is None or not spans:
                break
            # Where several hold each other's place, only all of them together help.
            known += spans
            better = self._read(known)
            if unread(better, damage) < unread(parsed, damage) * HELPS:
                self._left_out += known
                parsed, known = better, []
        lines: set[int] = set(parsed.dropped)
        for start, end in self._left_out:
            first = self._text.count(b"\n", 0, start) + _leading(self._text[start:end])
            lines.update(range(first, 1 + self._text.count(b"\n", 0, end)))
        return Parsed(parsed.root, frozenset(lines))

    def _read(self, spans: Sequence[Span]) -> Parsed:
        self._tries -= 1
        return self._parse(without(self._text, _merged([*self._left_out, *spans])))

    def _culprit(self, damage: Span, parsed: Parsed, known: list[Span]) -> list[Span]:
        """One more of what it takes to read around a place; empty if nothing helps."""
        bound = unread(parsed, damage) * HELPS

        def helps(spans: Sequence[Span]) -> bool:
            return self._tries > 0 and unread(self._read(spans), damage) <= bound

        candidates = [
            s for s in statements(self._text) if s.end > damage[0] and s.start < damage[1]
        ]
        context = list(known)
        found: Statement | None = None
        while candidates:
            if not helps([*context, *_spans(candidates)]):
                break
            found, context = self._one_of(candidates, context, helps)
            candidates = found.inner
        if found is None:
            return []
        # A head alone may be at fault: what stands in its block can be read without it.
        if found.inner and helps([*context, *found.around()]):
            return found.around()
        return _spans([found])

    def _one_of(
        self,
        candidates: list[Statement],
        context: list[Span],
        helps: Callable[[Sequence[Span]], bool],
    ) -> tuple[Statement, list[Span]]:
        """One of some statements that helps to be left out, if others are left out with it."""
        while len(candidates) > 1 and self._tries > 0:
            half = len(candidates) // 2
            first, second = candidates[:half], candidates[half:]
            if helps([*context, *_spans(first)]):
                candidates = first
            elif helps([*context, *_spans(second)]):
                candidates = second
            else:
                # Both halves hold one: the other half's is found next time.
                context = [*context, *_spans(second)]
                candidates = first
        return candidates[0], context


def unread(parsed: Parsed, within: Span) -> int:
    """How many bytes of a span lie under nodes that could not be read."""
    found = 0
    stack = [parsed.root]
    while stack:
        node = stack.pop()
        if node.end_byte < within[0] or node.start_byte > within[1]:
            continue
        if node.is_error or node.is_missing:
            found += 1 + min(node.end_byte, within[1]) - max(node.start_byte, within[0])
        elif node.has_error:
            stack.extend(node.children)
    return found


def _largest(root: Node) -> Span | None:
    """The largest place that could not be read, if it is worth to be looked into."""
    found: Node | None = None
    stack = [root] if root.has_error else []
    while stack:
        node = stack.pop()
        if node.is_error:
            if found is None or node.end_byte - node.start_byte > found.end_byte - found.start_byte:
                found = node
        elif node.has_error:
            stack.extend(node.children)
    if found is None or found.end_point[0] - found.start_point[0] < WORTH:
        return None
    return found.start_byte, found.end_byte


def _leading(text: bytes) -> int:
    """Lines of white space that a text begins with."""
    return text.count(b"\n", 0, len(text) - len(text.lstrip()))


def _spans(found: Sequence[Statement]) -> list[Span]:
    return [(statement.start, statement.end) for statement in found]


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
