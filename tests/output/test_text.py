from __future__ import annotations

import io
import os
import re
import unicodedata
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from msgsec_lint.findings.model import Coverage, Finding, Report
from msgsec_lint.output.source import Sources
from msgsec_lint.output.terminal import ASCII, UNICODE, Terminal
from msgsec_lint.output.text import render, render_svg

from . import sample

if TYPE_CHECKING:
    from pathlib import Path

    from msgsec_lint.policy.rules import Rule
    from msgsec_lint.policy.sections import Policy

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


class Stream(io.StringIO):
    encoding = "utf-8"

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def only(report: Report, *findings: Finding) -> Report:
    return msgspec.structs.replace(report, findings=findings, suppressed=(), notices=())


def test_reads_like_the_design(report: Report, rules: dict[str, Rule], policy: Policy) -> None:
    text = render(only(report, sample.logged()), rules, policy, terminal=Terminal(width=90))
    assert text.startswith(
        """\
III.b  Limiting our access to data                          III  Reduce the attack surface

error  content-in-logs  server/relay.py:9:39  in Relay.forward             high confidence
  Message content reaches a log.
      8 │     def forward(self, msg: ChatMessage) -> None:
      9 │         self.audit.note("relayed %s", msg)
        │                                       ^^^ a ChatMessage prints its field `body`
"""
    )


def test_marks_stand_under_wide_characters_and_tabs(
    report: Report, rules: dict[str, Rule], policy: Policy
) -> None:
    lines = render(only(report, sample.unpickled()), rules, policy).splitlines()
    at = next(n for n, line in enumerate(lines) if "pickle.loads" in line)
    code, marks = lines[at], lines[at + 1]
    assert cell_len(code[: code.index("pickle.loads")]) == marks.index("^")
    assert marks.count("^") == len("pickle.loads(blob)")


@pytest.mark.parametrize("width", [40, 55, 80, 100, 120])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_no_line_is_too_wide(
    width: int, encoding: str, report: Report, rules: dict[str, Rule], policy: Policy
) -> None:
    terminal = Terminal(width=width, encoding=encoding)
    text = render(report, rules, policy, include_suppressed=True, terminal=terminal)
    text.encode(encoding)
    # A path or another long word is never broken, so that it can be copied.
    wide = [
        line
        for line in text.splitlines()
        if cell_len(line) > width and "client/" not in line and len(line.split()) > 1
    ]
    assert wide == []


def test_colour_changes_nothing_but_colour(
    report: Report, rules: dict[str, Rule], policy: Policy
) -> None:
    plain = render(report, rules, policy)
    colored = render(report, rules, policy, terminal=Terminal(color=True))
    stripped = [line.rstrip() for line in ESCAPE.sub("", colored).splitlines()]
    assert stripped == plain.splitlines()
    assert ESCAPE.search(colored)
    assert "\x1b" not in plain


def test_markup_and_controls_of_the_code_do_nothing(
    report: Report, rules: dict[str, Rule], policy: Policy
) -> None:
    text = render(only(report, sample.hostile()), rules, policy, terminal=Terminal(color=True))
    assert "[bold]reaches[/bold]" in text
    assert r"\x1b]0;title\x07 [red]here" in text
    assert "\x1b" not in ESCAPE.sub("", text)
    assert "\u202e" not in text


def test_a_remedy_of_the_rule_stands_in(
    report: Report, rules: dict[str, Rule], policy: Policy
) -> None:
    text = render(only(report, sample.stored()), rules, policy)
    assert "  do    Store ciphertext.\n" in text


def test_findings_without_their_rule_are_shown(report: Report, policy: Policy) -> None:
    text = render(only(report, sample.logged()), {}, policy)
    assert text.startswith("Without a section\n")
    assert "error  content-in-logs  server/relay.py:9:39" in text


def test_without_the_sources_the_caption_stays(
    tmp_path: Path, rules: dict[str, Rule], policy: Policy
) -> None:
    text = render(only(sample.report(tmp_path), sample.logged()), rules, policy)
    assert "        a ChatMessage prints its field `body`\n" in text


def test_nothing_analysed_is_said(report: Report, rules: dict[str, Rule], policy: Policy) -> None:
    nothing = Coverage(files=0, lines=0, languages={}, skipped={"ignored": 2})
    empty = msgspec.structs.replace(only(report), hidden=0, coverage=nothing)
    assert render(empty, rules, policy) == (
        "No findings.\nNothing was analysed.\nNot analysed: 2 ignored.\n"
    )


