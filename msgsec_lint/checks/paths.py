"""What the path of a file says of where its code runs."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from msgsec_lint.languages.traits import Traits
from msgsec_lint.policy.vocabulary import Zone
from msgsec_lint.policy.zoning import Zoning
from msgsec_lint.repo.model import Module, Project

_TEST = frozenset({"test", "tests", "testing", "testdata", "fixtures", "spec", "specs", "conftest",
                   "unittest", "unittests", "mock", "mocks", "benchmarks"})  # fmt: skip
_TOOLING = frozenset(
    {
        "script", "scripts", "tool", "tools", "contrib", "docs", "doc", "ci", "build", "dev",
        "devtools", "setup", "packaging", "release", "examples", "example", "demo", "demos",
        "prototype", "prototypes", "playground", "samples", "sample", "migrations", "fabfile",
        "tasks", "docker", "debian",
    }
)  # fmt: skip
_SAMPLES = frozenset({"demo", "demos", "example", "examples", "sample", "samples", "prototype",
                      "prototypes", "playground"})  # fmt: skip
"""Words that say of any code, and of whole apps, that nobody uses them."""
_BUILDING = frozenset({"setup", "tasks"})
"""What files that build or install are called, where folders of the name are not packages."""
_CRYPTO = frozenset({"crypto", "cryptography", "e2ee", "e2e", "axolotl", "olm", "megolm", "omemo",
                     "ratchet", "libsignal"})  # fmt: skip
_SERVER = frozenset({"server", "servers", "homeserver", "backend", "daemon"})
_CLIENT = frozenset({"client", "clients", "gui", "desktop", "ui", "frontend", "qt", "gtk"})
_SIDES: tuple[tuple[frozenset[str], Zone], ...] = (
    (_CRYPTO, "crypto-core"), (_SERVER, "server"), (_CLIENT, "client")
)  # fmt: skip
_BUILD_SCRIPT = ".gradle.kts"
_WORD = re.compile(r"[a-z0-9]+")


class Placed(NamedTuple):
    """A zone and what says so, as a phrase."""

    zone: Zone
    why: str


def words_of(path: str) -> list[str]:
    """The words of a path."""
    return _WORD.findall(path.lower())


def by_path(path: str, traits: Traits, known: Zoning, project: Project) -> Placed | None:
    """The zone that a path tells; None where it tells nothing."""
    told = known.of_path(path.lower())
    if told is not None:
        return Placed(told[0], f"`{told[1]}` in its path is a name of {told[0]} code")
    if traits.built_by == "source-sets":
        return _by_build(path, known, project)
    return _by_names(path, known)


def is_test_name(path: str) -> bool:
    """Whether a file is called after a test: ``x_test.py``."""
    stem = _WORD.findall(path.lower().rsplit("/", 1)[-1].rsplit(".", 1)[0])
    return stem[-1:] in (["test"], ["tests"])


def part_of(path: str, package: str, traits: Traits) -> str:
    """The part of a project that a file belongs to: its module, where builds have them."""
    if package:
        return package
    if traits.built_by == "source-sets" and "/src/" in path:
        return path.split("/src/", 1)[0]
    return path.split("/", 1)[0] if "/" in path else ""


def _by_build(path: str, known: Zoning, project: Project) -> Placed | None:
    """The zone of a file in source sets: packages say nothing there, the sets do."""
    if path.endswith(_BUILD_SCRIPT):
        return Placed("tooling", "it is a script of the build")
    folder, found, inside = f"/{path}".lower().partition("/src/")
    source_set = inside.split("/", 1)[0]
    if "test" in source_set or source_set in ("jmh", "mock"):
        return Placed("test", f"it lies in the source set `{source_set}`")
    if source_set.endswith("debug"):
        return Placed("tooling", f"it lies in the source set `{source_set}`")
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    if found and known.is_test(stem):
        return Placed("test", f"`{stem}` is the name of a test")
    named = _by_names(f"{folder[1:]}/module.x" if found else path, known)
    module = project.module(path)
    return _by_module(named, folder, module, project) if module is not None else named


def _by_module(
    named: Placed | None, folder: str, module: Module, project: Project
) -> Placed | None:
    """What the kind of a module leaves of what its path seems to say: an app with a folder
    ``server`` has settings of servers in it.
    """
    zone = named.zone if named is not None else None
    if zone == "test" or (zone == "tooling" and not _SAMPLES.isdisjoint(_WORD.findall(folder))):
        return named
    if module.side is not None and (module.side in ("test", "tooling") or zone != "crypto-core"):
        return Placed(module.side, f"its module is of kind {module.kind}: {module.why}")
    if zone == "server" and project.only_apps:
        return None
    return named


def _by_names(path: str, known: Zoning) -> Placed | None:
    *folders, file = path.lower().split("/")
    stem = file.rsplit(".", 1)[0]
    words = [word for folder in folders for word in _WORD.findall(folder)]
    stem_words = _WORD.findall(stem)
    told = next((word for word in words if word in _TEST), None)
    if told is not None:
        return Placed("test", f"`{told}` in its path")
    if stem_words[:1] in (["test"], ["tests"], ["conftest"]) or is_test_name(file):
        return Placed("test", f"it is called `{stem}`")
    if "." not in file:
        # A script that is found by its first line: a command of its own.
        return Placed("tooling", "it is a script without an ending")
    told = next((word for word in words if word in _TOOLING and word not in known.plain), None)
    if told is not None:
        return Placed("tooling", f"`{told}` in its path")
    told = _side_command(folders, known)
    if told:
        return Placed("tooling", f"`{told}` is called like a command beside the product")
    if stem in _BUILDING - known.plain:
        return Placed("tooling", f"it is called `{stem}`")
    for found, zone in _SIDES:
        told = next((word for word in words if word in found), None)
        if told is not None or (zone != "crypto-core" and stem in found):
            return Placed(zone, f"`{told or stem}` in its path")
    return None


def _side_command(folders: list[str], known: Zoning) -> str:
    """A folder that holds a command of its own for those who develop or run the rest."""
    for above, folder in pairwise(folders):
        named = _WORD.findall(folder)
        if above == "cmd" and len(named) > 1 and not known.commands.isdisjoint(named):
            return folder
    return ""
