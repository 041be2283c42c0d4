from __future__ import annotations

import json
from pathlib import Path

import pytest

from msgsec_lint.checks.examples import run_examples
from msgsec_lint.cli.main import run
from msgsec_lint.findings.model import Location
from msgsec_lint.policy.rules import load_rules, select
from tests.cli.conftest import FakeScan, finding, report

RULE = """
id: my-rule
since: 0.1.0
status: stable
section: III.b
title: Words in a log
message: Words reach a log.
severity: error
security_severity: 5
precision: high
languages: [python]
zones: [client, server, shared]
why: Because.
remedy: Do not.
engine: shape
shape:
  - call: log.words
tests:
  bad:
    - language: python
      name: plain
      because: It logs.
      at: [1]
      code: |
        log.words()
  good:
    - language: python
      because: It does not.
      code: |
        pass
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MSGSEC_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def rule_file(tmp_path: Path) -> Path:
    path = tmp_path / "my" / "my-rule.yaml"
    path.parent.mkdir()
    path.write_text(RULE)
    return path


class TestRules:
    def test_every_section_is_listed(self, capfd: pytest.CaptureFixture[str]) -> None:
        assert run(["rules"]) == 0
        text = capfd.readouterr().out
        ruleset = load_rules()
        for name in (*ruleset.rules, *ruleset.sections):
            assert name in text
        empty = [s.id for s in ruleset.sections.values() if not s.covered_by]
        assert text.count("no rule yet: ") == len(empty)
        assert "\x1b" not in text

    def test_json(self, capfd: pytest.CaptureFixture[str]) -> None:
        assert run(["rules", "--format", "json"]) == 0
        data = json.loads(capfd.readouterr().out)
        assert [rule["id"] for rule in data["rules"]] == list(load_rules().rules)
        assert [section["id"] for section in data["sections"]] == list(load_rules().sections)

    def test_own_rules(self, rule_file: Path, capfd: pytest.CaptureFixture[str]) -> None:
        assert run(["rules", "--rules", str(rule_file.parent), "--select", "my-rule"]) == 0
        text = capfd.readouterr().out
        assert "my-rule" in text
        assert text.endswith("1 rule.\n")

    def test_color(self, capfd: pytest.CaptureFixture[str]) -> None:
        assert run(["rules", "--color", "always"]) == 0
        assert "\x1b[" in capfd.readouterr().out


class TestExplain:
    def test_rule(self, rule_file: Path, capfd: pytest.CaptureFixture[str]) -> None:
        assert run(["explain", "my-rule", "--rules", str(rule_file)]) == 0
        text = capfd.readouterr().out
        for words in ("my-rule", "III.b", "Because.", "Do not.", "→ log.words()", "It does not."):
            assert words in text

    def test_markdown(self, rule_file: Path, capfd: pytest.CaptureFixture[str]) -> None:
        assert run(["explain", "my-rule", "--rules", str(rule_file), "--format", "markdown"]) == 0
        assert capfd.readouterr().out.startswith("# Words in a log\n")

    def test_every_rule_and_section(self, capfd: pytest.CaptureFixture[str]) -> None:
        ruleset = load_rules()
        for name in (*ruleset.rules, *ruleset.sections):
            assert run(["explain", name]) == 0
            assert name in capfd.readouterr().out


class TestExamples:
    def test_missing_and_noisy(
        self, scan: FakeScan, rule_file: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        place = Location(path="app.py", line=1, column=1, end_line=1, end_column=2)
        scan.answer = report(finding("my-rule"))
        assert run(["test", str(rule_file)]) == 1
        lines = capsys.readouterr().out.splitlines()
        assert lines == [
            "FAIL  my-rule  good example 1",
            f"      noisy    {place.path}:{place.line}",
            "1 examples passed, 1 failed",
        ]
        scan.answer = report()
        assert run(["test", str(rule_file), "--verbose"]) == 1
        assert capsys.readouterr().out.splitlines() == [
            "FAIL  my-rule  bad example 1 (plain)",
            "      missing  app.py:1",
            "pass  my-rule  good example 1",
            "1 examples passed, 1 failed",
        ]

    def test_findings_of_other_rules_do_not_count(self, scan: FakeScan, rule_file: Path) -> None:
        scan.answer = report(finding("another"))
        rules = select(load_rules([rule_file]), ["my-rule"])
        assert [outcome.passed for outcome in run_examples(rules)] == [False, True]

    def test_fault_is_an_outcome(self, scan: FakeScan, rule_file: Path) -> None:
        scan.answer = ValueError("odd")
        rules = select(load_rules([rule_file]), ["my-rule"])
        assert [outcome.error for outcome in run_examples(rules)] == ["ValueError: odd"] * 2

    def test_request(self, scan: FakeScan, rule_file: Path) -> None:
        list(run_examples(select(load_rules([rule_file]), ["my-rule"])))
        request = scan.requests[0]
        assert list(request.ruleset.rules) == ["my-rule"]
        assert (request.jobs, request.cache_dir) == (1, None)
        assert not request.root.exists()

    def test_unknown_rule(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["test", "content-in-log"]) == 2
        assert "Did you mean" in capsys.readouterr().err
