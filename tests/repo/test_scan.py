"""What a scan makes of build files: which are read, and what they change in findings."""

from __future__ import annotations

import pytest

from msgsec_lint.files.discovery import MAX_BUILD_BYTES, discover
from msgsec_lint.findings.model import Finding
from tests.conftest import Scan, Tree

APP = """
    plugins { id 'com.android.application' }
    android {
        defaultConfig { buildConfigField "boolean", "SHOWS_TRAFFIC", "false" }
        buildTypes { release { minifyEnabled true; proguardFiles 'proguard-rules.pro' } }
    }
"""
STRIP = """
    -assumenosideeffects class android.util.Log { *** d(...); }
    -assumenosideeffects class chat.Quiet { void note(...); }
"""
LEAK = """
    package chat;
    import android.util.Log;
    class Inbox {
        void show(String messageBody) {
            Log.d("Inbox", messageBody);
        }
    }
"""
WRAPPER = """
    package chat
    import android.util.Log
    object Quiet {
        fun note(text: String) { Log.w("chat", text) }
    }
"""
WRAPPED = "package chat\nclass Inbox { fun show(messageBody: String) { Quiet.note(messageBody) } }"


def only(scan: Scan, files: dict[str, str]) -> Finding:
    (finding,) = scan(files, confidence="low").findings
    return finding


def test_build_files_are_found_where_no_ignore_rule_names_them(tree: Tree) -> None:
    names = [
        "a/AndroidManifest.xml",
        "a/proguard-rules.pro",
        "b/pom.xml",
        "build.gradle.kts",
        "c/build.gradle",
        "gradle/libs.versions.toml",
        "web/jsconfig.json",
        "web/package.json",
        "web/tsconfig.base.json",
    ]
    others = [
        "web/package-lock.json",
        "web/x.json",
        "d/out/pom.xml",
        "node_modules/x/pom.xml",
        "a/strings.xml",
        "a/rules.txt",
    ]
    root = tree({**dict.fromkeys((*names, *others), "x"), ".msgsecignore": "out/\n"})
    assert [file.path for file in discover(root).build_files] == names


def test_a_build_file_that_is_too_large_is_named(tree: Tree) -> None:
    found = discover(tree({"pom.xml": "x" * (MAX_BUILD_BYTES + 1)}))
    assert found.build_files == ()
    assert [(notice.code, notice.path) for notice in found.notices] == [("build-file", "pom.xml")]


def test_a_hostile_build_file_costs_a_notice(scan: Scan) -> None:
    (notice,) = scan({"pom.xml": '<!DOCTYPE p SYSTEM "file:///etc/passwd"><project/>'}).notices
    assert (notice.code, notice.path, notice.level) == ("build-file", "pom.xml", "note")


def test_a_changed_build_file_changes_what_is_remembered(scan: Scan) -> None:
    files = {"app/build.gradle": APP, "app/src/main/java/chat/Inbox.java": LEAK}
    said = [
        only(scan, {**files, "app/proguard-rules.pro": rules}).confidence
        for rules in ("", STRIP, "")
    ]
    assert said == ["high", "medium", "high"]


@pytest.mark.parametrize(
    ("path", "source"),
    [("Inbox.java", LEAK), ("Inbox.kt", WRAPPED)],
)
def test_a_log_that_releases_leave_out_ranks_lower_and_says_so(
    scan: Scan, path: str, source: str
) -> None:
    files = {
        "app/build.gradle": APP,
        "app/src/main/java/chat/Quiet.kt": WRAPPER,
        f"app/src/main/java/chat/{path}": source,
    }
    kept = only(scan, files)
    left = only(scan, {**files, "app/proguard-rules.pro": STRIP})
    assert (kept.confidence, left.confidence, left.zone) == ("high", "medium", "client")
    line = 2 if source == LEAK else 3
    said = f"release builds remove this call (app/proguard-rules.pro:{line})"
    assert [said in step.note for step in left.flow].count(True) == 1


@pytest.mark.parametrize(
    ("flag", "confidence"),
    [
        ("BuildConfig.DEBUG", "low"),
        ("BuildConfig.SHOWS_TRAFFIC", "medium"),
        ("BuildConfig.OTHER", "high"),
        ("!BuildConfig.SHOWS_TRAFFIC", "high"),
    ],
)
def test_a_log_behind_a_constant_that_is_false_in_releases(
    scan: Scan, flag: str, confidence: str
) -> None:
    source = LEAK.replace("Log.d(", f"if ({flag}) Log.d(")
    finding = only(scan, {"app/build.gradle": APP, "app/src/main/java/chat/Inbox.java": source})
    assert finding.confidence == confidence
