"""XML of build files as small elements with lines; nothing is fetched and no entity is declared."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

MAX_ELEMENTS = 100_000
MAX_TEXT = 1000
"""Characters kept of the text of an element: names are asked for, no prose."""


class XmlError(Exception):
    """The text says why a document was not read."""


class Element:
    """An element; names are without their namespace."""

    __slots__ = ("attributes", "children", "column", "line", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name = name
        self.attributes = attributes
        self.line = line
        self.column = 1
        self.text = ""
        self.children: list[Element] = []

    def child(self, name: str) -> Element | None:
        """The first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def each(self, *path: str) -> Iterator[Element]:
        """The elements at the end of a path of names."""
        found = [self]
        for name in path:
            found = [child for one in found for child in one.children if child.name == name]
        yield from found

    def value(self, name: str) -> str:
        """The text of a child; empty where there is none."""
        found = self.child(name)
        return found.text.strip() if found is not None else ""


def parse(data: bytes) -> Element:
    """The root of a document. Raises XmlError for one that is broken, too large, or has a document
    type, which could name other files or grow without bound.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    root = Element("", {}, 0)
    stack = [root]
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MAX_ELEMENTS:
            raise XmlError("too many elements")
        own = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        made = Element(name.rpartition(" ")[2], own, parser.CurrentLineNumber)
        made.column = parser.CurrentColumnNumber + 1
        stack[-1].children.append(made)
        stack.append(made)

    def end(_name: str) -> None:
        stack.pop()

    def text(data: str) -> None:
        if len(stack[-1].text) < MAX_TEXT:
            stack[-1].text += data[:MAX_TEXT]

    def refuse(*_: object) -> None:
        raise XmlError("it declares a document type, which is not followed")

    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise XmlError(f"it is no well-formed XML: {error}") from error
    return root.children[0]
