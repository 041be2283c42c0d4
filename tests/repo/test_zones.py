"""Where code runs, as build files, source sets and names of folders tell together."""

from __future__ import annotations

import pytest

from msgsec_lint.checks.zones import Zones
from msgsec_lint.link.program import Program
from msgsec_lint.policy.config import Config
from msgsec_lint.policy.models import Library, bundled_models
from msgsec_lint.repo.project import read_project
from msgsec_lint.syntax.frontends import FRONT_ENDS

MODELS = Library(bundled_models())
APP = b"plugins { id 'com.android.application' }"
LIBRARY = b"plugins { id 'com.android.library' }"
PLAIN = b"plugins { id 'java-library' }"
PLUGIN = b"plugins { id 'java-gradle-plugin' }"
SERVER = b"plugins { id 'org.springframework.boot' }"


def zone(path: str, builds: dict[str, bytes], source: bytes = b"class A {}") -> str:
    project = read_project([(f"{folder}/build.gradle", b, "") for folder, b in builds.items()])
    program = Program([(path, FRONT_ENDS["java"](source))])
    return Zones(program, Config().zones(), project, MODELS).of[0]


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


def go_zones(
    files: dict[str, str], needs: tuple[str, ...] = (), *, module: bool = True
) -> dict[str, str]:
    """The zone of each file of a module of Go with such direct requirements."""
    needed = "".join(f"require {path} v1.0.0\n" for path in needs)
    build = f"module example.com/chat\n{needed}require example.com/x v1 // indirect\n"
    project = read_project([("go.mod", build.encode(), "")] if module else [])
    program = Program([(p, FRONT_ENDS["go"](text.encode())) for p, text in sorted(files.items())])
    zones = Zones(program, Config().zones(), project, MODELS)
    return dict(zip(sorted(files), zones.of, strict=True))


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ((), "shared"),
        (("github.com/gin-gonic/gin",), "server"),
        (("github.com/labstack/echo/v4", "github.com/gorilla/mux"), "server"),
        (("github.com/charmbracelet/bubbletea",), "client"),
        (("fyne.io/fyne/v2",), "client"),
        # Two sides, or neither
        (("github.com/gin-gonic/gin", "fyne.io/fyne/v2"), "shared"),
        (("google.golang.org/grpc",), "shared"),
    ],
)
def test_what_a_module_of_go_needs(needs: tuple[str, ...], expected: str) -> None:
    files = {"a.go": "package chat", "rooms/b.go": "package rooms", "client/c.go": "package c"}
    found = go_zones(files, needs)
    assert found == {"a.go": expected, "rooms/b.go": expected, "client/c.go": "client"}


SERVING = """\
package main
import "net/http"
func main() { http.ListenAndServe(":1", nil) }
"""
TOOL = 'package main\nimport ("flag"; "example.com/chat/store")\nfunc main() { store.Open() }\n'
STORE = 'package store\nimport "net/http"\nfunc Open() { use(http.StatusOK) }\n'


def tool(**changed: str) -> str:
    names = {"serving": "chatd/main.go", "tool": "tinker/main.go", "store": "store/store.go"}
    files = {"serving": SERVING, "tool": TOOL, "store": STORE, **changed}
    return go_zones({names[name]: text for name, text in files.items()})["tinker/main.go"]


def test_a_program_beside_the_server_that_stays_away_from_the_network_is_a_tool() -> None:
    assert tool() == "tooling"
    assert tool(tool=TOOL.replace('"flag"', '"github.com/spf13/cobra"')) == "tooling"
    # Without options, itself on the network, or only the start of what is
    assert tool(tool=TOOL.replace('"flag"', '"os"')) == "shared"
    assert tool(tool=TOOL.replace('"flag"', '"flag"; "net"')) == "shared"
    assert tool(tool=TOOL.replace('"flag"', '"flag"; "github.com/gorilla/websocket"')) == "shared"
    assert tool(store=STORE.replace("use(http.StatusOK)", 'net.Dial("tcp", "a")')) == "shared"
    # Beside nothing that is on the network, or where it is not known what it reaches
    assert tool(serving="package main\nfunc main() {}\n") == "shared"
    files = {"chatd/main.go": SERVING, "tinker/main.go": TOOL, "store/store.go": STORE}
    assert go_zones(files, module=False)["tinker/main.go"] == "shared"
    files = {"chatd/main.go": SERVING, "main.go": TOOL, "store/store.go": STORE}
    assert go_zones(files)["main.go"] == "shared"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("cmd/create-account/main.go", "tooling"),
        ("cmd/chat-cli/main.go", "tooling"),
        ("x/cmd/generate_keys/main.go", "tooling"),
        # One word may be what a product is called, and elsewhere packages are called so.
        ("cmd/keygen/main.go", "shared"),
        ("cmd/chat/main.go", "shared"),
        ("create-account/main.go", "shared"),
        ("cmd/chat/create-account/main.go", "shared"),
    ],
)
def test_commands_are_called_after_what_they_do_for_operators(path: str, expected: str) -> None:
    assert go_zones({path: "package main"})[path] == expected


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("apps/web/src/a.ts", b"", "client"),
        ("apps/api/src/a.ts", b"", "server"),
        ("apps/api/src/a.ts", b"import React from 'react'", "client"),
        ("apps/api/test/a.ts", b"", "test"),
        ("apps/web/server/a.ts", b"", "server"),
        ("apps/core/src/a.ts", b"", "shared"),
        ("other/a.ts", b"", "shared"),
    ],
)
def test_packages_of_npm(path: str, source: bytes, expected: str) -> None:
    builds = {
        "apps/web": b'{"dependencies": {"vue": "3"}}',
        "apps/api": b'{"dependencies": {"fastify": "4"}}',
        "apps/core": b'{"name": "core"}',
    }
    project = read_project([(f"{folder}/package.json", b, "") for folder, b in builds.items()])
    others = [("apps/api/src/x.ts", b"import 'fastify'"), ("apps/web/x.ts", b"import 'vue'")]
    program = Program([(p, FRONT_ENDS["typescript"](s)) for p, s in [(path, source), *others]])
    assert Zones(program, Config().zones(), project, MODELS).of[0] == expected
