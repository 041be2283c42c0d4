from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from msgsec_lint.findings.model import Coverage, Finding, Location, Notice, Report

if TYPE_CHECKING:
    from msgsec_lint.checks.request import ScanRequest


def finding(rule_id: str = "content-in-logs", severity: str = "error") -> Finding:
    return Finding(
        rule_id=rule_id,
        message="Message content reaches a log.",
        severity=severity,  # type: ignore[arg-type]
        confidence="high",
        kind="content",
        evidence="the text of a message",
        zone="server",
        primary=Location(path="app.py", line=1, column=1, end_line=1, end_column=4),
        caption="printed here",
        fingerprint="0" * 32,
    )


def report(
    *findings: Finding,
    files: int = 1,
    skipped: dict[str, int] | None = None,
    notices: tuple[Notice, ...] = (),
) -> Report:
    return Report(
        root="/nowhere",
        findings=findings,
        suppressed=(),
        hidden=0,
        notices=notices,
        coverage=Coverage(
            files=files, lines=files, languages={"python": files}, skipped=skipped or {}
        ),
    )


class FakeScan:
    """Stands in for the analyzer: remembers what it was asked and says what it is told."""

    def __init__(self) -> None:
        self.requests: list[ScanRequest] = []
        self.answer: Report | Exception = report()

    def run(self, request: ScanRequest) -> Report:
        self.requests.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def scan(monkeypatch: pytest.MonkeyPatch) -> FakeScan:
    fake = FakeScan()
    module = ModuleType("msgsec_lint.checks.scan")
    module.run = fake.run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "msgsec_lint.checks.scan", module)
    return fake
