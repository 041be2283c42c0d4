"""Which way of finding names a language has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from msgsec_lint.languages.traits import Naming as Way
from msgsec_lint.link.names.folders import FolderNaming, PackageRoots
from msgsec_lint.link.names.modules import ModuleNaming
from msgsec_lint.link.names.packages import PackageNaming
from msgsec_lint.link.names.scripts import ScriptImports, ScriptNaming
from msgsec_lint.link.resolver import Naming, Resolver


class BuildFiles(NamedTuple):
    """What build files tell of names."""

    folders: Sequence[PackageRoots] = ()
    imports: ScriptImports | None = None


_Maker = Callable[[Resolver, list[int], BuildFiles], Naming]
_MAKERS: Final[dict[Way, _Maker]] = {
    "module": lambda resolver, units, _: ModuleNaming(resolver, units),
    "package": lambda resolver, units, _: PackageNaming(resolver, units),
    "script": lambda resolver, units, told: ScriptNaming(resolver, units, told.imports),
    "folder": lambda resolver, units, told: FolderNaming(resolver, units, told.folders),
}


def namings(resolver: Resolver, told: BuildFiles) -> Mapping[Way, Naming]:
    """Every way of finding names, over the files of the languages that have it."""
    units = resolver.program.units
    found: dict[Way, list[int]] = {way: [] for way in _MAKERS}
    for index, unit in enumerate(units):
        found[unit.traits.naming].append(index)
    return {way: make(resolver, found[way], told) for way, make in _MAKERS.items()}
