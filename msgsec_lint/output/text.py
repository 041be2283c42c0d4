"""The report for people: findings by section with their code and their path, then the numbers."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING

from rich.cells import cell_len

from msgsec_lint.output.escaping import visible
from msgsec_lint.output.finding_block import finding_block
from msgsec_lint.output.lines import BLANK, Line, Span, colored, flow_parts, plain, width_of
from msgsec_lint.output.overview import overview
from msgsec_lint.output.source import Sources
from msgsec_lint.output.summary import Group, groups
from msgsec_lint.output.terminal import PIPE_WIDTH, Terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgsec_lint.findings.model import Report
    from msgsec_lint.policy.rules import Rule
    from msgsec_lint.policy.sections import Policy

PIPE = Terminal()
_REMOTE_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def render(
    report: Report,
    rules: Mapping[str, Rule],
    policy: Policy,
    *,
    include_suppressed: bool = False,
    terminal: Terminal = PIPE,
) -> str:
    """The report in words and frames; ``Terminal.of(stream)`` finds out what a stream can show."""
    lines = layout(report, rules, policy, terminal, include_suppressed=include_suppressed)
    return colored(lines) if terminal.color else plain(lines)


def render_svg(
    report: Report,
    rules: Mapping[str, Rule],
    policy: Policy,
    *,
    include_suppressed: bool = False,
    width: int = PIPE_WIDTH,
    title: str = "msgsec-lint scan",
) -> str:
    """The same as a picture of a terminal; the same report gives the same bytes."""
    from rich.console import Console
    from rich.text import Text

    terminal = Terminal(width=width, color=True)
    console = Console(
        record=True,
        file=StringIO(),
        width=width,
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
    )
    for line in layout(report, rules, policy, terminal, include_suppressed=include_suppressed):
        text = Text.assemble(*((span.text, span.style) for span in line))
        console.print(text, no_wrap=True, overflow="ellipsis", highlight=False)
    # A picture must not fetch a font when somebody looks at it.
    return _REMOTE_FONTS.sub("", console.export_svg(title=title, unique_id="msgsec-lint"))


def layout(
    report: Report,
    rules: Mapping[str, Rule],
    policy: Policy,
    terminal: Terminal,
    *,
    include_suppressed: bool,
) -> list[Line]:
    """All lines of the report, laid out for a terminal."""
    sections = groups(report.findings, rules, policy)
    blocks = [(_heading(group, terminal), group) for group in sections]
    if include_suppressed:
        silenced = groups(report.suppressed, rules, policy)
        blocks += [(_heading(group, terminal, "suppressed"), group) for group in silenced]
    sources = Sources(report.root)
    lines: list[Line] = []
    for heading, group in blocks:
        lines += [*heading, BLANK]
        for finding in group.findings:
            rule = rules.get(finding.rule_id)
            lines += [*finding_block(finding, rule, sources, terminal), BLANK]
    return lines + overview(report, sections, terminal)


def _heading(group: Group, terminal: Terminal, aside: str = "") -> list[Line]:
    """The section, and at the right end the principle it belongs to."""
    title = visible(group.title or "Without a section", terminal.encoding)
    parts = [Span(title, "bold")]
    if group.section:
        parts.insert(0, Span(visible(group.section, terminal.encoding), "bold"))
    if aside:
        parts.append(Span(aside, "bold"))
    lines = flow_parts(parts, terminal.width, indent=2)
    principle = visible(group.principle_title, terminal.encoding)
    if principle:
        principle = f"{group.principle}  {principle}"
    room = terminal.width - width_of(lines[0]) - cell_len(principle)
    if principle and len(lines) == 1 and room >= 4:
        return [(*lines[0], Span(" " * room), Span(principle, "dim"))]
    return lines
