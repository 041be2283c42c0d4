from __future__ import annotations

import time

import pytest

from msgsec_lint.policy.entries import name_fault
from msgsec_lint.policy.patterns import Globs, glob_fault, pattern_fault


@pytest.mark.parametrize(
    ("glob", "holds", "fails"),
    [
        ("server", ["server", "server/a.py", "a/server/b.py", "a/server"], ["servers/a.py"]),
        ("server/", ["server/a.py", "a/server/b.py"], ["server", "a/server"]),
        ("server/**", ["server/a.py", "a/server/b.py"], ["server"]),
        ("a/b", ["a/b", "a/b/c.py"], ["x/a/b", "a/x/b", "a/bc"]),
        ("*.py", ["a.py", "x/y/a.py"], ["a.pyi"]),
        ("a/*.py", ["a/b.py"], ["a/b/c.py", "x/a/b.py"]),
        ("a/**/z.py", ["a/z.py", "a/b/z.py", "a/b/c/z.py"], ["z.py", "a/zz.py"]),
        ("**/t/**", ["t/a", "x/t/a", "x/y/t/a/b"], ["t", "x/t"]),
        ("./a/b", ["a/b/c"], ["b"]),
        ("a?c/[xy]", ["abc/x", "abc/y"], ["ac/x", "abc/z", "a/c/x"]),
        ("**", ["a", "a/b"], []),
    ],
)
def test_globs(glob: str, holds: list[str], fails: list[str]) -> None:
    assert glob_fault(glob) is None
    globs = Globs([glob])
    assert [path for path in holds if not globs.match(path)] == []
    assert [path for path in fails if globs.match(path)] == []


def test_a_hostile_glob_is_matched_in_bounded_time() -> None:
    start = time.perf_counter()
    assert not Globs(["**/a/" * 60 + "b"]).match("a/" * 500 + "c")
    assert not Globs(["*a" * 100 + "b"]).match("a" * 250)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        (r"^https?://[^/]+/.*\.png$", None),
        (r"(?i)(api|auth)[_-]?(key|token)", None),
        (r"(ab{2}c)+[xy]*", None),
        (r"(a{2,3})+", "repeats what can match in several ways, which can take for ever"),
        (r"(foo|fo)+$", "repeats what can match in several ways, which can take for ever"),
        (r"(ab?)+", "repeats what can match in several ways, which can take for ever"),
        (r"(a+)+$", "repeats what can match in several ways, which can take for ever"),
        (r"((a|b)*c)*", "repeats what can match in several ways, which can take for ever"),
        (r"(?=(a*)*)b", "repeats what can match in several ways, which can take for ever"),
        (r".*a.*b.*c.*d", "has more than 3 open repeats"),
        (r"(?P<x>", "is no regular expression: missing ), unterminated subpattern"),
        ("a" * 301, "is longer than 300 characters"),
    ],
)
def test_regular_expressions_that_may_run_wild_are_refused(pattern: str, fault: str | None) -> None:
    assert pattern_fault(pattern) == fault


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("a.b_c.{d,e.f}.{g}", None),
        ("note", None),
        ("a.{b,}", "cannot have the alternatives {b,}"),
        ("a.{b", "cannot be `a.{b`, which is no dotted name"),
        ("a.{b,{c,d}}", "cannot be `a.{b,{c,d}}`, which is no dotted name"),
        ("a..b", "cannot be `a..b`, which is no dotted name"),
        ("", "cannot be ``, which is no dotted name"),
        ("{a,b}" * 40, "stands for more than 2000 names"),
    ],
)
def test_names_of_entries(name: str, fault: str | None) -> None:
    assert name_fault(name) == fault


@pytest.mark.parametrize(
    "pattern", ["(?:a|b|cd)" * 25, "a?" * 40 + "b", "(x{0,9}){3}" * 3, "(?:ab|cd)(?:d|ef)" * 6]
)
def test_patterns_with_too_many_ways(pattern: str) -> None:
    assert "ways" in (pattern_fault(pattern) or "")


@pytest.mark.parametrize("pattern", [r"https?://(www\.)?example\.(com|org)", "a|b|c", r"\d{2,4}-x"])
def test_patterns_of_people(pattern: str) -> None:
    assert pattern_fault(pattern) is None
