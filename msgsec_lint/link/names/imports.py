"""What files import, and what holds where that is all they see of each other."""

from __future__ import annotations

from collections.abc import Sequence

from msgsec_lint.facts import model as f
from msgsec_lint.link.program import Program, ValueRef


class ImportTables:
    """Imports of each file by local name."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._tables: list[dict[str, list[f.Import]] | None] = [None] * len(program.units)

    def of(self, unit: int) -> dict[str, list[f.Import]]:
        """Local name → imports that bind it, ``*`` for star imports."""
        table = self._tables[unit]
        if table is None:
            table = {}
            for made in self._program.units[unit].facts.imports:
                local = made.local if made.name is not None else made.local.split(".", 1)[0]
                table.setdefault(local, []).append(made)
            self._tables[unit] = table
        return table


class ClosedFiles:
    """Answers where files see of each other what they import, by whatever way."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def bound(self, unit: int, name: str) -> list[ValueRef]:
        """Where a name at the top level of a file is bound: here."""
        return self._program.global_values(unit, name)

    def sharing(self, unit: int, name: str) -> Sequence[int]:  # noqa: ARG002 - nothing is shared
        """Other files whose bindings of a name a file sees without importing it: none."""
        return ()

    def binding(self, module: str, name: str) -> Sequence[int]:  # noqa: ARG002 - one file each
        """The files that bind a name of a module of several files: none."""
        return ()

    def sees(self, unit: int, other: int) -> bool:  # noqa: ARG002 - imports tell too little
        """Whether a file can know what another one declares: always."""
        return True
