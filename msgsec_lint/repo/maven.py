"""What a ``pom.xml`` says: how a module is packaged, and what it needs to run."""

from __future__ import annotations

from msgspec import Struct

from msgsec_lint.repo import xmltree

_NOT_SHIPPED = frozenset({"test", "import", "system"})


class Needed(Struct, frozen=True):
    """A dependency, or a plugin of the build."""

    name: str
    """``group:artifact``, or the id of a plugin."""
    path: str
    line: int


class Pom(Struct, frozen=True, kw_only=True):
    """One module of a Maven build."""

    packaging: Needed
    needed: tuple[Needed, ...]
    plugins: tuple[Needed, ...]


def parse(path: str, data: bytes) -> Pom:
    """Read a ``pom.xml``. Raises XmlError for a document that cannot be read."""
    root = xmltree.parse(data)
    if root.name != "project":
        raise xmltree.XmlError("its outermost element is not <project>")
    told = root.child("packaging") or root.child("artifactId") or root
    return Pom(
        packaging=Needed(root.value("packaging") or "jar", path, told.line),
        needed=tuple(
            _needed(path, one)
            for one in root.each("dependencies", "dependency")
            if one.value("scope") not in _NOT_SHIPPED
            and one.value("type") != "test-jar"
            and one.value("classifier") != "tests"
        ),
        plugins=tuple(_needed(path, one) for one in root.each("build", "plugins", "plugin")),
    )


def _needed(path: str, one: xmltree.Element) -> Needed:
    return Needed(f"{one.value('groupId')}:{one.value('artifactId')}", path, one.line)
