"""Which part of a project a file belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from posixpath import dirname

from msgsec_lint.checks.operators import operator_folders
from msgsec_lint.facts import model as f
from msgsec_lint.facts.model import FileFacts
from msgsec_lint.link.program import Program
from msgsec_lint.policy.config import ZoneMap
from msgsec_lint.policy.vocabulary import Zone
from msgsec_lint.repo.gomod import GoModule
from msgsec_lint.repo.model import Module, Project

_TEST = frozenset({"test", "tests", "testing", "testdata", "fixtures", "spec", "specs", "conftest",
                   "unittest", "unittests", "mock", "mocks", "benchmarks"})  # fmt: skip
_TOOLING = frozenset(
    [
        "script",
        "scripts",
        "tool",
        "tools",
        "contrib",
        "docs",
        "doc",
        "ci",
        "build",
        "dev",
        "devtools",
        "setup",
        "packaging",
        "release",
        "examples",
        "example",
        "demo",
        "demos",
        "prototype",
        "prototypes",
        "playground",
        "samples",
        "sample",
        "migrations",
        "fabfile",
        "tasks",
        "docker",
        "debian",
    ]
)
_GO_PACKAGES = frozenset({"setup", "tasks", "release", "packaging", "migrations"})
"""Words that packages of what ships are called in Go, where folders are packages."""
_GO_COMMANDS = frozenset({"cli", "create", "generate", "gen", "keygen", "tool", "tools", "util",
                          "utils", "migrate", "convert", "import", "export"})  # fmt: skip
"""Words in names of commands beside the product: `cmd/create-account`, `cmd/chat-cli`."""
_SAMPLES = frozenset({"demo", "demos", "example", "examples", "sample", "samples", "prototype",
                      "prototypes", "playground"})  # fmt: skip
"""Words that say of any code, and of whole apps, that nobody uses them."""
_CRYPTO = frozenset({"crypto", "cryptography", "e2ee", "e2e", "axolotl", "olm", "megolm", "omemo",
                     "ratchet", "libsignal"})  # fmt: skip
_SERVER = frozenset({"server", "servers", "homeserver", "backend", "daemon"})
_CLIENT = frozenset({"client", "clients", "gui", "desktop", "ui", "frontend", "qt", "gtk"})
_SERVER_IMPORTS = {
    "python": (
        "flask", "django", "fastapi", "starlette", "aiohttp.web", "tornado.web",
        "twisted.web.server", "twisted.web.resource", "bottle", "sanic", "klein", "quart", "falcon",
        "uvicorn", "gunicorn", "rest_framework",
    ),
    "jvm": (
        "org.springframework.web", "org.springframework.boot", "javax.ws.rs", "jakarta.ws.rs",
        "io.dropwizard", "io.micronaut.http", "io.ktor.server", "javax.servlet", "jakarta.servlet",
        "io.vertx.ext.web", "io.javalin", "io.grpc.stub", "io.grpc.Server", "io.quarkus",
        "org.eclipse.jetty.server", "org.glassfish.jersey.server", "reactor.netty.http.server",
        "io.netty.bootstrap.ServerBootstrap", "com.linecorp.armeria.server",
    ),
    "go": (
        "github.com/gin-gonic/gin", "github.com/labstack/echo", "github.com/gofiber/fiber",
        "github.com/gorilla/mux", "github.com/go-chi/chi", "google.golang.org/grpc/reflection",
        "github.com/julienschmidt/httprouter", "github.com/emersion/go-smtp",
        "github.com/gorilla/handlers",
    ),
    "web": (
        "express", "koa", "fastify", "@nestjs/common", "hapi", "@hapi/hapi", "meteor/meteor",
        "restify",
    ),
}  # fmt: skip
_CLIENT_IMPORTS = {
    "python": (
        "PyQt4", "PyQt5", "PyQt6", "PySide", "PySide2", "PySide6", "tkinter", "Tkinter", "kivy",
        "gi.repository", "gtk", "wx", "toga", "textual", "urwid", "curses",
    ),
    "jvm": (
        "android", "androidx", "javafx", "javax.swing", "java.awt", "org.eclipse.swt",
        "org.jetbrains.compose", "com.google.android.material",
    ),
    "go": (
        "fyne.io/fyne", "gioui.org", "golang.org/x/mobile", "github.com/wailsapp/wails",
        "github.com/therecipe/qt", "github.com/mappu/miqt", "github.com/gotk3/gotk3",
        "github.com/diamondburned/gotk4", "github.com/getlantern/systray", "fyne.io/systray",
        "github.com/gen2brain/beeep", "github.com/charmbracelet/bubbletea", "github.com/rivo/tview",
    ),
    "web": ("electron", "react", "react-native", "react-dom", "vue", "svelte", "expo", "preact"),
}  # fmt: skip
_CONSOLE_IMPORTS = frozenset(
    {
        "argparse", "click", "optparse", "cmd", "getopt", "typer", "fire", "docopt", "curses",
        "urwid", "prompt_toolkit", "readline",
    }
)  # fmt: skip
_GO_CONSOLE_IMPORTS = (
    "github.com/spf13/cobra", "github.com/urfave/cli", "github.com/alecthomas/kong",
    "github.com/jessevdk/go-flags", "github.com/charmbracelet/bubbletea", "golang.org/x/term",
    "github.com/gdamore/tcell", "github.com/rivo/tview", "github.com/chzyer/readline",
    "github.com/manifoldco/promptui", "github.com/AlecAivazis/survey",
)  # fmt: skip
_JVM_CONSOLE_IMPORTS = (
    "picocli", "com.beust.jcommander", "org.kohsuke.args4j", "com.github.ajalt.clikt",
    "org.apache.commons.cli", "net.sourceforge.argparse4j", "kotlinx.cli", "org.jline",
)  # fmt: skip
_WEB_CONSOLE_IMPORTS = frozenset(
    {
        "commander", "yargs", "minimist", "inquirer", "@inquirer/prompts", "prompts", "readline",
        "node:readline", "ora", "meow", "cac", "@oclif/core", "arg", "zx", "enquirer", "chalk",
        "node:readline/promises", "command-line-args",
    }
)  # fmt: skip
_WEB_TEST = frozenset(
    {"spec", "stories", "story", "e2e", "mock", "mocks", "cy", "bench", "fixture"}
)
"""What stands before the ending of a file that only tests and their like need: `x.spec.ts`."""
_WEB_TEST_FOLDERS = frozenset({"cypress", "playwright", "detox", "appium", "wdio", "storybook",
                               "maestro", "e2e", "__mocks__", "__fixtures__", "jest",
                               "stories"})  # fmt: skip
_WEB_TOOLING = frozenset({"config", "conf", "setup", "rc"})
"""What stands before the ending of a file that builds: `webpack.config.js`."""
_WEB_TOOLING_FOLDERS = frozenset({"webpack", "gulp", "vite", "bin"})
_WORD = re.compile(r"[a-z0-9]+")


class Zones:
    """The zone of every file of a program, by the policy file, its path and its imports."""

    def __init__(self, program: Program, declared: ZoneMap, project: Project) -> None:
        self.of: list[Zone] = []
        self.console: list[bool] = []
        """Whether a file talks to a person at a terminal."""
        top: dict[str, Zone] = {}
        tools = operator_folders(program, project)
        parts: list[str] = []
        for unit in program.units:
            zone = declared.zone(unit.path)
            jvm = unit.family == "jvm"
            web = unit.family == "web"
            path_zone = _by_build(unit.path, project) if jvm else _by_path(unit.path)
            path_zone = (_by_web_path(unit.path) if web else None) or path_zone
            if path_zone is None and unit.family == "go" and dirname(unit.path) in tools:
                path_zone = "tooling"
            import_zone = _by_imports(unit.facts, unit.family)
            console = _is_console(unit.path, unit.facts, unit.family)
            if console and import_zone == "server":
                # A terminal program that also listens: not somebody else's machine.
                import_zone = None
            package = project.package(unit.path) if web else None
            folder = _part(unit.path, package.folder if package is not None else "", jvm=jvm)
            parts.append(folder)
            side = package.side if package is not None and not console else None
            ships = folder and path_zone not in ("test", "tooling")
            if import_zone is not None and ships and top.get(folder) != "server":
                top[folder] = import_zone
            self.of.append(zone or path_zone or import_zone or side or "shared")
            self.console.append(console)
        needs: dict[str, Zone | None] = {m.folder: _by_needs(m) for m in project.go_modules}
        for index, unit in enumerate(program.units):
            if self.of[index] != "shared" or declared.zone(unit.path) is not None:
                continue
            if "/" in unit.path:
                self.of[index] = top.get(parts[index], "shared")
            module = project.go_module(unit.path) if unit.family == "go" else None
            if module is not None and self.of[index] == "shared":
                self.of[index] = needs[module.folder] or "shared"


def _part(path: str, package: str, *, jvm: bool) -> str:
    """The part of a project that a file belongs to: its module, where builds have them."""
    if package:
        return package
    if jvm and "/src/" in path:
        return path.split("/src/", 1)[0]
    return path.split("/", 1)[0] if "/" in path else ""


def _by_build(path: str, project: Project) -> Zone | None:
    """The zone of a file of a Gradle or Maven build: packages say nothing, source sets do."""
    if path.endswith(".gradle.kts"):
        return "tooling"
    folder, found, inside = f"/{path}".lower().partition("/src/")
    source_set = inside.split("/", 1)[0]
    if "test" in source_set or source_set in ("jmh", "mock"):
        return "test"
    if source_set.endswith("debug"):
        return "tooling"
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    if found and stem.endswith(("Test", "Tests", "IT", "TestCase", "Preview", "Previews")):
        return "test"
    named = _by_path(f"{folder[1:]}/module.java" if found else path)
    module = project.module(path)
    return _by_module(named, folder, module, project) if module is not None else named


def _by_module(named: Zone | None, folder: str, module: Module, project: Project) -> Zone | None:
    """What the kind of a module leaves of what its path seems to say: an app with a folder
    ``server`` has settings of servers in it.
    """
    if named == "test" or (named == "tooling" and not _SAMPLES.isdisjoint(_WORD.findall(folder))):
        return named
    if module.side in ("test", "tooling"):
        return module.side
    if module.side is not None and named != "crypto-core":
        return module.side
    if named == "server" and project.only_apps:
        return None
    return named


def _by_path(path: str) -> Zone | None:
    *folders, file = path.lower().split("/")
    stem = file.rsplit(".", 1)[0]
    words = [word for folder in folders for word in _WORD.findall(folder)]
    stem_words = _WORD.findall(stem)
    if not _TEST.isdisjoint(words) or stem_words[:1] in (["test"], ["tests"], ["conftest"]):
        return "test"
    if stem_words[-1:] in (["test"], ["tests"]):
        return "test"
    if "." not in file:
        # A script that is found by its first line: a command of its own.
        return "tooling"
    go = file.endswith(".go")
    tooling = _TOOLING - _GO_PACKAGES if go else _TOOLING
    if not tooling.isdisjoint(words) or (go and _is_side_command(folders)):
        return "tooling"
    if not go and stem in ("setup", "fabfile", "noxfile", "tasks"):
        return "tooling"
    for found, zone in ((_CRYPTO, "crypto-core"), (_SERVER, "server"), (_CLIENT, "client")):
        if not found.isdisjoint(words) or (zone != "crypto-core" and stem in found):
            return zone  # type: ignore[return-value]
    return None


def _is_side_command(folders: list[str]) -> bool:
    """Whether a folder of Go holds a command of its own for those who develop or run the rest."""
    for above, folder in pairwise(folders):
        named = _WORD.findall(folder)
        if above == "cmd" and len(named) > 1 and not _GO_COMMANDS.isdisjoint(named):
            return True
    return False


def _by_web_path(path: str) -> Zone | None:
    """What only names of JavaScript's tools say: tests beside the code, settings of builds."""
    *folders, file = path.lower().split("/")
    middle = file.split(".")[1:-1]
    if not _WEB_TEST.isdisjoint(middle) or not _WEB_TEST_FOLDERS.isdisjoint(folders):
        return "test"
    stem = file.split(".", 1)[0]
    if stem in _SAMPLES:
        return "tooling"
    if not _WEB_TOOLING.isdisjoint(middle) or stem in ("gulpfile", "gruntfile", "jakefile"):
        return "tooling"
    return "tooling" if not _WEB_TOOLING_FOLDERS.isdisjoint(folders) else None


