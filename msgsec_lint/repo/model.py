"""What is known of a project from its build files.

Everything is frozen, made once by ``msgsec_lint.repo.project.read_project`` and then asked by path.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from msgsec_lint.findings.model import Notice
from msgsec_lint.repo.gomod import GoModule
from msgsec_lint.repo.imports import ScriptImports
from msgsec_lint.repo.manifest import Manifest
from msgsec_lint.repo.npm import Package
from msgsec_lint.repo.shrinker import Strip, Strips

ModuleKind = Literal[
    "android-app", "android-library", "jvm-server", "jvm-library", "test", "tooling"
]
Side = Literal["client", "server", "shared", "tooling", "test"]


class Module(Struct, frozen=True, kw_only=True):
    """A folder that is built on its own."""

    folder: str
    """Relative to the root of the scan; empty for the root itself."""
    kind: ModuleKind
    why: str
    """What says so, with file and line: ``com.android.library (lib/build.gradle:3)``."""
    side: Side | None
    """Where its code runs; None where build files do not say."""
    strips: Strips | None = None
    """Calls that every release which ships this module goes without."""
    off_flags: frozenset[str] = frozenset()
    """Constants of its ``BuildConfig`` that are false in every release."""


class Project(Struct, frozen=True):
    """The modules of a tree."""

    modules: dict[str, Module] = {}
    """By folder, sorted."""
    build_folders: frozenset[str] = frozenset()
    """Folders with a build file, be they modules or not."""
    notices: tuple[Notice, ...] = ()
    manifests: tuple[Manifest, ...] = ()
    """Of the apps, sorted by path."""
    settings: frozenset[str] = frozenset()
    """Names of settings that any manifest of the tree gives to the application."""
    needed: frozenset[str] = frozenset()
    """Libraries that any module ships: ``group:artifact``."""
    go_modules: tuple[GoModule, ...] = ()
    """Sorted by folder."""
    packages: dict[str, Package] = {}
    """Of TypeScript and JavaScript, by folder."""
    imports: ScriptImports = field(default_factory=ScriptImports)

    @property
    def only_apps(self) -> bool:
        """Whether apps are all that is shipped to anybody."""
        kinds = {module.kind for module in self.modules.values()}
        return "android-app" in kinds and "jvm-server" not in kinds

    def module(self, path: str) -> Module | None:
        """The module that a file belongs to."""
        folder = path
        while folder:
            folder = folder.rpartition("/")[0]
            found = self.modules.get(folder)
            if found is not None or folder in self.build_folders:
                return found
        return None

    def go_module(self, path: str) -> GoModule | None:
        """The module of Go that a file belongs to."""
        around = [
            module
            for module in self.go_modules
            if not module.folder or path.startswith(f"{module.folder}/")
        ]
        return max(around, key=lambda module: len(module.folder), default=None)

    def package(self, path: str) -> Package | None:
        """The package of TypeScript or JavaScript that a file belongs to."""
        folder = path
        while folder:
            folder = folder.rpartition("/")[0]
            found = self.packages.get(folder)
            if found is not None:
                return found
        return None

    def stripped(self, path: str, name: str) -> Strip | None:
        """The rule by which release builds leave out a call of ``name`` (``android.util.Log.d``)
        in a file.
        """
        module = self.module(path)
        return module.strips.of(name) if module is not None and module.strips else None

    def is_off(self, path: str, flag: str) -> bool:
        """Whether ``BuildConfig.<flag>``, read in a file, is false in every release."""
        module = self.module(path)
        if module is None:
            return False
        if flag in module.off_flags:
            return True
        # A library may be handed the constants of its app; two apps may disagree.
        apps = [one for one in self.modules.values() if one.kind == "android-app"]
        return module.side == "client" and len(apps) == 1 and flag in apps[0].off_flags
