"""The questions that the pieces of the linker ask of one another.

What a name denotes needs what values denote, and the other way round; so does what a type admits.
A piece knows its questions and none of those that answer them: the linker brings them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgsec_lint.facts import model as f
from msgsec_lint.link.entities import Entities, Entity, TypeExpression
from msgsec_lint.link.library import LibraryTypes
from msgsec_lint.link.program import ClassRef, Program, ValueRef


class Naming(Protocol):
    """One way of finding names across files."""

    def free(self, function: int, name: str) -> Entities:
        """What a name that no enclosing function binds denotes in a function."""

    def global_name(self, unit: int, name: str) -> Entities:
        """What a name at the top level of a file denotes."""

    def member(self, module: str, name: str, unit: int) -> Entities:
        """What a name denotes in a module entity, asked for in a file."""

    def qualified(self, dotted: str, unit: int) -> Entities:
        """A thing of the tree by its full name, as seen from a file.

        Nothing where names of modules are not part of the language.
        """

    def name(self, unit: int) -> str:
        """The dotted name of the module or package that a file is."""

    def bound(self, unit: int, name: str) -> list[ValueRef]:
        """Where a name at the top level of a file is bound, by other files too that hand it on."""

    def sharing(self, unit: int, name: str) -> Sequence[int]:
        """Other files whose bindings of a name a file sees without importing it."""

    def binding(self, module: str, name: str) -> Sequence[int]:
        """The files that bind a name of a module entity, where several files are one module."""

    def sees(self, unit: int, other: int) -> bool:
        """Whether a file can know what another one declares, as far as imports tell."""


class Resolver(Protocol):
    """Whoever answers, each question once."""

    program: Program
    library: LibraryTypes

    def ships(self, unit: int) -> bool:
        """Whether a file is part of what the project delivers, and no test."""

    def hides(self, unit: int, other: int) -> bool:
        """Whether a file cannot be what another one means: it is of the tests, and that one ships.

        What tests have in the place of a thing never takes the place of the thing itself.
        """

    def naming(self, unit: int) -> Naming:
        """How names are found in a file."""

    def name(self, function: int, name: str) -> Entities:
        """What a free name denotes in a function."""

    def global_name(self, unit: int, name: str) -> Entities:
        """What a module-level name of a file denotes."""

    def value(self, function: int, value: int) -> Entities:
        """What a value denotes: modules, functions, classes, instances."""

    def result(self, function: int) -> Entities:
        """What a function of the tree returns."""

    def annotation(self, function: int, text: str) -> Entities:
        """Instances that a type expression admits, read in the scope of a function."""

    def admitted(self, function: int, parsed: TypeExpression) -> Entities:
        """Instances that a parsed type expression admits, read in the scope of a function."""

    def attribute(self, entity: Entity, name: str, function: int) -> Entities:
        """What an attribute of a thing denotes."""

    def own_attribute(self, ref: ClassRef, name: str) -> Entities:
        """What an attribute denotes that the class or an ancestor in the tree declares."""

    def lineage(self, ref: ClassRef) -> tuple[list[ClassRef], list[str]]:
        """A class and its ancestors, nearest first, and the names of ancestors outside the tree."""

    def descendants(self, ref: ClassRef) -> list[ClassRef]:
        """Classes of the tree that derive from one, in the order of the files."""

    def field_stores(self, ref: ClassRef, name: str) -> list[tuple[int, f.Store]]:
        """Assignments to a field of a class, in it, its ancestors and descendants."""
