from __future__ import annotations

import datetime as dt

import pytest

from msgsec_lint.findings.model import Finding, Location, Notice, Suppression
from msgsec_lint.findings.suppression import Comment, Directive, Outcome, apply, parse

KNOWN = {"content-in-logs": "III.b", "key-in-logs": "III.b", "decrypts-on-server": "III.a"}
TODAY = dt.date(2026, 6, 1)


def finding(
    rule: str = "content-in-logs", line: int = 10, end_line: int = 0, path: str = "a.py"
) -> Finding:
    return Finding(
        rule_id=rule,
        message="Message content reaches a log.",
        severity="error",
        confidence="high",
        kind="content",
        evidence="",
        zone="server",
        primary=Location(path=path, line=line, column=5, end_line=end_line or line, end_column=9),
        caption="",
    )


def run(
    text: str,
    *findings: Finding,
    line: int = 10,
    selected: tuple[str, ...] = tuple(KNOWN),
    path: str = "a.py",
) -> Outcome:
    comments: dict[str, list[Comment]] = {path: [(line, 3, text)]}
    return apply(findings, comments, known=KNOWN, selected=selected, today=TODAY)


def said(outcome: Outcome) -> list[tuple[str, str, int]]:
    return [(n.code, n.message, n.line) for n in outcome.notices]


@pytest.mark.parametrize(
    ("text", "directive"),
    [
        ("# msgsec: ignore[a] -- why", Directive(("a",), "why", None, False, 3, 7, 31)),
        (
            "#msgsec:ignore[a,b] -- why -- so",
            Directive(("a", "b"), "why -- so", None, False, 3, 6, 37),
        ),
        (
            "# msgsec: ignore[ a , III.b ] until=2027-01-31 -- why",
            Directive(("a", "III.b"), "why", "2027-01-31", False, 3, 7, 58),
        ),
        ("# noqa: E501  # msgsec: ignore[a] -- y", Directive(("a",), "y", None, False, 3, 21, 43)),
        ("# msgsec: ignore-file[a] -- why", Directive(("a",), "why", None, True, 3, 7, 36)),
        ("# msgsec: ignore[a]", Directive(("a",), "", None, False, 3, 7, 24)),
        ("# msgsec: ignore[a] --", Directive(("a",), "", None, False, 3, 7, 27)),
        ("// msgsec: ignore[a] -- why", Directive(("a",), "why", None, False, 3, 8, 32)),
        ("/* msgsec: ignore[a] -- why */", Directive(("a",), "why", None, False, 3, 8, 32)),
        ("/*\n * msgsec: ignore[a] -- why\n */", Directive(("a",), "why", None, False, 4, 4, 28)),
        ("<!-- msgsec: ignore[a] -- why -->", Directive(("a",), "why", None, False, 3, 10, 34)),
        ("-- msgsec: ignore[a] -- why", Directive(("a",), "why", None, False, 3, 8, 32)),
        ("msgsec: ignore[a] -- why", Directive(("a",), "why", None, False, 3, 5, 29)),
    ],
)
def test_forms_that_count(text: str, directive: Directive) -> None:
    assert parse([(3, 5, text)], "a.py") == ([directive], [])


@pytest.mark.parametrize(
    "text",
    [
        "# write `# msgsec: ignore[a] -- why` to silence it",
        "# see msgsec: ignore[a] -- why",
        '# "# msgsec: ignore[a] -- why"',
        "# msgsec: ignore comments need a reason",
        "# msgsec: the linter",
        "# mymsgsec: ignore[a] -- why",
        "# MSGSEC: ignore[a] -- why",
        "# nothing",
    ],
)
def test_prose_does_not_count(text: str) -> None:
    assert parse([(3, 5, text)], "a.py") == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "# msgsec: ignore",
        "# msgsec: ignore[]  -- why",
        "# msgsec: ignore[a,] -- why",
        "# msgsec: ignore [a] -- why",
        "# msgsec: ignore[a] because",
        "# msgsec: ignore[a] - why",
        "# msgsec: ignore -- why",
        "# msgsec: ignore[a] -- why"[:19] + " until= -- x",
    ],
)
def test_failed_attempts_are_reported(text: str) -> None:
    message = "This suppression has no effect: write `msgsec: ignore[RULE] -- REASON`."
    notice = Notice(
        level="warning", code="malformed-suppression", message=message, path="a.py", line=3
    )
    assert parse([(3, 5, text)], "a.py") == ([], [notice])


@pytest.mark.parametrize(
    ("line", "holds"), [(8, False), (9, True), (10, True), (12, True), (13, False)]
)
def test_on_or_directly_above_any_line_of_the_span(line: int, holds: bool) -> None:
    one = finding(line=10, end_line=12)
    outcome = run("# msgsec: ignore[content-in-logs] -- why", one, line=line)
    assert len(outcome.suppressed) == holds
    assert len(outcome.shown) == (not holds)
    assert [n.code for n in outcome.notices] == ([] if holds else ["stale-suppression"])


