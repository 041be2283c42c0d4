"""Names in folders: a package per folder, whose files see each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from posixpath import dirname
from typing import NamedTuple

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.entities import Entities
from msgsec_lint.link.names.imports import ImportTables
from msgsec_lint.link.program import ValueRef
from msgsec_lint.link.resolver import Resolver

_VERSION = re.compile(r"/v[0-9]+(?=/|$)")
"""The major version in the path of a package; models speak of all of them."""


class PackageRoots(NamedTuple):
    """A folder that a module fills, and where the packages that it imports lie."""

    folder: str
    roots: tuple[tuple[str, str], ...]
    """What imports begin with, and the folder that is meant; the first that fits counts."""


class FolderNaming:
    """Packages by folder.

    The module path that imports begin with is what build files say, or else learned from the
    imports.
    """

    def __init__(
        self, resolver: Resolver, units: Iterable[int], modules: Sequence[PackageRoots]
    ) -> None:
        self._resolver = resolver
        self._program = resolver.program
        self._imports = ImportTables(resolver.program)
        self._packages: dict[tuple[str, str], dict[str, list[int]]] = {}
        self._clauses: dict[str, str] = {}
        chosen = list(units)
        for unit in chosen:
            path, facts = self._program.units[unit].path, self._program.units[unit].facts
            folder = dirname(path)
            names = self._packages.setdefault((folder, facts.package), {})
            for name in facts.globals:
                names.setdefault(name, []).append(unit)
            if not facts.package.endswith("_test"):
                self._clauses.setdefault(folder, facts.package)
        self._modules = {module.folder: module.roots for module in modules}
        self._homes: dict[str, str | None] = {}
        """Folder of a file → the folder of its module, if build files tell of one."""
        learned = self._module_paths([x for x in chosen if self._home(x) is None])
        self._learned = tuple((path, "") for path in learned)
        self._found: dict[tuple[str | None, str], str | None] = {}

    def _home(self, unit: int) -> str | None:
        folder = dirname(self._program.units[unit].path)
        if folder not in self._homes:
            above = folder
            while above and above not in self._modules:
                above = dirname(above)
            self._homes[folder] = above if above in self._modules else None
        return self._homes[folder]

    def _module_paths(self, units: list[int]) -> list[str]:
        """What stands before a folder of the tree in the most imports: the paths of modules."""
        counted: Counter[str] = Counter()
        for unit in units:
            for made in self._program.units[unit].facts.imports:
                parts = made.module.split("/")
                if "." not in parts[0]:
                    continue
                for at in range(1, len(parts)):
                    if "/".join(parts[at:]) in self._clauses:
                        counted["/".join(parts[:at])] += 1
                        break
        most = max(counted.values(), default=0)
        return [path for path, count in counted.most_common(4) if count * 5 >= most]

    def name(self, unit: int) -> str:
        return dirname(self._program.units[unit].path).replace("/", ".")

    def qualified(self, dotted: str, unit: int) -> Entities:  # noqa: ARG002 - by imports
        return e.NOTHING

    def free(self, function: int, name: str) -> Entities:
        unit = self._program.unit_of[function]
        return self._resolver.global_name(unit, name) or ((e.EXTERNAL, "builtins." + name),)

    def global_name(self, unit: int, name: str) -> Entities:
        path = self._program.units[unit].path
        package = self._program.units[unit].facts.package
        own = self._in_package(dirname(path), package, name)
        if own:
            return own
        table = self._imports.of(unit)
        found = [x for made in table.get(name, ()) for x in [self._imported(unit, made)] if x]
        for star in table.get("*", ()) if not found else ():
            folder = self._folder(unit, star.module)
            if folder is not None:
                found.append(self._in_package(folder, self._clauses[folder], name))
        return e.union(found)

    def bound(self, unit: int, name: str) -> list[ValueRef]:
        return self._program.global_values(unit, name)

    def binding(self, module: str, name: str) -> Sequence[int]:
        return self._packages.get((module, self._clauses.get(module, "")), {}).get(name, [])

    def sees(self, unit: int, other: int) -> bool:
        folder = dirname(self._program.units[other].path)
        return dirname(self._program.units[unit].path) == folder or any(
            self._folder(unit, made.module) == folder
            for made in self._program.units[unit].facts.imports
        )

    def sharing(self, unit: int, name: str) -> Sequence[int]:
        path, package = self._program.units[unit].path, self._program.units[unit].facts.package
        return self._packages.get((dirname(path), package), {}).get(name, [])

    def _in_package(self, folder: str, package: str, name: str) -> Entities:
        resolver = self._resolver
        return e.union(
            resolver.value(function, value)
            for unit in self._packages.get((folder, package), {}).get(name, ())
            for function, value in self._program.global_values(unit, name)
        )

    def _imported(self, unit: int, made: f.Import) -> Entities:
        folder = self._folder(unit, made.module)
        if folder is not None:
            return ((e.MODULE, folder),)
        return ((e.EXTERNAL, _VERSION.sub("", made.module)),)

    def _folder(self, unit: int, module: str) -> str | None:
        """The folder of the tree that an import path means in a file."""
        home = self._home(unit)
        if (home, module) not in self._found:
            found = None
            for root, folder in self._learned if home is None else self._modules[home]:
                if module == root or module.startswith(root + "/"):
                    inside = f"{folder}{module[len(root) :]}".strip("/")
                    found = inside if inside in self._clauses else found
                    if found is not None:
                        break
            self._found[home, module] = found
        return self._found[home, module]

    def member(self, module: str, name: str, unit: int) -> Entities:  # noqa: ARG002 - by folder
        return self._in_package(module, self._clauses.get(module, ""), name)
