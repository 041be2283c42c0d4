"""Which files a module name of TypeScript or JavaScript may mean, as build files tell it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from posixpath import basename, commonpath, dirname, normpath

from msgspec import Struct

from msgsec_lint.repo.npm import MAX_NESTED, Package, Settings

_BUILT = frozenset({"lib", "dist", "build", "out", "es", "cjs", "esm", "umd", "dist-types"})
"""Folders of what is made of the sources, and is not in the tree."""


MAX_TARGETS = 64
"""Paths that one pattern may stand for; those behind are not tried."""
MAX_SAME_NAME = 8
"""Packages of one name that are looked into, the nearest first."""

Rules = Iterable[tuple[str, tuple[str, ...]]]
"""Patterns with at most one ``*``, and the paths that they stand for."""


class PathRules:
    """Patterns of names with their targets, looked up by what stands before the star."""

    def __init__(self, rules: Rules) -> None:
        self._exact: dict[str, tuple[str, ...]] = {}
        self._open: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for pattern, targets in sorted(rules, key=_telling):
            before, star, behind = pattern.partition("*")
            if star:
                self._open.setdefault(before, []).append((behind, targets[:MAX_TARGETS]))
            else:
                self._exact.setdefault(pattern, targets[:MAX_TARGETS])

    def __bool__(self) -> bool:
        return bool(self._exact or self._open)

    def targets(self, module: str) -> Iterator[str]:
        """The targets of the most telling pattern that a name fits."""
        if module in self._exact:
            yield from self._exact[module]
            return
        for length in range(len(module), -1, -1):
            for behind, targets in self._open.get(module[:length], ()):
                if module.endswith(behind) and length + len(behind) <= len(module):
                    middle = module[length : len(module) - len(behind)]
                    yield from (normpath(target.replace("*", middle)) for target in targets)
                    return


class Aliases(Struct, frozen=True):
    """What the settings of one folder say of names that are no paths."""

    base: str | None
    rules: PathRules


class ScriptImports:
    """Aliases and packages of a tree, asked by the path of the importing file."""

    def __init__(
        self,
        settings: dict[str, Settings] | None = None,
        packages: dict[str, Package] | None = None,
    ) -> None:
        """``settings`` by path, ``packages`` by folder."""
        self._settings = settings or {}
        self._packages = packages or {}
        self._by_name: dict[str, list[Package]] = {}
        for one in self._packages.values():
            if one.name:
                self._by_name.setdefault(one.name, []).append(one)
        self._aliases: dict[str, list[Aliases]] = {}
        self._imports: dict[str, PathRules] = {}
        self._exports: dict[str, PathRules] = {}
        self._near: dict[tuple[str, str], list[Package]] = {}

    def candidates(self, module: str, importer: str) -> Iterator[str]:
        """Paths that a name may stand for, the likeliest first, with or without their ending."""
        folder = dirname(importer)
        if module.startswith("#"):
            yield from self._own_imports(module, folder)
        for aliases in self._of(folder):
            yield from aliases.rules.targets(module)
            if aliases.base is not None:
                yield normpath(f"{aliases.base}/{module}")
        yield from self._in_package(module, importer)

    def _own_imports(self, module: str, folder: str) -> Iterator[str]:
        for above in (folder, *_above(folder)):
            package = self._packages.get(above)
            if package is not None:
                if above not in self._imports:
                    self._imports[above] = PathRules(package.imports.items())
                for path in self._imports[above].targets(module):
                    yield path
                    yield from _sources(package.folder, path)
                return

    def _of(self, folder: str) -> list[Aliases]:
        """What holds in a folder: the settings nearest above it that say anything."""
        found = self._aliases.get(folder)
        if found is None:
            found = [made for path in self._settings_in(folder) for made in [self._made(path)]
                     if made.base is not None or made.rules]  # fmt: skip
            if not found and folder:
                found = self._of(dirname(folder))
            self._aliases[folder] = found
        return found

    def _settings_in(self, folder: str) -> list[str]:
        """The settings of a folder, the one that editors read before those for some purpose."""
        own = [path for path in self._settings if dirname(path) == folder]
        plain = ("tsconfig.json", "jsconfig.json")
        return sorted(own, key=lambda p: (basename(p) not in plain, basename(p) == plain[1], p))

    def _made(self, path: str) -> Aliases:
        """The settings of a file with those that it extends."""
        base: str | None = None
        paths: dict[str, tuple[str, ...]] | None = None
        relative_to = ""
        for one in self._chain(path):
            if paths is None and one.paths is not None:
                paths, relative_to = one.paths, dirname(one.path)
            base = one.base if base is None else base
        root = relative_to if base is None else base
        own = dirname(path)
        rules = [
            (pattern, tuple(_target(root, own, target) for target in targets))
            for pattern, targets in (paths or {}).items()
            if pattern.count("*") <= 1
        ]
        return Aliases(base, PathRules(rules))

    def _chain(self, path: str) -> list[Settings]:
        """Settings, and what they extend; where several are extended the last counts most."""
        found: list[Settings] = []
        pending = deque([path])
        while pending and len(found) < MAX_NESTED:
            one = self._settings.get(pending.popleft())
            if one is None or one in found:
                continue
            found.append(one)
            pending += [other for name in reversed(one.extends)
                        for other in self._extended(one.path, name)]  # fmt: skip
        return found

    def _extended(self, path: str, name: str) -> list[str]:
        if name.startswith("."):
            places = [normpath(f"{dirname(path)}/{name}" if dirname(path) else name)]
        else:
            parts = name.split("/")
            own = 2 if name.startswith("@") else 1
            held = self._by_name.get("/".join(parts[:own]), [])
            rest = "/".join(parts[own:]) or "tsconfig.json"
            places = [_joined(package.folder, rest) for package in held]
        return [p for place in places for p in (place, f"{place}.json", f"{place}/tsconfig.json")]

    def _nearest(self, name: str, folder: str) -> list[Package]:
        """The packages of a name that stand nearest to a folder."""
        held = self._by_name.get(name, [])
        if len(held) < 2:
            return held
        if (name, folder) not in self._near:
            near = sorted(held, key=lambda p: -len(commonpath((p.folder, folder))))
            self._near[name, folder] = near[:MAX_SAME_NAME]
        return self._near[name, folder]

    def _in_package(self, module: str, importer: str) -> Iterator[str]:
        """A file of a package of the tree, by the name that the package says it has."""
        parts = module.split("/")
        own = 2 if module.startswith("@") else 1
        name, rest = "/".join(parts[:own]), "/".join(parts[own:])
        for package in self._nearest(name, dirname(importer)):
            if not rest:
                for path in package.entries:
                    yield path
                    yield from _sources(package.folder, path)
                for guess in ("src/index", "src/main", "src", "index", "lib/index", "lib"):
                    yield _joined(package.folder, guess)
                continue
            if package.folder not in self._exports:
                self._exports[package.folder] = PathRules(package.exports.items())
            exported = self._exports[package.folder].targets(f"./{rest}")
            for path in (*exported, _joined(package.folder, rest)):
                yield path
                yield from _sources(package.folder, path)
            yield _joined(package.folder, f"src/{rest}")


def _telling(rule: tuple[str, tuple[str, ...]]) -> tuple[bool, int, str]:
    """Exact names come first, then those with most before their star."""
    before, star, _ = rule[0].partition("*")
    return bool(star), -len(before), rule[0]


def _target(root: str, own: str, target: str) -> str:
    if target.startswith("${configDir}"):
        root, target = own, target.removeprefix("${configDir}").lstrip("/")
    return _joined(root, target)


def _joined(folder: str, path: str) -> str:
    return normpath(f"{folder}/{path}" if folder and folder != "." else path)


def _sources(folder: str, path: str) -> Iterator[str]:
    """Where the source of a built file of a package stands: in ``src``, or without the folder."""
    inside = path[len(folder) + 1 :] if folder else path
    parts = inside.split("/")
    while parts and parts[0] in _BUILT:
        parts = parts[1:]
        if parts:
            yield _joined(folder, "/".join(("src", *parts)))
            yield _joined(folder, "/".join(parts))


def _above(folder: str) -> Iterator[str]:
    while folder:
        folder = dirname(folder)
        yield folder
