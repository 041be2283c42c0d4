"""What a ``go.mod`` says: the path of a module, where other modules lie, and what it needs."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, normpath

from msgspec import Struct

_LOCAL = ("./", "../")


class GoModule(Struct, frozen=True):
    """One module of Go."""

    folder: str
    """Relative to the root of the scan; empty for the root itself."""
    path: str
    """What imports of its packages begin with."""
    replaced: dict[str, str] = {}
    """Path of another module → the folder of the tree that is taken for it."""
    needed: tuple[str, ...] = ()
    """Paths of the modules that its own code imports."""


def parse(path: str, data: bytes) -> GoModule | None:
    """Read a ``go.mod``; None for one that does not name its module."""
    folder = dirname(path)
    name = ""
    replaced: dict[str, str] = {}
    needed: list[str] = []
    for verb, words, comment in _statements(data.decode("utf-8", "replace")):
        if verb == "module" and words:
            name = words[0]
        elif verb == "require" and words and "indirect" not in comment:
            needed.append(words[0])
        elif verb == "replace" and "=>" in words[1:-1]:
            target = words[words.index("=>") + 1]
            inside = normpath(f"{folder or '.'}/{target}")
            if target.startswith(_LOCAL) and not inside.startswith(".."):
                replaced[words[0]] = "" if inside == "." else inside
    return GoModule(folder, name, replaced, tuple(needed)) if name else None


def _statements(text: str) -> Iterator[tuple[str, list[str], str]]:
    """Verb, words and comment of each statement, with those in parentheses taken apart."""
    block = ""
    for line in text.splitlines():
        code, _, comment = line.partition("//")
        words = [word.strip('"`') for word in code.split()]
        if not words:
            continue
        if block:
            if words[0] == ")":
                block = ""
            else:
                yield block, words, comment
        elif words[-1] == "(":
            block = words[0]
        else:
            yield words[0], words[1:], comment
