"""Functions without a body whose annotations say where their arguments go.

A library makes the body: it sends what an interface of requests is given, and stores what an
interface of a database is given. So each call of such a function is a place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from msgsec_lint.facts import model as f
from msgsec_lint.flow.search import Search
from msgsec_lint.link import entities as e
from msgsec_lint.policy.models import Entry

Handed = tuple[tuple[int, int, int], ...]
"""Value, start and end byte of what is handed over."""


class DeclaredSink(NamedTuple):
    """A call of a function whose annotation makes it a place."""

    function: int
    value: int
    entry: Entry
    name: str
    arguments: Handed
    sure: bool


class _Declaration(NamedTuple):
    """A function that an annotation makes a place, and which of its parameters arrive there."""

    function: int
    entry: Entry
    name: str
    parameters: tuple[int, ...]


class Declared:
    """Finds the calls of functions that are places by their annotations."""

    def __init__(self, search: Search, active: frozenset[str]) -> None:
        self._search = search
        self._program = search.program
        self._active = active
        self._last = {
            name.rsplit(".", 1)[-1]
            for name, entries in search.library.decorators.items()
            if any(entry.sink in active for entry in entries)
        }

    def calls(self, wanted: Callable[[int], bool]) -> Iterator[DeclaredSink]:
        """Every call in a wanted file that hands something over."""
        for made in self._declarations():
            for site, target in self._search.calls.callers(made.function):
                if not wanted(self._program.unit_of[site[0]]):
                    continue
                call = self._program.body(site[0]).values[site[1]]
                handed = tuple(
                    span
                    for index in made.parameters
                    for value, _ in self._search.calls.passed(site, target, index, ())
                    for span in _spans(call, value)
                )
                if handed:
                    yield DeclaredSink(site[0], site[1], made.entry, made.name, handed, target.sure)

    def _declarations(self) -> Iterator[_Declaration]:
        for unit in self._program.units if self._last else ():
            for at, head in enumerate(unit.facts.functions):
                if head.flags & f.ABSTRACT:
                    yield from self._of_function(unit.first + at, unit.first + head.parent, head)

    def _of_function(self, function: int, scope: int, head: f.Function) -> Iterator[_Declaration]:
        first = 0 if head.flags & f.STATIC else 1
        own = range(first, len(head.parameters))
        for entry, name in self._entries(head.decorators, scope):
            ports = entry.arguments
            chosen = tuple(
                index
                for index in own
                if ports == "all" or index - first in ports or head.parameters[index].name in ports
            )
            yield _Declaration(function, entry, name, chosen)
        for index in own:
            for entry, name in self._entries(head.parameters[index].decorators, scope):
                yield _Declaration(function, entry, name, (index,))

    def _entries(self, marks: list[f.Decorator], scope: int) -> Iterator[tuple[Entry, str]]:
        for mark in marks:
            if mark.name.rsplit(".", 1)[-1] not in self._last:
                continue
            for tag, payload in self._search.linker.dotted(scope, mark.name):
                if tag != e.EXTERNAL:
                    continue
                for entry in self._search.library.decorated(str(payload)):
                    if entry.sink in self._active and _says(entry, mark):
                        yield entry, self._search.library.canonical(str(payload))


def _spans(call: f.Value, value: int) -> Iterator[tuple[int, int, int]]:
    """Where a call is handed a value."""
    given = [a if a >= 0 else ~a for a in call[4]] + [v for _, v in call[5]]
    for at, held in enumerate(given):
        if held == value:
            yield value, call[7][2 * at], call[7][2 * at + 1]
            return


def _says(entry: Entry, mark: f.Decorator) -> bool:
    """Whether the conditions of an entry hold for what an annotation is given."""
    if not all(_matches(mark, port, wanted) for port, wanted in entry.when.items()):
        return False
    return not any(_matches(mark, port, wanted) for port, wanted in entry.unless.items())


def _matches(mark: f.Decorator, port: int | str, wanted: object) -> bool:
    literal = mark.keywords.get(str(port))
    if str(port).isdigit():
        position = int(port)
        # The one argument of an annotation may be named.
        named = mark.keywords.get("value") if position == 0 else None
        literal = mark.arguments[position] if position < len(mark.arguments) else named
    if isinstance(wanted, dict) and "matches" in wanted:
        return isinstance(literal, str) and re.search(str(wanted["matches"]), literal) is not None
    return literal in (wanted if isinstance(wanted, list) else [wanted])
