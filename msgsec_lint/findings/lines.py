"""Byte offsets to lines and columns: the one place where this is done."""

from __future__ import annotations

from bisect import bisect_right

from msgsec_lint.findings.model import Location


class LineMap:
    r"""Positions in one UTF-8 text: 1-based lines, 1-based columns in code points.

    Lines end at ``\n``; a ``\r`` before it belongs to the line.
    """

    def __init__(self, text: bytes) -> None:
        self._text = text
        starts = [0]
        at = text.find(b"\n")
        while at >= 0:
            starts.append(at + 1)
            at = text.find(b"\n", at + 1)
        self._starts = starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a byte offset; offsets behind the end mean the end."""
        offset = min(max(offset, 0), len(self._text))
        line = bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        return line, len(self._text[start:offset].decode("utf-8", "replace")) + 1

    def location(self, path: str, start: int, end: int, symbol: str = "") -> Location:
        """The location of a byte span."""
        line, column = self.position(start)
        end_line, end_column = self.position(end)
        return Location(
            path=path,
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column,
            symbol=symbol,
        )

    def line_text(self, line: int) -> str:
        """The text of a line, without its end."""
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        return self._text[start:end].decode("utf-8", "replace").rstrip("\r\n")
