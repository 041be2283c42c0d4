"""What a scan makes of build files: which are read, and what they change in findings."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from msgsec_lint.checks.request import ScanRequest
from msgsec_lint.checks.scan import run
from msgsec_lint.files.discovery import MAX_BUILD_BYTES, discover
from msgsec_lint.findings.model import Finding, Report
from msgsec_lint.policy.config import Config
from msgsec_lint.policy.rules import load_rules

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


def write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(dedent(text), encoding="utf-8")


def scan(folder: Path, cache: Path | None = None) -> Report:
    request = ScanRequest(
        root=folder, config=Config(), ruleset=load_rules(), cache_dir=cache, jobs=1
    )
    return run(request)


def only(folder: Path, files: dict[str, str]) -> Finding:
    write(folder, files)
    (finding,) = scan(folder).findings
    return finding


def test_build_files_are_found_where_no_ignore_rule_names_them(tmp_path: Path) -> None:
    names = [
        "a/AndroidManifest.xml",
        "a/proguard-rules.pro",
        "b/pom.xml",
        "build.gradle.kts",
        "c/build.gradle",
        "gradle/libs.versions.toml",
    ]
    others = ["d/out/pom.xml", "node_modules/x/pom.xml", "a/strings.xml", "a/rules.txt"]
    write(tmp_path, dict.fromkeys((*names, *others), "x"))
    write(tmp_path, {".msgsecignore": "out/\n"})
    assert [file.path for file in discover(tmp_path).build_files] == names


def test_a_build_file_that_is_too_large_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"pom.xml": "x" * (MAX_BUILD_BYTES + 1)})
    found = discover(tmp_path)
    assert found.build_files == ()
    assert [(notice.code, notice.path) for notice in found.notices] == [("build-file", "pom.xml")]


@pytest.mark.parametrize(("rules", "confidence"), [(STRIP, "medium"), ("", "high")])
def test_a_log_that_releases_leave_out_ranks_lower_and_says_so(
    tmp_path: Path, rules: str, confidence: str
) -> None:
    finding = only(
        tmp_path,
        {
            "app/build.gradle": APP,
            "app/proguard-rules.pro": rules,
            "app/src/main/java/chat/Inbox.java": LEAK,
        },
    )
    assert (finding.confidence, finding.zone) == (confidence, "client")
    said = "release builds leave this call out (app/proguard-rules.pro:2)"
    assert (said in finding.flow[-1].note) == bool(rules)


def test_a_changed_build_file_changes_what_is_remembered(tmp_path: Path) -> None:
    tree, cache = tmp_path / "tree", tmp_path / "cache"
    write(tree, {"app/build.gradle": APP, "app/src/main/java/chat/Inbox.java": LEAK})
    said = []
    for rules in ("", STRIP, ""):
        write(tree, {"app/proguard-rules.pro": rules})
        said.append([finding.confidence for finding in scan(tree, cache).findings])
    assert said == [["high"], ["medium"], ["high"]]


def test_a_hostile_build_file_costs_a_notice(tmp_path: Path) -> None:
    write(tmp_path, {"pom.xml": '<!DOCTYPE p SYSTEM "file:///etc/passwd"><project/>'})
    (notice,) = scan(tmp_path).notices
    assert (notice.code, notice.path, notice.level) == ("build-file", "pom.xml", "note")
