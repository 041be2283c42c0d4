"""What names of imports, calls, folders and files say of where the code around them runs.

A file of models says it of the libraries and tools of its languages, in its section ``zones``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Literal

from msgspec import Struct

from msgsec_lint.policy.vocabulary import Zone

Told = Literal["server", "client", "tooling", "test", "console", "options", "network"]
"""What a name says: the zone of code that goes with it, or that a program talks to a person at a
terminal, reads the options of a command line, or turns to others on the network."""


class ZoneNames(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The section ``zones`` of a file of models; see docs/models.md for each key."""

    imports: dict[Told, list[str]] = {}
    calls: dict[Told, list[str]] = {}
    words: dict[Told, list[str]] = {}
    folders: dict[Told, list[str]] = {}
    files: dict[Told, list[str]] = {}
    marks: dict[Told, list[str]] = {}
    endings: dict[Told, list[str]] = {}
    commands: list[str] = []
    plain: list[str] = []


class Zoning:
    """What all models of a group of languages say, joined."""

    def __init__(self, told: Iterable[ZoneNames]) -> None:
        held = list(told)
        self._imports = _reversed(one.imports for one in held)
        self._patterns = [(name, what) for name, what in self._imports.items() if "*" in name]
        self.calls = _joined(one.calls for one in held)
        """Last names of calls that say something of the file around."""
        self.words = _joined(one.words for one in held)
        """Words in paths of files."""
        self._folders = _joined(one.folders for one in held)
        self._files = _joined(one.files for one in held)
        self._marks = _joined(one.marks for one in held)
        self._endings = {
            what: tuple(names) for what, names in _joined(one.endings for one in held).items()
        }
        self.commands = frozenset(name for one in held for name in one.commands)
        """Words in the names of programs beside the product."""
        self.plain = frozenset(name for one in held for name in one.plain)
        """Words that elsewhere say something of a folder, and here are names like any other."""
        self._known: dict[str, frozenset[Told]] = {}

    def imported(self, name: str) -> frozenset[Told]:
        """What importing a thing by its full name says of the importer."""
        found = self._known.get(name)
        if found is None:
            said = {what for part in _prefixes(name) for what in self._imports.get(part, ())}
            said.update(self._imports.get(f"={name}", ()))
            for pattern, what in self._patterns:
                if fnmatchcase(name, pattern):
                    said.update(what)
            found = self._known[name] = frozenset(said)
        return found

    def of_path(self, path: str) -> tuple[Zone, str] | None:
        """The zone that names of tools in a path in lower case say, and the name that says so."""
        *folders, file = path.split("/")
        stem, *marks = file.split(".")[:-1] or [file]
        zones: tuple[Literal["test", "tooling"], ...] = ("test", "tooling")
        for zone in zones:
            for held, names in (
                (self._files, (stem,)), (self._marks, marks), (self._folders, folders)
            ):  # fmt: skip
                known = held.get(zone, frozenset())
                named = next((name for name in names if name in known), None)
                if named is not None:
                    return zone, named
        return None

    def is_test(self, stem: str) -> bool:
        """Whether the name of a file, as written and without its ending, is one of a test."""
        return stem.endswith(self._endings.get("test", ()))


def _joined(told: Iterable[Mapping[Told, list[str]]]) -> dict[Told, frozenset[str]]:
    found: dict[Told, frozenset[str]] = {}
    for one in told:
        for what, names in one.items():
            found[what] = found.get(what, frozenset()).union(names)
    return found


def _reversed(told: Iterable[Mapping[Told, list[str]]]) -> dict[str, tuple[Told, ...]]:
    found: dict[str, tuple[Told, ...]] = {}
    for one in told:
        for what, names in one.items():
            for name in names:
                found[name] = (*found.get(name, ()), what)
    return found


def _prefixes(module: str) -> Iterator[str]:
    """A dotted or slashed name and what its parts from the left are."""
    yield module
    for at, sign in enumerate(module):
        if sign in "./" and at:
            yield module[:at]
