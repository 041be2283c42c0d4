"""What build files tell of modules and of what release builds leave out."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from msgsec_lint.checks.request import ScanRequest
from msgsec_lint.checks.scan import run
from msgsec_lint.policy.config import Config
from msgsec_lint.policy.rules import load_rules
from msgsec_lint.repo.model import Project
from msgsec_lint.repo.project import read_project

APP = """
    plugins { id 'com.android.application' }
    android {
        buildTypes {
            release {
                minifyEnabled true
                proguardFiles 'proguard-rules.pro'
                buildConfigField "boolean", "TRACE_CHATS", "false"
            }
            debug { buildConfigField "boolean", "TRACE_CHATS", "true" }
        }
    }
"""
STRIP = """
    # logs of developers
    -assumenosideeffects class android.util.Log {
        public static int v(...);
        public static int d(...);
    }
"""
LIBRARY = "plugins { id 'com.android.library' }"


def project(files: dict[str, str]) -> Project:
    return read_project([(path, dedent(text).encode()) for path, text in files.items()])


def test_an_app_and_its_libraries_leave_out_what_its_rules_say() -> None:
    made = project(
        {
            "app/build.gradle": APP,
            "app/proguard-rules.pro": STRIP,
            "core/build.gradle": LIBRARY,
        }
    )
    for path in ("app/src/main/java/A.java", "core/src/main/java/B.java"):
        strip = made.stripped(path, "android.util.Log.d")
        assert strip is not None
        assert strip.place == "app/proguard-rules.pro:5"
        assert made.stripped(path, "android.util.Log.w") is None
    assert made.stripped("elsewhere/C.java", "android.util.Log.d") is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("minifyEnabled true", "minifyEnabled false"),
        ("minifyEnabled true", ""),
        (
            "'proguard-rules.pro'",
            "getDefaultProguardFile('proguard-android.txt'), 'proguard-rules.pro'",
        ),
        ("'proguard-rules.pro'", "'other-rules.pro'"),
    ],
)
def test_nothing_is_left_out_by_rules_that_do_not_hold(old: str, new: str) -> None:
    made = project({"app/build.gradle": APP.replace(old, new), "app/proguard-rules.pro": STRIP})
    assert made.stripped("app/src/main/java/A.java", "android.util.Log.d") is None


def test_rules_without_optimisation_leave_nothing_out() -> None:
    made = project({"app/build.gradle": APP, "app/proguard-rules.pro": STRIP + "\n-dontoptimize\n"})
    assert made.stripped("app/src/main/java/A.java", "android.util.Log.d") is None


def test_constants_that_are_false_in_every_release() -> None:
    made = project({"app/build.gradle": APP})
    assert made.is_off("app/src/main/java/A.java", "TRACE_CHATS")
    assert not made.is_off("app/src/main/java/A.java", "OTHER")


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("m/build.gradle.kts", 'plugins { id("com.android.application") }', "android-app"),
        ("m/build.gradle.kts", 'plugins { id("com.android.library") }', "android-library"),
        ("m/build.gradle", "apply plugin: 'com.android.library'", "android-library"),
        ("m/build.gradle.kts", 'plugins { id("acme.android-application") }', "android-app"),
        ("m/build.gradle.kts", 'plugins { id("org.springframework.boot") }', "jvm-server"),
        (
            "m/build.gradle.kts",
            'plugins { kotlin("jvm") }\ndependencies { implementation("io.ktor:ktor-server-netty:3.0") }',
            "jvm-server",
        ),
        ("m/build.gradle.kts", 'plugins { kotlin("jvm") }', "jvm-library"),
        (
            "m/pom.xml",
            "<project><artifactId>a</artifactId><packaging>war</packaging></project>",
            "jvm-server",
        ),
        ("m/pom.xml", "<project><artifactId>a</artifactId></project>", "jvm-library"),
        ("m/src/main/AndroidManifest.xml", "<manifest/>", "android-library"),
    ],
)
def test_kinds_of_modules(path: str, text: str, kind: str) -> None:
    made = project({path: text}).module("m/src/main/java/A.java")
    assert made is not None
    assert made.kind == kind


def test_a_catalog_says_what_an_alias_stands_for() -> None:
    made = project(
        {
            "gradle/libs.versions.toml": '[plugins]\nandroid-app = { id = "com.android.application" }',
            "app/build.gradle.kts": "plugins { alias(libs.plugins.android.app) }",
        }
    ).module("app/src/main/kotlin/A.kt")
    assert made is not None
    assert made.kind == "android-app"
    assert made.why == "com.android.application (app/build.gradle.kts:1)"


@pytest.mark.parametrize(
    "text",
    [
        "<project",
        '<!DOCTYPE p [<!ENTITY a "b">]><project><artifactId>&a;</artifactId></project>',
        '<!DOCTYPE p SYSTEM "file:///etc/passwd"><project/>',
        "\0\0\0",
        "",
    ],
)
def test_a_broken_or_hostile_document_costs_a_notice(text: str) -> None:
    made = project({"pom.xml": text, "b/build.gradle": LIBRARY})
    assert [(notice.code, notice.path) for notice in made.notices] == [("build-file", "pom.xml")]
    assert list(made.modules) == ["b"]


@pytest.mark.parametrize("text", ["{" * 50_000, "}" * 50_000, 'plugins { id("', "-" * 9999, "/*"])
@pytest.mark.parametrize("path", ["build.gradle", "build.gradle.kts", "proguard-rules.pro"])
def test_no_script_trips_the_reader(path: str, text: str) -> None:
    assert project({path: text}).modules in ({}, {"": project({path: text}).modules.get("")})


LEAK = """
    package chat;
    import android.util.Log;
    class Inbox {
        void show(String messageBody) {
            Log.d("Inbox", messageBody);
        }
    }
"""


@pytest.mark.parametrize(("rules", "confidence"), [(STRIP, "medium"), ("", "high")])
def test_a_log_that_releases_leave_out_ranks_lower_and_says_so(
    tmp_path: Path, rules: str, confidence: str
) -> None:
    for path, text in {
        "app/build.gradle": APP,
        "app/proguard-rules.pro": rules,
        "app/src/main/java/chat/Inbox.java": LEAK,
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(dedent(text), encoding="utf-8")
    report = run(
        ScanRequest(root=tmp_path, config=Config(), ruleset=load_rules(), cache_dir=None, jobs=1)
    )
    (finding,) = report.findings
    assert (finding.confidence, finding.zone) == (confidence, "client")
    said = "release builds leave this call out (app/proguard-rules.pro:5)"
    assert (said in finding.flow[-1].note) == bool(rules)
