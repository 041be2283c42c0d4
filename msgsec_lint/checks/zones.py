"""Which part of a project a file belongs to."""

from __future__ import annotations

from posixpath import dirname

from msgsec_lint.checks.operators import operator_folders
from msgsec_lint.checks.paths import Placed, by_path, part_of, words_of
from msgsec_lint.facts import model as f
from msgsec_lint.facts.model import FileFacts
from msgsec_lint.languages.traits import Traits
from msgsec_lint.link.program import Program, Unit
from msgsec_lint.policy.config import ZoneMap
from msgsec_lint.policy.models import Library
from msgsec_lint.policy.vocabulary import Zone
from msgsec_lint.policy.zoning import Zoning
from msgsec_lint.repo.gomod import GoModule
from msgsec_lint.repo.model import Project

_ANYWHERE = Placed("shared", "nothing says where its code runs")


class Zones:
    """The zone of every file of a program, by the policy file, its path and its imports."""

    def __init__(
        self, program: Program, declared: ZoneMap, project: Project, library: Library
    ) -> None:
        self.of: list[Zone] = []
        self.why: list[str] = []
        """What says so, as a phrase."""
        self.console: list[bool] = []
        """Whether a file talks to a person at a terminal."""
        self._library = library
        self._project = project
        self._tools = operator_folders(program, project, library)
        self._top: dict[str, Placed] = {}
        """Part of the project → what its files say that runs there."""
        parts = [self._place(unit, declared.zone(unit.path)) for unit in program.units]
        needs = {module.folder: module for module in project.go_modules}
        for index, unit in enumerate(program.units):
            if self.of[index] == "shared" and declared.zone(unit.path) is None:
                self._place_with_others(index, unit, parts[index], needs)

    def _place(self, unit: Unit, stated: Zone | None) -> str:
        """Give a file the zone that it says itself; return the part of the project it lies in."""
        known = self._library.zoning(unit.traits.group)
        path = by_path(unit.path, unit.traits, known, self._project)
        if path is None and unit.traits.program_package and dirname(unit.path) in self._tools:
            path = Placed("tooling", "it is a program that stays away from the network")
        imports = _by_imports(unit.facts, known)
        console = _is_console(unit.path, unit.facts, unit.traits, known)
        if console and imports is not None and imports.zone == "server":
            # A terminal program that also listens: not somebody else's machine.
            imports = None
        packaged = unit.traits.built_by == "packages"
        package = self._project.package(unit.path) if packaged else None
        folder = part_of(unit.path, package.folder if package is not None else "", unit.traits)
        side = None
        if package is not None and package.side is not None and not console:
            side = Placed(package.side, f"what `{package.folder or '.'}/package.json` needs")
        ships = folder and (path is None or path.zone not in ("test", "tooling"))
        before = self._top.get(folder)
        if imports is not None and ships and (before is None or before.zone != "server"):
            self._top[folder] = imports
        own = Placed(stated, "the policy file says so") if stated is not None else None
        self._set(own or path or imports or side or _ANYWHERE)
        self.console.append(console)
        return folder

    def _place_with_others(
        self, index: int, unit: Unit, part: str, needs: dict[str, GoModule]
    ) -> None:
        """Give a file that says nothing itself the zone of the part of the project around it."""
        placed = self._top.get(part) if "/" in unit.path else None
        if placed is not None:
            placed = Placed(placed.zone, f"of the files of `{part}` one {placed.why}")
        elif unit.traits.built_by == "modules":
            module = self._project.go_module(unit.path)
            if module is not None:
                known = self._library.zoning(unit.traits.group)
                placed = _by_needs(needs[module.folder], known)
        if placed is not None:
            self.of[index], self.why[index] = placed

    def _set(self, placed: Placed) -> None:
        self.of.append(placed.zone)
        self.why.append(placed.why)


def _by_imports(facts: FileFacts, known: Zoning) -> Placed | None:
    found: Placed | None = None
    for made in facts.imports:
        if made.level:
            continue
        name = f"{made.module}.{made.name}" if made.name is not None else made.module
        told = known.imported(name)
        if "server" in told:
            return Placed("server", f"imports `{name}`")
        if "client" in told and found is None:
            found = Placed("client", f"imports `{name}`")
    return found


def _by_needs(module: GoModule, known: Zoning) -> Placed | None:
    """What the libraries say of a module that its own code imports."""
    told: dict[Zone, str] = {}
    for path in module.needed:
        said = known.imported(path)
        if "server" in said:
            told["server"] = path
        elif "client" in said:
            told["client"] = path
    if len(told) != 1:
        return None
    ((zone, path),) = told.items()
    return Placed(zone, f"its module needs `{path}`")


def _is_started(facts: FileFacts, name: str) -> bool:
    """Whether a file asks if it is the one that was started: ``require.main === module``."""
    base, _, member = name.partition(".")
    body = facts.bodies[0] if facts.bodies else b""
    if not name or base.encode() not in body or member.encode() not in body:
        return False
    values = f.decode_body(body).values
    return any(
        held[0] == f.TEST
        and any(
            values[at][0] == f.ATTR
            and values[at][4] == member
            and values[values[at][3]][:1] == [f.NAME]
            and values[values[at][3]][3] == base
            for at in held[4]
        )
        for held in values
    )


def _is_console(path: str, facts: FileFacts, traits: Traits, known: Zoning) -> bool:
    """Whether a file talks to a person at a terminal."""
    if any("console" in known.imported(made.module) for made in facts.imports):
        return True
    if not known.calls.get("console", frozenset()).isdisjoint(facts.calls):
        return True
    if traits.program_package and facts.package == traits.program_package:
        return True
    words = words_of(path)
    return not known.words.get("console", frozenset()).isdisjoint(words) or _is_started(
        facts, traits.main_file
    )
