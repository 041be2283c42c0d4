"""Which calls a file of shrinker rules lets a release build leave out."""

from __future__ import annotations

import time

import pytest

from msgsec_lint.repo.shrinker import parse


def matched(rules: str, call: str) -> list[int]:
    return [strip.line for strip in parse("p.pro", rules).strips if strip.matches(call)]


@pytest.mark.parametrize(
    ("rules", "call"),
    [
        ("class android.util.Log { public static int d(...); }", "android.util.Log.d"),
        ("class android.util.Log { *** d(...); }", "android.util.Log.d"),
        ("class android.util.Log { *; }", "android.util.Log.d"),
        ("class android.util.Log { <methods>; }", "android.util.Log.d"),
        ("class * { void trace(java.lang.String); }", "Log.trace"),
        ("class chat.log.** { void d(...); }", "chat.log.inner.Quiet.d"),
        ("class chat.L?g { void d*(...); }", "chat.Log.debug"),
        ("class a.A, b.B { void d(...); }", "b.B.d"),
        ("class timber.log.Timber* { void d(...); }", "timber.log.Timber.d"),
        ("class timber.log.Timber$Tree { void d(...); }", "timber.log.Timber.Tree.d"),
        ("class chat.Log$Companion { void d(...); }", "chat.Log.d"),
        ("class chat.LoggingKt { void debug(...); }", "chat.debug"),
        ("public final class !chat.Loud,chat.* { void d(...); }", "chat.Quiet.d"),
        ("interface chat.Logger { void d(...); }", "chat.Logger.d"),
    ],
)
def test_calls_that_are_meant(rules: str, call: str) -> None:
    assert matched(f"-assumenosideeffects {rules}", call) == [1]


@pytest.mark.parametrize(
    ("rules", "call"),
    [
        ("class android.util.Log { public static int d(...); }", "android.util.Log.w"),
        ("class android.util.Log { public static int d(...); }", "chat.Log.d"),
        ("class chat.* { void d(...); }", "chat.inner.Log.d"),
        ("class !chat.Loud,chat.* { void d(...); }", "chat.Loud.d"),
        ("class android.util.Log { public static int d; }", "android.util.Log.d"),
        ("class android.util.Log { <init>(...); }", "android.util.Log.d"),
        ("class * extends chat.Base { *; }", "android.util.Log.d"),
        ("@chat.Quiet class * { *; }", "android.util.Log.d"),
        ("class android.util.Log", "android.util.Log.d"),
        ("", "android.util.Log.d"),
    ],
)
def test_calls_that_are_not_meant(rules: str, call: str) -> None:
    assert matched(f"-assumenosideeffects {rules}", call) == []


def test_other_rules_and_comments_say_nothing() -> None:
    rules = """
        -keep class android.util.Log { *; }
        # -assumenosideeffects class android.util.Log { *** d(...); }
        -assumevalues class android.util.Log { *** d(...) return false; }
        @more.pro
        -include 'other.pro'
        -dontoptimize
    """
    made = parse("p.pro", rules)
    assert made.strips == ()
    assert made.includes == ("more.pro", "other.pro")
    assert made.no_optimization == 7


def test_lines_are_those_of_the_members() -> None:
    rules = "-assumenosideeffects class a.A\n{\n  int v(...);\n  int d(...);\n}\n"
    assert (matched(rules, "a.A.v"), matched(rules, "a.A.d")) == ([3], [4])


def test_no_pattern_takes_long() -> None:
    rules = f"-assumenosideeffects class {'*a' * 2000} {{ void {'*a' * 2000}(...); }}"
    start = time.perf_counter()
    assert matched(rules, f"{'a' * 3000}b.{'a' * 300}b") == []
    assert time.perf_counter() - start < 5
