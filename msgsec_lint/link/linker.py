"""What values, names and types denote across files, every answer computed once.

The pieces know how to answer and ask the linker for what else they need to know. It keeps the
answers, and ends questions that come back to themselves or nest too deep.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.callbacks.handlers import Handlers
from msgsec_lint.link.captures import captured_by
from msgsec_lint.link.entities import Entities, Entity, TypeExpression
from msgsec_lint.link.library import LibraryTypes
from msgsec_lint.link.members.lookup import Members
from msgsec_lint.link.names.folders import PackageRoots
from msgsec_lint.link.names.scripts import ScriptImports
from msgsec_lint.link.names.strategies import BuildFiles, namings
from msgsec_lint.link.program import ClassRef, Program, ValueRef
from msgsec_lint.link.resolver import Naming
from msgsec_lint.link.types.attributes import Attributes
from msgsec_lint.link.types.classes import Classes
from msgsec_lint.link.types.expressions import Annotations
from msgsec_lint.link.values.forms import Forms
from msgsec_lint.link.values.parameters import Parameters

MAX_DEPTH = 24
"""Nested questions (a type that needs a type …) beyond this are answered with nothing."""


class Linker:
    """Answers what a value denotes; every answer is computed once, on demand."""

    def __init__(
        self,
        program: Program,
        library: LibraryTypes,
        folders: Sequence[PackageRoots] = (),
        imports: ScriptImports | None = None,
        tests: frozenset[int] = frozenset(),
    ) -> None:
        """``tests`` are the files that do not ship."""
        self._tests = tests
        self.program = program
        self.library = library
        self._values: dict[ValueRef, Entities] = {}
        self._names: dict[tuple[int, str], Entities] = {}
        self._globals: dict[tuple[int, str], Entities] = {}
        self._lineages: dict[ClassRef, tuple[list[ClassRef], list[str]]] = {}
        self._own_attributes: dict[tuple[ClassRef, str], Entities] = {}
        self._admitted: dict[tuple[int, int, str], Entities] = {}
        self._depth = 0
        self._annotations = Annotations(self)
        self._classes = Classes(self)
        self._attributes = Attributes(self)
        self.members = Members(self, self._classes)
        self.handlers = Handlers(self, self.members.written)
        parameters = Parameters(self, self._annotations, self.handlers)
        self._forms = Forms(self, self._classes, self.members, parameters)
        self._namings = namings(self, BuildFiles(folders, imports))

    def ships(self, unit: int) -> bool:
        """Whether a file is part of what the project delivers, and no test."""
        return unit not in self._tests

    def hides(self, unit: int, other: int) -> bool:
        """Whether a file cannot be what another one means: it is of the tests, and that one ships.

        What tests have in the place of a thing never takes the place of the thing itself.
        """
        return other in self._tests and unit not in self._tests

    # Names

    def name(self, function: int, name: str) -> Entities:
        """What a free name denotes in a function."""
        key = (function, name)
        found = self._names.get(key)
        if found is None:
            self._names[key] = e.NOTHING
            captured = captured_by(self.program, function, name)
            if captured is not None:
                found = e.union(self.value(captured[0], v) for v in captured[1])
            else:
                found = self.naming(self.program.unit_of[function]).free(function, name)
            self._names[key] = found
        return found

    def global_name(self, unit: int, name: str) -> Entities:
        """What a module-level name of a file denotes."""
        key = (unit, name)
        found = self._globals.get(key)
        if found is None:
            if self._depth > MAX_DEPTH:
                return e.NOTHING
            self._globals[key] = e.NOTHING
            self._depth += 1
            found = self.naming(unit).global_name(unit, name)
            self._depth -= 1
            self._globals[key] = found
        return found

    def dotted(self, function: int, dotted: str) -> Entities:
        """What a dotted name denotes, read in the scope of a function."""
        return self._annotations.dotted(function, dotted)

    def naming(self, unit: int) -> Naming:
        """How names are found in a file."""
        return self._namings[self.program.units[unit].traits.naming]

    def full_name(self, unit: int, symbol: str) -> str:
        """The dotted name of something in a file: its module or package, and its path there."""
        module = self.naming(unit).name(unit)
        return f"{module}.{symbol}" if module else symbol

    def sees(self, function: int, other: int) -> bool:
        """Whether the file of a function can know what the file of another one declares."""
        unit = self.program.unit_of[function]
        return self.naming(unit).sees(unit, self.program.unit_of[other])

    def global_values(self, unit: int, name: str) -> list[ValueRef]:
        """Function and value of every binding of a module-level name."""
        return self.program.global_values(unit, name)

    def shared_values(self, unit: int, name: str) -> list[ValueRef]:
        """Bindings of a module-level name, by other files too that share names with a file."""
        own = self.program.global_values(unit, name)
        others = () if own else self.naming(unit).sharing(unit, name)
        return own or [x for other in others for x in self.program.global_values(other, name)]

    def package_values(self, package: str, name: str) -> list[ValueRef]:
        """Bindings of a name in a package of several files, by the package's entity."""
        units = [unit for way in self._namings.values() for unit in way.binding(package, name)]
        return [found for unit in units for found in self.program.global_values(unit, name)]

    # Values

    def value(self, function: int, value: int) -> Entities:
        """What a value denotes: modules, functions, classes, instances."""
        key = (function, value)
        found = self._values.get(key)
        if found is None:
            if self._depth > MAX_DEPTH:
                return e.NOTHING
            self._values[key] = e.NOTHING
            self._depth += 1
            found = self._forms.denoted(function, value)
            self._depth -= 1
            self._values[key] = found
        return found

    def result(self, function: int) -> Entities:
        """What a function of the tree returns."""
        return self._forms.results.result(function)

    # Types

    def annotation(self, function: int, text: str) -> Entities:
        """Instances that a type expression admits, read in the scope of a function."""
        unit = self.program.unit(function)
        head = unit.facts.functions[function - unit.first]
        # Methods of a class see the same types; local classes are seen by their function only.
        owner = head.owner if head.owner >= 0 else ~(function - unit.first)
        key = (unit.first, owner, text)
        found = self._admitted.get(key)
        if found is None:
            if self._depth > MAX_DEPTH:
                return e.NOTHING
            self._admitted[key] = e.NOTHING
            parsed = e.parse_type(text)
            found = self.admitted(function, parsed) if parsed is not None else e.NOTHING
            self._admitted[key] = found
        return found

    def admitted(self, function: int, parsed: TypeExpression) -> Entities:
        """Instances that a parsed type expression admits, read in the scope of a function."""
        return self._annotations.admitted(function, parsed)

    def attribute(self, entity: Entity, name: str, function: int) -> Entities:
        """What an attribute of a thing denotes."""
        return self._attributes.attribute(entity, name, function)

    def own_attribute(self, ref: ClassRef, name: str) -> Entities:
        """What an attribute denotes that the class or an ancestor in the tree declares."""
        key = (ref, name)
        found = self._own_attributes.get(key)
        if found is None:
            self._own_attributes[key] = e.NOTHING
            found = self._attributes.own(ref, name)
            self._own_attributes[key] = found
        return found

    def field_stores(self, ref: ClassRef, name: str) -> list[tuple[int, f.Store]]:
        """Assignments to a field of a class, in it, its ancestors and descendants."""
        return self._attributes.field_stores(ref, name)

    def lineage(self, ref: ClassRef) -> tuple[list[ClassRef], list[str]]:
        """A class and its ancestors, nearest first, and the names of ancestors outside the tree."""
        found = self._lineages.get(ref)
        if found is None:
            if self._depth > MAX_DEPTH:
                return [ref], []
            self._lineages[ref] = ([ref], [])
            self._depth += 1
            found = self._classes.lineage(ref)
            self._depth -= 1
            self._lineages[ref] = found
        return found

    def descendants(self, ref: ClassRef) -> list[ClassRef]:
        """Classes of the tree that derive from one, in the order of the files."""
        return self._classes.descendants(ref)
