"""The end of a report for people: numbers by section, notices, what was read and what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from msgsec_lint.findings.model import SEVERITIES
from msgsec_lint.output.escaping import one_line, visible
from msgsec_lint.output.finding_block import STYLES
from msgsec_lint.output.lines import BLANK, Line, Span, cut, flow_parts, pad, paragraph
from msgsec_lint.output.summary import (
    count_text,
    coverage_sentence,
    result_sentence,
    skipped_sentence,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msgsec_lint.findings.model import Notice, Report
    from msgsec_lint.output.summary import Group
    from msgsec_lint.output.terminal import Terminal

MAX_NOTICES = 30
"""More are counted, so that a broken tree does not push the findings off the screen."""


def overview(report: Report, sections: Sequence[Group], terminal: Terminal) -> list[Line]:
    """The lines after the findings, without a blank line before them."""
    lines: list[Line] = []
    if sections:
        lines += [*_table(sections, terminal), BLANK]
    style = "bold" if report.findings else "bold green"
    if not report.coverage.files:
        style = "bold yellow"
    lines += _sentence(result_sentence(report), terminal, style)
    lines += _sentence(coverage_sentence(report.coverage), terminal)
    lines += _sentence(skipped_sentence(report.coverage), terminal)
    if report.notices:
        lines += [BLANK, (Span("Notices", "bold"),)]
        for notice in report.notices[:MAX_NOTICES]:
            lines += _notice(notice, terminal)
        if len(report.notices) > MAX_NOTICES:
            more = count_text(len(report.notices) - MAX_NOTICES, "more notice")
            lines += _sentence(f"  {more}; the JSON report has them all.", terminal)
    return lines


def _table(sections: Sequence[Group], terminal: Terminal) -> list[Line]:
    """A row for every section with findings, a column for every severity."""
    heads = [f"{severity}s" for severity in SEVERITIES]
    columns = sum(len(head) + 2 for head in heads)
    labels = [
        visible(f"{group.section}  {group.title}".strip() or "no section", terminal.encoding)
        for group in sections
    ]
    widest = max(cell_len(label) for label in labels)
    width = min(max(widest, len("Summary")), terminal.width - columns - 2) + 2
    row = Span(pad("Summary", width), "bold")
    lines: list[Line] = [(row, *(Span(f"  {head}", "dim") for head in heads))]
    for label, group in zip(labels, sections, strict=True):
        name = pad("  " + cut(label, width - 2, terminal.glyphs.ellipsis), width)
        lines.append((Span(name), *_counts([group], heads, terminal)))
    if len(sections) > 1:
        drawn = terminal.glyphs.rule * (width - 2 + columns)
        lines.append((Span("  "), Span(drawn, "dim")))
        lines.append((Span(pad("  all", width)), *_counts(sections, heads, terminal)))
    return lines


def _counts(sections: Sequence[Group], heads: list[str], terminal: Terminal) -> list[Span]:
    spans = []
    for severity, head in zip(SEVERITIES, heads, strict=True):
        number = sum(group.count(severity) for group in sections)
        text = f"{number:,}" if number else terminal.glyphs.nothing
        spans.append(Span(f"{text:>{len(head) + 2}}", STYLES[severity] if number else "dim"))
    return spans


def _sentence(text: str, terminal: Terminal, style: str = "") -> list[Line]:
    if not text:
        return []
    shown = visible(text, terminal.encoding)
    return paragraph(shown, terminal.width, first=(), rest=0, style=style)


def _notice(notice: Notice, terminal: Terminal) -> list[Line]:
    parts = [
        Span(notice.level, STYLES[notice.level]),
        Span(visible(notice.code, terminal.encoding)),
    ]
    if notice.path:
        place = f"{notice.path}:{notice.line}" if notice.line else notice.path
        parts.append(Span(visible(place, terminal.encoding), "cyan"))
    head = [(Span("  "), *line) for line in flow_parts(parts, terminal.width - 2, indent=2)]
    message = visible(one_line(notice.message), terminal.encoding)
    return head + paragraph(message, terminal.width, first=(Span("    "),), rest=4)
