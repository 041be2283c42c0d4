"""Lines of styled text: laid out once, then written as plain text, with colours, or as a picture.

Layout counts cells, not characters. All text that comes in here is visible already
(``escaping.visible``); nothing in it is read as markup.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Span(NamedTuple):
    """A piece of text in one style."""

    text: str
    style: str = ""
    """A style of rich, such as ``bold red``; empty for none."""


Line = tuple[Span, ...]

BLANK: Line = ()


def width_of(line: Iterable[Span]) -> int:
    """The number of cells that spans take."""
    return sum(cell_len(span.text) for span in line)


def pad(text: str, width: int) -> str:
    """The text with blanks behind it, up to a number of cells."""
    return text + " " * (width - cell_len(text))


def cut(text: str, width: int, ellipsis: str) -> str:
    """The text in at most ``width`` cells, with an ellipsis where something was cut off."""
    if cell_len(text) <= width:
        return text
    kept, cells = [], 0
    for character in text:
        cells += cell_len(character)
        if cells > width - 1:
            break
        kept.append(character)
    return "".join(kept) + ellipsis


def wrap(text: str, width: int) -> list[str]:
    """The words of a text in lines of at most ``width`` cells; a longer word stays whole.

    Words stay whole so that paths and names can be copied.
    """
    lines: list[str] = []
    current, cells = "", 0
    for word in text.split():
        size = cell_len(word)
        if current and cells + 1 + size <= width:
            current, cells = f"{current} {word}", cells + 1 + size
            continue
        if current:
            lines.append(current)
        current, cells = word, size
    return [*lines, current] if current else lines


def paragraph(text: str, width: int, *, first: Line, rest: int, style: str = "") -> list[Line]:
    """Wrapped text behind the spans ``first``; further lines are indented by ``rest`` cells."""
    wrapped = wrap(text, max(width - rest, 12)) or [""]
    lines: list[Line] = [(*first, Span(wrapped[0], style))]
    lines += [(Span(" " * rest), Span(more, style)) for more in wrapped[1:]]
    return lines


def flow_parts(parts: Sequence[Span], width: int, *, indent: int) -> list[Line]:
    """Parts side by side, two blanks apart; what does not fit goes on in an indented line."""
    lines: list[Line] = []
    current: list[Span] = []
    for part in parts:
        if current and width_of(current) + 2 + cell_len(part.text) > width:
            lines.append(tuple(current))
            current = [Span(" " * indent), part]
        else:
            current += [Span("  "), part] if current else [part]
    return [*lines, tuple(current)] if current else lines


def plain(lines: Iterable[Line]) -> str:
    """The lines without styles and without blanks at their ends."""
    return "".join("".join(span.text for span in line).rstrip() + "\n" for line in lines)


def colored(lines: Iterable[Line]) -> str:
    """The lines with escape sequences of the sixteen colours that a reader's theme defines."""
    return "".join("".join(_paint(span) for span in line).rstrip() + "\n" for line in lines)


def _paint(span: Span) -> str:
    if not span.style or not span.text.strip():
        return span.text
    return _style(span.style).render(span.text, color_system=ColorSystem.STANDARD)


@lru_cache(maxsize=64)
def _style(name: str) -> Style:
    return Style.parse(name)
