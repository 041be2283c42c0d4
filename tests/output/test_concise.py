from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from msgsec_lint.output.concise import render

from . import sample

if TYPE_CHECKING:
    from msgsec_lint.findings.model import Report
    from msgsec_lint.policy.rules import Rule
    from msgsec_lint.policy.sections import Policy


def test_one_line_each(report: Report, rules: dict[str, Rule], policy: Policy) -> None:
    lines = render(report, rules, policy).splitlines()
    assert len(lines) == len(report.findings) + len(report.notices) + 1
    assert lines[2] == (
        "server/relay.py:9:39: error content-in-logs Message content reaches a log. [high]"
    )


def test_nothing_found(report: Report, rules: dict[str, Rule], policy: Policy) -> None:
    clean = msgspec.structs.replace(report, findings=(), suppressed=(), hidden=0, notices=())
    assert render(clean, rules, policy) == (
        "No findings. Analysed 6 files, 1,234 lines (python 6). "
        "Not analysed: 1 outside the tree, 1 too large, 12 vendored.\n"
    )


def test_nothing_analysed_is_said(report: Report, rules: dict[str, Rule], policy: Policy) -> None:
    coverage = msgspec.structs.replace(report.coverage, files=0, lines=0, languages={}, skipped={})
    empty = msgspec.structs.replace(
        report, findings=(), suppressed=(), hidden=0, notices=(), coverage=coverage
    )
    assert render(empty, rules, policy) == "No findings. Nothing was analysed.\n"


def test_file_names_are_no_commands(report: Report, rules: dict[str, Rule], policy: Policy) -> None:
    primary = sample.at("::set-output name=x::\n\x1b[2J.py", 1, 1, 2)
    finding = msgspec.structs.replace(sample.logged(), primary=primary)
    one = msgspec.structs.replace(report, findings=(finding,), notices=())
    first = render(one, rules, policy).splitlines()[0]
    assert first.startswith(r"./::set-output name=x::\n\x1b[2J.py:1:1: error")
