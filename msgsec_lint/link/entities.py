"""What an expression may denote, as small tuples, and the neutral form of type expressions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct

Entity = tuple[str, object]
"""``(tag, payload)``; see the tags."""
Entities = tuple[Entity, ...]

MODULE: Final = "M"
"""A module or package of the tree, by path without suffix."""
EXTERNAL: Final = "X"
"""A thing outside the tree by dotted name: module, function or class."""
CLASS: Final = "C"
"""A class of the tree."""
FUNCTION: Final = "F"
"""A function of the tree."""
METHOD: Final = "B"
"""A method of the tree, bound to an instance or class."""
INSTANCE: Final = "I"
"""An instance of a class of the tree."""
VALUE: Final = "E"
"""An instance of a class outside the tree, by dotted name."""
CONTAINER: Final = "G"
"""Something that holds elements: payload is the entities of an element."""
MAPPING: Final = "D"
"""Something that holds elements under keys, and gives the keys when iterated: payload as above."""
TUPLE: Final = "T"
"""A fixed tuple: payload is a tuple of entities per position."""

CONTAINERS: Final = (CONTAINER, MAPPING, TUPLE)

NOTHING: Final[Entities] = ()
NULL: Final[Entity] = (VALUE, "builtins.None")
LIMIT: Final = 6
"""No expression denotes more than this many things; more is as good as unknown."""


def union(options: Iterable[Entities]) -> Entities:
    """All of several answers, each once, as long as they are not too many."""
    told = [option for option in options if option]
    if len(told) == 1:
        return told[0][:LIMIT]
    return tuple(dict.fromkeys(entity for option in told for entity in option))[:LIMIT]


def either(options: Sequence[Entities]) -> Entities:
    """What a value may be that is one of several.

    That it may be null says nothing of an alternative of which nothing is known.
    """
    found = union(options)
    return NOTHING if found == (NULL,) and NOTHING in options else found


def instances(found: Entities) -> Entities:
    """Instances of the classes among some entities."""
    made: list[Entity] = []
    for tag, payload in found:
        if tag == CLASS:
            made.append((INSTANCE, payload))
        elif tag == EXTERNAL:
            made.append((VALUE, payload))
        elif tag in CONTAINERS:
            made.append((tag, payload))
    return tuple(made)


class TypeExpression(Struct, frozen=True):
    """A parsed annotation."""

    name: str
    """Dotted name; ``|`` for a union."""
    arguments: tuple[TypeExpression, ...] = ()


@lru_cache(maxsize=65536)
def parse_type(text: str) -> TypeExpression | None:
    """Parse ``A.B[C, D] | E``; None when it is not of that form."""
    parser = _Parser(text[:400])
    try:
        parsed = parser.union(0)
    except (IndexError, ValueError):
        return None
    return parsed if parser.at == len(parser.text) else None


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def union(self, depth: int) -> TypeExpression:
        if depth > 20:
            raise ValueError(self.text)
        found = [self.single(depth)]
        while self.at < len(self.text) and self.text[self.at] == "|":
            self.at += 1
            found.append(self.single(depth))
        return found[0] if len(found) == 1 else TypeExpression("|", tuple(found))

    def single(self, depth: int) -> TypeExpression:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in "[]|,":
            self.at += 1
        name = self.text[start : self.at]
        arguments: list[TypeExpression] = []
        if self.at < len(self.text) and self.text[self.at] == "[":
            self.at += 1
            while self.text[self.at] != "]":
                arguments.append(self.union(depth + 1))
                if self.text[self.at] == ",":
                    self.at += 1
            self.at += 1
        return TypeExpression(name, tuple(arguments))
