"""From the build files of a tree to its modules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from posixpath import dirname, normpath
from typing import get_args

from msgspec import structs

from msgsec_lint.findings.model import Notice
from msgsec_lint.repo import catalog, gradle, kinds, maven, shrinker, xmltree
from msgsec_lint.repo.maven import Needed
from msgsec_lint.repo.model import Module, ModuleKind, Project, Side
from msgsec_lint.repo.shrinker import Strip

_SIDES: dict[str, Side] = {
    "android-app": "client",
    "android-library": "client",
    "jvm-server": "server",
    "test": "test",
    "tooling": "tooling",
}
MAX_INCLUDES = 20
"""Files of shrinker rules that include one another are followed so far."""


def read_project(files: Sequence[tuple[str, bytes]]) -> Project:
    """The modules that build files (path and content, in any order) tell of.

    A file that cannot be read gives a notice; what else is there is used.
    """
    reader = _Reader()
    for path, data in sorted(files):
        reader.take(path, data)
    return reader.project()


class _Reader:
    """What the files say, by folder."""

    def __init__(self) -> None:
        self.scripts: dict[str, tuple[str, gradle.Script]] = {}
        self.by_path: dict[str, gradle.Script] = {}
        self.poms: dict[str, tuple[str, maven.Pom]] = {}
        self.rules: dict[str, shrinker.ShrinkerRules] = {}
        self.manifests: set[str] = set()
        self.catalogs: list[catalog.Catalog] = []
        self.notices: list[Notice] = []

    def take(self, path: str, data: bytes) -> None:
        """Read one file by its name."""
        folder, name = dirname(path), path.rsplit("/", 1)[-1]
        try:
            if name == "AndroidManifest.xml":
                self.manifests.add(folder)
            elif name == "pom.xml":
                self.poms[folder] = path, maven.parse(data)
            elif name.endswith(".versions.toml"):
                self.catalogs.append(catalog.parse(data))
            elif name.endswith((".gradle", ".gradle.kts")):
                script = gradle.parse(data.decode("utf-8", "replace"))
                self.by_path[path] = script
                if name.startswith("build.gradle"):
                    self.scripts[folder] = path, script
            else:
                self.rules[path] = shrinker.parse(path, data.decode("utf-8", "replace"))
        except (xmltree.XmlError, catalog.CatalogError, RecursionError) as error:
            message = f"this build file was not used: {error}"
            self.notices.append(Notice(level="note", code="build-file", message=message, path=path))

    def project(self) -> Project:
        """The modules, with what every release leaves out of them."""
        self._catalog = catalog.merged(self.catalogs)
        found: dict[str, Module] = {}
        for folder in sorted({*self.scripts, *self.poms}):
            module = self._module(folder)
            if module is not None:
                found[folder] = module
        for folder in sorted(self.manifests):
            owner = folder.removesuffix("/src/main") if folder != "src/main" else ""
            if owner not in found:
                where = f"{folder}/AndroidManifest.xml".lstrip("/")
                found[owner] = _made(owner, "android-library", where)
        self._strip(found)
        folders = frozenset({*self.scripts, *self.poms})
        return Project(dict(sorted(found.items())), folders, tuple(self.notices))

    def _module(self, folder: str) -> Module | None:
        told: tuple[str, Needed] | None = None
        path = ""
        if folder in self.scripts:
            path, script = self.scripts[folder]
            plugins = [self._resolved(one) for one in self._plugins(folder, script)]
            told = kinds.by_plugins(plugins) or kinds.by_telling_names(plugins)
            needs = kinds.by_needs(self._resolved(one) for one in script.needed)
        else:
            path, pom = self.poms[folder]
            told = kinds.by_plugins(pom.plugins)
            if told is None and pom.packaging in ("war", "ear"):
                told = "jvm-server", Needed(f"packaging {pom.packaging}", pom.line)
            elif told is None and pom.packaging != "pom":
                told = "jvm-library", Needed(f"packaging {pom.packaging}", pom.line)
            needs = kinds.by_needs(pom.needed)
        if needs is not None and (told is None or told[0] == "jvm-library"):
            told = needs
        if told is None:
            return None
        kind, reason = told
        return _made(folder, kind, f"{reason.name} ({path}:{reason.line})")

    def _plugins(self, folder: str, script: gradle.Script) -> Iterator[Needed]:
        """Plugins of a script, of the scripts that it applies, and of those above it."""
        yield from script.plugins
        for applied in script.applied:
            other = self.by_path.get(_beside(folder, applied)) or self.by_path.get(applied)
            yield from other.plugins if other is not None else ()
        above = folder
        while above:
            above = dirname(above)
            if above in self.scripts:
                yield from self.scripts[above][1].child_plugins

    def _resolved(self, needed: Needed) -> Needed:
        """A plugin or dependency by its own name, where a catalog gave it another."""
        name = needed.name
        if name.startswith("libs.plugins."):
            name = self._catalog.plugins.get(name[13:], name)
        elif name.startswith("libs."):
            name = next(iter(self._catalog.libraries.get(name[5:], (name,))))
        return structs.replace(needed, name=name) if name != needed.name else needed

    def _strip(self, modules: dict[str, Module]) -> None:
        """Give every client module what all apps that may ship it leave out."""
        apps = [folder for folder, module in modules.items() if module.kind == "android-app"]
        released = {folder: self._released(folder) for folder in apps}
        common = [
            strip
            for strip in (released[apps[0]] if apps else ())
            if all(strip in others for others in released.values())
        ]
        for folder, module in modules.items():
            if module.side != "client":
                continue
            strips = released.get(folder, common)
            off = self._off(folder)
            modules[folder] = structs.replace(
                module, strips=tuple(strips), off_flags=frozenset(off)
            )

    def _released(self, folder: str) -> list[Strip]:
        """Calls that the release build of an app may leave out."""
        if folder not in self.scripts:
            return []
        script = self.scripts[folder][1]
        given = {one.scope: one.value for one in script.minify}
        if given.get(gradle.RELEASE, given.get("", "false")) == "false":
            return []
        names = [
            _beside(folder, one.value)
            for one in script.rule_files
            if one.scope in ("", gradle.RELEASE)
        ]
        for library, (_, other) in self.scripts.items():
            names.extend(_beside(library, name) for name in other.consumer_files)
        strips: list[Strip] = []
        seen: set[str] = set()
        while names and len(seen) < MAX_INCLUDES:
            name = names.pop()
            rules = self.rules.get(name)
            if rules is None or name in seen:
                continue
            seen.add(name)
            if rules.no_optimization:
                return []
            strips.extend(rules.strips)
            names.extend(_beside(dirname(name), include) for include in rules.includes)
        return [] if script.unoptimized else sorted(strips, key=lambda s: (s.path, s.line))

    def _off(self, folder: str) -> Iterable[str]:
        """Constants of a module's ``BuildConfig`` that are false in every release."""
        if folder not in self.scripts:
            return ()
        released: dict[str, str] = {}
        for one in self.scripts[folder][1].flags:
            if one.scope == gradle.RELEASE or (one.scope == "" and one.name not in released):
                released[one.name] = one.value
            elif one.scope == gradle.FLAVOR:
                released[one.name] = ""
        return [name for name, value in released.items() if value == "false"]


def _made(folder: str, kind: str, why: str) -> Module:
    known: tuple[ModuleKind, ...] = get_args(ModuleKind)
    chosen: ModuleKind = known[known.index(kind)]
    return Module(folder=folder, kind=chosen, why=why, side=_SIDES.get(kind))


def _beside(folder: str, name: str) -> str:
    return normpath(f"{folder}/{name}" if folder else name)
