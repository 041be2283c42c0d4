"""Linked programs, and what their values denote as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from textwrap import dedent
from typing import Any

import pytest

from msgsec_lint.facts import model as f
from msgsec_lint.files.languages import EXTENSIONS
from msgsec_lint.link import entities as e
from msgsec_lint.link.calling.passing import Target
from msgsec_lint.link.calls import Calls
from msgsec_lint.link.linker import Linker
from msgsec_lint.link.program import Program
from msgsec_lint.policy.models import Library, bundled_models
from msgsec_lint.syntax.frontends import FRONT_ENDS


class Linked:
    """A program of small files, with the bundled library models.

    In what is shown, ``mod.A`` is a class, ``mod.f()`` a function, ``mod.A.m()`` a method,
    ``<mod.A>`` an instance, ``module mod`` a module, ``lib x.y`` something outside the tree and
    ``<lib x.Y>`` an instance of it, ``[…]`` a container, ``{…}`` a mapping and ``(…, …)`` a tuple
    of what they hold.
    """

    def __init__(self, files: Mapping[str, str], tests: Iterable[str] = ()) -> None:
        self.program = Program([(path, lower(path, text)) for path, text in sorted(files.items())])
        unshipped = frozenset(sorted(files).index(path) for path in tests)
        self.linker = Linker(self.program, LIBRARY, tests=unshipped)
        self.calls = Calls(self.linker)

    def function(self, dotted: str) -> int:
        """The number of the only function of that name: ``app.A.m``; ``app`` is a module body."""
        found = [number for number in self.program.functions() if self.named(number) == dotted]
        assert len(found) == 1, dotted
        return found[0]

    def named(self, function: int) -> str:
        unit = self.program.unit_of[function]
        return self.full(unit, self.program.head(function).symbol)

    def full(self, unit: int, symbol: str) -> str:
        """Module or package, and symbol, of something in a file."""
        return ".".join(part for part in (self.linker.naming(unit).name(unit), symbol) if part)

    def sites(self, dotted: str, last: str = "use") -> list[tuple[int, int]]:
        """The calls of a name in a function, in order."""
        function = self.function(dotted)
        return [site for site in self.program.calls_named(last) if site[0] == function]

    def uses(self, dotted: str) -> list[str]:
        """What each argument of each call of ``use`` in a function denotes."""
        return [
            self.several(self.linker.value(function, argument))
            for function, value in self.sites(dotted)
            for argument in self.program.body(function).values[value][4]
        ]

    def targets(self, dotted: str, last: str) -> list[list[str]]:
        """The functions that each call of a name in a function may reach.

        ``?`` marks those known by name only, ``@`` those bound to a receiver.
        """
        return [
            [self.target(target) for target in self.calls.targets(site)]
            for site in self.sites(dotted, last)
        ]

    def target(self, target: Target) -> str:
        marks = ("" if target.sure else "?") + ("@" if target.bound else "")
        return marks + self.named(target.function)

    def callers(self, dotted: str) -> list[str]:
        """The functions that may call a function, in the order of the files."""
        found = self.calls.callers(self.function(dotted))
        return [("" if t.sure else "?") + self.named(site[0]) for site, t in found]

    def handed(self, callee: str, parameter: str) -> list[str]:
        """What callers hand over to a parameter: source text of the value, and the part meant."""
        function = self.function(callee)
        names = [p.name for p in self.program.head(function).parameters]
        found: list[str] = []
        for site, target in self.calls.callers(function):
            for value, path in self.calls.passed(site, target, names.index(parameter), ()):
                found.append(self.source(site[0], value) + "".join(path))
        return found

    def source(self, function: int, value: int) -> str:
        held = self.program.body(function).values[value]
        return self.texts[self.program.unit_of[function]][held[1] : held[2]].decode()

    texts: list[bytes]

    def several(self, found: e.Entities) -> str:
        return " | ".join(self.shown(entity) for entity in found)

    def shown(self, entity: e.Entity) -> str:
        tag, payload = entity
        return SHOWN[tag](self, payload)

    def class_name(self, ref: Any) -> str:
        return self.full(ref[0], self.program.class_head(ref).symbol)


SHOWN: dict[str, Callable[[Linked, Any], str]] = {
    e.MODULE: lambda s, p: f"module {p}",
    e.EXTERNAL: lambda s, p: f"lib {p}",
    e.CLASS: Linked.class_name,
    e.FUNCTION: lambda s, p: f"{s.named(p)}()",
    e.METHOD: lambda s, p: f"{s.named(p)}()",
    e.INSTANCE: lambda s, p: f"<{s.class_name(p)}>",
    e.VALUE: lambda s, p: f"<lib {p}>",
    e.CONTAINER: lambda s, p: f"[{s.several(p)}]",
    e.MAPPING: lambda s, p: f"{{{s.several(p)}}}",
    e.TUPLE: lambda s, p: f"({', '.join(map(s.several, p))})",
}

LIBRARY = Library(bundled_models(), [])

Link = Callable[..., Linked]


def lower(path: str, text: str) -> f.FileFacts:
    """The facts of a file by the front end of its language."""
    return FRONT_ENDS[EXTENSIONS[PurePosixPath(path).suffix]](dedent(text).encode())


@pytest.fixture
def link() -> Link:
    """Links files, of which some do not ship; a single text is ``app.py``."""

    def made(files: Mapping[str, str] | str, tests: Iterable[str] = ()) -> Linked:
        given = {"app.py": files} if isinstance(files, str) else files
        linked = Linked(given, tests)
        linked.texts = [dedent(text).encode() for _, text in sorted(given.items())]
        return linked

    return made


def link_facts(files: Mapping[str, f.FileFacts]) -> Linker:
    """A linker over facts as they are."""
    return Linker(Program(sorted(files.items())), LIBRARY)
