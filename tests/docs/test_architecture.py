"""The program is built as ARCHITECTURE.md draws it."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from msgsec_lint.languages.registry import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "msgsec_lint"
KNOTTED = {"flow"}
"""Rooms in which files still import each other in a circle; none may be added."""
ASKED = {"link", "flow", "checks"}
"""Rooms that ask the record of a language how it behaves, and not which language it is."""
NAMING = {"flow"}
"""Those that still do; none may be added."""
ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \| ([^|]*)\| ([^|]*)\|$", re.MULTILINE)


def drawn() -> dict[str, tuple[set[str], set[str]]]:
    """Room → rooms that it imports and libraries that nobody else does, as the document says."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    return {
        room: (set(re.findall(r"`(\w+)`", rooms)), set(re.findall(r"`(\w+)`", libraries)))
        for room, rooms, libraries in ROW.findall(text)
    }


def built() -> dict[str, tuple[set[str], set[str]]]:
    """The same, as the code says."""
    rooms: dict[str, set[str]] = defaultdict(set)
    libraries: dict[str, set[str]] = defaultdict(set)
    for path in PACKAGE.glob("*/**/*.py"):
        room = path.relative_to(PACKAGE).parts[0]
        for name in imported(path):
            top, _, rest = name.partition(".")
            inner = rest.split(".")[0]
            if top != "msgsec_lint":
                libraries[room].add(top)
            elif inner not in ("", room) and (PACKAGE / inner).is_dir():
                rooms[room].add(inner)
    return {room: (rooms[room], libraries[room]) for room in {*rooms, *libraries}}


def imported(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def test_every_room_is_drawn() -> None:
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert set(drawn()) == rooms


@pytest.mark.parametrize("room", sorted(drawn()))
def test_a_room_imports_what_the_drawing_says(room: str) -> None:
    assert built()[room][0] == drawn()[room][0]


@pytest.mark.parametrize("room", sorted(drawn()))
def test_a_library_stays_in_its_room(room: str) -> None:
    for library in drawn()[room][1]:
        assert [other for other, (_, used) in built().items() if library in used] == [room]


def test_data_flows_one_way() -> None:
    arrows = {room: rooms for room, (rooms, _) in drawn().items()}
    while arrows:
        last = {room for room, rooms in arrows.items() if not rooms & set(arrows)}
        assert last, f"these import each other: {sorted(arrows)}"
        arrows = {room: rooms for room, rooms in arrows.items() if room not in last}


def test_constants_and_documents_exist() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    for path in re.findall(
        r"`((?:files|facts|languages|syntax|link|flow|checks|policy|cli)/\w+\.py)`", text
    ):
        assert (PACKAGE / path).is_file(), path
    for path in re.findall(r"\]\(([\w/.-]+)\)", text):
        assert (ROOT / path).is_file(), path


# Inside a room


def files_of(room: str) -> dict[str, Path]:
    """Dotted name → file of every module of a room."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in (PACKAGE / room).rglob("*.py")
    }


def above(module: str) -> list[str]:
    """The packages that a module lies in, the nearest first."""
    parts = module.split(".")
    return [".".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]


def arrows_in(room: str) -> dict[str, set[str]]:
    """Module → modules of its room that it imports, wherever in the file."""
    files = files_of(room)
    arrows: dict[str, set[str]] = {}
    for name, path in files.items():
        found = set()
        for known in imported(path):
            # `from package import module` and `from module import thing` look alike; the package
            # of a module is run before it.
            module = known if known in files else known.rpartition(".")[0]
            found |= {
                part
                for part in (module, *above(module))
                if part in files and part not in (name, *above(name))
            }
        arrows[name] = found
    return arrows


def circle(arrows: dict[str, set[str]]) -> set[str]:
    """The modules that import each other in a circle, or lie between circles."""
    left = dict(arrows)
    while True:
        ends = {name for name, to in left.items() if not to & set(left)}
        begins = set(left) - {name for to in left.values() for name in to}
        if not ends | begins:
            return set(left)
        left = {name: to for name, to in left.items() if name not in ends | begins}


def test_circles_are_seen() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set()}) == {"b", "c"}
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == set()


@pytest.mark.parametrize("room", sorted(drawn()))
def test_files_of_a_room_import_in_layers(room: str) -> None:
    found = circle(arrows_in(room))
    if room in KNOTTED:
        assert found, f"take {room} off the list"
    else:
        assert found == set()


def layers() -> list[set[str]]:
    """The files and folders of ``link/``, layer by layer, as the document says."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    table = text.partition("| layer of `link/` |")[2].partition("\n\n")[0]
    return [set(re.findall(r"`(\w+)`", row.split("|")[1])) for row in table.split("\n")[2:]]


def test_layers_of_the_linker_know_none_above() -> None:
    level = {name: number for number, names in enumerate(layers()) for name in names}
    for module, known in arrows_in("link").items():
        for other in known:
            one, two = (name.split(".")[2] for name in (module, other))
            assert one == two or level[two] < level[one], f"{module} imports {other}"


def test_every_layer_of_the_linker_is_drawn() -> None:
    parts = {name.split(".")[2] for name in files_of("link") if name.count(".") > 1}
    assert {name for names in layers() for name in names} == parts


def names_of_languages(paths: Iterable[Path]) -> list[str]:
    """Places that say the name of a language or group, or ask for a unit's family."""
    names = {name for traits in LANGUAGES.values() for name in (traits.name, traits.group)}
    found = []
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            told = isinstance(node, ast.Constant) and node.value in names
            if told or (isinstance(node, ast.Attribute) and node.attr == "family"):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


@pytest.mark.parametrize("room", sorted(ASKED))
def test_a_room_asks_how_a_language_behaves(room: str) -> None:
    found = names_of_languages(files_of(room).values())
    if room in NAMING:
        assert found, f"take {room} off the list"
    else:
        assert found == []
