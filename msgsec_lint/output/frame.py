"""Code frames: the marked lines of a file with what is wrong written under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from rich.cells import cell_len

from msgsec_lint.output.escaping import visible, visible_character
from msgsec_lint.output.lines import Line, Span, cut, width_of, wrap

if TYPE_CHECKING:
    from msgsec_lint.findings.model import Location
    from msgsec_lint.output.terminal import Terminal

_TAB = "    "
_CONTEXT = 24
"""Cells shown to the left of a mark that would not be on the screen otherwise."""
_LOOK = 600
"""Characters of a line that are looked at on either side of the mark; lines may be huge."""
_HEAD, _TAIL = 4, 2
"""Lines shown of a long span, from its beginning and its end."""
_INDENT = 7
"""Cells before the bar, with room for line numbers of five digits."""


class _View(Struct, frozen=True):
    """The part of each line that is shown."""

    first: int
    """Code points left out at the left, because the mark stands far to the right."""
    width: int
    """Cells for code."""


def code_frame(
    lines: list[str], at: Location, caption: str, terminal: Terminal, style: str
) -> list[Line]:
    """The line before the marked span, the span, and the caption; empty without the source."""
    if not 1 <= at.line <= at.end_line <= len(lines):
        return []
    frame = _Frame(lines, at, terminal, style)
    if at.line == at.end_line:
        return frame.single(caption)
    return frame.multiple(caption)


class _Frame:
    def __init__(self, lines: list[str], at: Location, terminal: Terminal, style: str) -> None:
        self._lines = lines
        self._at = at
        self._encoding = terminal.encoding
        self._glyphs = terminal.glyphs
        self._style = style
        indent = _INDENT if terminal.width >= 60 else 2
        self._gutter = max(indent, len(str(at.end_line)) + 2)
        self._terminal_width = terminal.width
        self._code_width = terminal.width - self._gutter - 3

    def single(self, caption: str) -> list[Line]:
        at = self._at
        view = self._view()
        code = self._lines[at.line - 1]
        shift = cell_len(self._shown(code[: at.column - 1], view))
        marked = code[at.column - 1 : at.end_column - 1]
        room = max(view.width - shift, 1)
        size = min(max(cell_len(self._expanded(marked[:_LOOK])), 1), room)
        found = self._before(view)
        found.append(self._row(at.line, self._cut(code, view)))
        return found + self._marks(shift, "^" * size, caption)

    def multiple(self, caption: str) -> list[Line]:
        """Lines of a longer span stand beside a bracket, as underlining all would double them."""
        at = self._at
        view = _View(0, self._code_width - 2)
        numbers: list[int | None] = list(range(at.line, at.end_line + 1))
        if len(numbers) > _HEAD + _TAIL + 1:
            numbers = [*numbers[:_HEAD], None, *numbers[-_TAIL:]]
        found = self._before(view, margin="  ")
        for number in numbers:
            if number is None:
                found.append(self._row(None, "", self._glyphs.gap + " "))
                continue
            sides = {at.line: self._glyphs.top, at.end_line: self._glyphs.bottom}
            side = sides.get(number, self._glyphs.bar)
            found.append(self._row(number, self._cut(self._lines[number - 1], view), side + " "))
        return found + self._marks(0, "", caption)

    def _view(self) -> _View:
        """Code from its beginning if the mark is then on the screen, else from shortly before."""
        at = self._at
        code = self._lines[at.line - 1]
        if at.end_column <= _LOOK:
            end = cell_len(self._expanded(code[: at.end_column - 1]))
            if end <= self._code_width:
                return _View(0, self._code_width)
        first = max(at.column - 1 - min(_CONTEXT, self._code_width // 3), 0)
        return _View(first, self._code_width)

    def _before(self, view: _View, margin: str = "") -> list[Line]:
        number = self._at.line - 1
        if number < 1 or not self._lines[number - 1][view.first :].strip():
            return []
        return [self._row(number, self._cut(self._lines[number - 1], view), margin, dim=True)]

    def _shown(self, before: str, view: _View) -> str:
        cut_off = self._glyphs.ellipsis if view.first else ""
        return cut_off + self._expanded(before[view.first :])

    def _cut(self, code: str, view: _View) -> str:
        """The part of a line that is in view, with an ellipsis at every end that is not."""
        part = code[view.first : view.first + _LOOK].rstrip()
        left = self._glyphs.ellipsis if view.first and code.strip() else ""
        return cut(left + self._expanded(part), view.width, self._glyphs.ellipsis)

    def _expanded(self, text: str) -> str:
        return "".join(map(self._character, text))

    def _character(self, character: str) -> str:
        return _TAB if character == "\t" else visible_character(character, self._encoding)

    def _row(self, number: int | None, code: str, margin: str = "", *, dim: bool = False) -> Line:
        label = f"{number or '':>{self._gutter}} {self._glyphs.bar} "
        return Span(label, "dim"), Span(margin, self._style), Span(code, "dim" if dim else "")

    def _marks(self, shift: int, carets: str, caption: str) -> list[Line]:
        """The carets with the caption beside them, or below where that does not fit."""
        gutter = self._row(None, "")[0]
        text = visible(caption, self._encoding)
        head = [gutter, Span(" " * shift), Span(carets, self._style)]
        if not carets:
            head = [gutter]
        room = self._terminal_width - width_of(head) - bool(carets)
        if text and cell_len(text) <= room:
            return [(*head, Span(" " * bool(carets)), Span(text, self._style))]
        found: list[Line] = [tuple(head)] if carets else []
        width = max(self._code_width, 12)
        wrapped = wrap(text, width)
        widest = max(map(cell_len, wrapped), default=0)
        left = Span(" " * max(min(shift, width - widest), 0))
        return found + [(gutter, left, Span(line, self._style)) for line in wrapped]