def test_the_suppression_is_kept_with_the_finding() -> None:
    outcome = run("# msgsec: ignore[content-in-logs] until=2026-06-01 -- why", finding())
    location = Location(path="a.py", line=10, column=5, end_line=10, end_column=60)
    assert outcome.suppressed[0].suppression == Suppression(
        reason="why", location=location, expires="2026-06-01"
    )
    assert outcome.shown == outcome.notices == ()


def test_only_the_named_rule_in_the_same_file() -> None:
    others = (finding("key-in-logs"), finding(path="b.py"))
    outcome = run("# msgsec: ignore[content-in-logs] -- why", finding(), *others)
    assert outcome.shown == others
    assert len(outcome.suppressed) == 1


def test_a_section_stands_for_its_rules() -> None:
    both = (finding(), finding("key-in-logs"))
    outcome = run("# msgsec: ignore[III.b] -- why", *both, finding("decrypts-on-server"))
    assert [f.rule_id for f in outcome.suppressed] == ["content-in-logs", "key-in-logs"]
    assert [f.rule_id for f in outcome.shown] == ["decrypts-on-server"]


def test_without_a_reason_the_finding_stays() -> None:
    one = finding()
    outcome = run("# msgsec: ignore[content-in-logs]", one)
    assert outcome.shown == (one,)
    assert said(outcome) == [
        (
            "suppression-without-reason",
            "The suppression of content-in-logs gives no reason: add ` -- REASON`.",
            10,
        )
    ]


@pytest.mark.parametrize(
    ("until", "code", "message"),
    [
        ("2026-05-31", "expired-suppression", "The suppression ended on 2026-05-31: look at the finding again."),
        ("soon", "malformed-suppression", "`until=soon` is no date: write it as until=2027-01-31."),
        ("2027-02-30", "malformed-suppression", "`until=2027-02-30` is no date: write it as until=2027-01-31."),
        ("2027-W05-1", "malformed-suppression", "`until=2027-W05-1` is no date: write it as until=2027-01-31."),
    ],
)  # fmt: skip
def test_a_suppression_that_ended_does_not_hold(until: str, code: str, message: str) -> None:
    one = finding()
    outcome = run(f"# msgsec: ignore[content-in-logs] until={until} -- why", one)
    assert outcome.shown == (one,)
    assert said(outcome) == [(code, message, 10)]


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("content_in_logs", " Did you mean `content-in-logs`?"),
        ("IIIb", " Did you mean `III.b`?"),
        ("zzzzzz", ""),
    ],
)
def test_an_unknown_rule_is_reported_and_the_others_hold(word: str, hint: str) -> None:
    outcome = run(f"# msgsec: ignore[{word}, content-in-logs] -- why", finding())
    assert len(outcome.suppressed) == 1
    assert said(outcome) == [
        (
            "unknown-rule-in-suppression",
            f"The suppression names `{word}`, which is no rule.{hint}",
            10,
        )
    ]


def test_stale_parts_are_reported_only_for_rules_of_this_run() -> None:
    text = "# msgsec: ignore[content-in-logs, key-in-logs] -- why"
    message = "The suppression of key-in-logs silences nothing any more: remove it."
    assert said(run(text, finding())) == [("stale-suppression", message, 10)]
    assert run(text, finding(), selected=("content-in-logs",)).notices == ()
    section = "# msgsec: ignore[III.b] -- why"
    assert run(section, selected=("content-in-logs",)).notices == ()
    assert [n.code for n in run(section).notices] == ["stale-suppression"]


def test_two_comments_for_one_finding_are_both_used() -> None:
    text = "# msgsec: ignore[content-in-logs] -- why"
    comments: dict[str, list[Comment]] = {"a.py": [(9, 1, text), (10, 20, text)]}
    outcome = apply([finding()], comments, known=KNOWN, selected=KNOWN, today=TODAY)
    assert len(outcome.suppressed) == 1
    assert outcome.notices == ()


def test_whole_files() -> None:
    text = "# msgsec: ignore-file[content-in-logs] -- why"
    many = (finding(line=100), finding(line=7), finding(path="b.py"))
    outcome = run(text, *many, line=20)
    assert (len(outcome.suppressed), outcome.shown) == (2, many[2:])
    outcome = run(text, *many, line=21)
    assert outcome.shown == many
    message = "`ignore-file` counts only in the first 20 lines of a file."
    assert said(outcome) == [("malformed-suppression", message, 21)]


def test_notices_are_sorted_by_place() -> None:
    text = "# msgsec: ignore[content-in-logs]"
    comments: dict[str, list[Comment]] = {
        "b.py": [(1, 1, text)],
        "a.py": [(9, 1, text), (2, 1, text)],
    }
    outcome = apply([], comments, known=KNOWN, selected=KNOWN, today=TODAY)
    assert [(n.path, n.line) for n in outcome.notices] == [("a.py", 2), ("a.py", 9), ("b.py", 1)]


def test_a_hostile_comment_is_read_in_bounded_time() -> None:
    for text in (
        "# msgsec: ignore[" + "a," * 50_000,
        " # " * 50_000,
        "# msgsec: ignore" * 20_000,
        " *" * 50_000 + "msgsec: ",
    ):
        parse([(1, 1, text + " msgsec:")], "a.py")
