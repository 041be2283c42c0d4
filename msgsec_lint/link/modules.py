"""Which file a module name means."""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import dirname

from msgsec_lint.facts import model as f
from msgsec_lint.link.program import Program, shared_folders


class Modules:
    """Modules of the scanned tree by dotted name.

    A folder without ``__init__`` is taken as a root of imports; as repositories nest their roots
    freely, names are also found by their last parts when that is unambiguous.
    """

    def __init__(self, program: Program, units: Iterable[int]) -> None:
        """``units`` are the files that are modules."""
        self._program = program
        chosen = [(index, program.units[index]) for index in units]
        self._by_name: dict[str, list[int]] = {}
        self._by_path: dict[str, int] = {}
        packages = {
            dirname(unit.path)
            for _, unit in chosen
            if unit.path.rsplit("/", 1)[-1] == "__init__.py"
        }
        self._names: dict[int, str] = {}
        for index, unit in chosen:
            path = unit.path.rsplit(".", 1)[0]
            path = path.removesuffix("/__init__")
            self._by_path[path] = index
            root = dirname(path)
            while root in packages and root:
                root = dirname(root)
            full = path[len(root) + 1 :] if root else path
            self._names[index] = full.replace("/", ".")
            parts = path.split("/")
            inside = len(full.split("/"))
            for length in range(inside, len(parts) + 1):
                self._by_name.setdefault(".".join(parts[-length:]), []).append(index)
        self._tops = {name.split(".", 1)[0] for name in self._by_name}

    def name(self, unit: int) -> str:
        """The dotted name by which a file is imported."""
        return self._names[unit]

    def is_local(self, dotted: str) -> bool:
        """Whether a dotted name starts with a package of the tree."""
        return dotted.split(".", 1)[0] in self._tops

    def find(self, dotted: str, importer: int) -> int:
        """The file that a module name means for an importing file, or -1."""
        found = self._by_name.get(dotted)
        here = self._program.units[importer].path
        if not found:
            # Python 2's implicit relative import, also common in scripts run from their folder.
            if dotted.split(".", 1)[0] in self._program.units[importer].traits.standard_modules:
                return -1
            folder = dirname(here)
            path = dotted.replace(".", "/")
            return self._by_path.get(f"{folder}/{path}" if folder else path, -1)
        if len(found) == 1:
            standard = self._program.units[importer].traits.standard_modules
            if "." not in dotted and dotted in standard:
                return -1
            return found[0]
        return max(
            found, key=lambda unit: (shared_folders(self._program.units[unit].path, here), -unit)
        )

    def relative(self, found: f.Import, importer: int) -> str:
        """The path (without suffix) that a relative import starts from."""
        folder = dirname(self._program.units[importer].path)
        for _ in range(found.level - 1):
            folder = dirname(folder)
        tail = found.module.replace(".", "/")
        return "/".join(part for part in (folder, tail) if part)

    def at_path(self, path: str) -> int:
        """The file at a path given without suffix, or -1."""
        return self._by_path.get(path, -1)
