from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from msgsec_lint.output.github import command, render

from . import sample

if TYPE_CHECKING:
    from msgsec_lint.findings.model import Report
    from msgsec_lint.policy.rules import Rule
    from msgsec_lint.policy.sections import Policy


def unescaped(text: str) -> str:
    for code, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    """A command in the way in which the runner takes it apart."""
    assert line.startswith("::")
    head, _, message = line[2:].partition("::")
    name, _, rest = head.partition(" ")
    pairs = (pair.split("=", 1) for pair in rest.split(",") if pair)
    return name, {key: unescaped(value) for key, value in pairs}, unescaped(message)


@given(st.text(), st.text(), st.text())
def test_a_command_stays_one_command(file: str, title: str, message: str) -> None:
    line = command("error", {"file": file, "title": title}, message)
    assert not {"\n", "\r"} & set(line)
    assert parsed(line) == ("error", {"file": file, "title": title}, message)


def test_escaping() -> None:
    line = command("warning", {"file": "a:b,c%d\r\n.py"}, "100%: one, two\r\nthree")
    assert line == "::warning file=a%3Ab%2Cc%25d%0D%0A.py::100%25: one, two%0D%0Athree"


def test_severities_and_places(report: Report, rules: dict[str, Rule], policy: Policy) -> None:
    lines = render(report, rules, policy).splitlines()
    names = [line.split(" ", 1)[0] for line in lines]
    assert names == ["::error"] * 3 + ["::warning", "::notice", "::notice", "::notice", "5"]
    _, several, _ = parsed(lines[3])
    assert several["line"] == "12"
    assert several["endLine"] == "20"
    assert "col" not in several
    _, one, message = parsed(lines[2])
    assert one["col"] == "39"
    assert one["file"] == "server/relay.py"
    assert message.startswith("Message content reaches a log. [high confidence]\nFrom client/inbox")


def test_hostile_text_acts_on_nothing(
    report: Report, rules: dict[str, Rule], policy: Policy
) -> None:
    only = msgspec.structs.replace(report, findings=(sample.hostile(),), notices=())
    lines = render(only, rules, policy).splitlines()
    assert len(lines) == 2
    assert "\x1b" not in lines[0]
    assert "\u202e" not in lines[0]
