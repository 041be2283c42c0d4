"""How one finding reads: what is wrong, where in the code, how it got there, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from msgsec_lint.output.escaping import first_paragraph, one_line, visible
from msgsec_lint.output.frame import code_frame
from msgsec_lint.output.lines import Line, Span, cut, flow_parts, pad, paragraph, width_of, wrap
from msgsec_lint.output.summary import count_text, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msgsec_lint.findings.model import Finding, FlowStep, Severity
    from msgsec_lint.output.source import Sources
    from msgsec_lint.output.terminal import Terminal
    from msgsec_lint.policy.rules import Rule

STYLES: dict[Severity, str] = {"error": "bold red", "warning": "bold yellow", "note": "bold blue"}

_LABEL = 8
"""Cells before what stands behind a label: two blanks, four letters, two blanks."""
_LEAST_SNIPPET, _LEAST_NOTE = 24, 20


def finding_block(
    finding: Finding, rule: Rule | None, sources: Sources, terminal: Terminal
) -> list[Line]:
    """All lines about one finding, without blank lines around them."""
    block = _Block(finding, terminal)
    lines = block.head()
    lines += block.text(finding.message, indent=2)
    lines += block.frame(sources)
    lines += block.path()
    lines += block.labelled("why", finding.evidence)
    lines += block.labelled("do", finding.remedy or first_paragraph(rule.remedy if rule else ""))
    return lines + block.suppression()


class _Block:
    def __init__(self, finding: Finding, terminal: Terminal) -> None:
        self._finding = finding
        self._terminal = terminal
        self._style = STYLES[finding.severity]

    def head(self) -> list[Line]:
        """Severity, rule, place, symbol; the confidence at the right end where there is room."""
        finding, width = self._finding, self._terminal.width
        at = finding.primary
        parts = [
            Span(finding.severity, self._style),
            Span(self._visible(finding.rule_id), "bold"),
            Span(f"{self._visible(at.path)}:{at.line}:{at.column}", "cyan"),
        ]
        if at.symbol:
            parts.append(Span(f"in {self._visible(at.symbol)}"))
        lines = flow_parts(parts, width, indent=2)
        sure = Span(f"{finding.confidence} confidence", "dim")
        room = width - width_of(lines[0]) - cell_len(sure.text)
        if len(lines) == 1 and room >= 2:
            return [(*lines[0], Span(" " * room), sure)]
        return flow_parts([*parts, sure], width, indent=2)

    def text(self, text: str, *, indent: int, style: str = "") -> list[Line]:
        first = (Span(" " * indent),)
        shown = self._visible(one_line(text))
        return paragraph(shown, self._terminal.width, first=first, rest=indent, style=style)

    def labelled(self, label: str, text: str) -> list[Line]:
        if not text.strip():
            return []
        shown = self._visible(one_line(text))
        first = (Span(f"  {label:<{_LABEL - 2}}", "bold"),)
        return paragraph(shown, self._terminal.width, first=first, rest=_LABEL)

    def frame(self, sources: Sources) -> list[Line]:
        finding = self._finding
        source = sources.lines(finding.primary.path)
        frame = code_frame(source, finding.primary, finding.caption, self._terminal, self._style)
        if frame or not finding.caption:
            return frame
        return self.text(finding.caption, indent=_LABEL, style=self._style)

    def path(self) -> list[Line]:
        path = shortened(self._finding.flow)
        if not path.head:
            return []
        steps = [*path.head, *path.tail]
        gap_before = len(path.head)
        numbers = [*range(1, gap_before + 1)]
        numbers += range(gap_before + path.left_out + 1, len(steps) + path.left_out + 1)
        digits = len(str(numbers[-1]))
        indent = _LABEL + digits + 2
        lines: list[Line] = []
        for at, rows in enumerate(self._rows(steps, self._terminal.width - indent)):
            if path.left_out and at == gap_before:
                gap = f"{self._terminal.glyphs.gap} {count_text(path.left_out, 'step')} left out"
                lines.append((Span(" " * _LABEL), Span(gap, "dim")))
            label = Span(f"  {'path' if not lines else '':<{_LABEL - 2}}", "bold")
            number = Span(f"{numbers[at]:>{digits}}  ", "dim")
            lines.append((label, number, *rows[0]))
            lines += [(Span(" " * indent), *row) for row in rows[1:]]
        return lines

    def _rows(self, steps: Sequence[FlowStep], width: int) -> list[list[Line]]:
        """The rows of every step: columns where they fit, else one thing under the other."""
        cells = [
            (
                f"{self._visible(step.location.path)}:{step.location.line}",
                self._visible(step.snippet.strip()),
                self._visible(one_line(step.note)),
            )
            for step in steps
        ]
        place, snippet, note = (max(map(cell_len, column)) for column in zip(*cells, strict=True))
        for between in (4, 2):
            if width >= place + snippet + note + 2 * between:
                return [self._columns(row, place, snippet, note, between) for row in cells]
        room = width - place - 4
        if room >= min(snippet, _LEAST_SNIPPET) + note:
            return [self._columns(row, place, room - note, note, 2) for row in cells]
        if room >= min(snippet, _LEAST_SNIPPET) + _LEAST_NOTE:
            snippet = min(snippet, max(room // 2, _LEAST_SNIPPET), room - _LEAST_NOTE)
            return [self._columns(row, place, snippet, room - snippet, 2) for row in cells]
        return [self._stacked(row, width) for row in cells]

    def _columns(
        self, row: tuple[str, str, str], place: int, snippet: int, note: int, between: int
    ) -> list[Line]:
        space = " " * between
        code = cut(row[1], snippet, self._terminal.glyphs.ellipsis)
        notes = wrap(row[2], note) or [""]
        first = (Span(pad(row[0], place) + space, "cyan"), Span(pad(code, snippet) + space))
        indent = " " * (place + snippet + 2 * between)
        return [(*first, Span(notes[0])), *((Span(indent), Span(more)) for more in notes[1:])]

    def _stacked(self, row: tuple[str, str, str], width: int) -> list[Line]:
        rows: list[Line] = [(Span(row[0], "cyan"),)]
        if row[1]:
            rows.append((Span(cut(row[1], width, self._terminal.glyphs.ellipsis)),))
        return rows + [(Span(more),) for more in wrap(row[2], width)]

    def suppression(self) -> list[Line]:
        suppression = self._finding.suppression
        if not suppression:
            return []
        at = suppression.location
        until = f", until {suppression.expires}" if suppression.expires else ""
        return self.labelled("kept", f"{suppression.reason} ({at.path}:{at.line}{until})")

    def _visible(self, text: str) -> str:
        return visible(text, self._terminal.encoding)
