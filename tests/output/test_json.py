from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from msgsec_lint.output.json_report import render, schema

if TYPE_CHECKING:
    from msgsec_lint.findings.model import Report
    from msgsec_lint.policy.rules import Rule
    from msgsec_lint.policy.sections import Policy


@pytest.mark.parametrize("suppressed", [False, True])
def test_follows_its_schema(
    suppressed: bool, report: Report, rules: dict[str, Rule], policy: Policy
) -> None:
    text = render(report, rules, policy, include_suppressed=suppressed)
    assert text.isascii()
    jsonschema.validate(json.loads(text), schema())


def test_says_everything(report: Report, rules: dict[str, Rule], policy: Policy) -> None:
    data = json.loads(render(report, rules, policy))
    assert data["version"] == 1
    assert data["summary"] == {
        "errors": 3,
        "warnings": 1,
        "notes": 1,
        "suppressed": 1,
        "hidden": 3,
    }
    assert data["suppressed"] is None
    assert data["coverage"]["skipped"] == {"outside-tree": 1, "too-large": 1, "vendored": 12}
    assert [notice["code"] for notice in data["notices"]] == ["stale-suppression", "git-timeout"]
    assert len(data["findings"][0]["flow"]) == 47
    assert [rule["id"] for rule in data["rules"]] == sorted(rules)


def test_root_is_never_printed(report: Report, rules: dict[str, Rule], policy: Policy) -> None:
    assert report.root not in render(report, rules, policy)


def test_suppressed_with_reason(report: Report, rules: dict[str, Rule], policy: Policy) -> None:
    data = json.loads(render(report, rules, policy, include_suppressed=True))
    (finding,) = data["suppressed"]
    assert finding["suppression"]["reason"] == "the queue lives in an encrypted volume"
    assert finding["section"] == "II.a"