def _by_imports(facts: FileFacts, family: str) -> Zone | None:
    zone: Zone | None = None
    for made in facts.imports:
        if made.level:
            continue
        told = _told_by(made.module, made.name, family)
        if told == "server":
            return told
        zone = zone or told
    return zone


def _by_needs(module: GoModule) -> Zone | None:
    """What the libraries say of a module of Go that its own code imports."""
    told = {_told_by(path, None, "go") for path in module.needed} - {None}
    return told.pop() if len(told) == 1 else None


@lru_cache(maxsize=65536)
def _told_by(module: str, name: str | None, family: str) -> Zone | None:
    """What importing one thing says of the importer."""
    servers, clients = _SERVER_IMPORTS.get(family, ()), _CLIENT_IMPORTS.get(family, ())
    zone: Zone | None = None
    for prefix in _prefixes(f"{module}.{name}" if name is not None else module):
        if prefix in servers:
            return "server"
        if prefix in clients:
            zone = "client"
    return zone


def _prefixes(module: str) -> Iterator[str]:
    """A dotted or slashed name and what its parts from the left are."""
    yield module
    for at, sign in enumerate(module):
        if sign in "./" and at:
            yield module[:at]


def _is_run(facts: FileFacts) -> bool:
    """Whether a file asks if it is the one that was started: ``require.main === module``."""
    if not facts.bodies or b"require" not in facts.bodies[0] or b"main" not in facts.bodies[0]:
        return False
    values = f.decode_body(facts.bodies[0]).values
    return any(
        held[0] == f.TEST
        and any(
            values[at][0] == f.ATTR
            and values[at][4] == "main"
            and values[values[at][3]][:1] == [f.NAME]
            and values[values[at][3]][3] == "require"
            for at in held[4]
        )
        for held in values
    )


def _is_console(path: str, facts: FileFacts, family: str) -> bool:
    words = _WORD.findall(path.lower())
    if family == "jvm":
        if any(made.module.startswith(_JVM_CONSOLE_IMPORTS) for made in facts.imports):
            return True
        return not {"cli", "console", "terminal", "demos", "examples"}.isdisjoint(words)
    if family == "web":
        # `main` is the process of Electron that is no page.
        if any(made.module in _WEB_CONSOLE_IMPORTS for made in facts.imports) or _is_run(facts):
            return True
        return not {"cli", "terminal", "demos", "examples"}.isdisjoint(words)
    if family == "go":
        if any(made.module.startswith(_GO_CONSOLE_IMPORTS) for made in facts.imports):
            return True
        return not {"cli", "console", "terminal", "demos", "examples"}.isdisjoint(words) or (
            facts.package == "main"
        )
    if any(made.module.split(".", 1)[0] in _CONSOLE_IMPORTS for made in facts.imports):
        return True
    if not {"input", "raw_input", "getpass"}.isdisjoint(facts.calls):
        return True
    return not {"cli", "main", "console", "terminal", "demos", "examples"}.isdisjoint(words)
