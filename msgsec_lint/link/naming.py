"""What a free name denotes: the ways in which languages find names across files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.entities import Entities
from msgsec_lint.link.modules import Modules

if TYPE_CHECKING:
    from msgsec_lint.link.linker import Linker


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

    def sharing(self, unit: int, name: str) -> Sequence[int]:
        """Other files whose bindings of a name a file sees without importing it."""

    def binding(self, module: str, name: str) -> Sequence[int]:
        """The files that bind a name of a module entity, where several files are one module."""

    def sees(self, unit: int, other: int) -> bool:
        """Whether a file can know what another one declares, as far as imports tell."""


class ImportTables:
    """Imports of each file by local name."""

    def __init__(self, linker: Linker) -> None:
        self._program = linker.program
        self._tables: list[dict[str, list[f.Import]] | None] = [None] * len(linker.program.units)

    def of(self, unit: int) -> dict[str, list[f.Import]]:
        """Local name → imports that bind it, ``*`` for star imports."""
        table = self._tables[unit]
        if table is None:
            table = {}
            for made in self._program.units[unit].facts.imports:
                local = made.local if made.name is not None else made.local.split(".", 1)[0]
                table.setdefault(local, []).append(made)
            self._tables[unit] = table
        return table


class ClosedFiles:
    """Answers where files see of each other what they import, by whatever way."""

    def sharing(self, unit: int, name: str) -> Sequence[int]:  # noqa: ARG002 - nothing is shared
        return ()

    def binding(self, module: str, name: str) -> Sequence[int]:  # noqa: ARG002 - one file each
        return ()

    def sees(self, unit: int, other: int) -> bool:  # noqa: ARG002 - imports tell too little
        return True


class ModuleNaming(ClosedFiles):
    """One module per file, found by dotted name or relative to the importer."""

    def __init__(self, linker: Linker, units: Iterable[int]) -> None:
        self._linker = linker
        self._program = linker.program
        self._imports = ImportTables(linker)
        self.modules = Modules(linker.program, units)

    def free(self, function: int, name: str) -> Entities:
        unit = self._program.unit_of[function]
        found = self._linker.global_name(unit, name)
        if found:
            return found
        if self._program.units[unit].facts.globals.get(name) or name in self._imports.of(unit):
            return e.NOTHING
        return ((e.EXTERNAL, "builtins." + name),)

    def name(self, unit: int) -> str:
        return self.modules.name(unit)

    def qualified(self, dotted: str, unit: int) -> Entities:  # noqa: ARG002 - by imports
        return e.NOTHING

    def global_name(self, unit: int, name: str) -> Entities:
        linker = self._linker
        imports = self._imports.of(unit).get(name, ())
        found: list[Entities] = [
            entities for made in imports for entities in [self._imported(unit, made)] if entities
        ]
        # A name bound by `try: import x except: x = None` is the import.
        if not found:
            values = linker.global_values(unit, name)
            found.extend(linker.value(function, value) for function, value in values)
        if not found:
            found.extend(self._starred(unit, name))
        return e.union(found)

    def _starred(self, unit: int, name: str) -> list[Entities]:
        linker = self._linker
        for star in self._imports.of(unit).get("*", ()):
            target = self._import_unit(unit, star)
            if target < 0 and star.level == 0:
                outside = f"{star.module}.{name}"
                if linker.library.is_class(outside) or linker.library.is_known(outside):
                    return [((e.EXTERNAL, outside),)]
            if target >= 0 and target != unit:
                entities = linker.global_name(target, name)
                if entities:
                    return [entities]
        return []

    def _import_unit(self, unit: int, made: f.Import) -> int:
        if made.level:
            return self.modules.at_path(self.modules.relative(made, unit))
        return self.modules.find(made.module, unit)

    def _imported(self, unit: int, made: f.Import) -> Entities:
        modules = self.modules
        if made.name is None:
            if made.local != made.module:
                target = modules.find(made.module, unit)
                return self._module(target) if target >= 0 else ((e.EXTERNAL, made.module),)
            top = made.module.split(".", 1)[0]
            target = modules.find(top, unit)
            if target < 0 and modules.find(made.module, unit) >= 0:
                return ((e.MODULE, "?" + top),)
            return self._module(target) if target >= 0 else ((e.EXTERNAL, top),)
        if made.level:
            path = modules.relative(made, unit)
            inner = modules.at_path(f"{path}/{made.name}" if path else made.name)
            target = modules.at_path(path)
        else:
            inner = modules.find(f"{made.module}.{made.name}", unit)
            target = modules.find(made.module, unit)
        if target >= 0:
            found = self._linker.global_name(target, made.name)
            if found:
                return found
        if inner >= 0:
            return self._module(inner)
        if target >= 0 or made.level:
            return e.NOTHING
        return self._linker.outside(f"{made.module}.{made.name}")

    def _module(self, unit: int) -> Entities:
        return ((e.MODULE, self._program.units[unit].path),)

    def member(self, module: str, name: str, unit: int) -> Entities:
        modules = self.modules
        if module.startswith("?"):
            dotted = f"{module[1:]}.{name}"
            target = modules.find(dotted, unit)
            return self._module(target) if target >= 0 else ((e.MODULE, "?" + dotted),)
        base = module.rsplit(".", 1)[0]
        base = base.removesuffix("/__init__")
        holder = modules.at_path(base)
        if holder < 0:
            return e.NOTHING
        found = self._linker.global_name(holder, name)
        if found:
            return found
        inner = modules.at_path(f"{base}/{name}")
        return self._module(inner) if inner >= 0 else e.NOTHING
