from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgsec_lint.output.sarif import artifact, render

from . import sample
from .sarif_subset import SARIF

if TYPE_CHECKING:
    from pathlib import Path

    from msgsec_lint.findings.model import Report
    from msgsec_lint.policy.rules import Rule
    from msgsec_lint.policy.sections import Policy


@pytest.fixture
def run(report: Report, rules: dict[str, Rule], policy: Policy) -> dict[str, Any]:
    return json.loads(render(report, rules, policy))["runs"][0]


@pytest.mark.parametrize("suppressed", [False, True])
def test_follows_the_schema(
    suppressed: bool, report: Report, rules: dict[str, Rule], policy: Policy
) -> None:
    text = render(report, rules, policy, include_suppressed=suppressed)
    assert text.isascii()
    jsonschema.validate(json.loads(text), SARIF)


def test_empty_report_follows_the_schema(policy: Policy, report: Report) -> None:
    empty = msgspec.structs.replace(report, findings=(), suppressed=(), notices=())
    jsonschema.validate(json.loads(render(empty, {}, policy)), SARIF)


def test_all_selected_rules_are_listed_and_results_point_at_theirs(run: dict[str, Any]) -> None:
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert ids == sorted(sample.rules())
    assert "never-found" in ids
    assert [ids[result["ruleIndex"]] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]


def test_rules_carry_what_code_scanning_sorts_by(run: dict[str, Any]) -> None:
    rule = run["tool"]["driver"]["rules"][0]
    assert rule["properties"] == {
        "tags": [
            "security",
            "messenger",
            "principle/III",
            "section/III.b",
            "external/cwe/cwe-532",
            "external/cwe/cwe-200",
        ],
        "precision": "high",
        "security-severity": "7.5",
    }
    assert run["tool"]["driver"]["rules"][3]["properties"]["tags"][-1] == "external/cwe/cwe-079"


def test_help_is_the_page_of_the_rule(run: dict[str, Any]) -> None:
    shown = run["tool"]["driver"]["rules"][0]["help"]
    assert shown["markdown"].startswith("# Message content in logs")
    assert "What to do: Log a message id" in shown["text"]


def test_most_severe_first_whatever_the_order_given(
    report: Report, rules: dict[str, Rule], policy: Policy
) -> None:
    backwards = msgspec.structs.replace(report, findings=report.findings[::-1])
    assert render(backwards, rules, policy) == render(report, rules, policy)
    levels = [
        result["level"]
        for result in json.loads(render(backwards, rules, policy))["runs"][0]["results"]
    ]
    assert levels == ["error", "error", "error", "warning", "note"]


def test_suppressed_findings_are_no_results_unless_wanted(
    run: dict[str, Any], report: Report, rules: dict[str, Rule], policy: Policy
) -> None:
    assert all("suppressions" not in result for result in run["results"])
    written = json.loads(render(report, rules, policy, include_suppressed=True))["runs"][0]
    (result,) = (result for result in written["results"] if "suppressions" in result)
    (suppression,) = result["suppressions"]
    assert suppression["justification"] == "the queue lives in an encrypted volume"
    assert suppression["properties"] == {"expires": "2030-01-01"}


def test_long_flows_keep_both_ends(run: dict[str, Any]) -> None:
    (flow,) = run["results"][0]["codeFlows"]
    texts = [step["location"]["message"]["text"] for step in flow["threadFlows"][0]["locations"]]
    assert len(texts) == 30
    assert (texts[0], texts[15], texts[-1]) == ("hop 0", "(17 steps left out) hop 32", "hop 46")


def test_brackets_of_code_are_no_links(run: dict[str, Any]) -> None:
    hostile = run["results"][1]
    assert hostile["message"]["text"].count("](") == 1
    assert "[here](1)" in hostile["message"]["text"]
    assert "](" not in json.dumps(hostile["codeFlows"])


def test_messages_hold_no_controls(run: dict[str, Any]) -> None:
    assert "\\u001b" not in json.dumps(run["results"][1]["message"])
    assert "\\u202e" not in json.dumps(run["results"][1]["codeFlows"])


def test_paths_are_relative_and_percent_encoded(run: dict[str, Any]) -> None:
    where = run["results"][-1]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert where == {
        "uri": "client/%C3%BCn%C3%AFcode%20dir/gr%C3%B6%C3%9Fe%20%5B1%5D.py",
        "uriBaseId": "%SRCROOT%",
    }


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_uris_lead_back_to_the_path(path: str) -> None:
    uri = artifact(path).uri
    assert uri is not None
    assert unquote(uri, errors="strict") == path
    assert uri.isascii()
    assert ":" not in uri


def test_snippets_are_the_marked_text(run: dict[str, Any]) -> None:
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert [place["region"]["snippet"]["text"] for place in places[:3]] == [
        "message_text",
        "message_text",
        "msg",
    ]
    assert places[4]["region"]["snippet"]["text"] == "pickle.loads(blob)"
    assert places[3]["region"]["snippet"]["text"].endswith("\n        )")
    assert places[2]["contextRegion"]["startLine"] == 8


def test_without_the_sources_there_is_no_line_hash(
    tmp_path: Path, rules: dict[str, Rule], policy: Policy
) -> None:
    text = render(sample.report(tmp_path), rules, policy)
    jsonschema.validate(json.loads(text), SARIF)
    prints = [r["partialFingerprints"] for r in json.loads(text)["runs"][0]["results"]]
    assert prints[0] == {"msgsecFlow/v1": "2123456789abcdef0123456789abcdef"}


def test_notices_and_reasons_are_notifications(run: dict[str, Any]) -> None:
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is True
    said = {
        note["descriptor"]["id"]: (note["level"], note["message"]["text"])
        for note in invocation["toolExecutionNotifications"]
    }
    assert said["git-timeout"] == ("note", "Git did not answer: 50% of it, later.")
    assert said["skipped-vendored"] == ("note", "12 files not analysed: vendored.")
    assert set(said) == {
        "stale-suppression",
        "git-timeout",
        "skipped-outside-tree",
        "skipped-too-large",
        "skipped-vendored",
    }


def test_an_error_among_the_notices_is_no_success(
    report: Report, rules: dict[str, Rule], policy: Policy
) -> None:
    notice = msgspec.structs.replace(report.notices[0], level="error")
    broken = msgspec.structs.replace(report, notices=(notice,))
    (invocation,) = json.loads(render(broken, rules, policy))["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
