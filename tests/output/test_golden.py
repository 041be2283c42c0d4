"""Every format of the sample report, byte for byte.

``MSGSEC_UPDATE_GOLDEN=1 python -m pytest tests/output`` writes the files anew; read the diff.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import msgsec_lint
from msgsec_lint.output import FORMATS, sarif_rules, text
from msgsec_lint.output.terminal import Terminal

if TYPE_CHECKING:
    from msgsec_lint.findings.model import Report
    from msgsec_lint.policy.rules import Rule
    from msgsec_lint.policy.sections import Policy

GOLDEN = Path(__file__).parent / "golden"
UPDATE = bool(os.environ.get("MSGSEC_UPDATE_GOLDEN"))


@pytest.fixture(autouse=True)
def fixed_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other parts of the program write does not belong to these files."""
    monkeypatch.setattr(msgsec_lint, "__version__", "1.2.3")
    monkeypatch.setattr(sarif_rules, "rule_markdown", lambda rule, _policy: f"# {rule.title}\n")


def check(name: str, written: str) -> None:
    path = GOLDEN / name
    if UPDATE:
        path.write_bytes(written.encode())
    assert path.read_bytes().decode() == written


@pytest.mark.parametrize(
    ("name", "format_", "suppressed"),
    [
        ("report.txt", "text", False),
        ("report-suppressed.txt", "text", True),
        ("report.concise.txt", "concise", False),
        ("report-suppressed.concise.txt", "concise", True),
        ("report.json", "json", False),
        ("report-suppressed.json", "json", True),
        ("report.sarif.json", "sarif", False),
        ("report-suppressed.sarif.json", "sarif", True),
        ("report.github.txt", "github", False),
    ],
)
def test_format(
    name: str,
    format_: str,
    suppressed: bool,
    report: Report,
    rules: dict[str, Rule],
    policy: Policy,
) -> None:
    render = FORMATS[format_]()
    check(name, render(report, rules, policy, include_suppressed=suppressed))


@pytest.mark.parametrize(
    ("name", "terminal"),
    [
        ("report-color.txt", Terminal(color=True)),
        ("report-80.txt", Terminal(width=80)),
        ("report-40-ascii.txt", Terminal(width=40, encoding="ascii")),
    ],
)
def test_text_on_terminals(
    name: str, terminal: Terminal, report: Report, rules: dict[str, Rule], policy: Policy
) -> None:
    check(name, text.render(report, rules, policy, terminal=terminal))


def test_formats_are_imported_when_asked_for() -> None:
    code = (
        "import sys; from msgsec_lint.output import FORMATS; "
        "FORMATS['concise'](); FORMATS['github'](); FORMATS['json'](); "
        "sys.exit('rich' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
