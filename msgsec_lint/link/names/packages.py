"""Names in packages that files state, where the files of one package see each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.entities import Entities
from msgsec_lint.link.names.imports import ClosedFiles, ImportTables
from msgsec_lint.link.program import ClassRef, shared_folders
from msgsec_lint.link.resolver import Resolver
from msgsec_lint.link.types.expressions import outside


class PackageNaming(ClosedFiles):
    """Packages, imports of classes and members, and the members of enclosing classes."""

    def __init__(self, resolver: Resolver, units: Iterable[int]) -> None:
        super().__init__(resolver.program)
        self._resolver = resolver
        self._library = resolver.library
        self._imports = ImportTables(resolver.program)
        self._packages: dict[str, dict[str, list[int]]] = {}
        self._facades: dict[tuple[str, str], list[int]] = {}
        self._roots: set[str] = set()
        for unit in units:
            traits = resolver.program.units[unit].traits
            self._roots |= traits.name_roots
            path, facts = resolver.program.units[unit].path, resolver.program.units[unit].facts
            names = self._packages.setdefault(facts.package, {})
            for name in facts.globals:
                names.setdefault(name, []).append(unit)
            root, dot, _ = facts.package.partition(".")
            if dot:
                self._roots.add(root)
            if traits.facade_suffix:
                facade = _facade(path, traits.facade_suffix)
                self._facades.setdefault((facts.package, facade), []).append(unit)
        self._known_stars: dict[int, list[str]] = {}
        self._qualified: dict[tuple[str, int], Entities] = {}

    def name(self, unit: int) -> str:
        return self._program.units[unit].facts.package

    def member(self, module: str, name: str, unit: int) -> Entities:
        """A function of a file, by the class that other languages know the file as."""
        package, _, facade = module.rpartition(".")
        units = self._nearest(self._facades.get((package, facade), []), unit)
        return e.union(
            self._resolver.value(function, value)
            for other in units
            for function, value in self._program.global_values(other, name)
        )

    def free(self, function: int, name: str) -> Entities:
        if name.startswith("this@"):
            return self._outer_this(function, name[5:])
        resolver = self._resolver
        beyond: list[str] = []
        for ref in self.around(function):
            head = self._program.class_head(ref)
            if head.name == name:
                return ((e.CLASS, ref),)
            found = resolver.own_attribute(ref, name)
            if found:
                return found
            beyond.extend(resolver.lineage(ref)[1])
        unit = self._program.unit_of[function]
        found = resolver.global_name(unit, name)
        if found:
            return found
        if name[:1].islower() and beyond:
            return tuple((e.EXTERNAL, f"{base}.{name}") for base in beyond[:2])
        return self._guessed(unit, name)

    def around(self, function: int) -> Iterator[ClassRef]:
        """The classes that a function stands in, innermost first."""
        index = self._program.unit_of[function]
        unit = self._program.units[index]
        local = function - unit.first
        last = -1
        while local >= 0:
            head = unit.facts.functions[local]
            if head.owner >= 0 and head.owner != last:
                last = head.owner
                yield (index, last)
            local = head.parent

    def _outer_this(self, function: int, name: str) -> Entities:
        for ref in self.around(function):
            if self._program.class_head(ref).name == name:
                return ((e.INSTANCE, ref),)
        return e.NOTHING

    def global_name(self, unit: int, name: str) -> Entities:
        table = self._imports.of(unit)
        found = [x for made in table.get(name, ()) for x in [self._imported(made, unit)] if x]
        if found:
            return e.union(found)
        own = self._program.global_values(unit, name)
        if own:
            return e.union(self._resolver.value(function, value) for function, value in own)
        same = self._in_package(self._program.units[unit].facts.package, name, unit)
        if same:
            return same
        facade = self._facade_named(self._program.units[unit].facts.package, name)
        if facade:
            return facade
        for package in self._stars(unit):
            inside = self._in_package(package, name, unit) or self._of_class(package, name, unit)
            if inside:
                return inside
            dotted = f"{package}.{name}"
            if self._library.is_named(dotted):
                return outside(self._library, dotted)
        return self._by_default(unit, name)

    def _stars(self, unit: int) -> list[str]:
        """What a file imports all members of, as far as any of them are known."""
        found = self._known_stars.get(unit)
        if found is None:
            found = [
                star.module
                for star in self._imports.of(unit).get("*", ())
                if star.module in self._packages
                or self._library.speaks_of(star.module)
                or self.qualified(star.module, unit)
            ]
            self._known_stars[unit] = found
        return found

    def _by_default(self, unit: int, name: str) -> Entities:
        """What a name means that every file of the language sees."""
        library, traits = self._library, self._program.units[unit].traits
        for package, names in traits.default_names.items():
            if name in names:
                return outside(library, f"{package}.{name}")
        for package in traits.default_packages:
            dotted = f"{package}.{name}"
            if library.is_class(dotted) or library.is_known(dotted):
                return outside(library, dotted)
        return e.NOTHING

    def _guessed(self, unit: int, name: str) -> Entities:
        """A name that nothing declares: a class of the package elsewhere, or a full name's root."""
        if name == "builtins" or name in self._roots:
            return ((e.EXTERNAL, name),)
        if not name[:1].isupper():
            return e.NOTHING
        stars = [
            star.module
            for star in self._imports.of(unit).get("*", ())
            # The members of a class are imported in the same form.
            if not star.module.rpartition(".")[2][:1].isupper()
        ]
        own = self._program.units[unit].facts.package
        package = stars[0] if len(stars) == 1 else own
        return ((e.EXTERNAL, f"{package}.{name}" if package else name),)

    def _in_package(self, package: str, name: str, asking: int) -> Entities:
        resolver = self._resolver
        units = self._packages.get(package, {}).get(name, [])
        if any(self._resolver.hides(asking, unit) for unit in units):
            dotted = f"{package}.{name}"
            seen = [unit for unit in units if not self._resolver.hides(asking, unit)]
            known = self._library.is_class(dotted) or self._library.is_named(dotted)
            units = seen if seen or known else units
        if len(units) > 1:
            units = self._nearest(units, asking)
        return e.union(
            resolver.value(function, value)
            for unit in units
            for function, value in self._program.global_values(unit, name)
        )

    def _nearest(self, units: list[int], asking: int) -> list[int]:
        """Of files that declare one name, those that lie nearest: flavours and apps repeat names.

        Extensions of one package may stand in several files of a folder, and overloads in several
        source sets, so those that lie equally near all count.
        """
        if not units:
            return units
        here = self._program.units[asking].path
        folders = [shared_folders(self._program.units[u].path, here) for u in units]
        nearest = max(folders)
        return [unit for unit, count in zip(units, folders, strict=True) if count == nearest]

    def _facade_named(self, package: str, name: str) -> Entities:
        if (package, name) not in self._facades:
            return e.NOTHING
        return ((e.MODULE, f"{package}.{name}"),)

    def _of_class(self, dotted: str, name: str, asking: int) -> Entities:
        """A static member by the full name of its class."""
        return e.union(
            self.member(str(payload), name, asking)
            if tag == e.MODULE
            else self._resolver.own_attribute(payload, name)  # type: ignore[arg-type]
            for tag, payload in self.qualified(dotted, asking)
            if tag in (e.CLASS, e.MODULE)
        )

    def _imported(self, made: f.Import, unit: int) -> Entities:
        name = made.name or ""
        found = self._in_package(made.module, name, unit) or self._of_class(made.module, name, unit)
        found = found or self._facade_named(made.module, name)
        dotted = f"{made.module}.{name}"
        if found and self._library.is_class(dotted):
            # A stand-in for a library's class that one part of the tree brings along.
            return (*found, *outside(self._library, dotted))
        return found or outside(self._library, dotted)

    def qualified(self, dotted: str, unit: int) -> Entities:
        key = (dotted, unit)
        found = self._qualified.get(key)
        if found is None:
            self._qualified[key] = e.NOTHING
            owner, _, last = dotted.rpartition(".")
            found = self._in_package(owner, last, unit) or self._facade_named(owner, last)
            if not found and owner and last[:1].isupper():
                found = self._of_class(owner, last, unit)
            self._qualified[key] = found
        return found


def _facade(path: str, suffix: str) -> str:
    """The class by which others know what stands outside of classes in a file."""
    stem = path.rsplit("/", 1)[-1].partition(".")[0]
    return f"{stem[:1].upper()}{stem[1:]}{suffix}"
