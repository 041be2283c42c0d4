"""Which files a module name of TypeScript or JavaScript may mean, as build files tell it."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, commonpath, dirname, normpath

from msgspec import Struct

from msgsec_lint.repo.npm import MAX_NESTED, Package, Settings

_BUILT = frozenset({"lib", "dist", "build", "out", "es", "cjs", "esm", "umd", "dist-types"})
"""Folders of what is made of the sources, and is not in the tree."""


class Aliases(Struct, frozen=True):
    """What the settings of one folder say of names that are no paths."""

    base: str | None
    rules: tuple[tuple[str, tuple[str, ...]], ...]
    """Patterns with at most one ``*``, the most telling first, and paths from the root."""


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

    def candidates(self, module: str, importer: str) -> Iterator[str]:
        """Paths that a name may stand for, the likeliest first, with or without their ending."""
        folder = dirname(importer)
        if module.startswith("#"):
            yield from self._own_imports(module, folder)
        for aliases in self._of(folder):
            yield from _by_rules(aliases.rules, module)
            if aliases.base is not None:
                yield normpath(f"{aliases.base}/{module}")
        yield from self._in_package(module, importer)

    def _own_imports(self, module: str, folder: str) -> Iterator[str]:
        for above in (folder, *_above(folder)):
            package = self._packages.get(above)
            if package is not None:
                rules = tuple(sorted(package.imports.items(), key=_telling))
                for path in _by_rules(rules, module):
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
        return Aliases(base, tuple(sorted(rules, key=_telling)))

    def _chain(self, path: str) -> list[Settings]:
        """Settings, and what they extend; where several are extended the last counts most."""
        found: list[Settings] = []
        pending = [path]
        while pending and len(found) < MAX_NESTED:
            one = self._settings.get(pending.pop(0))
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

    def _in_package(self, module: str, importer: str) -> Iterator[str]:
        """A file of a package of the tree, by the name that the package says it has."""
        parts = module.split("/")
        own = 2 if module.startswith("@") else 1
        name, rest = "/".join(parts[:own]), "/".join(parts[own:])
        held = self._by_name.get(name, ())
        for package in sorted(held, key=lambda p: -len(commonpath((p.folder, importer)))):
            if not rest:
                for path in package.entries:
                    yield path
                    yield from _sources(package.folder, path)
                for guess in ("src/index", "src/main", "src", "index", "lib/index", "lib"):
                    yield _joined(package.folder, guess)
                continue
            rules = tuple(sorted(package.exports.items(), key=_telling))
            for path in (*_by_rules(rules, f"./{rest}"), _joined(package.folder, rest)):
                yield path
                yield from _sources(package.folder, path)
            yield _joined(package.folder, f"src/{rest}")


def _by_rules(rules: tuple[tuple[str, tuple[str, ...]], ...], module: str) -> Iterator[str]:
    """The targets of the first pattern that a name fits."""
    for pattern, targets in rules:
        before, star, behind = pattern.partition("*")
        if not star:
            if pattern == module:
                yield from targets
                return
        elif module.startswith(before) and module.endswith(behind):
            middle = module[len(before) : len(module) - len(behind)]
            if len(before) + len(behind) <= len(module):
                yield from (normpath(target.replace("*", middle)) for target in targets)
                return


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
