"""Names in modules: one per file, found by dotted name or relative to the importer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from posixpath import dirname

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.entities import Entities
from msgsec_lint.link.names.imports import ClosedFiles, ImportTables
from msgsec_lint.link.program import Program, shared_folders
from msgsec_lint.link.resolver import Resolver
from msgsec_lint.link.types.expressions import outside


class Modules:
    """Modules of the scanned tree by dotted name.

    A folder without ``__init__`` is taken as a root of imports; as repositories nest their roots
    freely, names are also found by their last parts when that is unambiguous.
    """

    def __init__(
        self,
        program: Program,
        units: Iterable[int],
        hides: Callable[[int, int], bool] = lambda _, __: False,
    ) -> None:
        """``units`` are the files that are modules; ``hides`` tells of a file and another one
        whether it cannot mean that.
        """
        self._program = program
        self._hides = hides
        chosen = [(index, program.units[index]) for index in units]
        self._by_name: dict[str, list[int]] = {}
        self._by_path: dict[str, int] = {}
        packages = {
            dirname(unit.path)
            for _, unit in chosen
            if unit.path.rsplit("/", 1)[-1] == "__init__.py"
        }
        self._names: dict[int, str] = {}
        for index, unit in chosen:
            path = unit.path.rsplit(".", 1)[0]
            path = path.removesuffix("/__init__")
            self._by_path[path] = index
            root = dirname(path)
            while root in packages and root:
                root = dirname(root)
            full = path[len(root) + 1 :] if root else path
            self._names[index] = full.replace("/", ".")
            parts = path.split("/")
            inside = len(full.split("/"))
            for length in range(inside, len(parts) + 1):
                self._by_name.setdefault(".".join(parts[-length:]), []).append(index)
        self._tops = {name.split(".", 1)[0] for name in self._by_name}

    def name(self, unit: int) -> str:
        """The dotted name by which a file is imported."""
        return self._names[unit]

    def is_local(self, dotted: str) -> bool:
        """Whether a dotted name starts with a package of the tree."""
        return dotted.split(".", 1)[0] in self._tops

    def find(self, dotted: str, importer: int) -> int:
        """The file that a module name means for an importing file, or -1."""
        found = self._by_name.get(dotted)
        here = self._program.units[importer].path
        if not found:
            # Python 2's implicit relative import, also common in scripts run from their folder.
            if dotted.split(".", 1)[0] in self._program.units[importer].traits.standard_modules:
                return -1
            folder = dirname(here)
            path = dotted.replace(".", "/")
            return self._by_path.get(f"{folder}/{path}" if folder else path, -1)
        if len(found) == 1:
            standard = self._program.units[importer].traits.standard_modules
            if "." not in dotted and dotted in standard:
                return -1
            return found[0]
        seen = [unit for unit in found if not self._hides(importer, unit)]
        return max(
            seen or found,
            key=lambda unit: (shared_folders(self._program.units[unit].path, here), -unit),
        )

    def relative(self, found: f.Import, importer: int) -> str:
        """The path (without suffix) that a relative import starts from."""
        folder = dirname(self._program.units[importer].path)
        for _ in range(found.level - 1):
            folder = dirname(folder)
        tail = found.module.replace(".", "/")
        return "/".join(part for part in (folder, tail) if part)

    def at_path(self, path: str) -> int:
        """The file at a path given without suffix, or -1."""
        return self._by_path.get(path, -1)


class ModuleNaming(ClosedFiles):
    """One module per file, found by dotted name or relative to the importer."""

    def __init__(self, resolver: Resolver, units: Iterable[int]) -> None:
        super().__init__(resolver.program)
        self._resolver = resolver
        self._library = resolver.library
        self._imports = ImportTables(resolver.program)
        self.modules = Modules(resolver.program, units, resolver.hides)

    def free(self, function: int, name: str) -> Entities:
        unit = self._program.unit_of[function]
        found = self._resolver.global_name(unit, name)
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
        resolver = self._resolver
        imports = self._imports.of(unit).get(name, ())
        found: list[Entities] = [
            entities for made in imports for entities in [self._imported(unit, made)] if entities
        ]
        # A name bound by `try: import x except: x = None` is the import.
        if not found:
            values = self._program.global_values(unit, name)
            found.extend(resolver.value(function, value) for function, value in values)
        if not found:
            found.extend(self._starred(unit, name))
        return e.union(found)

    def _starred(self, unit: int, name: str) -> list[Entities]:
        for star in self._imports.of(unit).get("*", ()):
            target = self._import_unit(unit, star)
            if target < 0 and star.level == 0:
                dotted = f"{star.module}.{name}"
                if self._library.is_class(dotted) or self._library.is_known(dotted):
                    return [((e.EXTERNAL, dotted),)]
            if target >= 0 and target != unit:
                entities = self._resolver.global_name(target, name)
                if entities:
                    return [entities]
        return []

    def _import_unit(self, unit: int, made: f.Import) -> int:
        if made.level:
            return self.modules.at_path(self.modules.relative(made, unit))
        return self.modules.find(made.module, unit)

    def _imported(self, unit: int, made: f.Import) -> Entities:
        modules = self.modules
        if not made.level and self._stands_in(made, unit):
            whole = made.module if made.name is None else f"{made.module}.{made.name}"
            by_first_part = made.name is None and made.local == made.module
            return outside(self._library, whole.split(".", 1)[0] if by_first_part else whole)
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
            found = self._resolver.global_name(target, made.name)
            if found:
                return found
        if inner >= 0:
            return self._module(inner)
        if target >= 0 or made.level:
            return e.NOTHING
        return outside(self._library, f"{made.module}.{made.name}")

    def _stands_in(self, made: f.Import, unit: int) -> bool:
        """Whether only tests have a module of a name that is a library's, and a file ships."""
        target = self.modules.find(made.module, unit)
        if target < 0 or not self._resolver.hides(unit, target):
            return False
        named = self._library.is_named(made.module)
        return named or self._library.is_known(f"{made.module}.{made.name}")

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
        found = self._resolver.global_name(holder, name)
        if found:
            return found
        inner = modules.at_path(f"{base}/{name}")
        return self._module(inner) if inner >= 0 else e.NOTHING
