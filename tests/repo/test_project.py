"""What build files tell of modules and of what release builds leave out."""

from __future__ import annotations

from textwrap import dedent

import pytest

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
START = """
    <manifest xmlns:android="http://schemas.android.com/apk/res/android"><application><activity>
        <intent-filter>
            <category android:name="android.intent.category.LAUNCHER"/>
        </intent-filter>
    </activity></application></manifest>
"""
LIBRARY = "plugins { id 'com.android.library' }"


def project(files: dict[str, str]) -> Project:
    return read_project([(path, dedent(text).encode(), "") for path, text in files.items()])


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
    ("given", "off"),
    [
        ('defaultConfig { buildConfigField "boolean", "F", "false" }', True),
        ('defaultConfig { buildConfigField("Boolean", "F", "false") }', True),
        ('defaultConfig { buildConfigField "String", "F", "false" }', False),
        ('buildTypes { nightly { buildConfigField "boolean", "F", "true" } }', False),
        (
            """defaultConfig { buildConfigField "boolean", "F", "false" }
            buildTypes { nightly { buildConfigField "boolean", "F", "true" } }""",
            False,
        ),
        (
            """productFlavors {
                lab { buildConfigField "boolean", "F", "true" }
                play { buildConfigField "boolean", "F", "false" }
            }""",
            False,
        ),
        ('buildTypes { release { buildConfigField "boolean", "F", "$flag" } }', False),
    ],
)
def test_a_constant_is_off_only_where_nothing_that_ships_has_it_on(given: str, off: bool) -> None:
    text = f"plugins {{ id 'com.android.application' }}\nandroid {{ {given} }}"
    assert project({"app/build.gradle": text}).is_off("app/A.java", "F") is off


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
        ("m/pom.xml", "<project><packaging>maven-plugin</packaging></project>", "tooling"),
        (
            "m/pom.xml",
            """<project><dependencies><dependency><groupId>io.javalin</groupId>
            <artifactId>javalin</artifactId></dependency></dependencies></project>""",
            "jvm-server",
        ),
        ("m/AndroidManifest.xml", "<manifest/>", "android-library"),
        ("m/src/main/AndroidManifest.xml", "<manifest/>", "android-library"),
        ("m/src/main/AndroidManifest.xml", START, "android-app"),
    ],
)
def test_kinds_of_modules(path: str, text: str, kind: str) -> None:
    made = project({path: text}).module("m/src/main/java/A.java")
    assert made is not None
    assert made.kind == kind


def test_manifests_of_source_sets_are_no_modules() -> None:
    made = project({"app/build.gradle": APP, "app/src/play/AndroidManifest.xml": "<manifest/>"})
    assert list(made.modules) == ["app"]


def test_scripts_that_are_applied_speak_for_the_module() -> None:
    made = project(
        {
            "app/build.gradle": 'apply from: "$rootDir/gradle/app.gradle"',
            "gradle/app.gradle": APP,
            "app/proguard-rules.pro": STRIP,
        }
    )
    assert made.modules["app"].why == "com.android.application (gradle/app.gradle:2)"
    assert made.stripped("app/src/main/java/A.java", "android.util.Log.d") is not None


def test_plugins_that_a_script_above_applies() -> None:
    made = project({"build.gradle": "subprojects { apply plugin: 'java' }", "a/build.gradle": ""})
    assert [(m.folder, m.kind) for m in made.modules.values()] == [("a", "jvm-library")]


@pytest.mark.parametrize(
    "build",
    [
        {"app/src/main/AndroidManifest.xml": START},
        {"app/build.gradle.kts": 'plugins { id("acme.android.application") }'},
    ],
)
def test_rules_hold_where_no_build_file_says_otherwise(build: dict[str, str]) -> None:
    made = project({**build, "app/proguard-rules.pro": STRIP})
    assert made.stripped("app/src/main/java/A.java", "android.util.Log.d") is not None


def test_rules_in_folders_and_rules_that_are_included() -> None:
    kotlin = """
        plugins { id("com.android.application") }
        android {
            buildTypes { named("release") { optimization { enable = true } } }
        }
        androidComponents {
            onVariants { it.sources.keepRules?.addStaticSourceDirectory("proguard/common") }
        }
    """
    made = project(
        {
            "app/build.gradle.kts": kotlin,
            "app/proguard/common/app.pro": "-include ../logs.pro",
            "app/proguard/logs.pro": STRIP,
        }
    )
    strip = made.stripped("app/src/main/java/A.java", "android.util.Log.d")
    assert strip is not None
    assert strip.path == "app/proguard/logs.pro"


def test_a_library_leaves_out_only_what_all_apps_do() -> None:
    made = project(
        {
            "one/build.gradle": APP,
            "one/proguard-rules.pro": STRIP,
            "two/build.gradle": APP,
            "core/build.gradle": LIBRARY,
        }
    )
    assert made.stripped("one/src/main/java/A.java", "android.util.Log.d") is not None
    assert made.stripped("core/src/main/java/A.java", "android.util.Log.d") is None


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


def test_bundles_stand_for_all_their_libraries() -> None:
    made = project(
        {
            "gradle/libs.versions.toml": """
                [libraries]
                x = "a:b:1"
                ktor-core = { module = "io.ktor:ktor-server-core", version = "3" }
                [bundles]
                web = ["x", "ktor-core"]
                none = ["absent"]
            """,
            "s/build.gradle.kts": """
                plugins { kotlin("jvm") }
                dependencies {
                    implementation(libs.bundles.none)
                    implementation(libs.bundles.web)
                }
            """,
        }
    ).modules["s"]
    assert (made.kind, made.why) == (
        "jvm-server",
        "io.ktor:ktor-server-core (s/build.gradle.kts:5)",
    )


@pytest.mark.parametrize(
    "text",
    [
        "<project",
        '<!DOCTYPE p [<!ENTITY a "b">]><project><artifactId>&a;</artifactId></project>',
        '<!DOCTYPE p SYSTEM "file:///etc/passwd"><project/>',
        "\0\0\0",
        "",
        "<project>" * 200_000,
        "<a>" * 90_000 + "</a>" * 90_000,
        "[versions",
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
