"""What an ``AndroidManifest.xml`` says of the app as a whole."""

from __future__ import annotations

from msgspec import Struct

from msgsec_lint.repo import xmltree


class Manifest(Struct, frozen=True):
    """The ``<application>`` of a manifest."""

    path: str
    line: int
    """1-based line of the element."""
    column: int
    """1-based column of the element."""
    settings: dict[str, str]
    """Name and value of each ``<meta-data>``."""


def parse(path: str, data: bytes) -> Manifest | None:
    """Read a manifest; None where it has no application. Raises XmlError."""
    application = xmltree.parse(data).child("application")
    if application is None:
        return None
    settings = {
        one.attributes.get("name", ""): one.attributes.get("value", "")
        for one in application.each("meta-data")
    }
    return Manifest(path, application.line, application.column, settings)
