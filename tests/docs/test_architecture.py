"""The program is built as ARCHITECTURE.md draws it."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "msgsec_lint"
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
    for path in re.findall(r"`((?:files|facts|syntax|link|flow|checks|policy|cli)/\w+\.py)`", text):
        assert (PACKAGE / path).is_file(), path
    for path in re.findall(r"\]\(([\w/.-]+)\)", text):
        assert (ROOT / path).is_file(), path
