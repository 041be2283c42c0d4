"""Gradle scripts, Groovy and Kotlin alike, as nested statements.

A reader of form, not an interpreter: strings, comments, brackets and braces are respected, and what
a program would compute stays unknown. No input makes it fail; time grows with the length alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_TOKENS = 200_000
"""A script with more is read so far."""

_SIMPLE = re.compile(r"[ \t\r\f]+|[^\W\d][\w$]*|\d[\w.]*|`[^`\n]*`")
_CONTINUES = frozenset("=+,.:?&|([")
"""A statement does not end behind these at the end of a line."""
_LEADS = frozenset(".?:&|+")
"""A line that begins so belongs to the statement before."""


class Token(NamedTuple):
    """A word, a string or a sign."""

    kind: str
    """``word``, ``text`` (a constant string), ``built`` (a string with parts that are computed),
    ``number``, ``sign`` or ``line`` (the end of a line)."""
    text: str
    line: int


class Statement:
    """What stands before a block or the end of a line, and the statements of the block."""

    __slots__ = ("_length", "_name", "inner", "tokens")

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.inner: list[Statement] = []
        self._name = ""
        self._length = -1
        """Tokens at the time when the name was read."""

    @property
    def line(self) -> int:
        return self.tokens[0].line if self.tokens else 0

    @property
    def name(self) -> str:
        """The dotted name that the statement begins with: ``android.buildTypes``, ``id``."""
        if self._length != len(self.tokens):
            # Asked for each statement inside; read once.
            own = self.tokens[: _name_length(self.tokens)]
            self._name = ".".join(token.text for token in own if token.kind == "word")
            self._length = len(self.tokens)
        return self._name

    def arguments(self) -> list[list[Token]]:
        """What follows the name, cut at commas; round brackets about all of it are left out."""
        rest = self.tokens[_name_length(self.tokens) :]
        if rest and rest[0].text in ("(", "=") and rest[0].kind == "sign":
            rest = rest[1:]
        cut: list[list[Token]] = [[]]
        depth = 0
        for token in rest:
            if token.kind == "sign":
                if token.text in "([":
                    depth += 1
                elif token.text in ")]":
                    depth -= 1
                    if depth < 0:
                        break
                elif token.text == "," and depth == 0:
                    cut.append([])
                    continue
            cut[-1].append(token)
        return [part for part in cut if part]

    def texts(self) -> list[str]:
        """All constant strings of the statement itself."""
        return [token.text for token in self.tokens if token.kind == "text"]


class Placed(NamedTuple):
    """A statement and those round it, outermost first."""

    around: tuple[Statement, ...]
    statement: Statement

    def within(self, *names: str) -> bool:
        """Whether some block round it, or a part of its own dotted name, is called so."""
        own = self.statement.name.split(".")[:-1]
        return any(name in names for name in own) or any(
            part in names for outer in self.around for part in outer.name.split(".")
        )


def parse(text: str) -> list[Statement]:
    """The statements of a script."""
    reader = _Reader()
    for token in _tokens(text):
        reader.take(token)
    return reader.top.inner


def walk(statements: list[Statement]) -> Iterator[Placed]:
    """Every statement at any depth, in the order of the script."""
    pending: list[Placed] = [Placed((), s) for s in reversed(statements)]
    while pending:
        placed = pending.pop()
        yield placed
        if len(placed.around) < 12:
            around = (*placed.around, placed.statement)
            pending.extend(Placed(around, s) for s in reversed(placed.statement.inner))


class _Reader:
    """Puts tokens into statements; blocks are kept on a stack of its own, not on Python's."""

    def __init__(self) -> None:
        self.top = Statement()
        self._open: list[tuple[Statement, Statement, int]] = []
        """Block, statement it belongs to, and round brackets open in that, for every brace."""
        self._block = self.top
        self._current = Statement()
        self._depth = 0
        self._ended = False

    def take(self, token: Token) -> None:
        sign = token.text if token.kind == "sign" else ""
        if token.kind == "line":
            tokens = self._current.tokens
            held = tokens and tokens[-1].kind == "sign" and tokens[-1].text in _CONTINUES
            if self._depth == 0 and not held:
                self._ended = True
            return
        if self._ended:
            self._ended = False
            if sign not in _LEADS or not sign:
                self._finish()
        if sign == "{":
            self._enter()
        elif sign == "}":
            self._leave()
        elif sign == ";" and self._depth == 0:
            self._finish()
        else:
            if sign and sign in "([":
                self._depth += 1
            elif sign and sign in ")]":
                self._depth = max(0, self._depth - 1)
            self._add(token)

    def _add(self, token: Token) -> None:
        if not self._current.tokens:
            self._block.inner.append(self._current)
        self._current.tokens.append(token)

    def _enter(self) -> None:
        owner = self._current
        if not owner.tokens and owner not in self._block.inner[-1:]:
            self._block.inner.append(owner)
        self._open.append((self._block, owner, self._depth))
        self._block, self._current, self._depth = owner, Statement(), 0

    def _leave(self) -> None:
        if not self._open:
            self._finish()
            return
        self._block, self._current, self._depth = self._open.pop()
        self._ended = self._depth == 0

    def _finish(self) -> None:
        self._current = Statement()
        self._depth = 0


def _tokens(text: str) -> Iterator[Token]:
    at, line, count = 0, 1, 0
    length = len(text)
    while at < length and count < MAX_TOKENS:
        found = _SIMPLE.match(text, at)
        if found:
            word = found.group()
            at = found.end()
            if word[0] in " \t\r\f":
                continue
            count += 1
            if word[0].isdigit():
                yield Token("number", word, line)
            else:
                yield Token("word", word.strip("`"), line)
            continue
        char = text[at]
        count += 1
        if char == "\n":
            yield Token("line", "\n", line)
            line += 1
            at += 1
        elif text.startswith("//", at):
            end = text.find("\n", at)
            at = length if end < 0 else end
        elif text.startswith("/*", at):
            end = text.find("*/", at + 2)
            end = length if end < 0 else end + 2
            line += text.count("\n", at, end)
            at = end
        elif char in "\"'":
            end, token = _string(text, at, line)
            yield token
            line += text.count("\n", at, end)
            at = end
        else:
            yield Token("sign", char, line)
            at += 1


def _string(text: str, at: int, line: int) -> tuple[int, Token]:
    """The end of the string that begins at ``at``, and its token."""
    quote = text[at]
    if text.startswith(quote * 3, at):
        end = text.find(quote * 3, at + 3)
        stop = len(text) if end < 0 else end
        return min(len(text), stop + 3), _text_token(text[at + 3 : stop], quote, line)
    position = at + 1
    nested = 0
    while position < len(text):
        char = text[position]
        if char == "\\":
            position += 2
            continue
        if char == "\n" or (char == quote and not nested):
            break
        if quote == '"' and char == "{" and (nested or text[position - 1] == "$"):
            nested += 1
        elif nested and char == "}":
            nested -= 1
        position += 1
    position = min(position, len(text))
    end = position + 1 if text[position : position + 1] == quote else position
    return end, _text_token(text[at + 1 : position], quote, line)


def _text_token(inner: str, quote: str, line: int) -> Token:
    computed = quote == '"' and re.search(r"(?<!\\)\$[\w{]", inner)
    return Token("built" if computed else "text", inner, line)


def _name_length(tokens: list[Token]) -> int:
    dotted = True
    for at, token in enumerate(tokens):
        if token.kind == "word" and dotted:
            dotted = False
        elif token.kind == "sign" and token.text in (".", "?") and at:
            dotted = dotted or token.text == "."
        else:
            return at
    return len(tokens)
