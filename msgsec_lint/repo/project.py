"""From the build files of a tree to its modules."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import suppress
from posixpath import basename, dirname, normpath

from msgspec import structs

from msgsec_lint.findings.model import Notice
from msgsec_lint.repo import (
    catalog,
    gomod,
    gradle,
    jsonc,
    kinds,
    manifest,
    maven,
    npm,
    shrinker,
    xmltree,
)  # fmt: skip
from msgsec_lint.repo.imports import ScriptImports
from msgsec_lint.repo.maven import Needed
from msgsec_lint.repo.model import Module, ModuleKind, Project, Side
from msgsec_lint.repo.shrinker import Strip, Strips

_SIDES: dict[ModuleKind, Side] = {
    "android-app": "client",
    "android-library": "client",
    "jvm-server": "server",
    "test": "test",
    "tooling": "tooling",
}
_LAUNCHER = "android.intent.category.LAUNCHER"
MAX_RULE_FILES = 200
"""So many files of shrinker rules are read for one app."""


def read_project(files: Sequence[tuple[str, bytes, str]]) -> Project:
    """The modules that build files (path, content, or else why there is none) tell of.

    A file that cannot be read gives a notice; what else is there is used.
    """
    reader = _Reader()
    for path, data, error in sorted(files):
        if error:
            reader.note(path, error)
        else:
            reader.take(path, data)
    return reader.project()


class _Reader:
    """What the files say, by folder."""

    def __init__(self) -> None:
        self._scripts: dict[str, gradle.Script] = {}
        """By path."""
        self._builds: dict[str, str] = {}
        """Folder to the path of its build script."""
        self._poms: dict[str, maven.Pom] = {}
        self._rules: dict[str, shrinker.ShrinkerRules] = {}
        self._manifests: dict[str, bytes] = {}
        self._catalog: dict[str, tuple[str, ...]] = {}
        self._packages: dict[str, npm.Package] = {}
        """By folder."""
        self._settings: dict[str, npm.Settings] = {}
        """Of TypeScript and JavaScript, by path."""
        self._conventions: set[str] = set()
        """Folders whose build is said by plugins of the project's own, which are not read."""
        self._go_modules: dict[str, gomod.GoModule] = {}
        self._notices: list[Notice] = []

    def take(self, path: str, data: bytes) -> None:
        """Read one file by its name."""
        name = basename(path)
        try:
            if name == "AndroidManifest.xml":
                self._manifests[path] = data
            elif name == "go.mod":
                module = gomod.parse(path, data)
                if module is not None:
                    self._go_modules[module.folder] = module
            elif name == "pom.xml":
                self._poms[dirname(path)] = maven.parse(path, data)
            elif name.endswith(".versions.toml"):
                self._catalog.update(catalog.parse(name.partition(".")[0], data))
            elif name == "package.json":
                self._packages[dirname(path)] = npm.package(path, data)
            elif name.endswith(".json"):
                self._settings[path] = npm.settings(path, data)
            elif name.endswith((".gradle", ".gradle.kts")):
                self._scripts[path] = gradle.parse(path, data.decode("utf-8", "replace"))
                if name.startswith("build.gradle"):
                    self._builds[dirname(path)] = path
            else:
                self._rules[path] = shrinker.parse(path, data.decode("utf-8", "replace"))
        except (xmltree.XmlError, catalog.CatalogError, jsonc.JsonError) as error:
            self.note(path, str(error))

    def project(self) -> Project:
        """The modules, with what every release leaves out of them."""
        folders = frozenset({*self._builds, *self._poms})
        made = [self._module(folder) for folder in sorted(folders)]
        modules = {module.folder: module for module in made if module is not None}
        for path, data in self._manifests.items():
            module = self._by_manifest(path, data, modules)
            if module is not None:
                modules[module.folder] = module
        self._strip(modules)
        found = list(self._applications())
        apps = {folder for folder, module in modules.items() if module.kind == "android-app"}
        return Project(
            dict(sorted(modules.items())),
            folders,
            tuple(self._notices),
            tuple(one for one in found if self._is_main(one.path, apps)),
            frozenset(name for one in found for name in one.settings),
            frozenset(
                one.name
                for script in self._scripts.values()
                for one in self._resolved(script.needed)
            ),
            tuple(module for _, module in sorted(self._go_modules.items())),
            self._packages,
            ScriptImports(self._settings, self._packages),
        )

    def _applications(self) -> Iterator[manifest.Manifest]:
        """What manifests say of applications; one that cannot be read was named before."""
        for path, data in sorted(self._manifests.items()):
            with suppress(xmltree.XmlError):
                found = manifest.parse(path, data)
                if found is not None:
                    yield found

    def _is_main(self, path: str, apps: Container[str]) -> bool:
        """Whether a manifest is the main one of an app."""
        folder, _, rest = f"/{path}".rpartition("/src/")
        return folder.lstrip("/") in apps and rest.startswith("main/")

    def note(self, path: str, error: str) -> None:
        """Say why a file was not used."""
        message = f"this build file was not used: {error}"
        self._notices.append(Notice(level="note", code="build-file", message=message, path=path))

    def _module(self, folder: str) -> Module | None:
        plugins: list[Needed] = []
        libraries: list[Needed] = []
        told: tuple[ModuleKind, Needed] | None = None
        if folder in self._builds:
            for script in self._said(folder):
                plugins.extend(self._resolved(script.plugins))
                libraries.extend(self._resolved(script.needed))
            for above in _above(folder):
                if above in self._builds:
                    plugins.extend(self._resolved(self._scripts[self._builds[above]].child_plugins))
            told = kinds.by_plugins(plugins)
            if told is None:
                told = kinds.by_telling_names(plugins)
                self._conventions.update({folder} if told is not None else ())
        else:
            pom = self._poms[folder]
            libraries.extend(pom.needed)
            told = kinds.by_plugins(pom.plugins) or kinds.by_packaging(pom.packaging)
        if told is None or told[0] == "jvm-library":
            told = kinds.by_needs(libraries) or told
        return _made(folder, *told) if told is not None else None

    def _said(self, folder: str) -> list[gradle.Script]:
        """The build script of a folder and those that it applies."""
        path = self._builds.get(folder)
        if path is None:
            return []
        own = self._scripts[path]
        names = [form for name in own.applied for form in (_beside(folder, name), normpath(name))]
        others = [self._scripts[name] for name in dict.fromkeys(names) if name in self._scripts]
        return [own, *(other for other in others if other is not own)]

    def _resolved(self, needed: Iterable[Needed]) -> Iterator[Needed]:
        """Plugins or dependencies by their own names, where a catalog gave them others."""
        for one in needed:
            for name in self._catalog.get(one.name, (one.name,)):
                yield structs.replace(one, name=name)

    def _by_manifest(self, path: str, data: bytes, known: Container[str]) -> Module | None:
        """The module of a manifest, unless build files tell of it."""
        before, found, _ = f"/{dirname(path)}/".rpartition("/src/")
        folder = before[1:] if found else dirname(path)
        if folder in known:
            return None
        try:
            categories = xmltree.parse(data).each(
                "application", "activity", "intent-filter", "category"
            )
        except xmltree.XmlError as error:
            self.note(path, str(error))
            return None
        named = (one for one in categories if one.attributes.get("name") == _LAUNCHER)
        start = next(named, None)
        if start is not None:
            return _made(folder, "android-app", Needed(_LAUNCHER, path, start.line))
        return _made(folder, "android-library", Needed("<manifest>", path, 1))

    def _strip(self, modules: dict[str, Module]) -> None:
        """Give every client module what all apps that may ship it leave out."""
        released = {
            folder: self._released(folder)
            for folder, module in modules.items()
            if module.kind == "android-app"
        }
        first, *rest = list(released.values()) or [[]]
        others = [frozenset(strips) for strips in rest]
        common = [strip for strip in first if all(strip in other for other in others)]
        for folder, module in modules.items():
            if module.side == "client":
                modules[folder] = structs.replace(
                    module,
                    strips=Strips(released.get(folder, common)),
                    off_flags=frozenset(self._off(folder)),
                )

    def _released(self, folder: str) -> list[Strip]:
        """Calls that the release build of an app may leave out."""
        scripts = self._said(folder)
        untold = not scripts or folder in self._conventions
        minify = {one.scope: one.value for script in scripts for one in script.minify}
        if minify.get(gradle.RELEASE, minify.get("", "" if untold else "false")) == "false":
            return []
        names = [
            _beside(folder, one.value)
            for script in scripts
            for one in script.rule_files
            if one.scope in ("", gradle.RELEASE)
        ]
        if untold and not names:
            names = [path for path in self._rules if dirname(path) == folder]
        for other, path in self._builds.items():
            names.extend(_beside(other, name) for name in self._scripts[path].consumer_files)
        files = self._included(names)
        if any(script.unoptimized for script in scripts) or any(f.no_optimization for f in files):
            return []
        strips = {strip for file in files for strip in file.strips}
        return sorted(strips, key=lambda strip: (strip.path, strip.line, strip.method))

    def _included(self, names: list[str]) -> list[shrinker.ShrinkerRules]:
        """The files of rules of these names, in folders of these names, and what they include."""
        found: dict[str, shrinker.ShrinkerRules] = {}
        pending = [
            path
            for name in names
            for path in ([name] if name in self._rules else self._below(name))
        ]
        while pending and len(found) < MAX_RULE_FILES:
            path = pending.pop()
            if path in self._rules and path not in found:
                found[path] = self._rules[path]
                pending.extend(_beside(dirname(path), name) for name in found[path].includes)
        return list(found.values())

    def _below(self, folder: str) -> list[str]:
        return [path for path in self._rules if path.startswith(f"{folder}/")]

    def _off(self, folder: str) -> Iterator[str]:
        """Constants of a module's ``BuildConfig`` that are false in every release."""
        given: dict[str, list[gradle.Scoped]] = {}
        for script in self._said(folder):
            for flag in script.flags:
                given.setdefault(flag.name, []).append(flag)
        for name, flags in given.items():
            release = [flag.value for flag in flags if flag.scope == gradle.RELEASE]
            plain = [flag.value for flag in flags if not flag.scope]
            others = {f.value for f in flags if f.scope not in ("", gradle.RELEASE, "debug")}
            if (release or plain)[-1:] == ["false"] and others <= {"false"}:
                yield name


def _made(folder: str, kind: ModuleKind, why: Needed) -> Module:
    reason = f"{why.name} ({why.path}:{why.line})"
    return Module(folder=folder, kind=kind, why=reason, side=_SIDES.get(kind))


def _above(folder: str) -> Iterator[str]:
    while folder:
        folder = dirname(folder)
        yield folder


def _beside(folder: str, name: str) -> str:
    return normpath(f"{folder}/{name}" if folder else name)
