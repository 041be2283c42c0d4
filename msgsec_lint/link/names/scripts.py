"""Names in scripts: a module per file, found by path or by package."""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import dirname, normpath
from typing import Protocol

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.entities import Entities
from msgsec_lint.link.members.written import Written
from msgsec_lint.link.names.imports import ClosedFiles, ImportTables
from msgsec_lint.link.program import ValueRef, shared_folders
from msgsec_lint.link.resolver import Resolver
from msgsec_lint.link.types.expressions import outside

MAX_HANDED_ON = 6
"""A name that more modules hand on than this is not followed to where it is bound."""
_BUILT = ("lib", "dist", "build", "out", "es", "cjs", "esm")
"""Folders that a published package has in the place of ``src``."""


class ScriptImports(Protocol):
    """What build files tell of the names of modules."""

    def candidates(self, module: str, importer: str) -> Iterable[str]:
        """Paths that a name may stand for, the likeliest first, with or without their ending."""


class ScriptNaming(ClosedFiles):
    """Modules by relative path, by alias of a source folder, or by the folder of a package."""

    def __init__(
        self, resolver: Resolver, units: Iterable[int], imports: ScriptImports | None = None
    ) -> None:
        super().__init__(resolver.program)
        self._resolver = resolver
        self._library = resolver.library
        self._written = Written(resolver)
        self._told = imports
        self._found: dict[tuple[str, str, bool], int] = {}
        self._imports = ImportTables(resolver.program)
        self._by_path: dict[str, int] = {}
        self._by_tail: dict[str, list[int]] = {}
        for unit in sorted(units, key=lambda unit: (self._declares(unit), unit)):
            path = _stem(self._program.units[unit].path)
            for known in (path, path.removesuffix("/index")):
                self._by_path.setdefault(known, unit)
            parts = path.removesuffix("/index").split("/")
            for length in range(1, min(len(parts), 6) + 1):
                self._by_tail.setdefault("/".join(parts[-length:]), []).append(unit)

    def name(self, unit: int) -> str:
        return _stem(self._program.units[unit].path).replace("/", ".")

    def qualified(self, dotted: str, unit: int) -> Entities:  # noqa: ARG002 - by imports
        # `require("m").default` and `m_1.default` are what `import m from "m"` gives.
        return outside(self._library, dotted[:-8]) if dotted.endswith(".default") else e.NOTHING

    def free(self, function: int, name: str) -> Entities:
        unit = self._program.unit_of[function]
        found = self._resolver.global_name(unit, name)
        if found or name in self._imports.of(unit):
            return found
        if self._program.units[unit].facts.globals.get(name):
            return e.NOTHING
        return outside(self._library, name)

    def global_name(self, unit: int, name: str) -> Entities:
        resolver = self._resolver
        table = self._imports.of(unit)
        found = [x for made in table.get(name, ()) for x in [self._imported(unit, made)] if x]
        if not found:
            values = self._program.global_values(unit, name)
            found.extend(resolver.value(function, value) for function, value in values)
        if not found:
            for star in table.get("*", ()):
                target = self._find(star.module, unit)
                if target >= 0 and target != unit:
                    entities = resolver.global_name(target, name)
                    if entities:
                        return entities
        return e.union(found)

    def _imported(self, unit: int, made: f.Import) -> Entities:
        target = self._find(made.module, unit)
        if target < 0:
            if made.module.startswith("."):
                return e.NOTHING
            module = made.module.removeprefix("node:")
            if made.name in (None, "*", "default"):
                return outside(self._library, module)
            return outside(self._library, f"{module}.{made.name}")
        whole: Entities = ((e.MODULE, self._program.units[target].path),)
        if made.name is None:
            return whole
        if made.name in ("*", "default"):
            chosen = ("default", "module.exports") if made.name == "default" else (
                "module.exports",)  # fmt: skip
            for name in chosen:
                found = self._resolver.global_name(target, name)
                if found and name != "default" and all(tag == e.MAPPING for tag, _ in found):
                    # The keys of the object are names of the module.
                    return whole
                if found:
                    return found
            return whole
        return self._resolver.global_name(target, made.name)

    def member(self, module: str, name: str, unit: int) -> Entities:  # noqa: ARG002 - by path
        target = self._by_path.get(_stem(module), -1)
        if target < 0:
            return e.NOTHING
        return self._resolver.global_name(target, name) or self._in_default(target, name)

    def _in_default(self, unit: int, name: str) -> Entities:
        """What the object that a module gives by default has under a key."""
        found = self._program.global_values(unit, "default")
        return e.union(self._written.entry(function, value, name) for function, value in found)

    def bound(self, unit: int, name: str) -> list[ValueRef]:
        """Where a name of a module is bound, through the modules that hand it on."""
        return self._bound(unit, name, 0)

    def _bound(self, unit: int, name: str, depth: int) -> list[ValueRef]:
        own = self._program.global_values(unit, name)
        if own or depth > MAX_HANDED_ON:
            return own
        for made in self._imports.of(unit).get(name, ()):
            target = self._find(made.module, unit)
            if target >= 0 and made.name is not None:
                inside = "module.exports" if made.name == "*" else made.name
                own += self._bound(target, inside, depth + 1)
        return own

    def _find(self, module: str, importer: int) -> int:
        """The file that a module string means, or -1."""
        here = self._program.units[importer].path
        if module.startswith("."):
            path = normpath(f"{dirname(here)}/{module}" if "/" in here else module)
            return self._at(path)
        key = (module, dirname(here), self._resolver.ships(importer))
        found = self._found.get(key)
        if found is None:
            told = self._told.candidates(module, here) if self._told is not None else ()
            units = [unit for path in told for unit in [self._at(path)] if unit >= 0]
            units.sort(key=self._declares)
            found = self._found[key] = units[0] if units else self._guessed(module, importer)
        return found

    def _declares(self, unit: int) -> bool:
        """Whether a file only declares, and so says nothing of what a function does."""
        return self._program.units[unit].path.endswith(".d.ts")

    def _guessed(self, module: str, asking: int) -> int:
        """The file that a name means by the habits of projects, or -1."""
        here = self._program.units[asking].path
        if module[:2] in ("@/", "~/"):
            return self._nearest(module[2:], here)
        parts = module.split("/")
        name, rest = (parts[1:2], parts[2:]) if module.startswith("@") else (parts[:1], parts[1:])
        if not name:
            return -1
        for folder in (*name, "/".join(parts[:2])):
            if rest and rest[0] in _BUILT:
                rest = ["src", *rest[1:]]
            inner = "/".join([folder, *rest])
            for tail in (inner, f"{inner}/src", f"{folder}/src/{'/'.join(rest)}"):
                found = self._by_tail.get(tail.rstrip("/"), [])
                found = [u for u in found if not self._resolver.hides(asking, u)]
                packages = [u for u in found if self._is_package(u)] if module[0] == "@" else []
                if packages:
                    return packages[0]
        if len(parts) > 1 and not module.startswith("@"):
            # An absolute import from a source root: `components/Foo`.
            found = self._by_tail.get(_stem(module), [])
            return found[0] if len(found) == 1 else -1
        return -1

    def _is_package(self, unit: int) -> bool:
        """Whether a file lies where the packages of a monorepo lie."""
        folders = self._program.units[unit].path.split("/")
        return not {"packages", "libs", "libraries", "apps", "modules"}.isdisjoint(folders[:3])

    def _at(self, path: str) -> int:
        found = self._by_path.get(path)
        if found is None:
            found = self._by_path.get(_stem(path))
        return -1 if found is None else found

    def _nearest(self, tail: str, here: str) -> int:
        found = self._by_tail.get(_stem(tail), [])
        return max(
            found, key=lambda u: shared_folders(self._program.units[u].path, here), default=-1
        )


def _stem(path: str) -> str:
    for ending in (".d.ts", ".tsx", ".ts", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".js", ".vue",
                   ".svelte"):  # fmt: skip
        if path.endswith(ending):
            return path[: -len(ending)]
    return path
