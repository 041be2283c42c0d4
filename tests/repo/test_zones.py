"""Where code runs, as build files, source sets and names of folders tell together."""

from __future__ import annotations

import pytest

from msgsec_lint.checks.zones import Zones
from msgsec_lint.link.program import Program
from msgsec_lint.policy.config import Config
from msgsec_lint.repo.project import read_project
from msgsec_lint.syntax.frontends import FRONT_ENDS

APP = b"plugins { id 'com.android.application' }"
LIBRARY = b"plugins { id 'com.android.library' }"
PLAIN = b"plugins { id 'java-library' }"
PLUGIN = b"plugins { id 'java-gradle-plugin' }"
SERVER = b"plugins { id 'org.springframework.boot' }"


def zone(path: str, builds: dict[str, bytes], source: bytes = b"class A {}") -> str:
    project = read_project([(f"{folder}/build.gradle", b, "") for folder, b in builds.items()])
    program = Program([(path, FRONT_ENDS["java"](source))])
    return Zones(program, Config().zones(), project).of[0]


@pytest.mark.parametrize(
    ("folder", "build", "expected"),
    [
        ("chat", APP, "client"),
        ("chat", LIBRARY, "client"),
        ("chat", SERVER, "server"),
        ("chat", PLAIN, "shared"),
        ("chat", PLUGIN, "tooling"),
        ("account/server", LIBRARY, "client"),
        ("account/setup", LIBRARY, "client"),
        ("sample/chat", APP, "tooling"),
        ("chat/test", LIBRARY, "test"),
        ("crypto", LIBRARY, "crypto-core"),
        ("server/rules", PLUGIN, "tooling"),
        ("clients", SERVER, "server"),
        ("server", PLAIN, "server"),
    ],
)
def test_modules(folder: str, build: bytes, expected: str) -> None:
    assert zone(f"{folder}/src/main/java/a/A.java", {folder: build}) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("app/src/debug/java/a/A.java", "tooling"),
        ("app/src/playDebug/java/a/A.java", "tooling"),
        ("app/src/androidTest/java/a/A.java", "test"),
        ("app/src/main/java/debug/A.java", "client"),
        ("app/build.gradle.kts", "tooling"),
    ],
)
def test_source_sets(path: str, expected: str) -> None:
    assert zone(path, {"app": APP}) == expected


def test_a_backend_is_no_server_where_only_apps_are_shipped() -> None:
    path = "backend/src/main/java/a/A.java"
    builds = {"app": APP, "backend": PLAIN}
    assert zone(path, builds) == "shared"
    assert zone(path, {**builds, "relay": SERVER}) == "server"
    assert zone(path, builds, b"import io.javalin.Javalin; class A {}") == "server"


def test_build_files_speak_before_imports() -> None:
    source = b"import javax.servlet.Filter; class A {}"
    assert zone("chat/src/main/java/a/A.java", {"chat": LIBRARY}, source) == "client"
    assert zone("chat/src/main/java/a/A.java", {}, source) == "server"
