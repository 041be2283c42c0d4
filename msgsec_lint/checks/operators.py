"""Programs beside a server: what its operators run to set it up, and nobody else sees."""

from __future__ import annotations

from posixpath import dirname

from msgspec import Struct

from msgsec_lint.checks.paths import is_test_name
from msgsec_lint.link.program import Program
from msgsec_lint.policy.models import Library
from msgsec_lint.repo.model import Project


class _Package(Struct):
    """The files of one folder."""

    main: bool = False
    imports: dict[str, None] = {}
    networked: bool = False
    """Its own files speak of the network."""
    takes_options: bool = False
    connects: bool = False
    """They wait for others on the network, or turn to them."""


def operator_folders(program: Program, project: Project, library: Library) -> frozenset[str]:
    """Folders of programs that take options and never come near the network, where another does.

    What they reach in the tree must be seen, so that one that only starts the server is none.
    """
    if not project.go_modules:
        return frozenset()
    packages: dict[str, _Package] = {}
    for unit in program.units:
        if unit.traits.program_package and not is_test_name(unit.path):
            known = library.zoning(unit.traits.group)
            held = packages.setdefault(dirname(unit.path), _Package())
            held.main |= unit.facts.package == unit.traits.program_package
            for made in unit.facts.imports:
                told = known.imported(made.module)
                held.imports[made.module] = None
                held.networked |= "network" in told
                held.takes_options |= "options" in told
            held.connects |= not known.calls.get("network", frozenset()).isdisjoint(
                unit.facts.calls
            )
    programs = [folder for folder, held in packages.items() if held.main]
    if not any(packages[folder].networked for folder in programs):
        return frozenset()
    roots = [(module.path, module.folder) for module in project.go_modules]
    return frozenset(
        folder
        for folder in programs
        if folder
        and packages[folder].takes_options
        and not packages[folder].networked
        and not any(packages[other].connects for other in _reached(folder, packages, roots))
    )


def _reached(folder: str, packages: dict[str, _Package], roots: list[tuple[str, str]]) -> set[str]:
    """Folders of the packages of the tree that one imports, directly or through others."""
    found = {folder}
    pending = [folder]
    while pending:
        for made in packages[pending.pop()].imports:
            for root, at in roots:
                inside = f"{at}{made[len(root) :]}".strip("/")
                if (made == root or made.startswith(f"{root}/")) and inside in packages:
                    if inside not in found:
                        found.add(inside)
                        pending.append(inside)
                    break
    return found