def test_many_notices_are_counted(report: Report, rules: dict[str, Rule], policy: Policy) -> None:
    many = msgspec.structs.replace(report, findings=(), notices=report.notices[:1] * 50)
    text = render(many, rules, policy)
    assert text.count("stale-suppression") == 30
    assert "20 more notices" in text


anything = st.text(st.characters(), max_size=60)
positions = st.integers(1, 40)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    code=anything,
    texts=st.tuples(anything, anything, anything, anything, anything),
    place=st.tuples(positions, positions, positions, positions),
    width=st.integers(40, 120),
    encoding=st.sampled_from(["utf-8", "ascii", "cp1252"]),
)
def test_any_finding_can_be_shown(
    tmp_path: Path,
    rules: dict[str, Rule],
    policy: Policy,
    code: str,
    texts: tuple[str, ...],
    place: tuple[int, int, int, int],
    width: int,
    encoding: str,
) -> None:
    (tmp_path / "a.py").write_bytes(code.encode("utf-8", "replace"))
    primary = msgspec.structs.replace(
        sample.at("a.py", min(place[:2]), min(place[2:]), max(place[2:])),
        end_line=max(place[:2]),
        symbol=texts[0],
    )
    finding = msgspec.structs.replace(
        sample.logged(),
        primary=primary,
        message=texts[1],
        caption=texts[2],
        evidence=texts[3],
        flow=(sample.step(sample.at(texts[4] or "x", 1, 1, 1), texts[0], texts[1]),),
    )
    report = msgspec.structs.replace(sample.report(tmp_path), findings=(finding,))
    text = render(report, rules, policy, terminal=Terminal(width=width, encoding=encoding))
    text.encode(encoding)
    assert all(c == "\n" or unicodedata.category(c) not in {"Cc", "Cf"} for c in text)


@pytest.mark.parametrize(
    ("environ", "terminal", "color", "expected"),
    [
        ({}, True, "auto", True),
        ({}, False, "auto", False),
        ({"NO_COLOR": "1"}, True, "auto", False),
        ({"NO_COLOR": ""}, True, "auto", True),
        ({"FORCE_COLOR": "1"}, False, "auto", True),
        ({"CLICOLOR_FORCE": "1"}, False, "auto", True),
        ({"FORCE_COLOR": "0"}, False, "auto", False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, "auto", False),
        ({"TERM": "dumb"}, True, "auto", False),
        ({"NO_COLOR": "1"}, False, "always", True),
        ({"FORCE_COLOR": "1"}, True, "never", False),
        ({}, False, True, True),
    ],
)
def test_when_there_is_colour(
    environ: dict[str, str], terminal: bool, color: bool | str, expected: bool
) -> None:
    found = Terminal.of(Stream(terminal=terminal), color=color, environ=environ)  # type: ignore[arg-type]
    assert found.color is expected


@pytest.mark.parametrize(
    ("columns", "width"), [("", 100), ("60", 60), ("5", 40), ("500", 120), ("x", 100)]
)
def test_width_without_a_terminal(columns: str, width: int) -> None:
    assert Terminal.of(Stream(terminal=False), environ={"COLUMNS": columns}).width == width


def test_glyphs_follow_the_encoding() -> None:
    assert Terminal().glyphs is UNICODE
    assert Terminal(encoding="ascii").glyphs is ASCII
    assert Terminal(encoding="latin-1").glyphs is ASCII


def test_the_picture_is_always_the_same_and_fetches_nothing(
    report: Report, rules: dict[str, Rule], policy: Policy
) -> None:
    picture = render_svg(report, rules, policy, title="msgsec-lint scan <here>")
    assert picture == render_svg(report, rules, policy, title="msgsec-lint scan <here>")
    assert "@font-face" not in picture
    assert "url(http" not in picture
    assert "msgsec-lint-line-" in picture
    assert "\x1b" not in picture


def test_sources_do_not_leave_the_tree(tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("secret\n")
    tree = tmp_path / "tree"
    (tree / "package").mkdir(parents=True)
    (tree / "own.py").write_text("own\r\nline\n")
    (tree / "link.py").symlink_to(tmp_path / "secret.py")
    (tree / "folder").symlink_to(tmp_path)
    os.mkfifo(tree / "pipe.py")
    sources = Sources(str(tree))
    assert sources.lines("own.py") == ["own", "line", ""]
    for path in (
        "../secret.py",
        "link.py",
        "folder/secret.py",
        "pipe.py",
        "package",
        "no.py",
        "a\0",
    ):
        assert sources.text(path) is None
        assert sources.lines(path) == []


def test_few_texts_are_kept(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).write_text(name)
    sources = Sources(str(tmp_path), keep=2)
    assert [sources.text(name) for name in "abca"] == ["a", "b", "c", "a"]
